//! Dates as clauses of a query: `date:A..B`, `date:[A TO B}`, `date:>=A`, `date:A/P3M`, `since:A`,
//! `before:A`, `newer_than:30d`.
//!
//! Each is shorthand for one range with inclusive ends. An inclusive end covers its whole period: `until:2024` includes
//! all of 2024. An exclusive end (`after:2024`, `<2024`) excludes all of it.

use chrono::{DateTime, Days, FixedOffset, Months, NaiveDate};

use super::dates::{BadDate, bad, stretch};
use super::tree::{Bound, DateRange};
use crate::article::{day_from_number, day_number};

/// A field whose value is a date or a date range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateField {
    /// `date:` and a range
    Range,
    /// `since:`, `newer_than:`
    Since,
    /// `until:`
    Until,
    /// `after:`
    After,
    /// `before:`, `older_than:`
    Before,
}

impl DateField {
    /// Returns the field with this name, or `None` if the name is not that of a date field.
    pub fn named(name: &str) -> Option<DateField> {
        Some(match name {
            "date" | "on" => DateField::Range,
            "since" | "newer_than" => DateField::Since,
            "until" => DateField::Until,
            "after" => DateField::After,
            "before" | "older_than" => DateField::Before,
            _ => return None,
        })
    }
}

type Now = DateTime<FixedOffset>;

/// Parses the value of a date field.
///
/// # Errors
///
/// Returns the problem and a hint if the value is not a date or a range.
pub fn clause(field: DateField, text: &str, now: &Now) -> Result<DateRange, BadDate> {
    let text = text.trim();
    let end = |text: &str| stretch(text.strip_prefix('-').unwrap_or(text), now);
    let range = |since, until| DateRange { since, until, inexact: false };
    Ok(match field {
        DateField::Range => return self::range(text, now),
        DateField::Since => range(Some(end(text)?.0), None),
        DateField::Until => range(None, Some(end(text)?.1)),
        DateField::After => range(Some(behind(end(text)?.1)), None),
        DateField::Before => range(None, Some(ahead(end(text)?.0))),
    })
}

fn behind(bound: Bound) -> Bound {
    match bound {
        Bound::Day(day) => Bound::Day(day + 1),
        Bound::Instant(second) => Bound::Instant(second + 1),
    }
}

fn ahead(bound: Bound) -> Bound {
    match bound {
        Bound::Day(day) => Bound::Day(day - 1),
        Bound::Instant(second) => Bound::Instant(second - 1),
    }
}

/// Parses a range in any of its forms.
///
/// # Errors
///
/// Returns the problem and a hint if the text is not a range.
pub fn range(text: &str, now: &Now) -> Result<DateRange, BadDate> {
    let found = if let Some(inner) = text.strip_prefix(['[', '{']) {
        bracketed(text, inner, now)?
    } else if let Some(rest) = text.strip_prefix(">=") {
        (Some(stretch(rest, now)?.0), None)
    } else if let Some(rest) = text.strip_prefix('>') {
        (Some(behind(stretch(rest, now)?.1)), None)
    } else if let Some(rest) = text.strip_prefix("<=") {
        (None, Some(stretch(rest, now)?.1))
    } else if let Some(rest) = text.strip_prefix('<') {
        (None, Some(ahead(stretch(rest, now)?.0)))
    } else if let Some((a, b)) = text.split_once("..") {
        let end = |text: &str| {
            let text = text.strip_prefix('-').unwrap_or(text);
            (!matches!(text, "" | "*")).then(|| stretch(text, now)).transpose()
        };
        let (a, b) = (end(a)?, end(b)?);
        if a.is_none() && b.is_none() {
            return Err(bad(text));
        }
        (a.map(|found| found.0), b.map(|found| found.1))
    } else {
        match stretch(text, now) {
            Ok((first, last)) => (Some(first), Some(last)),
            Err(problem) => slashed(text, now).ok_or(problem)?,
        }
    };
    Ok(DateRange { since: found.0, until: found.1, inexact: false })
}

type Ends = (Option<Bound>, Option<Bound>);

/// Parses Lucene's `[A TO B]`, `{A TO B}` and mixed brackets; `*` leaves an end open.
fn bracketed(text: &str, inner: &str, now: &Now) -> Result<Ends, BadDate> {
    let closed = inner.strip_suffix([']', '}']);
    let Some((a, b)) = closed.and_then(|inner| inner.split_once(" TO ")) else {
        return Err(BadDate {
            problem: format!("{text:?} is not a range"),
            hint: "write [2025-05-01 TO 2025-05-31], or 2025-05-01..2025-05-31".into(),
        });
    };
    let end = |text: &str| match text.trim() {
        "*" => Ok(None),
        text => stretch(text.trim_matches('"'), now).map(Some),
    };
    let since = end(a)?.map(|(first, last)| match text.starts_with('[') {
        true => first,
        false => behind(last),
    });
    let until = end(b)?.map(|(first, last)| match text.ends_with(']') {
        true => last,
        false => ahead(first),
    });
    Ok((since, until))
}

/// Parses an ISO 8601 interval: `A/B`, `A/P3M`, `P30D/B`, `A/`, `/B`.
fn slashed(text: &str, now: &Now) -> Option<Ends> {
    let (a, b) = text.split_once('/')?;
    if let Some(length) = Duration::read(b) {
        let first = day_of(stretch(a, now).ok()?.0)?;
        let end = length.after(first)?.pred_opt()?;
        return Some((Some(day(first)), Some(day(end))));
    }
    if let Some(length) = Duration::read(a) {
        let last = match b {
            "" => now.date_naive(),
            _ => day_of(stretch(b, now).ok()?.1)?,
        };
        return Some((Some(day(length.before(last)?.succ_opt()?)), Some(day(last))));
    }
    let since = if a.is_empty() { None } else { Some(stretch(a, now).ok()?.0) };
    let until = if b.is_empty() { None } else { Some(stretch(b, now).ok()?.1) };
    (since.is_some() || until.is_some()).then_some((since, until))
}

fn day(day: NaiveDate) -> Bound {
    Bound::Day(day_number(day))
}

fn day_of(bound: Bound) -> Option<NaiveDate> {
    match bound {
        Bound::Day(day) => day_from_number(day),
        Bound::Instant(second) => DateTime::from_timestamp(second, 0).map(|at| at.date_naive()),
    }
}

/// An ISO 8601 duration in units of days or longer: `P1Y2M`, `P2W`, `P30D`.
struct Duration {
    months: u32,
    days: u64,
}

impl Duration {
    fn read(text: &str) -> Option<Duration> {
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
        let mut length = Duration { months: 0, days: 0 };
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let count: u32 = rest[..digits].parse().ok().filter(|count| *count < 1_000_000)?;
            match rest.as_bytes()[digits] {
                b'Y' => length.months += count * 12,
                b'M' => length.months += count,
                b'W' => length.days += u64::from(count) * 7,
                b'D' => length.days += u64::from(count),
                _ => return None,
            }
            rest = &rest[digits + 1..];
        }
        Some(length)
    }

    fn after(&self, day: NaiveDate) -> Option<NaiveDate> {
        day.checked_add_months(Months::new(self.months))?.checked_add_days(Days::new(self.days))
    }

    fn before(&self, day: NaiveDate) -> Option<NaiveDate> {
        day.checked_sub_months(Months::new(self.months))?.checked_sub_days(Days::new(self.days))
    }
}
