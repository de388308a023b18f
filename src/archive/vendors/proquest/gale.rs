//! The lines at the top of an article in Gale's text exports, which have no labels: title, author, publication.
//!
//! ```text
//! Lamp lit again
//! Ada Quill
//! Skerry Echo. (Sept. 14, 2024): p3.
//! ```

use crate::archive::vendors::record::Record;
use crate::article::Precision;
use crate::dates::{self, Orders};

/// The minimum length, in characters, of a line that may go on in the next one.
const WRAPPED: usize = 60;

/// Returns whether a line states the number of a document, which ends an article.
pub fn is_number(line: &str) -> bool {
    let label = "gale document number";
    line.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label))
}

/// Adds what is in a paragraph above the labels: the title, unless it was found, the author and the publication.
pub fn head(paragraph: &str, record: &mut Record) {
    let mut title = Vec::new();
    for line in paragraph.lines().map(str::trim) {
        let last = title.last().copied().unwrap_or_default();
        let is_below = record.has("title") || !title.is_empty();
        if is_below && !record.has("source") && publication(line, record) {
            continue;
        }
        if is_below && !record.has("byline") && is_author(line, last) {
            record.say("byline", line);
        } else if record.has("title") || record.has("byline") || record.has("source") {
            record.say("note", line);
        } else {
            title.push(line);
        }
    }
    record.say("title", &title.join(" "));
}

/// Adds the value of a label, and what is on the lines below it: the publication has no label in some exports.
pub fn value(name: &str, value: &str, record: &mut Record) {
    let (first, below) = value.split_once('\n').unwrap_or((value, ""));
    match name {
        "source" if publication(first, record) => {}
        "byline" => first.split(';').for_each(|author| record.say("byline", author)),
        _ => record.say_once(name, first),
    }
    for line in below.lines().map(str::trim) {
        if record.has("source") || !publication(line, record) {
            record.say("note", line);
        }
    }
}

/// Adds source, date and page from a line such as `Skerry Echo. (Sept. 14, 2024): p3.` Returns whether it is one.
fn publication(line: &str, record: &mut Record) -> bool {
    let Some((source, rest)) = line.split_once('(') else { return false };
    let Some((date, page)) = rest.split_once(')') else { return false };
    let is_date = dates::stated(date, Orders::ANY)
        .is_some_and(|stated| !stated.part && stated.found.date.precision > Precision::Year);
    if source.trim().is_empty() || !is_date {
        return false;
    }
    record.say("source", source.trim_end_matches(['.', ',', ' ']));
    record.say("date", date);
    let page = page.trim_matches([':', '.', ',', ' ']);
    match page.strip_prefix('p').filter(|page| !page.contains(' ')) {
        Some(page) => record.say("page", page),
        None => record.say("publication-info", page),
    }
    true
}

/// Returns whether a line below a title names its author: after `By`, or as a few capitalized words, unless they may be
/// the end of a long title.
fn is_author(line: &str, title: &str) -> bool {
    let (by, name) = match line.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")) {
        Some(_) => (true, &line[3..]),
        None => (false, line),
    };
    let small = ["and", "de", "van", "von", "der", "den", "la", "di", "da", "bin", "al", "&"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase) || small.contains(word);
    let is_plain = !name.contains(|c: char| c.is_ascii_digit() || "?!:;…()\"“”".contains(c));
    (2..=8).contains(&words.len())
        && is_plain
        && words.iter().all(is_capital)
        && (by || title.chars().count() < WRAPPED)
}
