//! The date of a text that is known to give one, such as a date field, element or attribute.
//!
//! Other text around an unmistakable day may cost precision, but never the day.

use super::cursor::Cursor;
use super::found::{Found, dates_in, day, read};
use super::labels::Label;
use super::order::Orders;
use super::{coarse, digits, programs};
use crate::article::Precision;

/// The date that a text gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The date; its length has no meaning.
    pub found: Found,
    /// Whether only a part of the text was understood.
    pub part: bool,
}

/// The maximum number of bytes of a text that are read.
const LONGEST: usize = 400;

/// The maximum number of dates in a text that are compared.
const MOST: usize = 8;

/// Reads the date that a text gives. `orders` are the possible orders of its numbers.
pub fn stated(text: &str, orders: Orders) -> Option<Stated> {
    let text = digits::plain(beginning(text));
    let text = programs::usual(whole_number(bare(&text)));
    let text = text.as_ref();
    if let Some(found) = digits::number(text) {
        return Some(Stated { found, part: false });
    }
    if is_before_our_era(text) {
        return None;
    }
    if let Some(found) = read(text, orders, true)
        && is_trivial(&text[found.length..])
    {
        return Some(Stated { found, part: false });
    }
    let found = published(text, orders).or_else(|| coarse::read(text))?;
    Some(Stated { found, part: true })
}

/// Returns the orders in which the numbers at the start of a text are a date. Returns [`Orders::NONE`] if the text does
/// not start with a date whose order has to be known.
pub fn orders(text: &str) -> Orders {
    let text = digits::plain(beginning(text));
    let text = programs::usual(bare(&text));
    let text = text.as_ref();
    // Most dates start with the year.
    if text.bytes().take_while(u8::is_ascii_digit).count() == 4 {
        return Orders::NONE;
    }
    let mut at = Cursor { text, at: 0, orders: Orders::ANY, stated: true };
    match day(&mut at) {
        Some((parts, _)) if at.at_word_end() => parts.possible,
        _ => Orders::NONE,
    }
}

fn beginning(text: &str) -> &str {
    let text = text.trim();
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Removes brackets and punctuation around a date.
fn bare(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || "[](){}<>\"'“”‘’«».,;:?~*|".contains(c);
    let opened = text.trim_start_matches(around);
    // A comment after a time zone ends in a parenthesis.
    match opened.contains('(') {
        true => opened.trim_end_matches(|c: char| c.is_whitespace()),
        false => opened.trim_end_matches(around),
    }
}

/// Removes the fraction that spreadsheets and data frames add to integers: `2024.0`.
fn whole_number(text: &str) -> &str {
    let whole =
        text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    whole.unwrap_or(text)
}

/// Returns whether a text gives a year before the year 1: a negative one, or one that an era follows.
fn is_before_our_era(text: &str) -> bool {
    const ERAS: [&str; 7] = ["BC", "BCE", "B.C", "B.C.E", "v. Chr", "v.Chr", "av. J.-C"];
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if text.strip_prefix('-').is_some_and(|year| digits(year) >= 4) {
        return true;
    }
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let begins_with_era =
        |rest: &str| ERAS.iter().any(|era| rest.strip_prefix(era).is_some_and(ends));
    let behind_number =
        |(at, _): &(usize, char)| text[..*at].ends_with(|c: char| c.is_ascii_digit());
    let mut places = text.char_indices().filter(behind_number);
    places.any(|(at, _)| begins_with_era(text[at..].trim_start()))
}

/// Words after a date that have no meaning.
const TAILS: [&str; 8] = ["г", "года", "р", "m", "d", "ad", "ce", "uhr"];

fn is_trivial(rest: &str) -> bool {
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| {
        let lower = word.to_lowercase();
        TAILS.contains(&lower.as_str()) || super::names::weekday(&lower).is_some()
    })
}

/// Returns the publication date in a text that is known to give it, with its time.
fn published(text: &str, orders: Orders) -> Option<Found> {
    let (start, mut found) = first_published(text, dates_in(text, orders, true))?;
    if found.date.precision == Precision::Day {
        clock_before(&text[..start], &mut found);
    }
    Some(found)
}

/// Returns the publication date in a text that may contain other dates, and its position. This is the date that is
/// labeled as such, or else the first one that is not labeled as another date.
pub fn published_in(text: &str, orders: Orders) -> Option<(usize, Found)> {
    first_published(text, dates_in(text, orders, false))
}

fn first_published(
    text: &str,
    dates: impl Iterator<Item = (usize, Found)>,
) -> Option<(usize, Found)> {
    let dates: Vec<(usize, Found)> = dates.take(MOST).collect();
    let ends: Vec<usize> = dates.iter().map(|(start, found)| start + found.length).collect();
    let starts = || dates.iter().map(|(start, _)| *start);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let before = std::iter::once(0).chain(ends.iter().copied()).zip(starts());
    let mut labels: Vec<Label> = before.map(|(from, to)| Label::of(part(from, to))).collect();
    // Some languages write labels after dates.
    if labels.len() > 1 && labels[0] == Label::None {
        let after = ends.iter().copied().zip(starts().skip(1).chain([text.len()]));
        let behind = after.map(|(from, to)| {
            let next = part(from, to).split(['\n', '|', '•', '·', ',', ';']).next();
            Label::of(next.unwrap_or_default())
        });
        let behind: Vec<Label> = behind.collect();
        if !behind.contains(&Label::None) {
            labels = behind;
        }
    }
    // If several dates have the same label, the first counts.
    let best = labels.iter().zip(dates).min_by_key(|(label, _)| **label);
    best.map(|(_, date)| date)
}

/// Adds the time of day at the end of the text before a date to that date: `9:30 PM `, `14:07 Uhr, `, `9.30 on `.
fn clock_before(before: &str, found: &mut Found) {
    let marks = |c: char| c.is_whitespace() || ",|-–—•·/;".contains(c);
    let mut before = before.trim_end_matches(marks);
    let mut tried = 0;
    loop {
        let from = before.ceil_char_boundary(before.len().saturating_sub(32));
        let inside =
            |at: usize| before[..at].ends_with(|c: char| c.is_alphanumeric() || ".:".contains(c));
        let starts = before[from..].char_indices().map(|(at, _)| from + at);
        for at in starts.filter(|at| !inside(*at)) {
            let mut clock = Cursor { text: before, at, orders: Orders::ANY, stated: true };
            if let Some(time) = clock.time(false)
                && is_trivial(clock.rest())
            {
                super::found::join(found, time, true);
                return;
            }
        }
        // Skip a word such as ` on ` or ` am `.
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        tried += 1;
        if tried > 1 || word.len() > 4 || word.is_empty() {
            return;
        }
        before = before[..before.len() - word.len()].trim_end_matches(marks);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_before_our_era_are_not_read() {
        for text in [
            "-0044-03-15",
            "-2024-03-15",
            "-2024",
            "15 March 44 BC",
            "15 March 44 B.C.",
            "March 44 BCE",
            "15. März 44 v. Chr.",
            "2024 BC",
        ] {
            assert_eq!(stated(text, Orders::ANY), None, "{text}");
        }
        let read = stated("Vancouver, BC, 31 May 2025", Orders::ANY);
        assert_eq!(read.map(|read| read.found.date.to_string()).as_deref(), Some("2025-05-31"));
    }
}
