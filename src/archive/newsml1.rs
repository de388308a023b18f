//! NewsML 1.0 to 1.2 (<https://iptc.org/standards/newsml-1/>): items of components, which hold news lines and
//! content.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Told};
use super::{Candidate, Format, Other, RawArticle, Reading, Reason, Sink, html, nitf};
use crate::article::Header;

pub struct NewsMl1;

impl Format for NewsMl1 {
    fn name(&self) -> &'static str {
        "newsml-1"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| name == "NewsML" || name == "NewsItem")
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        xml::each(input, &["NewsItem"], reading.limit, &mut |told| {
            let Told::Element(item, cut) = told else { return ControlFlow::Continue(()) };
            number += 1;
            let article = article(&item, number);
            let has_title = article.headers.iter().any(|header| header.name == "title");
            match has_title || !article.text.is_empty() {
                true => sink(Ok(RawArticle { cut, ..article })),
                // Updates and references to other items have neither.
                false => sink(Err(Other::Skipped(
                    number,
                    Reason::NoNews.because("an item without text"),
                ))),
            }
        })
    }
}

/// The formal name of an element, or its text.
fn named(element: &Element) -> Option<String> {
    element.attribute("FormalName").map(str::to_string).or_else(|| element.text())
}

fn article(item: &Element, number: u64) -> RawArticle {
    let text_of = |name: &str| item.find(name).and_then(Element::text);
    let identifier = item.find("NewsIdentifier");
    let of_identifier = |name: &str| {
        identifier.and_then(|identifier| identifier.at(&[name])).and_then(Element::text)
    };
    let party = |name: &str| item.find(name).and_then(|party| party.find("Party")).and_then(named);
    let carried = item.find("nitf").map(|root| nitf::article(root, number));
    let own = |name: &str| {
        let headers = carried.iter().flat_map(|article| &article.headers);
        headers.filter(|header| header.name == name).map(|header| header.value.clone()).next()
    };
    let lang = item.find("Language").and_then(named);
    let lang =
        lang.or_else(|| item.find("DescriptiveMetadata")?.attribute("lang").map(str::to_string));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", of_identifier("PublicIdentifier").or_else(|| of_identifier("NewsItemId"))),
        ("title", text_of("HeadLine").or_else(|| own("title")).or_else(|| text_of("Title"))),
        (
            "source",
            party("Source")
                .or_else(|| text_of("CreditLine"))
                .or_else(|| party("Provider"))
                .or_else(|| of_identifier("ProviderId")),
        ),
        ("byline", text_of("ByLine").or_else(|| own("byline"))),
        ("dateline", text_of("DateLine").or_else(|| own("dateline"))),
        ("lang", lang.map(|lang| lang.to_lowercase())),
        ("section", item.find("Genre").and_then(named)),
        ("slugline", text_of("SlugLine")),
        ("subtitle", text_of("SubHeadLine")),
        ("copyright", text_of("CopyrightLine")),
        ("provider", of_identifier("ProviderId")),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    let keywords = text_of("KeywordLine").unwrap_or_default();
    for topic in keywords.split([';', ',']).map(str::trim).filter(|topic| !topic.is_empty()) {
        headers.push(Header { name: "topic".into(), value: topic.to_string() });
    }
    let mut dates = Vec::new();
    for name in ["FirstCreated", "ThisRevisionCreated", "DateId"] {
        let written = text_of(name).map(|date| nitf::extended(&date));
        let place = format!("<{name}>");
        dates.extend(written.map(|written| Candidate { place, written, zone: None }));
    }
    RawArticle {
        line: number,
        headers,
        place: format!("item {number}"),
        text: carried
            .map(|article| article.text)
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| body(item)),
        dates,
        body_from: Some("content of the item"),
        ..RawArticle::default()
    }
}

/// The texts of an item's contents, in their order. Pictures have none.
fn body(item: &Element) -> String {
    let mut texts = Vec::new();
    contents(item, 0, &mut texts);
    texts.join("\n\n")
}

/// Components within one another.
const DEPTH: usize = 50;

fn contents(element: &Element, depth: usize, texts: &mut Vec<String>) {
    for child in element.children() {
        if child.name == "DataContent" {
            let mut lines = child.lines(&nitf::BLOCKS);
            if html::is_fragment(&lines) {
                lines = html::text_of(&lines);
            }
            // Plain text keeps its lines.
            if child.children().next().is_none() {
                lines.clear();
                child.gather(&mut lines);
                if html::is_fragment(&lines) {
                    lines = html::text_of(&lines);
                }
            }
            if !lines.trim().is_empty() {
                texts.push(lines.trim().to_string());
            }
        } else if depth < DEPTH {
            contents(child, depth + 1, texts);
        }
    }
}
