//! The labels, dates and marks of both kinds of exports.

use super::labels::{AFTER, BEFORE, BODIES, CLASSIFICATIONS, ENDS, GRAPHICS, LENGTHS, PEOPLE};
use crate::archive::vendors::paragraphs::{Paragraph, flat};
use crate::archive::vendors::record::{Record, is_copyright, labelled};
use crate::dates::{self, Orders};

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

/// Returns whether a line is the label above the text of an article in a newer export.
pub fn is_body(text: &str) -> bool {
    BODIES.contains(&text.trim().to_lowercase().as_str())
}

/// Returns whether the first line of a text is a date, followed by at most an edition.
pub fn is_day(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.len() <= 120
        && first.contains(|c: char| c.is_ascii_digit())
        && labelled(first).is_none_or(|(label, _)| label.contains(|c: char| c.is_ascii_digit()))
        && dates::stated(&flat(first), Orders::ANY).is_some_and(|stated| {
            let written = stated.found.date.precision >= crate::article::Precision::Month;
            written && first.split_whitespace().count() <= 14
        })
}

/// The number of lines above the name of a text among which its length is.
const HEAD: usize = 16;

/// Returns whether a text has the head of an article of a newer export: a length, and below it the name of the text.
/// The mark at the article's end may be far below.
pub fn is_head(head: &str) -> bool {
    let mut below = None;
    for line in head.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if below.is_some_and(|below| below < HEAD) && is_body(line) {
            return true;
        }
        let is_length = line.len() <= 40
            && line.ends_with(|c: char| c.is_alphabetic())
            && line.contains(|c: char| c.is_ascii_digit())
            && before(line).is_some_and(|(name, _)| name == "length");
        below = if is_length { Some(0) } else { below.map(|below| below + 1) };
    }
    false
}

/// Returns whether a page, in lower case, has the end of an article of a newer export, or the name of its text below its
/// labels, between tags.
pub fn is_page(head: &str) -> bool {
    let between = |text: &str| {
        head.match_indices(text).take(100).any(|(at, _)| {
            head[..at].trim_end().ends_with('>')
                && head[at + text.len()..].trim_start().starts_with('<')
        })
    };
    let is_length = |label: &str| {
        head.match_indices(label).take(100).any(|(at, _)| {
            let value = head[at + label.len()..].chars().take(40);
            head[..at].trim_end().ends_with('>') && value.into_iter().any(|c| c.is_ascii_digit())
        })
    };
    ENDS.iter().any(|end| between(end))
        || LENGTHS.iter().any(|label| is_length(label)) && BODIES.iter().any(|body| between(body))
}

fn label_of(text: &str) -> Option<(String, &str)> {
    let (label, value) = labelled(text)?;
    // Labels are in capitals in older exports, and start with a capital in newer ones.
    label.starts_with(char::is_uppercase).then(|| (label.to_lowercase(), value))
}

pub fn before(text: &str) -> Option<(&'static str, &str)> {
    let (label, value) = label_of(text)?;
    let known = BEFORE.iter().find(|(known, _)| *known == label);
    // In a transcript, what the anchor says follows the same word.
    let is_list = || value.len() <= 200 && !value.ends_with(['.', '?', '!', ':']);
    let known = known.or_else(|| PEOPLE.iter().find(|(known, _)| *known == label && is_list()));
    known.map(|(_, name)| (*name, value))
}

pub fn after(text: &str) -> Option<(String, &str)> {
    let (label, value) = label_of(text)?;
    AFTER.contains(&label.as_str()).then_some((label, value))
}

pub fn is_label(text: &str) -> bool {
    is_copyright(text) || before(text).is_some()
}

/// Adds a date, and the lines below it as the edition.
pub fn dated(text: &str, record: &mut Record) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    record.say("date", first);
    record.say("edition", rest);
}

/// Adds the labels of an article and its text. Above the text of a newer export is its name (`named`).
pub fn labels_and_text(part: &[Paragraph], named: bool, record: &mut Record) {
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
                "title" | "length" | "dateline" => record.say_once(name, value),
                "section" => section(value, record),
                _ => record.say(name, value),
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

/// Adds the section, the page and the column of `Section A; Column 1; Foreign Desk; Pg. 12`. The name of a section
/// takes precedence over its letter.
fn section(value: &str, record: &mut Record) {
    let (mut names, mut letters) = (Vec::new(), Vec::new());
    for part in value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let is_numbered =
            |mark: &&str| part.strip_prefix(*mark).is_some_and(|rest| rest.chars().count() <= 2);
        let page = PAGES.iter().find_map(|mark| part.strip_prefix(mark));
        if let Some(page) = page.filter(|page| page.contains(|c: char| c.is_ascii_digit())) {
            let page = page.split([',', ' ']).find(|word| !word.is_empty()).unwrap_or_default();
            record.say_once("page", page);
        } else if COLUMNS.iter().any(is_numbered) {
            record.say("column", part);
        } else if SECTIONS.iter().any(is_numbered) {
            letters.push(part);
        } else {
            names.push(part);
        }
    }
    if names.is_empty() {
        std::mem::swap(&mut names, &mut letters);
    }
    record.say_once("section", &names.join("; "));
    record.say("part", &letters.join("; "));
}

/// The words before the number of a page.
const PAGES: [&str; 7] = ["Pg. ", "Pg.", "Page ", "S. ", "Blz. ", "Pág. ", "p. "];

/// The words before the number of a column.
const COLUMNS: [&str; 4] = ["Column ", "Col. ", "Spalte ", "Colonne "];

/// The words before the letter or number of a section.
const SECTIONS: [&str; 3] = ["Section ", "Sect. ", "Part "];
