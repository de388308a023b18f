//! XML exports of Factiva, ProQuest, Gale and EndNote.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::languages::language;
use super::record::Record;
use super::references::of_element;
use crate::archive::xml::{self, Element, Selection};
use crate::archive::{Format, RawArticle, Reading, Sink};

/// The XML exports of all vendors.
pub struct Markup;

impl Format for Markup {
    fn name(&self) -> &'static str {
        "vendor-xml"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        let Some((root, _)) = xml::root(beginning) else { return false };
        let lower = beginning.to_lowercase();
        match root {
            "PPSResponse" | "ppsArticleResponse" => true,
            "Record" | "RECORD" | "Records" | "RECORDS" => {
                ["<recordtitle", "<goid", "<alphapubdate", "<fulltext"]
                    .iter()
                    .any(|mark| lower.contains(mark))
            }
            "issue" => {
                lower.contains("<psmid") || lower.contains("<jn>") || lower.contains("<newspaperid")
            }
            "xml" | "records" => lower.contains("<ref-type") || lower.contains("<secondary-title"),
            _ => false,
        }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        let (mut paper, mut day) = (String::new(), String::new());
        let names = ["article", "Record", "RECORD", "record"];
        xml::each(input, &names, reading.limit, &mut |selection| {
            let (item, cut) = match selection {
                Selection::Element(item, cut) => (item, cut),
                Selection::Outside(name, _, text) => {
                    match name.as_str() {
                        "jn" if paper.is_empty() => paper = text,
                        "pf" => day = text,
                        "da" if day.is_empty() => day = text,
                        _ => {}
                    }
                    return ControlFlow::Continue(());
                }
            };
            number += 1;
            let article = match item.name.as_str() {
                "article"
                    if item.at(&["accessionNo"]).is_some() || item.at(&["headline"]).is_some() =>
                {
                    factiva(&item)
                }
                "article" => gale(&item, &paper, &day),
                "record" if item.at(&["titles"]).is_some() => of_element(&item),
                _ => proquest(&item),
            };
            let place = format!("record {number}");
            sink(Ok(RawArticle { line: number, place, cut, ..article }))
        })
    }
}

/// Reads an article from Factiva.
fn factiva(item: &Element) -> RawArticle {
    let mut record = Record::default();
    let at = |names: &[&str]| item.at(names).and_then(Element::text).unwrap_or_default();
    record.say("id", &at(&["accessionNo"]));
    record.say("title", &at(&["headline"]));
    record.say("date", &at(&["publicationDate", "dateTime"]));
    if !record.has("date") {
        record.say("date", &at(&["publicationDate", "date"]));
    }
    if !record.has("date") {
        record.say("date", &at(&["publicationDate"]));
    }
    record.say("source", &at(&["sourceName"]));
    record.say("byline", &at(&["byline"]));
    record.say("section", &at(&["sectionName"]));
    record.say("page", &at(&["pages"]));
    let lang = at(&["baseLanguage"]).to_lowercase();
    record.say("lang", &lang);
    for name in ["copyright", "publisherName", "wordCount", "sourceCode", "edition", "columnName"] {
        record.say(name, &at(&[name]));
    }
    for topic in item.children().filter(|child| child.name == "newsSubject") {
        record.say("topic", &topic.text().unwrap_or_default());
    }
    for part in item.children() {
        if ["leadParagraph", "tailParagraphs", "contact", "corrections"]
            .contains(&part.name.as_str())
        {
            part.lines(&["paragraph"]).lines().for_each(|line| record.write(line));
        }
    }
    record.article()
}

/// Reads a record from ProQuest.
fn proquest(item: &Element) -> RawArticle {
    let mut record = Record::default();
    let any = |names: &[&str]| {
        names.iter().find_map(|name| item.find(name).and_then(Element::text)).unwrap_or_default()
    };
    record.say("id", &any(&["RecordID", "GOID"]));
    let title = match item.at(&["RecordTitle"]).and_then(Element::text) {
        Some(title) => title,
        None => item
            .find("TitleAtt")
            .and_then(Element::text)
            .unwrap_or_else(|| any(&["RecordTitle", "Title"])),
    };
    record.say("title", &title);
    let date = any(&["AlphaPubDate", "StartDate"]);
    let numeric = any(&["NumericPubDate", "NumericDate"]);
    record.say("date", if numeric.is_empty() { &date } else { &numeric });
    record.say("written-date", &date);
    let publication = item.find("Publication").or_else(|| item.find("PubFrosting"));
    let source =
        publication.and_then(|publication| publication.find("Title")).and_then(Element::text);
    record.say("source", &source.unwrap_or_default());
    for contributor in item.children().filter(|child| child.name == "Contributor") {
        let name = ["OriginalForm", "PersonName", "OrganizationName"];
        let name = name.iter().find_map(|name| contributor.find(name).and_then(Element::text));
        record.say("byline", &name.unwrap_or_default());
    }
    record.say("page", &any(&["Pagination", "StartPage"]));
    record.say("section", &any(&["Section"]));
    record.say("document-type", &any(&["ObjectType"]));
    record.say("url", &any(&["URLDocView"]));
    let name = any(&["LanguageCode", "Language"]);
    language(&name, &mut record);
    let text = item.find("FullText").or_else(|| item.find("TextInfo"));
    let text = text.or_else(|| item.find("Abstract"));
    text.map(text_of).iter().for_each(|text| record.write(text));
    record.article()
}

/// Returns the text of an element, which may contain escaped HTML.
fn text_of(element: &Element) -> String {
    let blocks = ["p", "P", "br", "title"];
    let lines = element.lines(&blocks);
    match crate::archive::html::is_fragment(&lines) {
        true => crate::archive::html::text_of(&lines),
        false => lines.replace('\n', "\n\n"),
    }
}

/// Reads an article from Gale's newspapers. `paper` and `day` belong to the whole issue.
fn gale(item: &Element, paper: &str, day: &str) -> RawArticle {
    let mut record = Record::default();
    let at = |name: &str| item.at(&[name]).and_then(Element::text).unwrap_or_default();
    record.say("id", &at("id"));
    record.say("title", &at("ti"));
    record.say("date", day);
    record.say("source", paper);
    record.say("byline", &at("au"));
    record.say("section", &at("ct"));
    record.say("page", &at("pc"));
    record.say("confidence", &at("ocr"));
    if let Some(text) = item.find("text.cr").or_else(|| item.at(&["text"])) {
        let words =
            |p: &Element| p.children().filter_map(Element::text).collect::<Vec<_>>().join(" ");
        let mut waiting: Vec<&Element> = vec![text];
        while let Some(element) = waiting.pop() {
            let is_paragraph = element.name == "p";
            if is_paragraph {
                let text = words(element);
                let whole = || element.text().unwrap_or_default();
                record.write(&if text.is_empty() { whole() } else { text });
            } else {
                let mut inner: Vec<&Element> = element.children().collect();
                inner.reverse();
                waiting.extend(inner);
            }
        }
    }
    record.article()
}
