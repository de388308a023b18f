//! Dates that give only a month or a year: `c. 1890`, `Spring 2012`, `Q1 2012`, `2012-W06`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::found::{Found, found_in};
use super::order::Orders;
use crate::article::{Date, Precision};

/// Reads the month or the year of a text that gives nothing more precise.
pub(super) fn read(text: &str) -> Option<Found> {
    if let Some(found) = week(text) {
        return Some(found);
    }
    // A month and its year among other words, as in the date of an issue or a volume.
    let months = found_in(text, Orders::ANY, true, Precision::Month);
    let named = |(start, _): &(usize, Found)| {
        text[*start..].starts_with(char::is_alphabetic) || text[*start..].contains(['年', '년'])
    };
    if let Some((start, found)) = months.into_iter().find(named) {
        return Some(month_before(&text[..start], &found).unwrap_or(found));
    }
    month_and_year(text).or_else(|| without_day(text)).or_else(|| year(text))
}

/// Returns the first of two months, such as `May/` before `June 2012`.
fn month_before(before: &str, second: &Found) -> Option<Found> {
    let joined = before.trim_end();
    let word = joined.strip_suffix(['/', '-', '–', '—', '&'])?.trim_end();
    let word = word.trim_end_matches('.').rsplit(|c: char| !c.is_alphabetic()).next()?;
    let first = super::names::month(&word.to_lowercase())?;
    let day = second.date.first_day();
    let year = if first > day.month() { day.year() - 1 } else { day.year() };
    Some(Found { date: Date::from_parts(year, Some(first), None)?, ..*second })
}

/// Returns the month and the year of a date whose day is zero: `00.05.1890`.
fn without_day(text: &str) -> Option<Found> {
    let mut numbers = text.split(['.', '/', '-']);
    let (day, month, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let plain = |text: &str, least| {
        (least..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_date = matches!(day, "0" | "00") && plain(month, 1) && plain(year, 4);
    let date = Date::from_parts(year.parse().ok()?, Some(month.parse().ok()?), None);
    if !is_date || numbers.next().is_some() {
        return None;
    }
    Some(coarse(date?, text))
}

/// Returns the month and the year of a text with several days or an impossible one: `10/11 February 2012`, `Feb 30,
/// 2012`.
fn month_and_year(text: &str) -> Option<Found> {
    let (mut month, mut year) = (None, None);
    for token in text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        let is_number = token.bytes().all(|byte| byte.is_ascii_digit());
        let twice = match (is_number, token.len()) {
            (true, 4) => year.replace(token.parse().ok()?).is_some(),
            (true, length) => length > 2,
            // The number is an hour: `May 14, 1930 hrs`.
            _ if matches!(token, "hrs" | "hours" | "Hrs" | "HRS" | "Uhr" | "uhr") => true,
            _ => super::names::month(&token.to_lowercase())
                .is_some_and(|named| month.replace(named).is_some()),
        };
        if twice {
            return None;
        }
    }
    let year = year.filter(|year| (1000..2200).contains(year))?;
    Some(coarse(Date::from_parts(year, Some(month?), None)?, text))
}

/// Returns the year of a text that contains no other number.
fn year(text: &str) -> Option<Found> {
    let mut found = None;
    for token in text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        let lower = token.to_lowercase();
        if !lower.contains(|c: char| c.is_ascii_digit()) || is_part_of_a_year(&lower) {
            continue;
        }
        let digits =
            ["ca", "c"].iter().find_map(|about| lower.strip_prefix(about)).unwrap_or(&lower);
        let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let year = digits.parse().ok().filter(|year| is_year && (1000..2200).contains(year))?;
        if found.replace(year).is_some() {
            return None;
        }
    }
    Some(coarse(Date::from_parts(found?, None, None)?, text))
}

/// Returns whether a token means a quarter or a half of a year: `q1`, `h2`.
fn is_part_of_a_year(token: &str) -> bool {
    matches!(token, "q1" | "q2" | "q3" | "q4" | "h1" | "h2")
}

/// Reads a week. Its date is the month that contains the whole week, or else the year.
fn week(text: &str) -> Option<Found> {
    let (year, week) = text.split_once(['W', 'w'])?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let year = year.trim_end_matches('-');
    if year.len() != 4 || week.len() != 2 || !digits(year) || !digits(week) {
        return None;
    }
    let day = |weekday| NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, weekday);
    let (first, last) = (day(Weekday::Mon)?, day(Weekday::Sun)?);
    let month = (first.month() == last.month()).then_some(first.month());
    let year = if month.is_some() { first.year() } else { year.parse().ok()? };
    Some(coarse(Date::from_parts(year, month, None)?, text))
}

fn coarse(date: Date, text: &str) -> Found {
    Found { date, zoned: false, length: text.len(), readings: None }
}
