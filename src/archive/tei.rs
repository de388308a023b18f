//! TEI (<https://tei-c.org>): one article for each division with a head. Source, day and language come from
//! the header.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Node, Told};
use super::{Candidate, Cut, Format, RawArticle, Reading, Reason, Sink};
use crate::article::Header;
use crate::error::harmless;

pub struct Tei;

/// Divisions.
const DIVISIONS: [&str; 6] = ["div", "div0", "div1", "div2", "div3", "div4"];
/// Elements that are told: the header, divisions, and text that stands outside of these.
const TOLD: [&str; 10] =
    ["teiHeader", "div", "div0", "div1", "div2", "div3", "div4", "p", "ab", "lg"];
/// Elements that begin a line.
const BLOCKS: [&str; 14] = [
    "p", "ab", "l", "lg", "item", "row", "head", "quote", "list", "table", "sp", "trailer",
    "closer", "label",
];
/// Divisions within one another.
const DEPTH: usize = 50;

impl Format for Tei {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| matches!(name, "TEI" | "TEI.2" | "teiCorpus"))
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut about = About::default();
        let mut number = 0;
        let mut loose: Vec<String> = Vec::new();
        let mut kept = 0;
        let mut stopped = false;
        xml::each(input, &TOLD, reading.limit, &mut |told| {
            let Told::Element(element, cut) = told else { return ControlFlow::Continue(()) };
            if element.name == "teiHeader" {
                // In a corpus each text has a header of its own.
                let paragraphs = std::mem::take(&mut loose);
                if !paragraphs.is_empty() {
                    number += 1;
                    stopped = sink(Ok(about.article(number, None, paragraphs, None))).is_break();
                }
                about = About::of(&element);
                kept = 0;
            } else if DIVISIONS.contains(&element.name.as_str()) {
                let mut articles = Vec::new();
                divide(&element, 0, &mut articles);
                for division in articles {
                    number += 1;
                    let paragraphs = division.paragraphs;
                    let article = about.article(number, Some(division.element), paragraphs, cut);
                    if sink(Ok(article)).is_break() {
                        stopped = true;
                        break;
                    }
                }
            } else if kept <= reading.limit {
                let text = text_of(&element);
                kept += text.len();
                loose.extend(Some(text).filter(|text| !text.is_empty()));
            }
            if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if !stopped && !loose.is_empty() {
            number += 1;
            harmless(sink(Ok(about.article(number, None, loose, None))), "nothing follows");
        }
        match number {
            0 => Err(Reason::NoArticle.because("TEI without text").into()),
            _ => Ok(()),
        }
    }
}

/// A division that is an article, and its paragraphs.
struct Division<'a> {
    element: &'a Element,
    paragraphs: Vec<String>,
}

/// Collects the divisions that are articles: those with a head, and the text between them.
fn divide<'a>(element: &'a Element, depth: usize, out: &mut Vec<Division<'a>>) {
    let is_division = |child: &&Element| DIVISIONS.contains(&child.name.as_str());
    let mut own = Vec::new();
    let at = out.len();
    for child in element.children() {
        let heads = |inner: &Element| inner.children().any(|one| one.name == "head");
        if is_division(&child)
            && depth < DEPTH
            && (heads(child) || child.children().any(|one| is_division(&one)))
        {
            divide(child, depth + 1, out);
        } else if !matches!(
            child.name.as_str(),
            "head" | "byline" | "dateline" | "opener" | "fw" | "pb" | "docAuthor"
        ) {
            let text = text_of(child);
            own.extend(Some(text).filter(|text| !text.is_empty()));
        }
    }
    if !own.is_empty() {
        out.insert(at, Division { element, paragraphs: own });
    }
}

/// The text of an element. Words divided by a line break are joined.
fn text_of(element: &Element) -> String {
    let mut text = String::new();
    gather(element, 0, &mut text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn gather(element: &Element, depth: usize, out: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Text(text) => out.push_str(&text.replace(['\n', '\r', '\t'], " ")),
            Node::Element(child) => match child.name.as_str() {
                "lb" | "pb" | "cb" if child.attribute("break") == Some("no") => {
                    let end = out.trim_end().trim_end_matches(['-', '¬', '\u{ad}']).len();
                    out.truncate(end);
                }
                "lb" | "cb" | "pb" => out.push(' '),
                // A choice has the printed form and the corrected one.
                "fw" | "orig" | "sic" | "abbr" | "figDesc" | "teiHeader" => {}
                _ if depth > 4 * DEPTH => {}
                name => {
                    let block = BLOCKS.contains(&name);
                    out.push_str(if block { "\n" } else { "" });
                    gather(child, depth + 1, out);
                    out.push_str(if block { "\n" } else { "" });
                }
            },
        }
    }
}

/// What the header says of its text.
#[derive(Default)]
struct About {
    title: Option<String>,
    source: Option<String>,
    author: Option<String>,
    lang: Option<String>,
    id: Option<String>,
    dates: Vec<Candidate>,
}

/// The day of a `date`: as a machine reads it, otherwise as written.
fn day(date: &Element) -> Option<String> {
    let stated = ["when", "when-iso", "value", "notBefore", "from"]
        .iter()
        .find_map(|name| date.attribute(name));
    stated.map(str::to_string).or_else(|| date.text())
}

impl About {
    fn of(header: &Element) -> About {
        let file = header.at(&["fileDesc"]);
        let within = |names: &[&str]| file.and_then(|file| file.at(names));
        let described = within(&["sourceDesc"]);
        let title = within(&["titleStmt", "title"]).and_then(Element::text);
        let series = described.and_then(|source| {
            let monograph = source.find("monogr").unwrap_or(source);
            monograph.find("title").and_then(Element::text)
        });
        let mut dates = Vec::new();
        for (place, element) in [
            ("<sourceDesc>", described),
            ("<creation>", header.at(&["profileDesc", "creation"])),
            ("<publicationStmt>", within(&["publicationStmt"])),
        ] {
            let date = element.and_then(|element| element.find("date")).and_then(day);
            dates.extend(date.map(|written| Candidate {
                place: place.into(),
                written,
                zone: None,
            }));
        }
        let language = header.find("language");
        About {
            source: series.or_else(|| title.clone()),
            title,
            author: within(&["titleStmt", "author"]).and_then(Element::text),
            lang: language.and_then(|lang| lang.attribute("ident")).map(str::to_string),
            id: within(&["publicationStmt", "idno"]).and_then(Element::text),
            dates,
        }
    }

    fn article(
        &self,
        number: u64,
        division: Option<&Element>,
        paragraphs: Vec<String>,
        cut: Option<Cut>,
    ) -> RawArticle {
        let of = |name: &str| {
            let found =
                division.and_then(|division| division.children().find(|child| child.name == name));
            found.map(text_of).map(|text| text.replace('\n', " ")).filter(|text| !text.is_empty())
        };
        let opener = division.and_then(|division| division.at(&["opener"]));
        let byline = of("byline").or_else(|| of("docAuthor"));
        let byline = byline.or_else(|| opener?.find("byline").and_then(Element::text));
        let dateline = division.and_then(|division| division.at(&["dateline"]));
        let dateline = dateline.or_else(|| opener?.find("dateline"));
        let lang = division.and_then(|division| division.attribute("lang")).map(str::to_string);
        let id = division.and_then(|division| division.attribute("id")).map(str::to_string);
        let title = of("head").or_else(|| division.is_none().then(|| self.title.clone()).flatten());
        let mut headers = Vec::new();
        for (name, value) in [
            ("id", id.or_else(|| self.id.clone().filter(|_| division.is_none()))),
            ("title", title),
            ("source", self.source.clone()),
            ("byline", byline.or_else(|| self.author.clone())),
            ("dateline", dateline.and_then(Element::text)),
            ("lang", lang.or_else(|| self.lang.clone())),
            (
                "section",
                division
                    .and_then(|one| one.attribute("type"))
                    .filter(|kind| *kind != "article")
                    .map(str::to_string),
            ),
        ] {
            headers.extend(value.map(|value| Header { name: name.to_string(), value }));
        }
        let own =
            division.and_then(|division| division.children().find(|child| child.name == "date"));
        let own = own.or_else(|| dateline?.find("date")).and_then(day);
        let own = own.map(|written| Candidate { place: "<dateline>".into(), written, zone: None });
        RawArticle {
            line: number,
            headers,
            place: format!("division {number}"),
            text: paragraphs.join("\n\n"),
            dates: own.into_iter().chain(self.dates.iter().cloned()).collect(),
            body_from: Some("text of the division"),
            cut,
            ..RawArticle::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<RawArticle> {
        let mut all = Vec::new();
        let read = Tei.read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
            all.extend(piece.ok());
            ControlFlow::Continue(())
        });
        assert!(read.is_ok() || all.is_empty(), "{read:?}");
        all
    }

    #[test]
    fn divisions_with_heads_are_articles() {
        let all = read(
            "<TEI><teiHeader><fileDesc><titleStmt><title>Skerry Echo, an edition</title></titleStmt><publicationStmt><date when='2021'/></publicationStmt>\
             <sourceDesc><bibl><title>Skerry Echo</title><date when='1910-10-31'/></bibl></sourceDesc></fileDesc></teiHeader><text><body>\
             <div type='section'><head>Coast</head><div xml:id='a1'><head>Lamp lit</head><byline>By Ada Quill</byline><p>The light-<lb break='no'/>house\
             <lb/>burned.</p><p>Boats waited.</p></div><div><head>Ferry late</head><dateline>Vardal, <date when='1910-10-30'>Sunday</date></dateline><p>Late.</p></div></div></body></text></TEI>",
        );
        assert_eq!(all.len(), 2, "{all:#?}");
        assert_eq!(all[0].text, "The lighthouse burned.\n\nBoats waited.");
        let titles: Vec<&str> = all.iter().map(|one| one.headers[1].value.as_str()).collect();
        assert_eq!(titles[0], "Lamp lit");
        assert_eq!(all[0].dates[0].written, "1910-10-31");
        assert_eq!(all[1].dates[0].written, "1910-10-30");
    }

    #[test]
    fn a_text_without_divisions_is_one_article_and_nesting_is_bounded() {
        let all = read(
            "<TEI><teiHeader><fileDesc><titleStmt><title>Lamp lit</title></titleStmt></fileDesc></teiHeader><text><body><p>One.</p><p>Two.</p></body></text></TEI>",
        );
        assert_eq!((all.len(), all[0].text.as_str()), (1, "One.\n\nTwo."));
        read(&format!("<TEI><text>{}x", "<div><head>a</head>".repeat(100_000)));
    }
}
