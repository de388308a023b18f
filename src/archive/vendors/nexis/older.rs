//! Articles of older exports, which start with `1 of 50 DOCUMENTS`.

use super::labelled::{after, before, dated, is_day, labels_and_text};
use crate::archive::RawArticle;
use crate::archive::vendors::paragraphs::{Paragraph, flat};
use crate::archive::vendors::record::{Record, is_copyright};

/// Reads an article of an older export: source, date and title, then labels and text.
pub fn older(part: &[Paragraph]) -> Option<RawArticle> {
    let mut record = Record::default();
    let day = part.iter().take(8).position(|one| is_day(&one.text));
    let mut at = 0;
    if let Some(day) = day {
        let mut source = sources(&part[..day], &mut record);
        // Notes about the copy may surround the source.
        let is_note = |text: &str| text.ends_with('.') || text.contains("://");
        let is_name = |text: &String| text.len() <= 80 && !is_note(text);
        let after = part[day..].iter().skip_while(|one| is_day(&one.text));
        // In the layout of agencies in German, the title is between source and date.
        let title = match is_titled(after) {
            false if source.len() >= 2 => {
                source.pop_if(|text| text.len() <= TITLE && !is_note(text) && !is_edition(text))
            }
            _ => None,
        };
        let named = source.iter().position(is_name).or(source.len().checked_sub(1));
        for (at, text) in source.iter().enumerate() {
            record.say(if Some(at) == named { "source" } else { "note" }, text);
        }
        dated(&part[day].text, &mut record);
        record.say("title", title.as_deref().unwrap_or_default());
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
    at += title(&part[at..], &mut record);
    labels_and_text(&part[at..], false, &mut record);
    (!record.is_empty()).then(|| record.article())
}

/// Returns the paragraphs above a date that are not copyright notices, which become headers.
fn sources(part: &[Paragraph], record: &mut Record) -> Vec<String> {
    let has_other = part.iter().any(|one| !is_copyright(&one.text));
    let mut sources = Vec::new();
    for one in part {
        if !is_copyright(&one.text) {
            sources.push(one.flat());
            continue;
        }
        // The source may be below the copyright notice in the same paragraph.
        let lines: Vec<&str> = one.text.lines().collect();
        let ends = |line: &&str| is_copyright(line) || line.to_lowercase().contains(RESERVED);
        let last = lines.iter().rposition(ends).map_or(0, |at| at + 1);
        let is_whole = has_other || last == lines.len();
        let (notice, below) = lines.split_at(if is_whole { lines.len() } else { last });
        record.say("copyright", &notice.join(" "));
        sources.extend(below.iter().map(|line| flat(line)));
    }
    sources
}

fn is_edition(text: &str) -> bool {
    text.to_lowercase().ends_with("edition")
}

/// The end of a copyright notice.
const RESERVED: &str = "rights reserved";

/// Returns whether the paragraphs below a date state a title, with a label or as a paragraph of their own above the
/// labels.
fn is_titled<'a>(mut part: impl Iterator<Item = &'a Paragraph>) -> bool {
    let Some(first) = part.next() else { return true };
    if before(&first.text).is_none() && after(&first.text).is_none() {
        return true;
    }
    let mut labels = std::iter::once(first).chain(part).map_while(|one| before(&one.text));
    labels.any(|(name, _)| name == "title")
}

/// The maximum length of a title between source and date, in bytes.
const TITLE: usize = 250;
/// The maximum length of a note between the title and the labels, in bytes.
const NOTE: usize = 120;

/// Adds the title below a date, and the name of a broadcast above it. Returns the number of paragraphs read.
fn title(part: &[Paragraph], record: &mut Record) -> usize {
    let label = |at: usize| part.get(at).and_then(|one| before(&one.text));
    let is_free = |at: usize| {
        part.get(at).is_some_and(|one| {
            before(&one.text).is_none() && after(&one.text).is_none() && !is_copyright(&one.text)
        })
    };
    let mut at = 0;
    if let Some(("show", show)) = label(0)
        && is_free(1)
        && label(2).is_some()
    {
        record.say("show", show);
        at = 1;
    } else if is_free(0) && is_free(1) && label(2).is_some() && has_clock(&part[0].text) {
        record.say("show", &part[0].text);
        at = 1;
    }
    if is_free(at) && !record.has("title") {
        record.say("title", &part[at].text);
        at += 1;
        // A short paragraph between title and labels is a note, because the text follows the labels.
        if is_free(at) && label(at + 1).is_some() && part[at].text.len() <= NOTE {
            record.say("note", &part[at].text);
            at += 1;
        }
    }
    at
}

/// Returns whether a line names the hour of a broadcast: `MORNING LAMP 7:00 AM EST`.
fn has_clock(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_hour = |word: &str| {
        word.split_once(':').is_some_and(|(hour, minute)| {
            hour.parse::<u8>().is_ok() && minute.len() == 2 && minute.parse::<u8>().is_ok()
        })
    };
    words.windows(2).any(|two| is_hour(two[0]) && ["AM", "PM"].contains(&two[1]))
}
