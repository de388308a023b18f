//! Converts dates of the Persian, the Ethiopian and the Thai calendar.
//!
//! Only unmistakable dates are converted: in digits or with a zone that people who use the calendar write, and with a
//! year in which they live.

use chrono::{Datelike, Days, NaiveDate};

use crate::article::Date;

/// A calendar other than the Gregorian one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Persian,
    Ethiopian,
}

/// The years in which a date of each calendar may be.
const YEARS: [(Calendar, std::ops::RangeInclusive<i32>); 2] =
    [(Calendar::Persian, 1280..=1450), (Calendar::Ethiopian, 1890..=2060)];

/// The offsets of Iran and of Thailand and its neighbors, in seconds east of Greenwich.
const TEHRAN: [i32; 2] = [12_600, 16_200];
const BANGKOK: i32 = 25_200;

/// The years of the Thai calendar in which an article may be, and the number of years by which they are ahead.
const THAI: std::ops::RangeInclusive<i32> = 2443..=2643;
const AHEAD: i32 = 543;

/// Converts a moment with the year of another calendar, which programs write for local readers:
/// `1398-02-24T10:00:00+03:30`, `2562-05-14T10:00:00+07:00`.
pub(super) fn correct(date: &mut Date) {
    let wall = date.wall;
    if (1451..2443).contains(&wall.year()) {
        return;
    }
    let day = match date.offset {
        BANGKOK if THAI.contains(&wall.year()) => wall.date().with_year(wall.year() - AHEAD),
        offset if TEHRAN.contains(&offset) => {
            day_of(Calendar::Persian, wall.year(), wall.month(), wall.day())
        }
        _ => None,
    };
    if let Some(day) = day {
        date.wall = day.and_time(wall.time());
    }
}

/// Returns the common year of a year of the Thai calendar, in a form in which no other year is written.
pub(super) fn of_thai(year: u32) -> u32 {
    match year {
        2480..=2600 => year - 543,
        year => year,
    }
}

/// Returns the day of a date, or `None` if the calendar has no such day or nobody living writes its year.
pub(super) fn day_of(calendar: Calendar, year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    YEARS.iter().find(|(known, years)| *known == calendar && years.contains(&year))?;
    match calendar {
        Calendar::Persian => persian(year, month, day),
        Calendar::Ethiopian => ethiopian(year, month, day),
    }
}

/// Returns the day of a Persian date, by the 33-year cycle of leap years, which agrees with the astronomical rule from
/// 1206 to 1497.
fn persian(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    const LEAP: [i32; 8] = [1, 5, 9, 13, 17, 22, 26, 30];
    let is_leap = |year: i32| LEAP.contains(&year.rem_euclid(33));
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        _ => 29 + u32::from(is_leap(year)),
    };
    if !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(1901, 3, 21)?;
    let leaps = (1280..year).filter(|year| is_leap(*year)).count();
    let before = (month - 1) * 30 + (month - 1).min(6) + day - 1;
    let days = u64::try_from(year - 1280).ok()? * 365 + leaps as u64 + u64::from(before);
    first.checked_add_days(Days::new(days))
}

/// Returns the day of an Ethiopian date. Each month has 30 days, and the last one 5, or 6 in each fourth year.
fn ethiopian(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let length = match month {
        13 => 5 + u32::from(year % 4 == 3),
        _ => 30,
    };
    if !(1..=13).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    // 11 September 1908 was the first day of 1901.
    let first = NaiveDate::from_ymd_opt(1908, 9, 11)?;
    let days = i64::from(year - 1901) * 365
        + i64::from((year).div_euclid(4) - 1901_i32.div_euclid(4))
        + i64::from((month - 1) * 30 + day - 1);
    first.checked_add_signed(chrono::TimeDelta::days(days))
}

/// Converts dates of the Persian calendar in Persian digits, such as `۱۳۹۸/۰۲/۲۴`, to ISO 8601. `text` has ASCII digits
/// in their place. Returns `None` if the text has no such date.
pub(super) fn persian_numbers(text: &str) -> Option<String> {
    let is_mark = |byte: u8| matches!(byte, b'/' | b'-' | b'.');
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while at < bytes.len() {
        let length = digits(at);
        if length == 0 {
            at += 1;
            continue;
        }
        let mut parts = vec![(at, length)];
        let mut end = at + length;
        while parts.len() < 3
            && bytes.get(end).is_some_and(|byte| is_mark(*byte))
            && digits(end + 1) > 0
        {
            let length = digits(end + 1);
            parts.push((end + 1, length));
            end += 1 + length;
        }
        let number = |part: usize| {
            let (from, length) = parts[part];
            text[from..from + length].parse::<u32>().ok().filter(|_| length <= 4)
        };
        if parts.len() == 3
            && let (Some(first), Some(month), Some(last)) = (number(0), number(1), number(2))
        {
            let (year, day) = if first > 31 { (first, last) } else { (last, first) };
            let found = i32::try_from(year)
                .ok()
                .and_then(|year| day_of(Calendar::Persian, year, month, day));
            if let Some(found) = found {
                out.push_str(&text[copied..at]);
                out.push_str(&found.to_string());
                copied = end;
            }
        }
        at = end;
    }
    (copied > 0).then(|| out + &text[copied..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_other_calendars_are_converted() {
        for ((year, month, day), wanted) in [
            ((1398, 2, 24), Some("2019-05-14")),
            ((1399, 12, 30), Some("2021-03-20")),
            ((1400, 1, 1), Some("2021-03-21")),
            ((1403, 12, 30), Some("2025-03-20")),
            ((1404, 1, 1), Some("2025-03-21")),
            ((1357, 11, 22), Some("1979-02-11")),
            ((1398, 12, 30), None),
            ((1398, 7, 31), None),
        ] {
            let found = day_of(Calendar::Persian, year, month, day).map(|day| day.to_string());
            assert_eq!(found.as_deref(), wanted, "{year}-{month}-{day}");
        }
        for ((year, month, day), wanted) in [
            ((2011, 9, 6), Some("2019-05-14")),
            ((2012, 1, 1), Some("2019-09-12")),
            ((2000, 1, 1), Some("2007-09-12")),
            ((2013, 1, 1), Some("2020-09-11")),
            ((2011, 13, 6), Some("2019-09-11")),
            ((2012, 13, 6), None),
        ] {
            let found = day_of(Calendar::Ethiopian, year, month, day).map(|day| day.to_string());
            assert_eq!(found.as_deref(), wanted, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn numbers_are_converted_where_all_are_of_the_calendar() {
        for (text, wanted) in [
            ("1398/02/24", Some("2019-05-14")),
            ("at 24-2-1398, 10:30", Some("at 2019-05-14, 10:30")),
            ("2019/05/14", None),
            ("1398/13/24 1/2", None),
            ("", None),
            ("1/", None),
        ] {
            assert_eq!(persian_numbers(text).as_deref(), wanted, "{text}");
        }
    }
}
