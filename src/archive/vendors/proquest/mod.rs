//! ProQuest and Gale: sequences of articles with labeled lines (`Full text:`, `Publication date:`).

mod gale;
mod labels;
mod languages;

use std::sync::LazyLock;

use regex::Regex;

use super::nexis;
use super::paragraphs::Paragraph;
use super::parts::Edge;
use super::record::{Record, is_copyright, labelled};
use crate::archive::RawArticle;
use crate::dates;
use labels::{HEADINGS, LABELS, LEFT_OUT, TELLING, WORDS};

/// The maximum length of a heading, in bytes.
const HEADING: usize = 60;

fn known(text: &str) -> Option<(&'static str, &str)> {
    if let Some((label, value)) = labelled(text) {
        let lower = label.to_lowercase();
        let found = LABELS.iter().copied().flatten().find(|(known, _)| *known == lower);
        return found.map(|(_, name)| (*name, value));
    }
    let text = text.trim();
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    if first.len() > HEADING {
        return None;
    }
    let lower = first.trim().to_lowercase();
    if lower.starts_with("source citation") {
        return Some(("citation", below));
    }
    HEADINGS.iter().find(|(known, _)| *known == lower).map(|(_, name)| (*name, below))
}

/// Returns whether a line separates articles.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && line.chars().all(|c| c == '_' || c == '=')
}

/// Matches the start of every text from ProQuest or Gale. Most other texts are rejected by it, which is faster than
/// checking each label.
static MAY_BE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(WORDS).ok());

/// Returns whether a text with this start is an export of ProQuest or Gale.
pub fn is_export(head: &str) -> bool {
    if MAY_BE.as_ref().is_some_and(|words| !words.is_match(head)) {
        return false;
    }
    // French has a space before the colon.
    let lower = head.to_lowercase().replace(" :", ":").replace('\u{a0}', "");
    let count = TELLING.iter().filter(|label| lower.contains(*label)).count();
    count >= 2 && (head.lines().any(is_rule) || lower.contains("proquest"))
        || lower.contains("gale document number")
}

/// Returns whether a page with this start, in lower case, is an export of ProQuest or Gale.
pub fn is_page(head: &str) -> bool {
    let telling = || TELLING.iter().filter(|label| head.contains(*label)).count();
    head.contains("gale document number")
        || head.contains("proquest")
            && telling() >= 1
            && TEXTS.iter().any(|text| head.contains(text))
        || telling() >= 3
}

/// The name of the text in the languages of the interface.
const TEXTS: [&str; 5] =
    ["full text", "volltext", "texte intégral", "texto completo", "testo completo"];

/// Returns whether a line is between two articles.
pub fn edge(line: &str) -> Edge {
    match line {
        _ if is_rule(line) || nexis::is_number(line) => Edge::Before,
        _ if gale::is_number(line) => Edge::After,
        _ => Edge::None,
    }
}

/// Splits an export into its articles.
pub fn articles(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    let lines: Vec<String> = paragraphs.iter().flat_map(separated).collect();
    let numbered = lines.iter().any(|line| nexis::is_number(line));
    let ruled = lines.iter().any(|line| is_rule(line));
    let mut all = Vec::new();
    let begins = |line: &String| is_rule(line) || numbered && nexis::is_number(line);
    if numbered || ruled {
        let parts: Vec<&[String]> = lines.split(begins).collect();
        let last = parts.len() - 1;
        for (at, part) in parts.into_iter().enumerate() {
            let read = article(part);
            // There may be notes before the first article, and an address after the last one. A part between articles
            // is an article that lost its labels.
            let is_between = !all.is_empty() && at < last && !part.is_empty();
            all.extend(read.or_else(|| is_between.then(|| unlabelled(part))));
        }
        return all;
    }
    // In Gale's exports, the document number ends an article.
    let mut start = 0;
    for (at, line) in lines.iter().enumerate() {
        if gale::is_number(line) {
            all.extend(article(&lines[start..=at]));
            start = at + 1;
        }
    }
    if all.is_empty() {
        all.extend(article(&lines));
    }
    all
}

/// Splits a paragraph before and after its labeled lines.
fn separated(one: &Paragraph) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in one.text.lines() {
        let apart = known(line).is_some() || is_rule(line) || nexis::is_number(line);
        match out.last_mut() {
            Some(last) if !apart && !is_rule(last) && !nexis::is_number(last) => {
                last.push('\n');
                last.push_str(line);
            }
            _ => out.push(line.to_string()),
        }
    }
    out
}

/// Matches source, date and page in `Skerry Echo ; Skerry [Skerry]14 Sep 2024: A.3.`
static INFO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // The sample of this export in corpus/forms is read with it, so it compiles.
    Regex::new(r"^(?P<source>.*?)(?:[;,]\s*[^;\[\]]*)?(?:\s*\[[^\]]*\])?\s*(?P<date>\d{1,2} \p{L}{3,9}\.? \d{4}|\p{L}{3,9}\.? \d{1,2}, \d{4})\s*:?\s*(?P<page>[^.]*(?:\.[^. ]+)*)\.?\s*$").ok()
});

fn article(lines: &[String]) -> Option<RawArticle> {
    let mut record = Record::default();
    let mut open = "";
    let mut info = None;
    let mut abstracts: Vec<&str> = Vec::new();
    let mut labels = 0;
    let is_head = |open: &str| matches!(open, "title" | "byline");
    let is_gale = lines.iter().any(|line| gale::is_number(line));
    for line in lines {
        let lower = line.trim().to_lowercase();
        if LEFT_OUT.contains(&lower.as_str()) {
            continue;
        }
        // The text may contain lines that look like labels. Only some labels can end it.
        let found = known(line).filter(|(name, _)| open != "text" || ends_text(name));
        match found {
            Some((name, value)) => {
                labels += 1;
                open = name;
                match name {
                    "text" => record.write(value),
                    "abstract" => abstracts.extend(Some(value).filter(|value| !value.is_empty())),
                    "publication-info" => info = Some(value),
                    "topic" => value.split(';').for_each(|topic| record.say("topic", topic)),
                    "language" => super::languages::language(value, &mut record),
                    "details" | "links" => record.say("note", value),
                    "byline" | "source" if is_gale => gale::value(name, value, &mut record),
                    "title" if is_gale && !record.has("title") => gale::head(value, &mut record),
                    "byline" => value.split(';').for_each(|author| record.say("byline", author)),
                    _ => record.say_once(name, value),
                }
            }
            None if open == "text" => match is_copyright(line) && line.len() < 300 {
                true => record.say("copyright", line),
                false => record.write(line),
            },
            None if open == "abstract" => abstracts.push(line),
            None if is_gale && (open.is_empty() || is_head(open) && record.has(open)) => {
                gale::head(line, &mut record);
            }
            None if open.is_empty() && !record.has("title") => record.say("title", line),
            None if open.is_empty() => record.say("note", line),
            None if is_copyright(line) => record.say("copyright", line),
            // A value in a paragraph below its label, or another paragraph of the value.
            None if ["details", "links", "language", "publication-info"].contains(&open) => {
                record.say("note", line);
            }
            None if record.has(open) => record.go_on(line),
            None => record.say(open, line),
        }
    }
    if labels < 2 {
        return None;
    }
    if let Some(info) = info {
        publication(info, &mut record);
    }
    match record.has_body() {
        true => abstracts.iter().for_each(|text| record.say("abstract", text)),
        // In some databases, an article has only abstracts.
        false => abstracts.iter().for_each(|text| record.write(text)),
    }
    if !record.has("title") && !record.has_body() {
        return None;
    }
    Some(record.article())
}

/// Reads a part of an export without labels. Its first line is the title.
fn unlabelled(lines: &[String]) -> RawArticle {
    let mut record = Record::default();
    if let Some((first, rest)) = lines.split_first() {
        record.say("title", first);
        rest.iter().for_each(|line| record.write(line));
    }
    record.article()
}

/// Returns whether a label can end the text of an article.
fn ends_text(name: &str) -> bool {
    !matches!(
        name,
        "text" | "abstract" | "links" | "dateline" | "page" | "byline" | "edition" | "issue"
    )
}

/// Adds source, date and page from the publication information, unless separate labels state them.
fn publication(info: &str, record: &mut Record) {
    if let Some(found) = INFO.as_ref().and_then(|pattern| pattern.captures(info)) {
        for name in ["source", "date", "page"] {
            let value = found.name(name).map_or("", |value| value.as_str());
            if !record.has(name) {
                record.say(name, value.trim_matches([' ', ';', ',', ':']));
            }
        }
    } else if !record.has("date")
        && let Some((at, found)) = dates::all(info).next()
    {
        record.say("date", &info[at..at + found.length]);
    }
    record.say("publication-info", info);
}
