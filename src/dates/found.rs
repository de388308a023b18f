//! Finds dates in text, and reads a text that is a date.

use chrono::{Datelike, NaiveDate};

use super::clock::Clock;
use super::cursor::Cursor;
use super::order::Orders;
use crate::article::{Date, Precision};

/// A date found at the beginning of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The date, its offset 0 unless a zone was written.
    pub date: Date,
    /// Whether a zone was written.
    pub zoned: bool,
    /// Bytes of text it takes.
    pub length: usize,
    /// The two readings of an ambiguous numeric date.
    pub readings: Option<(NaiveDate, NaiveDate)>,
}

/// The parts of a date, before its clock and zone are joined to its day.
pub struct Parts {
    /// The day, month or year; none if the readings disagree even on the year.
    pub date: Option<Date>,
    pub readings: Option<(NaiveDate, NaiveDate)>,
    /// The orders that make a numeric date a day.
    pub possible: Orders,
    /// A clock that stands between day and year.
    pub clock: Option<Clock>,
}

impl Parts {
    pub fn of(date: Option<Date>) -> Option<Parts> {
        Some(Parts { date: Some(date?), readings: None, possible: Orders::NONE, clock: None })
    }

    pub fn day(day: NaiveDate) -> Option<Parts> {
        Parts::of(Date::from_parts(day.year(), Some(day.month()), Some(day.day())))
    }
}

/// Within so many bytes a date has a digit.
pub const LONGEST: usize = 64;

/// A date that is the whole of a text, but for white space and a full stop around it.
pub fn whole(text: &str) -> Option<Found> {
    let text = text.trim().trim_end_matches('.');
    prefix(text).filter(|found| text[found.length..].trim().is_empty())
}

/// The dates in a text, of which at least the day is known or is one of two: where each begins, and each.
pub fn all(text: &str) -> impl Iterator<Item = (usize, Found)> {
    all_in(text, Orders::ANY)
}

/// The same where the order of day, month and year is known, so that years of two digits are read too.
pub fn all_in(text: &str, orders: Orders) -> impl Iterator<Item = (usize, Found)> {
    dates_in(text, orders, false)
}

pub fn dates_in(text: &str, orders: Orders, stated: bool) -> impl Iterator<Item = (usize, Found)> {
    found_in(text, orders, stated, Precision::Day)
}

/// The dates in a text that are at least so precise.
pub fn found_in(
    text: &str,
    orders: Orders,
    stated: bool,
    least: Precision,
) -> impl Iterator<Item = (usize, Found)> {
    let mut at = 0;
    let mut inside = false;
    std::iter::from_fn(move || {
        while let Some(first) = text[at..].chars().next() {
            let (start, begins) = (at, !inside && first.is_alphanumeric());
            at += first.len_utf8();
            // A number may stand behind letters without a space, as in Chinese.
            inside = first.is_alphanumeric() && (first.is_ascii() || first.is_lowercase());
            // The second day of `10-12 February 2012` is not the date.
            let before = text[..start].strip_suffix(['-', '–']);
            let ends_range = first.is_ascii_digit()
                && before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
            if begins
                && !ends_range
                && let Some(found) = read(&text[start..], orders, stated)
                && (found.date.precision >= least || found.readings.is_some())
            {
                at = start + found.length;
                inside = false;
                return Some((start, found));
            }
        }
        None
    })
}

/// The date a text begins with. It ends where a word ends: `2025-05-31st` begins with none.
pub fn prefix(text: &str) -> Option<Found> {
    read(text, Orders::ANY, false)
}

pub fn read(text: &str, orders: Orders, stated: bool) -> Option<Found> {
    // Most texts are none, and names of months are many.
    if !text.bytes().take(LONGEST).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut at = Cursor { text, at: 0, orders, stated };
    let (parts, weekday) = day(&mut at)?;
    let mut found =
        Found { date: parts.date?, zoned: false, length: at.at, readings: parts.readings };
    if let (Some((a, b)), Some(weekday)) = (found.readings, weekday) {
        // The day of the week is that of one of them, most often.
        let fits = |day: NaiveDate| day.weekday().num_days_from_monday() == weekday;
        if fits(a) != fits(b) {
            let day = if fits(a) { a } else { b };
            found.date = Parts::day(day)?.date?;
            found.readings = None;
        }
    }
    let iso_clock = at
        .rest()
        .strip_prefix('T')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let goes_on = iso_clock || stated && at.rest().starts_with(['T', 't', 'Z']);
    if !at.at_word_end() && !goes_on {
        return None;
    }
    let day_known = found.date.precision == Precision::Day;
    if day_known || found.readings.is_some() {
        let clock = parts.clock.or_else(|| at.clock());
        if let Some(clock) = clock {
            // A time in a zone that is not known is not a time.
            let known = !(stated && clock.zone.is_none() && at.unknown_zone());
            found.length = at.at;
            if known {
                join(&mut found, clock, day_known);
            }
        } else if day_known && at.attempt(|at| at.eat("Z")).is_some() {
            // As in XML Schema, where a day may have a zone.
            found.length = at.at;
            found.zoned = true;
        }
    }
    // `2025-05-31Tx` is no date, nor is one with a clock that cannot be.
    (stated || at.at_word_end()).then_some(found)
}

/// The day a text begins with, with or without the day of the week before it.
pub fn day(at: &mut Cursor) -> Option<(Parts, Option<u32>)> {
    let date = |at: &mut Cursor| {
        at.numeric().or_else(|| at.day_month_year()).or_else(|| at.month_day_year())
    };
    if let Some(parts) = date(at) {
        return Some((parts, None));
    }
    let weekday = at.weekday()?;
    Some((date(at)?, Some(weekday)))
}

/// Joins a clock to its day.
pub fn join(found: &mut Found, clock: Clock, day_known: bool) {
    found.zoned = clock.zone.is_some();
    if !day_known {
        return;
    }
    let day = found.date.wall.date();
    let next = day.succ_opt().filter(|next| clock.next_day && next.year() <= 9999);
    let day = next.unwrap_or(day);
    found.date.wall = day.and_time(clock.time);
    found.date.precision = clock.precision;
    found.date.offset = clock.zone.map_or(0, |zone| zone.offset_at(found.date.wall));
}
