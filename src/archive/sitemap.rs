//! Sitemaps (<https://www.sitemaps.org/protocol.html>). News sitemaps give titles, dates and newspapers:
//! <https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>. Others have only addresses.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Selection};
use super::{Candidate, Other, RawArticle, Reading, Reason, Sink};
use crate::article::Header;
use crate::error::harmless;

/// Reads the titles of a news sitemap. A sitemap without titles has no articles.
pub fn read(input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
    let (mut number, mut titles) = (0, 0_u64);
    xml::each(input, &["url"], reading.limit, &mut |selection| {
        let Selection::Element(url, cut) = selection else { return ControlFlow::Continue(()) };
        number += 1;
        match article(&url, number) {
            Some(article) => {
                titles += 1;
                sink(Ok(RawArticle { cut, ..article }))
            }
            None => ControlFlow::Continue(()),
        }
    })?;
    if titles == 0 {
        let why = Reason::NoArticle.because("a sitemap, which has only addresses");
        harmless(sink(Err(Other::Skipped(1, why))), "nothing follows");
    } else if titles < number {
        let why = Reason::NoArticle.because(match number - titles {
            1 => "1 address without a title".to_string(),
            untitled => format!("{untitled} addresses without a title"),
        });
        harmless(sink(Err(Other::Skipped(1, why))), "nothing follows");
    }
    Ok(())
}

/// Returns the article that an entry describes, or `None` if the entry has only an address.
fn article(url: &Element, number: u64) -> Option<RawArticle> {
    let news = url.children().find(|child| child.name == "news")?;
    let text = |path: &[&str]| news.at(path).and_then(Element::text);
    let title = text(&["title"])?;
    let mut headers = vec![Header { name: "title".into(), value: title }];
    let stated = [
        ("source", text(&["publication", "name"])),
        ("lang", text(&["publication", "language"])),
        ("url", url.at(&["loc"]).and_then(Element::text)),
    ];
    for (name, value) in stated {
        headers.extend(value.map(|value| Header { name: name.into(), value }));
    }
    let topics = text(&["keywords"]).unwrap_or_default();
    for topic in topics.split(',').map(str::trim).filter(|topic| !topic.is_empty()) {
        headers.push(Header { name: "topic".into(), value: topic.to_string() });
    }
    let dates = text(&["publication_date"]).map(|written| Candidate {
        place: format!("entry {number}, <publication_date>"),
        written,
        zone: None,
    });
    Some(RawArticle {
        line: number,
        headers,
        place: format!("entry {number}"),
        date_name: dates.as_ref().map(|_| "publication_date".into()),
        dates: dates.into_iter().collect(),
        body_from: Some("none stated"),
        ..RawArticle::default()
    })
}
