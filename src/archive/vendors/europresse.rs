//! Europresse and Eureka: HTML pages with several articles.

use super::paragraphs::Paragraph;
use super::record::{Record, is_copyright};
use crate::archive::RawArticle;
use crate::dates;

/// Returns whether an element starts an article: the name of the publication.
pub fn begins(name: &str, marks: &str) -> bool {
    name == "span" && marks.split(' ').any(|mark| mark == "docpublicationname")
}

/// Splits an export into its articles.
pub fn articles(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    let units = paragraphs.chunk_by(|a, b| a.unit == b.unit);
    units.filter(|unit| unit[0].unit > 0).filter_map(article).collect()
}

fn article(unit: &[Paragraph]) -> Option<RawArticle> {
    let mut record = Record::default();
    let has = |one: &Paragraph, mark: &str| one.marks.contains(mark);
    let mut in_text = false;
    let mut ended = false;
    for one in unit {
        let lower = one.text.to_lowercase();
        if ended || lower.starts_with("numéro de document") || lower.starts_with("news·") {
            ended = true;
            let id = one.text.split_whitespace().find(|word| word.starts_with("news·"));
            if let (Some(id), false) = (id, record.has("id")) {
                record.say("id", id);
            }
        } else if has(one, "titrearticle") {
            record.say_once("title", &one.text);
        } else if has(one, "docpublicationname") || has(one, "docheader") {
            for line in one.text.lines() {
                match record.has("source") {
                    false => record.say("source", line),
                    true => header(line, &mut record),
                }
            }
        } else if one.is_in("footer") || is_copyright(&one.text) {
            record.say("copyright", &one.text);
        } else if one.is_in("aside") {
            record.say("note", &one.text);
        } else if one.is_in("section") || one.is_in("doctext") {
            in_text = true;
            record.write(&one.text);
        } else if !record.has("title") {
            record.say("kicker", &one.text);
        } else if !in_text && !record.has("byline") && is_name(&one.text) {
            record.say("byline", &one.text);
        } else if one.is_in("header") {
            record.say("note", &one.text);
        } else {
            in_text = true;
            record.write(&one.text);
        }
    }
    (record.has("title") || record.has_body()).then(|| record.article())
}

/// Returns whether a text looks like the name of an author: a few words without a full stop at the end.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (2..=8).contains(&words)
        && text.len() <= 80
        && !text.ends_with(['.', '?', '!', ':', '…'])
        && text.starts_with(char::is_uppercase)
        || words == 1
            && text.len() <= 30
            && text.starts_with(char::is_uppercase)
            && !text.ends_with('.')
}

/// Reads section, date and page from a line such as `Communication, mardi 14 mars 2006, p. 16`.
fn header(line: &str, record: &mut Record) {
    let Some((at, found)) = dates::all(line).next() else {
        return record.say("section", line.trim_end_matches([',', ' ']));
    };
    let written = &line[at..at + found.length];
    let before = line[..at].trim_end_matches([',', ' ']);
    // The weekday may precede the date, unless it is part of the date as found. Sections may also be called "Mer".
    let first = written.split([',', ' ']).next().unwrap_or_default();
    let before = match before.rsplit_once([',', ' ']) {
        _ if dates::weekday(first).is_some() => before,
        Some((rest, word)) if dates::weekday(word).is_some() => rest.trim_end_matches([',', ' ']),
        None if dates::weekday(before).is_some() => "",
        _ => before,
    };
    record.say_once("date", written);
    record.say_once("section", before);
    let after = line[at + found.length..].trim_matches([',', ' ']);
    match after.strip_prefix("p.").or_else(|| after.strip_prefix("page")) {
        Some(page) => record.say("page", page.split(',').next().unwrap_or_default()),
        None => record.say("edition", after),
    }
}
