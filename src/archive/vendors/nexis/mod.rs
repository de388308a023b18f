//! Nexis, LexisNexis Academic, Lexis Advance and Nexis Uni.
//!
//! In older exports (text, HTML, documents), an article starts with `1 of 50 DOCUMENTS`, followed by source, date and
//! title, labels in capitals, the text, and more labels. In newer ones (documents), it starts with title, source and
//! date, has the text under `Body`, and ends with `End of Document`. Labels are in the language of the site.

mod labels;
mod newer;
mod older;

use std::sync::LazyLock;

use regex::Regex;

use super::paragraphs::{Paragraph, flat};
use super::record::{Record, is_copyright, labelled};
use crate::archive::RawArticle;
use crate::dates::{self, Orders};
use labels::{AFTER, BEFORE, BODIES, CLASSIFICATIONS, ENDS, GRAPHICS, PEOPLE};
use newer::newer;
use older::older;

/// Matches `1 of 50 DOCUMENTS`, `Dokument 3 von 50`, `Document 1 de 4`.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // The sample of this export in corpus/forms is read with it, so it compiles.
    let words = "of|von|de|sur|van|di|av|af|af i alt";
    Regex::new(&format!(
        r"(?i)^(?:(?:documents?|dokumente?|documento|documenti)\s+\d{{1,6}}\s+(?:{words})\s+\d{{1,6}}|\d{{1,6}}\s+(?:{words})\s+\d{{1,6}}\s+(?:documents?|dokumente?n?|documenten|documentos?|documenti))$"
    ))
    .ok()
});

/// Returns whether a line numbers a document of an export.
pub fn is_number(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 60 && NUMBER.as_ref().is_some_and(|number| number.is_match(line))
}

/// Returns whether a line ends an article in a newer export.
pub fn is_end(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 40 && ENDS.contains(&line.to_lowercase().as_str())
}

/// Returns whether a line belongs to the cover page of an export, which may be longer than the sample.
pub fn is_cover(line: &str) -> bool {
    let line = line.trim();
    let begins = ["Download Request: ", "Printopdracht: ", "Client/Matter: ", "Job Number: "];
    begins.iter().any(|begin| line.starts_with(begin))
}

/// Splits an export into its articles.
pub fn articles(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    // A newer export that was saved as text has a paragraph on each line.
    let is_within = |one: &Paragraph| one.text.contains('\n') && one.text.lines().any(is_body);
    let lines: Vec<Paragraph>;
    let paragraphs = match paragraphs.iter().any(is_within) {
        true => {
            let each = paragraphs.iter().flat_map(|one| {
                let of = |line: &str| Paragraph { text: line.to_string(), ..one.clone() };
                one.text.lines().map(of).collect::<Vec<_>>()
            });
            lines = each.collect();
            &lines[..]
        }
        false => paragraphs,
    };
    let numbered = paragraphs.iter().any(|one| is_number(&one.text));
    let mut all = Vec::new();
    if numbered {
        let begins = |one: &Paragraph| is_number(&one.text);
        let first = paragraphs.iter().position(begins).unwrap_or(0);
        for part in paragraphs[first..].split(begins).skip(1) {
            all.extend(older(part));
        }
    } else {
        let mut parts: Vec<&[Paragraph]> = paragraphs.split(ends).collect();
        // The text after the last end is not an article, unless the export was truncated within one.
        let rest = parts.pop().filter(|rest| rest.iter().any(|one| is_body(&one.text)));
        for (at, part) in parts.into_iter().chain(rest).enumerate() {
            all.extend(newer(part, at == 0));
        }
    }
    all
}

fn ends(one: &Paragraph) -> bool {
    one.text.lines().next_back().is_some_and(is_end)
}

/// Returns whether a line is the label above the text of an article in a newer export.
fn is_body(text: &str) -> bool {
    BODIES.contains(&text.trim().to_lowercase().as_str())
}

/// Returns whether the first line of a text is a date, followed by at most an edition.
fn is_day(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.len() <= 120
        && first.contains(|c: char| c.is_ascii_digit())
        && labelled(first).is_none_or(|(label, _)| label.contains(|c: char| c.is_ascii_digit()))
        && dates::stated(&flat(first), Orders::ANY).is_some_and(|stated| {
            let written = stated.found.date.precision >= crate::article::Precision::Month;
            written && first.split_whitespace().count() <= 14
        })
}

fn label_of(text: &str) -> Option<(String, &str)> {
    let (label, value) = labelled(text)?;
    // Labels are in capitals in older exports, and start with a capital in newer ones.
    label.starts_with(char::is_uppercase).then(|| (label.to_lowercase(), value))
}

fn before(text: &str) -> Option<(&'static str, &str)> {
    let (label, value) = label_of(text)?;
    let known = BEFORE.iter().find(|(known, _)| *known == label);
    // In a transcript, what the anchor says follows the same word.
    let is_list = || value.len() <= 200 && !value.ends_with(['.', '?', '!', ':']);
    let known = known.or_else(|| PEOPLE.iter().find(|(known, _)| *known == label && is_list()));
    known.map(|(_, name)| (*name, value))
}

fn after(text: &str) -> Option<(String, &str)> {
    let (label, value) = label_of(text)?;
    AFTER.contains(&label.as_str()).then_some((label, value))
}

fn is_label(text: &str) -> bool {
    is_copyright(text) || before(text).is_some()
}

/// Adds a date, and the lines below it as the edition.
fn dated(text: &str, record: &mut Record) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    record.say("date", first);
    record.say("edition", rest);
}

/// Adds the labels of an article and its text. Above the text of a newer export is its name (`named`).
fn labels_and_text(part: &[Paragraph], named: bool, record: &mut Record) {
    let mut in_text = false;
    let mut is_graphic = false;
    let mut ended = false;
    let mut last_label = "";
    for one in part {
        let text = one.text.as_str();
        let lower = text.to_lowercase();
        if is_end(text) {
            continue;
        }
        if !in_text && !ended && BODIES.contains(&lower.as_str()) {
            in_text = true;
            continue;
        }
        if CLASSIFICATIONS.contains(&lower.as_str()) {
            ended = true;
            is_graphic = false;
            continue;
        }
        if named && in_text && GRAPHICS.contains(&lower.as_str()) {
            (ended, is_graphic) = (true, true);
            continue;
        }
        if !in_text
            && !ended
            && let Some((name, value)) = before(text)
        {
            last_label = name;
            match name {
                "text" => {
                    in_text = true;
                    record.write(value);
                }
                "title" | "section" | "length" | "dateline" => record.say_once(name, value),
                _ => record.say(name, value),
            }
            if name == "section" {
                page(value, record);
            }
            continue;
        }
        let shouted =
            || label_of(text).filter(|(label, _)| text.starts_with(&label.to_uppercase()));
        let label = after(text).or_else(|| shouted().filter(|_| ended));
        if let Some((label, value)) = label {
            ended = true;
            is_graphic = false;
            // In newer exports, each line of a paragraph has a label.
            let mut first = true;
            for line in text.lines() {
                match (after(line), first) {
                    (Some((label, value)), _) => record.say(&label, value),
                    (None, true) => record.say(&label, value),
                    (None, false) => record.go_on(line),
                }
                first = false;
            }
            continue;
        }
        if is_copyright(text) {
            record.say("copyright", text);
            continue;
        }
        if is_graphic {
            record.say("graphic", text);
            continue;
        }
        if ended {
            match record.is_empty() {
                true => record.write(text),
                false => record.go_on(text),
            }
            continue;
        }
        // The text of a highlight may be in separate paragraphs.
        if !in_text && last_label == "highlight" && !record.has("highlight") {
            record.say("highlight", text);
            continue;
        }
        // An edition, a correction or the rest of a label is above the name of the text.
        if named && !in_text {
            record.say("note", text);
            continue;
        }
        in_text = true;
        record.write(text);
    }
}

/// Adds the page that a section names: `FRONT PAGE; Pg. 1`.
fn page(section: &str, record: &mut Record) {
    for part in section.split(';').map(str::trim) {
        for mark in ["Pg. ", "Pg.", "Page ", "S. ", "Blz. ", "Pág. ", "p. "] {
            if let Some(page) = part.strip_prefix(mark) {
                let page = page.split([',', ' ']).find(|word| !word.is_empty()).unwrap_or_default();
                record.say_once("page", page);
                return;
            }
        }
    }
}
