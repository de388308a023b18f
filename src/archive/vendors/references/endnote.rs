//! EndNote: lines such as `%T Lamp lit`, from one `%0` to the next, and the same references as XML.

use std::ops::ControlFlow;

use super::date::date_of;
use super::give::Give;
use crate::archive::RawArticle;
use crate::archive::vendors::languages::language;
use crate::archive::vendors::parts::Edge;
use crate::archive::vendors::record::Record;
use crate::archive::xml::Element;

/// Returns whether a text starts like a list in EndNote's tagged form.
pub fn is_endnote(beginning: &str) -> bool {
    let mut lines = beginning.trim_start_matches('\u{feff}').trim_start().lines();
    lines.next().is_some_and(|line| line.starts_with("%0 "))
        && lines.take(40).any(|line| matches!(tag(line), Some(('T', _))))
}

/// Splits a line such as `%T Lamp lit` into its tag and its value.
fn tag(line: &str) -> Option<(char, &str)> {
    let mut chars = line.strip_prefix('%')?.chars();
    let tag = chars.next().filter(|c| c.is_ascii_graphic() && *c != '%')?;
    let value = chars.as_str();
    (value.is_empty() || value.starts_with([' ', '\t'])).then(|| (tag, value.trim()))
}

/// Returns whether a line is between two references.
pub fn edge(line: &str) -> Edge {
    if line.starts_with("%0 ") { Edge::Before } else { Edge::None }
}

/// The maximum number of fields of a reference.
const FIELDS: usize = 1_000;

/// Reads a list in EndNote's tagged form.
pub fn endnote(text: &str, give: Give) -> ControlFlow<()> {
    let mut fields: Vec<(char, String)> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        match tag(line) {
            Some(('0', value)) => {
                if !fields.is_empty() {
                    give(of_fields(&std::mem::take(&mut fields)))?;
                }
                fields.push(('0', value.to_string()));
            }
            Some((tag, value)) if fields.len() < FIELDS => fields.push((tag, value.to_string())),
            Some(_) => {}
            // A long value continues on the next line.
            None => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    match fields.is_empty() {
        true => ControlFlow::Continue(()),
        false => give(of_fields(&fields)),
    }
}

/// The tags of headers that an article may have once, and the names of these headers.
const NAMES: [(char, &str); 11] = [
    ('M', "id"),
    ('I', "publisher"),
    ('C', "place"),
    ('&', "section"),
    ('P', "page"),
    ('U', "url"),
    ('V', "volume"),
    ('N', "issue"),
    ('@', "issn"),
    ('W', "database"),
    ('7', "edition"),
];

fn of_fields(fields: &[(char, String)]) -> RawArticle {
    let first = |tags: &[char]| {
        let named = |tag: &char| {
            let mut found =
                fields.iter().filter(|(known, value)| known == tag && !value.trim().is_empty());
            found.next().map(|(_, value)| value.trim().to_string())
        };
        tags.iter().find_map(named).unwrap_or_default()
    };
    let mut record = Record::default();
    record.say("title", &first(&['T', '!']));
    record.say("date", &date_of([first(&['8']), first(&['D'])]));
    record.say("source", &first(&['J', 'B', 'S', 'I', 'W']));
    for (tag, value) in fields {
        match tag {
            'A' => record.say("byline", value),
            'K' => value.lines().for_each(|topic| record.say("topic", topic)),
            'X' => record.write(value.trim()),
            'G' => language(value, &mut record),
            'T' | '8' | 'D' => {}
            _ if record.states(value) => {}
            tag => {
                let known = NAMES.iter().find(|(known, _)| known == tag);
                record.say_once(known.map_or("note", |(_, name)| name), value);
            }
        }
    }
    record.article()
}

/// Reads a reference in EndNote's XML.
pub fn of_element(item: &Element) -> RawArticle {
    let at = |path: &[&str]| item.at(path).and_then(Element::text).unwrap_or_default();
    let first = |paths: &[&[&str]]| {
        paths.iter().map(|path| at(path)).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let mut record = Record::default();
    record.say("id", &first(&[&["accession-num"], &["rec-number"]]));
    record.say("title", &first(&[&["titles", "title"], &["titles", "short-title"]]));
    record.say("date", &date_of([at(&["dates", "pub-dates", "date"]), at(&["dates", "year"])]));
    let sources: [&[&str]; 4] = [
        &["titles", "secondary-title"],
        &["periodical", "full-title"],
        &["titles", "alt-title"],
        &["publisher"],
    ];
    record.say("source", &first(&sources));
    let authors = item.at(&["contributors", "authors"]);
    for author in authors.into_iter().flat_map(Element::children) {
        record.say("byline", &author.text().unwrap_or_default());
    }
    record.say("section", &at(&["section"]));
    record.say("page", &at(&["pages"]));
    record.say("url", &at(&["urls", "related-urls", "url"]));
    language(&at(&["language"]), &mut record);
    for topic in item.at(&["keywords"]).into_iter().flat_map(Element::children) {
        record.say("topic", &topic.text().unwrap_or_default());
    }
    for name in ["publisher", "pub-location", "volume", "number", "edition", "isbn", "notes"] {
        let value = at(&[name]);
        if !record.states(&value) {
            record.say(name, &value);
        }
    }
    for text in item.at(&["abstract"]).iter().chain(item.at(&["full-text"]).iter()) {
        let mut whole = String::new();
        text.gather(&mut whole);
        record.write(&whole.replace('\r', "\n"));
    }
    record.article()
}
