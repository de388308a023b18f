//! RIS: lines such as `TI  - Lamp lit`, from `TY` to `ER`.

use std::ops::ControlFlow;

use super::date::date_of;
use super::give::Give;
use crate::archive::RawArticle;
use crate::archive::vendors::languages::language;
use crate::archive::vendors::parts::Edge;
use crate::archive::vendors::record::Record;

/// The number of lines with notes about the list that may precede its first reference.
const PREFACE: usize = 12;

/// Returns whether a text starts like a list in RIS.
pub fn is_ris(beginning: &str) -> bool {
    let lines = || {
        let lines = beginning.trim_start_matches('\u{feff}').lines().map(str::trim_start);
        lines.filter(|line| !line.trim().is_empty())
    };
    let number = |line: &str| line.trim().trim_end_matches('.').parse::<u32>().is_ok();
    let Some(at) = lines().position(is_type) else { return false };
    let is_first = at == 0 || at == 1 && lines().next().is_some_and(number);
    // Some databases write their name, the encoding and the day above the references.
    is_first
        || at <= PREFACE
            && lines().skip(at + 1).take(2).filter(|line| tag(line).is_some()).count() == 2
}

fn is_type(line: &str) -> bool {
    tag(line).is_some_and(|(tag, _)| tag == "TY")
}

/// Splits a line such as `TI  - Lamp lit` into a tag of two characters and its value.
fn tag(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let rest = line[2..].trim_start_matches([' ', '\t']);
    let value = rest.strip_prefix('-')?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (is_tag && rest.len() < line.len() - 2 && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (tag, value.trim()))
}

/// Returns whether a line is between two references.
pub fn edge(line: &str) -> Edge {
    if is_type(line) { Edge::Before } else { Edge::None }
}

/// The maximum number of tags of a reference.
const TAGS: usize = 1_000;

/// Reads a list in RIS.
pub fn ris(text: &str, give: Give) -> ControlFlow<()> {
    let mut open: Option<Vec<(String, String)>> = None;
    for line in text.trim_start_matches('\u{feff}').lines() {
        match tag(line.trim_start()) {
            Some(("TY", value)) => {
                if let Some(tags) = open.take() {
                    give(of_tags(tags))?;
                }
                open = Some(vec![("TY".into(), value.into())]);
            }
            Some(("ER", _)) => {
                if let Some(tags) = open.take() {
                    give(of_tags(tags))?;
                }
            }
            Some((tag, value)) => {
                if let Some(tags) = open.as_mut().filter(|tags| tags.len() < TAGS) {
                    tags.push((tag.to_string(), value.to_string()));
                }
            }
            // A long value continues on the next line.
            None => {
                if let Some((_, value)) = open.as_mut().and_then(|tags| tags.last_mut()) {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    open.map_or(ControlFlow::Continue(()), |tags| give(of_tags(tags)))
}

/// The length, in bytes, above which a note of a reference without an abstract is its text.
const NOTE: usize = 600;

fn of_tags(tags: Vec<(String, String)>) -> RawArticle {
    let first = |names: &[&str]| {
        let named = |name: &&str| {
            let found = tags.iter().find(|(tag, value)| tag == name && !value.is_empty());
            found.map(|(_, value)| value.clone())
        };
        names.iter().find_map(named).unwrap_or_default()
    };
    let mut record = Record::default();
    record.say("id", &first(&["AN", "ID"]));
    record.say("title", &first(&["TI", "T1", "CT"]));
    record.say("date", &date_of(["DA", "Y1", "PY"].map(|name| first(&[name]))));
    record.say("source", &first(&["T2", "JF", "JO", "JA", "J2", "BT", "PB"]));
    record.say("section", &first(&["SE"]));
    let (start, end) = (first(&["SP"]), first(&["EP"]));
    match end.is_empty() || end == start {
        true => record.say("page", &start),
        false => record.say("page", &format!("{start}-{end}")),
    }
    record.say("url", &first(&["UR", "L2", "LK"]));
    language(&first(&["LA"]), &mut record);
    let mut used = vec![];
    let has_text = tags.iter().any(|(tag, _)| matches!(tag.as_str(), "AB" | "N2"));
    for (tag, value) in &tags {
        match tag.as_str() {
            "AU" | "A1" | "A2" | "A3" => record.say("byline", value),
            "KW" => value.lines().for_each(|topic| record.say("topic", topic)),
            "AB" | "N2" if !used.contains(value) => {
                used.push(value.clone());
                record.write(value);
            }
            "AB" | "N2" | "LA" => {}
            // Some databases have the text among the notes.
            "N1" if !has_text && value.len() > NOTE => record.write(value),
            _ if !record.states(value) => {
                record.say(&tag.to_lowercase(), value.trim_end_matches('/'))
            }
            _ => {}
        }
    }
    record.article()
}
