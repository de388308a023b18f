//! Dates in queries and flags: `2025-05`, `yesterday`, `7d`, `2 weeks ago`, `last month`, `now-7d/d`.
//!
//! Every expression means a period of time, from its first to its last day (or instant, if it has a time). `since` uses
//! the first, `until` the last, and `on` both. `m` means months and `min` means minutes. Impossible dates are rejected
//! with a hint.

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, TimeDelta, Weekday};

use super::tree::Bound;
use crate::article::{Date, Precision, day_number, month_end};
use crate::dates;

/// The reason why a date cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadDate {
    /// What is wrong.
    pub problem: String,
    /// What to write instead.
    pub hint: String,
}

/// The first and last moment of an expression.
pub type Stretch = (Bound, Bound);

/// Parses one expression.
///
/// # Errors
///
/// Returns the problem and a hint if the text is not a date or is ambiguous.
pub fn stretch(text: &str, now: &DateTime<FixedOffset>) -> Result<Stretch, BadDate> {
    let text = text.trim();
    // The parser for printed dates ignores full stops after a date, so it would accept ranges.
    if text.contains("..") {
        return Err(bad(text));
    }
    // In an article, this day means that the date is missing. `since:0001` is shown as it.
    if text == "0001-01-01" {
        let first = NaiveDate::from_ymd_opt(1, 1, 1).ok_or_else(|| bad(text))?;
        return Ok(days(first, first));
    }
    if let Some(found) = dates::whole(text) {
        if let Some((a, b)) = found.readings {
            return Err(BadDate {
                problem: format!("{text:?} can be read in two ways"),
                hint: format!("write {a} or {b}"),
            });
        }
        return Ok(of_date(&found.date, found.zoned, now));
    }
    if let Some(found) = mathematical(text, now) {
        return Ok(found);
    }
    let words = text.to_lowercase().replace(['_', '-'], " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    calendar(text).or_else(|| relative(&words, now)).ok_or_else(|| bad(text))
}

fn days(first: NaiveDate, last: NaiveDate) -> Stretch {
    (Bound::Day(day_number(first)), Bound::Day(day_number(last)))
}

fn of_date(date: &Date, zoned: bool, now: &DateTime<FixedOffset>) -> Stretch {
    if date.precision <= Precision::Day {
        return days(date.first_day(), date.last_day());
    }
    let offset = if zoned { date.offset } else { now.offset().local_minus_utc() };
    let first = date.wall.and_utc().timestamp() - i64::from(offset);
    let length = if date.precision == Precision::Minute { 60 } else { 1 };
    (Bound::Instant(first), Bound::Instant(first + length - 1))
}

/// Parses a period of the calendar: `2025-Q2`, `2025-W07`, `2025Q2`, `Q2 2025`, `2025 Q2`,
/// `1980s`.
fn calendar(text: &str) -> Option<Stretch> {
    if let Some(decade) = decade(text) {
        return Some(decade);
    }
    let text = match text.split_once([' ', '-']) {
        Some((quarter, year)) if quarter.starts_with(['Q', 'q']) => format!("{year}-{quarter}"),
        Some((year, rest)) => format!("{year}-{rest}"),
        // `1987Q1`.
        None => {
            let (year, rest) = text.split_at_checked(4)?;
            format!("{year}-{rest}")
        }
    };
    let (year, rest) = text.split_once('-')?;
    let year: i32 = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    let number: u32 = rest.get(1..)?.parse().ok()?;
    match rest.as_bytes()[0].to_ascii_uppercase() {
        b'Q' if (1..=4).contains(&number) => {
            let first = NaiveDate::from_ymd_opt(year, number * 3 - 2, 1)?;
            let last = month_end(NaiveDate::from_ymd_opt(year, number * 3, 1)?);
            Some(days(first, last))
        }
        b'W' => {
            let first = NaiveDate::from_isoywd_opt(year, number, Weekday::Mon)?;
            Some(days(first, first.checked_add_days(Days::new(6))?))
        }
        _ => None,
    }
}

/// Parses a decade: `1980s`, `1980's`, `"the 1980s"`.
fn decade(text: &str) -> Option<Stretch> {
    let text = text.strip_prefix("the ").unwrap_or(text);
    let digits = text.strip_suffix('s')?.trim_end_matches(['\'', '’']);
    let is_decade = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let first: i32 = digits.parse().ok().filter(|year| is_decade && *year > 0 && year % 10 == 0)?;
    Some(days(NaiveDate::from_ymd_opt(first, 1, 1)?, NaiveDate::from_ymd_opt(first + 9, 12, 31)?))
}

/// Parses Elasticsearch's date math: `now-7d/d`, `now/M`. The unit after the slash is the period that contains the
/// date. Units are those of this module (`m` is months).
fn mathematical(text: &str, now: &DateTime<FixedOffset>) -> Option<Stretch> {
    let (sum, unit) = match text.split_once('/') {
        Some((sum, unit)) => (sum, Some(unit)),
        None => (text, None),
    };
    let mut rest = sum.strip_prefix("now").filter(|rest| !rest.is_empty() || unit.is_some())?;
    let mut at = *now;
    while !rest.is_empty() {
        let back = rest.starts_with('-');
        let body = rest.strip_prefix(['-', '+'])?;
        let end = body.find(['-', '+']).unwrap_or(body.len());
        at = shifted(at, &body[..end], back)?;
        rest = &body[end..];
    }
    let Some(unit) = unit else {
        return Some((Bound::Instant(at.timestamp()), Bound::Instant(at.timestamp())));
    };
    let day = at.date_naive();
    match unit {
        "d" => Some(days(day, day)),
        "w" => period("week", false, day),
        "m" | "M" | "mo" => period("month", false, day),
        "q" => period("quarter", false, day),
        "y" => period("year", false, day),
        "h" | "H" | "min" => {
            let length = if unit == "min" { 60 } else { 3_600 };
            let first = at.timestamp().div_euclid(length) * length;
            Some((Bound::Instant(first), Bound::Instant(first + length - 1)))
        }
        _ => None,
    }
}

/// Shifts a time by an amount such as `7d`, forward or back.
fn shifted(at: DateTime<FixedOffset>, amount: &str, back: bool) -> Option<DateTime<FixedOffset>> {
    let digits = amount.len() - amount.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: u32 = amount[..digits].parse().ok()?;
    let months = |count: u32| match back {
        true => at.checked_sub_months(Months::new(count)),
        false => at.checked_add_months(Months::new(count)),
    };
    let minutes = match &amount[digits..] {
        "m" | "M" | "mo" => return months(count),
        "q" => return months(count.checked_mul(3)?),
        "y" => return months(count.checked_mul(12)?),
        "w" => i64::from(count) * 7 * 24 * 60,
        "d" => i64::from(count) * 24 * 60,
        "h" | "H" => i64::from(count) * 60,
        "min" => i64::from(count),
        _ => return None,
    };
    let shifted =
        at.checked_add_signed(TimeDelta::minutes(if back { -minutes } else { minutes }))?;
    (1..=9_999).contains(&shifted.year()).then_some(shifted)
}

fn relative(words: &[&str], now: &DateTime<FixedOffset>) -> Option<Stretch> {
    let today = now.date_naive();
    let day = |day: NaiveDate| days(day, day);
    match words {
        ["today"] => Some(day(today)),
        ["yesterday"] => Some(day(today.pred_opt()?)),
        ["now"] => Some((Bound::Instant(now.timestamp()), Bound::Instant(now.timestamp()))),
        [which @ ("this" | "last"), unit] => period(unit, *which == "last", today),
        [count, unit, "ago"] => back(count.parse().ok()?, unit, now),
        [count, unit] if *unit != "ago" => back(count.parse().ok()?, unit, now),
        [one] | [one, "ago"] => {
            if let Some(weekday) = dates::weekday(one) {
                let back = (today.weekday().num_days_from_monday() + 7 - weekday) % 7;
                return Some(day(today.checked_sub_days(Days::new(back.into()))?));
            }
            if let Some(month) = dates::month(one) {
                let year = if month <= today.month() { today.year() } else { today.year() - 1 };
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                return Some(days(first, month_end(first)));
            }
            let digits = one.len() - one.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            back(one[..digits].parse().ok()?, &one[digits..], now)
        }
        _ => None,
    }
}

/// Returns the current or the last week, month, quarter or year.
fn period(unit: &str, last: bool, today: NaiveDate) -> Option<Stretch> {
    match unit {
        "week" => {
            let monday = today
                .checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()))?
                .checked_sub_days(Days::new(if last { 7 } else { 0 }))?;
            Some(days(monday, monday.checked_add_days(Days::new(6))?))
        }
        "month" => {
            let first = today.with_day(1)?.checked_sub_months(Months::new(last.into()))?;
            Some(days(first, month_end(first)))
        }
        "quarter" => {
            let first = today.with_day(1)?.with_month(today.month0() / 3 * 3 + 1)?;
            let first = first.checked_sub_months(Months::new(if last { 3 } else { 0 }))?;
            Some(days(first, month_end(first.checked_add_months(Months::new(2))?)))
        }
        "year" => {
            let year = today.year() - i32::from(last);
            Some(days(NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
        }
        _ => None,
    }
}

/// Returns the day or instant `count` units before now. Days and longer units give a day, hours and minutes an instant.
fn back(count: u32, unit: &str, now: &DateTime<FixedOffset>) -> Option<Stretch> {
    let today = now.date_naive();
    let day = match unit {
        "d" | "day" | "days" => today.checked_sub_days(Days::new(count.into()))?,
        "w" | "week" | "weeks" => today.checked_sub_days(Days::new(u64::from(count) * 7))?,
        "m" | "mo" | "month" | "months" => today.checked_sub_months(Months::new(count))?,
        "q" | "quarter" | "quarters" => {
            today.checked_sub_months(Months::new(count.checked_mul(3)?))?
        }
        "y" | "year" | "years" => today.checked_sub_months(Months::new(count.checked_mul(12)?))?,
        "h" | "hour" | "hours" | "min" | "minute" | "minutes" => {
            let minutes = i64::from(count) * if unit.starts_with('h') { 60 } else { 1 };
            let instant = now.checked_sub_signed(TimeDelta::minutes(minutes))?.timestamp();
            return Some((Bound::Instant(instant), Bound::Instant(instant)));
        }
        _ => return None,
    };
    (day.year() >= 1).then(|| days(day, day))
}

/// Returns why a text is not a date, as precisely as possible.
pub fn bad(text: &str) -> BadDate {
    let parts: Vec<u32> = text.split(['-', '/']).map_while(|part| part.parse().ok()).collect();
    if let Some((first, last)) = text.split_once("..").filter(|(first, last)| *first != *last) {
        let hint = format!("write --since {first} --until {last}, or in the query: date:{text}");
        let hint = match first.is_empty() || last.is_empty() {
            true => format!("write one date; a range is for the query: date:{text}"),
            false => hint,
        };
        return BadDate { problem: format!("{text:?} is a range, not a date"), hint };
    }
    let forms = "write 2025, 2025-05, 2025-05-31, 2025-Q2, 1980s, 2025-05-31T14:30, yesterday, 7d or \"last month\"";
    if let [1..=9999, month] = parts[..]
        && !(1..=12).contains(&month)
    {
        let problem = format!("{text:?}: {month} is not a month");
        return BadDate { problem, hint: forms.into() };
    }
    if let [year @ 1..=9999, month, day] = parts[..] {
        if !(1..=12).contains(&month) {
            return BadDate {
                problem: format!("{text:?}: {month} is not a month"),
                hint: forms.into(),
            };
        }
        if let Some(first) = NaiveDate::from_ymd_opt(year as i32, month, 1) {
            let last = month_end(first);
            if day == 0 || day > last.day() {
                return BadDate {
                    problem: format!("{text:?}: that month has {} days", last.day()),
                    hint: format!(
                        "write {}, or {} for the whole month",
                        last.format("%Y-%m-%d"),
                        last.format("%Y-%m")
                    ),
                };
            }
        }
    }
    BadDate { problem: format!("{text:?} is not a date"), hint: forms.into() }
}
