//! Numbers as dates: digits of other scripts, years of Japanese eras, timestamps, and days without separators.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate};

use super::found::Found;
use crate::article::{Date, Precision};

/// Returns a text with digits of any script, spaces of any width and full-width marks replaced by ASCII, and without
/// direction marks.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| match c {
            '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
            '：' => ':',
            '／' => '/',
            '－' | '‐' | '‑' => '-',
            _ => digit(c).unwrap_or(c),
        })
        .collect();
    if plain.contains('年') {
        return Cow::Owned(years(&plain));
    }
    let is_persian = text.contains(|c| ('۰'..='۹').contains(&c));
    let converted = is_persian.then(|| super::calendars::persian_numbers(&plain)).flatten();
    Cow::Owned(converted.unwrap_or(plain))
}

/// The digit zero in the scripts of news.
const ZEROS: [char; 17] =
    ['٠', '۰', '०', '০', '௦', '๐', '០', '０', '੦', '૦', '୦', '౦', '೦', '൦', '໐', '၀', '༠'];

fn digit(c: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        (value < 10).then_some(value)
    })?;
    char::from_digit(value, 10)
}

/// The eras of Japan and Taiwan, each with the year before its first year.
const ERAS: [(&str, u32); 7] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
];

/// Replaces Chinese numbers by digits, and years of an era by common years.
fn years(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut number = String::new();
    for c in text.chars().chain(['\0']) {
        if "〇零一二三四五六七八九十".contains(c) {
            number.push(c);
            continue;
        }
        // In weekdays and the like, these characters are not numbers.
        match "年月日号號時时点點分秒".contains(c) {
            true => out.push_str(&chinese(&number)),
            false => out.push_str(&number),
        }
        number.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    for (era, before) in ERAS {
        if let Some((front, rest)) = out.split_once(era)
            && let Some((year, rest)) = rest.trim_start().split_once('年')
            && let Some(year) = if year == "元" { Some(1) } else { year.parse::<u32>().ok() }
            && year < 200
        {
            return format!("{front}{}年{rest}", before + year);
        }
    }
    out
}

/// Converts a Chinese number to digits: `二〇一二`, `十`, `二十五`.
fn chinese(number: &str) -> String {
    let value = |c: char| {
        "〇一二三四五六七八九".chars().position(|known| known == c || (c == '零' && known == '〇'))
    };
    match number.split_once('十') {
        None => number.chars().filter_map(value).map(|digit| digit.to_string()).collect(),
        Some((tens, ones)) => {
            let part = |text: &str, absent| text.chars().next().map_or(Some(absent), value);
            match (part(tens, 1), part(ones, 0)) {
                (Some(tens), Some(ones)) => (tens * 10 + ones).to_string(),
                _ => number.to_string(),
            }
        }
    }
}

/// Reads a number that is a date. This may be seconds, milliseconds, microseconds or nanoseconds since 1970,
/// distinguished by their magnitude; a day, or a day and a time, without separators (`20120210093000`); or
/// `/Date(1328864400000)/`.
pub(super) fn number(text: &str) -> Option<Found> {
    // Most dates contain other characters.
    let numeric = |byte: u8| byte.is_ascii_digit() || b"+-.eE/Dat()".contains(&byte);
    if text.len() > 40 || !text.bytes().all(numeric) {
        return None;
    }
    let inner = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    if let Some(inner) = inner {
        let zone = inner.get(1..)?.find(['+', '-']).map_or(inner.len(), |at| at + 1);
        return instant(inner[..zone].parse::<i128>().ok()?, 1_000, text.len());
    }
    let whole = match text.split_once('.') {
        // A timestamp with a fraction of a second, as written by Python.
        Some((whole, fraction))
            if whole.len() >= 9 && fraction.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            whole
        }
        Some(_) => return scientific(text),
        None => text,
    };
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return scientific(text);
    }
    let value: i128 = whole.parse().ok()?;
    match digits.len() {
        7 => of_year(text),
        9 | 10 => instant(value, 1, text.len()),
        11 => None,
        12 | 14 => marked(text).or_else(|| instant(value, 1_000, text.len())),
        13 => instant(value, 1_000, text.len()),
        15 | 16 => instant(value, 1_000_000, text.len()),
        18 | 19 => instant(value, 1_000_000_000, text.len()),
        _ => None,
    }
}

/// Reads a timestamp such as `1.328864400E9`. JavaScript and spreadsheets write large numbers like this.
fn scientific(text: &str) -> Option<Found> {
    let lower = text.to_ascii_lowercase();
    let (_, exponent) = lower.split_once('e')?;
    exponent
        .trim_start_matches('+')
        .parse::<u32>()
        .ok()
        .filter(|exponent| (8..=18).contains(exponent))?;
    let value = lower.parse::<f64>().ok().filter(|value| value.is_finite())?;
    number(&format!("{value:.0}"))
}

/// Returns the instant `value` units after the start of 1970, with `parts` units per second. Rejects 0, which missing
/// values often become.
fn instant(value: i128, parts: i128, length: usize) -> Option<Found> {
    let seconds = i64::try_from(value.div_euclid(parts)).ok().filter(|seconds| *seconds != 0)?;
    let moment = DateTime::from_timestamp(seconds, 0)?.naive_utc();
    let date = Date { wall: moment, precision: Precision::Second, offset: 0 };
    Some(Found { date, zoned: true, length, readings: None })
}

/// Reads a day of the year: `2012041`.
fn of_year(text: &str) -> Option<Found> {
    let year = text.get(..4)?.parse().ok().filter(|year| (1600..2200).contains(year))?;
    let day = NaiveDate::from_yo_opt(year, text.get(4..)?.parse().ok()?)?;
    let date = super::found::Parts::day(day)?.date?;
    Some(Found { date, zoned: false, length: text.len(), readings: None })
}

/// Reads a day and a time without separators: `201202100930` or `20120210093000`.
fn marked(text: &str) -> Option<Found> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(0, 4)?).ok().filter(|year| (1900..2100).contains(year))?;
    let day = NaiveDate::from_ymd_opt(year, part(4, 6)?, part(6, 8)?)?;
    let seconds = text.len() > 12;
    let second = if seconds { part(12, 14)? } else { 0 };
    let wall = day.and_hms_opt(part(8, 10)?, part(10, 12)?, second)?;
    let precision = if seconds { Precision::Second } else { Precision::Minute };
    let date = Date { wall, precision, offset: 0 };
    Some(Found { date, zoned: false, length: text.len(), readings: None })
}
