//! Finds dates in a text, and reads texts that are dates.

use chrono::{Datelike, NaiveDate};

use super::calendars;
use super::clock::Clock;
use super::cursor::Cursor;
use super::order::Orders;
use crate::article::{Date, Precision};

/// A date found at the start of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The date. Its offset is 0 unless a time zone was written.
    pub date: Date,
    /// Whether a time zone was written.
    pub zoned: bool,
    /// The length of the date in the text, in bytes.
    pub length: usize,
    /// The two readings of an ambiguous numeric date.
    pub readings: Option<(NaiveDate, NaiveDate)>,
}

/// A date before its time and zone are added.
pub struct Parts {
    /// The day, month or year, or `None` if the readings disagree even on the year.
    pub date: Option<Date>,
    pub readings: Option<(NaiveDate, NaiveDate)>,
    /// The orders in which the numbers of the date are a valid day.
    pub possible: Orders,
    /// The time of day, if it is between the day and the year.
    pub clock: Option<Clock>,
}

impl Parts {
    /// Returns the parts of a date. Rejects 1 January of the year 1, which .NET writes for a missing date
    /// (`DateTime.MinValue`).
    pub fn of(date: Option<Date>) -> Option<Parts> {
        let missing = NaiveDate::from_ymd_opt(1, 1, 1);
        let date = date.filter(|date| date.is_inexact() || Some(date.first_day()) != missing);
        Some(Parts { date: Some(date?), readings: None, possible: Orders::NONE, clock: None })
    }

    pub fn day(day: NaiveDate) -> Option<Parts> {
        Parts::of(Date::from_parts(day.year(), Some(day.month()), Some(day.day())))
    }
}

/// The number of bytes at the start of a date that contain a digit.
pub const LONGEST: usize = 64;

/// Returns the date that a text consists of, ignoring surrounding white space and a final full stop.
pub fn whole(text: &str) -> Option<Found> {
    let text = text.trim().trim_end_matches('.');
    prefix(text).filter(|found| text[found.length..].trim().is_empty())
}

/// Returns the dates in a text with their positions. The day of each is known, or is one of two.
pub fn all(text: &str) -> impl Iterator<Item = (usize, Found)> {
    all_in(text, Orders::ANY)
}

/// Like [`all`], but with a known order of day, month and year, so that two-digit years are read as well.
pub fn all_in(text: &str, orders: Orders) -> impl Iterator<Item = (usize, Found)> {
    dates_in(text, orders, false)
}

pub fn dates_in(text: &str, orders: Orders, stated: bool) -> impl Iterator<Item = (usize, Found)> {
    found_in(text, orders, stated, Precision::Day)
}

/// Returns the dates in a text that are at least as precise as `least`.
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
            // A number may follow letters without a space, as in Chinese.
            inside = first.is_alphanumeric() && (first.is_ascii() || first.is_lowercase());
            // The second day of `10-12 February 2012` or `10/11 February 2012` does not start a date.
            let before = text[..start].strip_suffix(['-', '–', '/']);
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

/// Returns the date at the start of a text. It has to end at the end of a word: `2025-05-31st` is not a date.
pub fn prefix(text: &str) -> Option<Found> {
    read(text, Orders::ANY, false)
}

pub fn read(text: &str, orders: Orders, stated: bool) -> Option<Found> {
    // Most texts are not dates, and comparing the names of months takes time.
    if !text.bytes().take(LONGEST).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut at = Cursor { text, at: 0, orders, stated };
    let (parts, weekday) = day(&mut at)?;
    let mut found =
        Found { date: parts.date?, zoned: false, length: at.at, readings: parts.readings };
    if let (Some((a, b)), Some(weekday)) = (found.readings, weekday) {
        // Usually, the weekday matches only one reading.
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
            // If the zone is unknown, so is the time.
            let known = !(stated && clock.zone.is_none() && at.unknown_zone());
            found.length = at.at;
            if known {
                join(&mut found, clock, day_known);
            }
        } else if day_known && at.attempt(|at| at.eat("Z")).is_some() {
            // XML Schema allows a time zone after a day.
            found.length = at.at;
            found.zoned = true;
        }
    }
    if found.zoned {
        calendars::correct(&mut found.date);
    }
    // Neither `2025-05-31Tx` nor a date with an impossible time is a date.
    (stated || at.at_word_end()).then_some(found)
}

/// Reads the day at the start of a text, with or without a weekday before it.
pub fn day(at: &mut Cursor) -> Option<(Parts, Option<u32>)> {
    let date = |at: &mut Cursor| {
        at.other_calendar()
            .or_else(|| at.numeric())
            .or_else(|| at.days_of_months())
            .or_else(|| at.day_month_year())
            .or_else(|| at.month_day_year())
    };
    if let Some(parts) = date(at) {
        return Some((parts, None));
    }
    let weekday = at.weekday()?;
    Some((date(at)?, Some(weekday)))
}

/// Adds a time to a day.
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
