//! Finds where sentences and paragraphs begin, by examining the gap between two words.
//!
//! Sentences follow Unicode's UAX #29 (rules SB6 to SB11, <https://unicode.org/reports/tr29/>), with a list of
//! abbreviations after which a full stop does not end a sentence. [`Lines`] determines where paragraphs begin; any
//! other line end is a space.

use super::lines::Lines;
use super::punctuation::{is_close, is_terminator, is_wide_terminator};
use super::token::Event;
use super::words::{Kind, Word};

/// Abbreviations that never end a sentence, in lower case.
const TITLES: &[&str] = &[
    "adm", "apr", "aug", "capt", "col", "dec", "dr", "feb", "fig", "gen", "gov", "hon", "jan",
    "jul", "jun", "lt", "maj", "mar", "messrs", "mr", "mrs", "ms", "mt", "no", "nov", "oct",
    "prof", "rep", "rev", "sen", "sep", "sept", "sgt", "st", "vs",
];

/// Abbreviations that may end a sentence, and do so before a word that often begins one.
const TAILS: &[&str] =
    &["ave", "bros", "co", "corp", "dept", "est", "etc", "inc", "jr", "ltd", "sr"];

/// Words that often begin a sentence and rarely follow an abbreviation within one.
const STARTERS: &[&str] = &[
    "A", "After", "An", "And", "At", "But", "By", "For", "He", "Her", "His", "However", "I", "If",
    "In", "It", "Its", "On", "She", "That", "The", "Their", "There", "These", "They", "This",
    "Those", "To", "Under", "We", "When", "While", "With",
];

/// Words that begin a sentence after dotted initials. Most other words may continue a name that starts with initials
/// (`U.S. And Canada`, in the capitals of a headline).
const AFTER_INITIALS: &[&str] = &[
    "Although", "He", "Her", "His", "However", "I", "It", "Its", "She", "That", "The", "Their",
    "There", "These", "They", "This", "Those", "We", "When", "While",
];

/// Moves from word to word and reports the sentences and paragraphs that begin between them.
pub struct Scan<'a> {
    text: &'a str,
    lines: Lines,
    /// The number of paragraphs of a wrapped text that were already passed.
    passed: usize,
    last: Option<Word>,
}

impl<'a> Scan<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Scan { text, lines: Lines::of(text), passed: 0, last: None }
    }

    /// Examines the gap before a word and reports what begins in it.
    pub fn gap(&mut self, word: &Word, position: u32, report: &mut impl FnMut(Event)) {
        let Some(last) = self.last.replace(*word) else {
            let start = leading_space(&self.text[..word.start]);
            report(Event::Paragraph(start, position));
            report(Event::Sentence(start, position));
            return;
        };
        // Most gaps are a single space.
        if word.start - last.end == 1 && self.text.as_bytes()[last.end] == b' ' {
            return;
        }
        let gap = &self.text[last.end..word.start];
        if let Some(at) = self.paragraph_break(gap, last.end) {
            report(Event::Paragraph(last.end + at, position));
            report(Event::Sentence(last.end + at, position));
        } else if let Some(at) = self.sentence_break(gap, &last, word) {
            report(Event::Sentence(last.end + at, position));
        }
    }

    /// Returns the byte offset in the gap at which a new paragraph begins. `start` is the gap's offset in the text.
    fn paragraph_break(&mut self, gap: &str, start: usize) -> Option<usize> {
        let separator = ['\n', '\u{2029}'];
        let end = gap.rfind(separator)?;
        match &self.lines {
            Lines::Each => {}
            Lines::Blank if has_blank_line(gap) => {}
            Lines::Blank => return None,
            Lines::Wrapped(begins) => {
                let before = self.passed;
                let behind = begins[before..].iter().take_while(|at| **at <= start + gap.len());
                self.passed += behind.count();
                if self.passed == before {
                    return None;
                }
            }
        }
        let end = end + gap[end..].chars().next().map_or(1, char::len_utf8);
        Some(end + leading_space(&gap[end..]))
    }

    /// Returns the byte offset in the gap at which a new sentence begins.
    fn sentence_break(&self, gap: &str, last: &Word, word: &Word) -> Option<usize> {
        let stop = gap.find(is_terminator)?;
        let stops = &gap[stop..];
        let after_stops = stops.trim_start_matches(is_terminator);
        let full_stop = stops[..stops.len() - after_stops.len()].chars().all(|c| c == '.');
        let wide = stops.starts_with(is_wide_terminator);
        let after_close = after_stops.trim_start_matches(is_close);
        let rest = after_close.trim_start();
        if rest.len() == after_close.len() && !wide {
            // Without a space, as in `3.5` or `example.com`, no sentence ends (SB6, SB7).
            return None;
        }
        if rest.starts_with([',', ';', ':', '-', '–', '—', '、', '，']) {
            return None; // SB8a
        }
        let next = &self.text[word.start..word.end];
        if full_stop {
            if next.starts_with(char::is_lowercase) {
                return None; // SB8
            }
            // Old collections put a space before a full stop.
            if gap[..stop].trim().is_empty() && self.is_abbreviation(last, next) {
                return None;
            }
        }
        // An opening quote or bracket belongs to the next sentence.
        Some(gap.len() - rest.len())
    }

    fn is_abbreviation(&self, last: &Word, next: &str) -> bool {
        let printed = &self.text[last.start..last.end];
        let single = printed.chars().nth(1).is_none() && printed.starts_with(char::is_uppercase);
        if last.kind == Kind::Initials {
            return !AFTER_INITIALS.contains(&next);
        }
        if single {
            return true;
        }
        if printed.len() > 6 {
            return false;
        }
        let lower = printed.to_ascii_lowercase();
        // `no.` is an abbreviation only before a number.
        if lower == "no" {
            return next.starts_with(|c: char| c.is_ascii_digit());
        }
        TITLES.contains(&lower.as_str())
            || (TAILS.contains(&lower.as_str()) && !STARTERS.contains(&next))
    }
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Returns whether a gap between words contains a blank line.
fn has_blank_line(gap: &str) -> bool {
    let mut ends = gap.split('\n');
    // The first and last parts belong to lines with words on them.
    ends.next();
    ends.next_back();
    ends.any(|line| line.trim().is_empty())
}
