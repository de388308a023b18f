//! Feeds: RSS 0.9 to 2.0 (<https://www.rssboard.org/rss-specification>) and Atom (RFC 4287), the full text of
//! an item where it has one, its summary else. Exports of WordPress (WXR) are feeds of all that a site holds:
//! drafts, attachments and the like are not articles.

use std::io::BufRead;
use std::ops::ControlFlow;

use chrono::{FixedOffset, NaiveDateTime};

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
            Told::Element(item, truncated) => {
                number += 1;
                if let Some(kind) = unpublished(&item) {
                    return sink(Err(Other::Skipped(number, Reason::NoNews.because(kind))));
                }
                let article = article(&item, number, source.as_deref(), lang.as_deref());
                sink(Ok(RawArticle { truncated, ..article }))
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

/// What an item of WordPress is that was not published as an article.
fn unpublished(item: &Element) -> Option<String> {
    let said = |name: &'static str| item.named(name).find_map(Element::text);
    let kind = said("post_type")?;
    let inner = [
        "attachment",
        "revision",
        "nav_menu_item",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
    ];
    if inner.contains(&kind.as_str()) || kind.starts_with("wp_") {
        return Some(format!("WordPress: {}", kind.replace('_', " ")));
    }
    let status = said("status").unwrap_or_default();
    let is_open = matches!(status.as_str(), "publish" | "private" | "inherit" | "");
    (!is_open).then(|| format!("WordPress: {kind} with status {status}"))
}

/// When an item of WordPress was published, in the time of its site, whose zone is the difference of the two
/// times that it gives.
fn of_wordpress(item: &Element) -> Option<String> {
    let read = |name: &'static str| {
        let written = item.named(name).find_map(Element::text)?;
        NaiveDateTime::parse_from_str(&written, "%Y-%m-%d %H:%M:%S").ok()
    };
    let (local, universal) = (read("post_date")?, read("post_date_gmt")?);
    let offset = FixedOffset::east_opt(i32::try_from((local - universal).num_seconds()).ok()?)?;
    let moment = local.and_local_timezone(offset).single()?;
    Some(moment.to_rfc3339())
}

/// The topics and the section of an item: its categories, which WordPress tells apart.
fn subjects(item: &Element) -> Vec<Header> {
    let mut headers = Vec::new();
    for category in item.named("category") {
        let Some(value) =
            category.text().or_else(|| category.attribute("term").map(str::to_string))
        else {
            continue;
        };
        let is_section = category.attribute("domain") == Some("category");
        let name = if is_section { "section" } else { "topic" };
        let header = Header { name: name.to_string(), value };
        if !headers.contains(&header) {
            headers.push(header);
        }
    }
    headers
}

/// The elements of an item of a name, whatever its case.
fn named<'a>(item: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    item.children().filter(move |child| child.name.eq_ignore_ascii_case(name))
}

fn article(item: &Element, number: u64, source: Option<&str>, lang: Option<&str>) -> RawArticle {
    let text =
        |names: &[&str]| names.iter().find_map(|name| item.named(name).find_map(Element::text));
    let link = item.named("link").find_map(|link| {
        let main = link.attribute("rel").is_none_or(|rel| rel == "alternate");
        let href = link.attribute("href").map(str::to_string).filter(|_| main);
        href.or_else(|| link.text())
    });
    let authors = item.named("creator").filter_map(Element::text);
    let mut authors: Vec<String> = authors.collect();
    if authors.is_empty() {
        let name = |author: &Element| {
            author.at(&["name"]).and_then(Element::text).or_else(|| author.text())
        };
        authors.extend(item.named("author").filter_map(name));
    }
    let publisher = text(&["source"]);
    let title =
        item.named("title").find_map(Element::text).map(|title| match html::is_fragment(&title) {
            true => html::text_of(&title),
            false => title,
        });
    // Aggregators put the publisher behind the title.
    let title =
        title.map(|title| match publisher.as_deref().and_then(|name| title.strip_suffix(name)) {
            Some(front) if front.ends_with(" - ") => front[..front.len() - 3].to_string(),
            _ => title,
        });
    let own_lang = item.attribute("lang").map(str::to_string).or_else(|| text(&["language"]));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", text(&["guid", "id", "identifier"])),
        ("title", title),
        ("source", publisher.or(source.map(str::to_string))),
        ("url", link),
        ("lang", own_lang.or(lang.map(str::to_string))),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    headers.extend(authors.into_iter().map(|value| Header { name: "byline".into(), value }));
    headers.extend(subjects(item));
    let local = of_wordpress(item).map(|written| Candidate {
        place: format!("item {number}, <post_date> and <post_date_gmt>"),
        written,
        zone: None,
    });
    let dates = DATES.iter().flat_map(|name| {
        named(item, name).filter_map(Element::text).map(move |written| Candidate {
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
        dates: local.into_iter().chain(dates).collect(),
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
