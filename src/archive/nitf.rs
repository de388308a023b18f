//! NITF 3.x, the news industry text format (<https://iptc.org/standards/nitf/>).

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Selection};
use super::{Candidate, Format, RawArticle, Reading, Sink};
use crate::article::Header;

pub struct Nitf;

impl Format for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| name == "nitf")
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        xml::each(input, &["nitf"], reading.limit, &mut |selection| match selection {
            Selection::Element(root, cut) => {
                number += 1;
                sink(Ok(RawArticle { cut, alone: true, ..article(&root, number) }))
            }
            Selection::Outside(..) => ControlFlow::Continue(()),
        })
    }
}

/// Elements that start a new line.
pub const BLOCKS: [&str; 16] = [
    "p", "br", "block", "li", "tr", "hl2", "table", "pre", "fn", "note", "ol", "ul", "dl", "dd",
    "bq", "h2",
];

/// Reads an article from a document, which may be embedded in another document.
pub fn article(root: &Element, number: u64) -> RawArticle {
    let at = |path: &[&str]| root.at(path).and_then(Element::text);
    let head = root.at(&["body", "body.head"]);
    let of_head = |name: &str| head.and_then(|head| head.find(name)).and_then(Element::text);
    let title = of_head("hl1")
        .or_else(|| of_head("hedline"))
        .or_else(|| at(&["head", "title"]))
        .or_else(|| of_head("headline"));
    let docdata = root.at(&["head", "docdata"]);
    let datum = |name: &str, attribute: &str| {
        let element = docdata.and_then(|data| data.find(name))?;
        element.attribute(attribute).map(str::to_string)
    };
    let pubdata = root.at(&["head", "pubdata"]);
    let of_pub = |name: &str| pubdata.and_then(|data| data.attribute(name)).map(str::to_string);
    let dateline = head.and_then(|head| head.find("dateline"));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", datum("doc-id", "id-string").or_else(|| root.attribute("uno").map(str::to_string))),
        ("title", title),
        (
            "source",
            of_pub("name")
                .or_else(|| datum("doc-id", "regsrc"))
                .or_else(|| of_head("distributor"))
                .or_else(|| datum("doc.copyright", "holder")),
        ),
        ("dateline", dateline.and_then(|line| line.find("location")).and_then(Element::text)),
        ("section", of_pub("position.section")),
        ("lang", root.attribute("lang").map(str::to_string)),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    let topics = topics(root);
    let authors = head.map(authors).unwrap_or_default();
    let lists = [("byline", authors), ("topic", topics)];
    for (name, values) in lists {
        headers.extend(values.into_iter().map(|value| Header { name: name.to_string(), value }));
    }
    let story = dateline.and_then(|line| line.find("story.date"));
    let story = story.and_then(|date| date.attribute("norm")).map(str::to_string);
    let stated = [
        ("<date.issue>", datum("date.issue", "norm")),
        ("<pubdata date.publication>", of_pub("date.publication")),
        ("<story.date>", story),
        ("<date.release>", datum("date.release", "norm")),
    ];
    let dates = stated.into_iter().filter_map(|(place, norm)| {
        Some(Candidate { place: place.into(), written: extended(&norm?), zone: None })
    });
    let body = root.at(&["body", "body.content"]).or_else(|| root.find("body.content"));
    let body = body.or_else(|| root.at(&["body"]));
    let mut text = body.map(text).unwrap_or_default();
    // The text of an article that is only a picture is its caption.
    match (body, text.is_empty()) {
        (Some(body), true) => text = body.lines(&BLOCKS),
        (Some(body), false) => headers.extend(captions(body)),
        (None, _) => {}
    }
    RawArticle {
        line: number,
        headers,
        place: "document".into(),
        text,
        dates: dates.collect(),
        body_from: Some("<body.content>"),
        ..RawArticle::default()
    }
}

/// Returns the text of a body without its pictures. The New York Times Annotated Corpus
/// (<https://catalog.ldc.upenn.edu/LDC2008T19>) also has the lead paragraph in a block of its own, before the block of
/// the full text.
fn text(body: &Element) -> String {
    let class = |block: &Element| match block.name == "block" {
        true => block.attribute("class").map(str::to_string),
        false => None,
    };
    if !body.children().any(|child| class(child).as_deref() == Some("full_text")) {
        return body.lines_outside("media", &BLOCKS);
    }
    let is_lead = |block: &Element| class(block).is_some_and(|it| it.ends_with("lead_paragraph"));
    let kept = body.children().filter(|child| child.name != "media" && !is_lead(child));
    let lines = kept.map(|child| child.lines_outside("media", &BLOCKS));
    lines.filter(|lines| !lines.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the captions of the pictures in a text, as headers.
fn captions(body: &Element) -> Vec<Header> {
    let media = body.children().filter(|child| child.name == "media");
    let captions = media.flat_map(|media| {
        media.children().filter(|child| child.name == "media-caption").filter_map(Element::text)
    });
    captions.map(|value| Header { name: "caption".into(), value }).collect()
}

/// Returns the bylines of a document, without the job titles that follow some of them.
fn authors(head: &Element) -> Vec<String> {
    let of = |byline: &Element| byline.find("bytag").or(byline.find("person"))?.text();
    let bylines = head.children().filter(|child| child.name == "byline");
    let named: Vec<String> =
        bylines.filter_map(|byline| of(byline).or_else(|| byline.text())).collect();
    match named.is_empty() {
        true => head.find("bytag").and_then(Element::text).into_iter().collect(),
        false => named,
    }
}

/// Returns the subjects and keywords of a document.
fn topics(root: &Element) -> Vec<String> {
    let all = |path: &[&str], name: &'static str| {
        let list = root.at(path).into_iter();
        list.flat_map(move |list| list.children().filter(move |child| child.name == name))
    };
    let subjects = all(&["head", "tobject"], "tobject.subject").flat_map(|subject| {
        let part = |name: &str| subject.attribute(&format!("tobject.subject.{name}"));
        [part("type"), part("matter"), part("detail")].into_iter().flatten()
    });
    let keywords = all(&["head", "docdata", "key-list"], "keyword")
        .filter_map(|keyword| keyword.attribute("key"));
    subjects.chain(keywords).map(str::to_string).collect()
}

/// Converts a time from ISO 8601 basic format (`20050725T194300-0500`) to extended format. A time of exactly midnight
/// is dropped, because it is NITF's way to say that the time is unknown.
pub fn extended(norm: &str) -> String {
    let norm = norm.trim();
    let bytes = norm.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    if !digits(0, 8) {
        return norm.to_string();
    }
    let day = format!("{}-{}-{}", &norm[..4], &norm[4..6], &norm[6..8]);
    if bytes.get(8) != Some(&b'T') || !digits(9, 13) || norm[9..].starts_with("000000") {
        return day;
    }
    let second = if digits(13, 15) { &norm[13..15] } else { "00" };
    let zone = &norm[if digits(13, 15) { 15 } else { 13 }..];
    let zone =
        if zone.chars().all(|c| c.is_ascii_digit() || "+-:Z".contains(c)) { zone } else { "" };
    format!("{day}T{}:{}:{second}{zone}", &norm[9..11], &norm[11..13])
}
