//! Feeds: RSS 0.9 to 2.0 (<https://www.rssboard.org/rss-specification>) and Atom (RFC 4287), the full text of
//! an item where it has one, its summary else.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Told};
use super::{Candidate, Format, Other, RawArticle, Reading, Reason, Sink, html};
use crate::article::Header;

pub struct Feed;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        match xml::root(beginning) {
            Some(("rss" | "RDF" | "feed" | "channel", tag)) => {
                !tag.starts_with("rdf")
                    || beginning.contains("purl.org/rss")
                    || beginning.contains("rdf/simple/0.9")
                    || beginning.contains("<item")
                    || beginning.contains("channel")
            }
            _ => false,
        }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (mut source, mut lang, mut number) = (None, None, 0);
        xml::each(input, &["item", "entry"], reading.limit, &mut |told| match told {
            Told::Outside(name, parent, text) => {
                let of_feed = matches!(parent.as_str(), "channel" | "feed");
                match name.as_str() {
                    "title" if of_feed => source = source.take().or(Some(text)),
                    "language" if of_feed => lang = lang.take().or(Some(text)),
                    _ => {}
                }
                ControlFlow::Continue(())
            }
            Told::Element(item, cut) => {
                number += 1;
                let article = article(&item, number, source.as_deref(), lang.as_deref());
                sink(Ok(RawArticle { cut, ..article }))
            }
        })?;
        match number {
            0 => {
                let _ =
                    sink(Err(Other::Skipped(1, Reason::NoArticle.because("a feed without items"))));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Elements that give the full text, the surest first.
const TEXTS: [&str; 5] = ["encoded", "content", "description", "summary", "subtitle"];
/// Elements that give a date: of publication, then any.
const DATES: [&str; 8] =
    ["pubDate", "published", "issued", "date", "dateTimeWritten", "updated", "modified", "created"];

fn article(item: &Element, number: u64, source: Option<&str>, lang: Option<&str>) -> RawArticle {
    let text =
        |names: &[&str]| names.iter().find_map(|name| item.named(name).find_map(Element::text));
    let link = item.named("link").find_map(|link| {
        let main = link.attribute("rel").is_none_or(|rel| rel == "alternate");
        let href = link.attribute("href").map(str::to_string).filter(|_| main);
        href.or_else(|| link.text())
    });
    let author = item
        .named("author")
        .find_map(|author| author.at(&["name"]).and_then(Element::text).or_else(|| author.text()));
    let title =
        item.named("title").find_map(Element::text).map(|title| match html::is_fragment(&title) {
            true => html::text_of(&title),
            false => title,
        });
    let own_lang = item.attribute("lang").map(str::to_string).or_else(|| text(&["language"]));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", text(&["guid", "id", "identifier"])),
        ("title", title),
        ("source", text(&["source"]).or(source.map(str::to_string))),
        ("url", link),
        ("byline", text(&["creator"]).or(author)),
        (
            "section",
            text(&["category"]).or_else(|| {
                item.named("category").find_map(|one| one.attribute("term")).map(str::to_string)
            }),
        ),
        ("lang", own_lang.or(lang.map(str::to_string))),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    let dates = DATES.iter().flat_map(|name| {
        item.named(name).filter_map(Element::text).map(move |written| Candidate {
            place: format!("item {number}, <{name}>"),
            written,
            zone: None,
        })
    });
    let (body, from) = TEXTS
        .iter()
        .flat_map(|name| item.named(name).map(move |element| (*name, element)))
        .map(|(name, element)| {
            (
                body_of(element),
                if name == "encoded" || name == "content" {
                    "full text of the item"
                } else {
                    "summary of the item"
                },
            )
        })
        .find(|(text, _)| !text.trim().is_empty())
        .unwrap_or_default();
    RawArticle {
        line: number,
        headers,
        place: format!("item {number}"),
        text: body,
        dates: dates.collect(),
        body_from: Some(if from.is_empty() { "none stated" } else { from }),
        ..RawArticle::default()
    }
}

/// Elements that begin a line in XHTML.
const BLOCKS: [&str; 12] =
    ["p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote"];

/// The text of a content element: escaped HTML, XHTML, or plain.
fn body_of(element: &Element) -> String {
    if element.children().next().is_some() {
        return element.lines(&BLOCKS);
    }
    let mut text = String::new();
    element.gather(&mut text);
    match html::is_fragment(&text) {
        true => html::text_of(&text),
        false => text.trim().to_string(),
    }
}
