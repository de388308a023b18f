//! Reuters Corpus Volume 1 (Lewis and others, "RCV1: a new benchmark collection for text categorization research",
//! Journal of Machine Learning Research 5, 2004): a `newsitem` for each article.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Selection};
use super::{Format, RawArticle, Reading, Sink};
use crate::article::Header;

pub struct Rcv1;

impl Format for Rcv1 {
    fn name(&self) -> &'static str {
        "rcv1"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning)
            .is_some_and(|(name, _)| name == "newsitem" && beginning.contains("itemid="))
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        xml::each(input, &["newsitem"], reading.limit, &mut |selection| match selection {
            Selection::Element(item, cut) => {
                number += 1;
                sink(Ok(RawArticle { cut, alone: true, ..article(&item, number) }))
            }
            Selection::Outside(..) => ControlFlow::Continue(()),
        })
    }
}

fn article(item: &Element, number: u64) -> RawArticle {
    let at = |name: &str| item.at(&[name]).and_then(Element::text);
    let attribute = |name: &str| item.attribute(name).map(str::to_string);
    let copyright = at("copyright").filter(|notice| notice.contains("Reuters"));
    // The title repeats the headline, after the country.
    let title = at("headline").or_else(|| at("title"));
    let dateline = at("dateline");
    let place = dateline.as_deref().map(|line| line.trim_end_matches(|c: char| !c.is_alphabetic()));
    let stated = [
        ("id", attribute("itemid")),
        ("date", attribute("date")),
        ("title", title),
        ("source", copyright.map(|_| "Reuters".to_string())),
        ("byline", at("byline")),
        ("dateline", place.map(str::to_string)),
        ("lang", attribute("lang")),
    ];
    let header = |(name, value): (&str, Option<String>)| {
        Some(Header { name: name.to_string(), value: value? })
    };
    let mut headers: Vec<Header> = stated.into_iter().filter_map(header).collect();
    let lists = item.at(&["metadata"]).into_iter().flat_map(Element::children);
    for code in lists.filter(|list| list.name == "codes").flat_map(Element::children) {
        headers.extend(
            code.attribute("code")
                .map(|code| Header { name: "topic".to_string(), value: code.to_string() }),
        );
    }
    let text = item.at(&["text"]).map(|text| text.lines(&["p"]));
    RawArticle {
        line: number,
        headers,
        place: "document".into(),
        text: text.unwrap_or_default(),
        body_from: Some("<text>"),
        ..RawArticle::default()
    }
}
