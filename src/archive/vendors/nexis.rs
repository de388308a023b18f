//! Nexis, LexisNexis Academic, Lexis Advance and Nexis Uni.
//!
//! In older exports (text, HTML, documents), an article starts with `1 of 50 DOCUMENTS`, followed by source, date and
//! title, labels in capitals, the text, and more labels. In newer ones (documents), it starts with title, source and
//! date, has the text under `Body`, and ends with `End of Document`. Labels are in the language of the site.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{AFTER, BEFORE, BODIES, ENDS};
use super::paragraphs::{Paragraph, flat};
use super::record::{Record, is_copyright, labelled};
use crate::archive::RawArticle;
use crate::dates::{self, Orders};

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
    known.map(|(_, name)| (*name, value))
}

fn after(text: &str) -> Option<(String, &str)> {
    let (label, value) = label_of(text)?;
    AFTER.contains(&label.as_str()).then_some((label, value))
}

/// Reads an article of an older export: source, date and title, then labels and text.
fn older(part: &[Paragraph]) -> Option<RawArticle> {
    let mut record = Record::default();
    let day = part.iter().take(8).position(|one| is_day(&one.text));
    let mut at = 0;
    if let Some(day) = day {
        let mut source = Vec::new();
        for one in &part[..day] {
            match is_copyright(&one.text) {
                true => record.say("copyright", &one.text),
                false => source.push(one.flat()),
            }
        }
        // Notes about the copy may surround the source.
        let is_name =
            |text: &&String| text.len() <= 80 && !text.ends_with('.') && !text.contains("://");
        let named = source.iter().position(|text| is_name(&text)).or(source.len().checked_sub(1));
        for (at, text) in source.iter().enumerate() {
            record.say(if Some(at) == named { "source" } else { "note" }, text);
        }
        dated(&part[day].text, &mut record);
        at = day + 1;
        // Some papers print the date twice.
        while at < part.len() && is_day(&part[at].text) {
            record.say("other-date", &part[at].text);
            at += 1;
        }
    } else if let Some(first) = part.first()
        && first.text.len() <= 80
        && before(&first.text).is_none()
    {
        record.say("source", &first.text);
        at = 1;
    }
    for one in part[at..].iter().take(2) {
        let is_title = before(&one.text).is_none() && after(&one.text).is_none();
        if is_title && !record.has("title") && !is_copyright(&one.text) {
            record.say("title", &one.text);
            at += 1;
        } else {
            break;
        }
    }
    labels_and_text(&part[at..], &mut record);
    (!record.is_empty()).then(|| record.article())
}

/// Reads an article of a newer export: title, source and date, then labels, `Body` and the text.
fn newer(part: &[Paragraph], is_first: bool) -> Option<RawArticle> {
    let lines: Vec<Paragraph> = part
        .iter()
        .filter(|one| !one.text.trim().is_empty())
        .map(|one| Paragraph { text: one.text.trim().to_string(), ..one.clone() })
        .collect();
    let body = lines.iter().position(|one| BODIES.contains(&one.text.to_lowercase().as_str()));
    let head = body.unwrap_or(lines.len());
    // A cover page with a list of the documents may precede the first article.
    let labels = lines[..head].iter().rposition(|one| !is_label(&one.text)).map_or(0, |at| at + 1);
    let day = lines[..labels.max(1).min(lines.len())].iter().rposition(|one| is_day(&one.text));
    let day = day.or_else(|| lines[..head].iter().rposition(|one| is_day(&one.text)));
    let mut record = Record::default();
    let Some(day) = day else {
        // Without a date, the first line is the title only if it cannot belong to a cover page.
        let lines = &lines[..];
        let (title, rest) = match lines.split_first() {
            Some((first, rest)) if !is_first && !is_label(&first.text) => (Some(first), rest),
            _ => (None, lines),
        };
        title.into_iter().for_each(|title| record.say("title", &title.text));
        labels_and_text(rest, &mut record);
        return (!record.is_empty()).then(|| record.article());
    };
    let source = day.checked_sub(1).map(|at| &lines[at]);
    let title = day.checked_sub(2).map(|at| &lines[at]);
    match (title, source) {
        (Some(title), Some(source)) => {
            record.say("source", &source.text);
            dated(&lines[day].text, &mut record);
            record.say("title", &title.text);
        }
        (None, Some(title)) => {
            dated(&lines[day].text, &mut record);
            record.say("title", &title.text);
        }
        _ => dated(&lines[day].text, &mut record),
    }
    // The cover page precedes the first article.
    if !is_first {
        lines[..day.saturating_sub(2)].iter().for_each(|one| record.say("note", &one.text));
    }
    labels_and_text(&lines[day + 1..], &mut record);
    (!record.is_empty()).then(|| record.article())
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

fn labels_and_text(part: &[Paragraph], record: &mut Record) {
    let mut in_text = false;
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
        if ["classification", "klassifikation", "klassifizierung", "classificatie", "clasificación"]
            .contains(&lower.as_str())
        {
            ended = true;
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
