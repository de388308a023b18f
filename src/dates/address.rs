//! Finds dates in addresses and paths.

use chrono::NaiveDate;

use crate::article::Precision;

/// Returns the day in an address: `/2019/10/19/`, `/2019-10-19-`, `/20191019/`, `/19-10-2019`.
pub fn day(url: &str) -> Option<String> {
    day_since(url, 1990)
}

/// Returns the day in a path. Unlike [`day`], accepts years before the web.
pub fn day_of_path(path: &str) -> Option<String> {
    day_since(&format!("/{path}"), 1600).or_else(|| day_in_words(path.rsplit('/').next()?))
}

/// Returns the day in the name of a file or a folder that gives it in words, or as in German: `lamp (May 31, 2019).txt`,
/// `31.05.2019.txt`.
pub fn day_in_words(name: &str) -> Option<String> {
    let name = name.replace('_', " ");
    let (_, found) = super::all(&name).next()?;
    let is_day = found.readings.is_none() && found.date.precision >= Precision::Day;
    is_day.then(|| found.date.first_day().to_string())
}

fn day_since(url: &str, first: i32) -> Option<String> {
    let whole = |year: &str, month: &str, day: &str| whole(year, month, day, first);
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let mut numbers: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, byte) in path.bytes().chain([b'/']).enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                numbers.push((from, &path[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    let bounded = |from: usize| from > 0 && matches!(path.as_bytes()[from - 1], b'/' | b'-' | b'_');
    for (number, (from, digits)) in
        numbers.iter().enumerate().filter(|(_, (from, _))| bounded(*from))
    {
        if digits.len() == 8
            && let Some(day) = whole(&digits[..4], &digits[4..6], &digits[6..])
        {
            return Some(day);
        }
        let Some([(second_from, second), (third_from, third)]) =
            numbers.get(number + 1..number + 3)
        else {
            continue;
        };
        let (gap, next) = (from + digits.len(), second_from + second.len());
        let marks = (path.as_bytes()[gap], path.as_bytes()[next]);
        if *second_from != gap + 1
            || *third_from != next + 1
            || !matches!(marks, (b'/', b'/') | (b'-', b'-') | (b'_', b'_'))
        {
            continue;
        }
        let found = match (digits.len(), second.len(), third.len()) {
            (4, 1 | 2, 1 | 2) => whole(digits, second, third),
            // The day comes first only if it cannot be a month.
            (1 | 2, 1 | 2, 4) if digits.parse::<u32>().is_ok_and(|day| day > 12) => {
                whole(third, second, digits)
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn whole(year: &str, month: &str, day: &str, first: i32) -> Option<String> {
    let year: i32 = year.parse().ok().filter(|year| (first..2100).contains(year))?;
    let day = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
    Some(day.to_string())
}
