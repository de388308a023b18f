//! Dates whose parts are in several columns: year, month and day; day and time of day; local time and UTC.

use chrono::{Duration, NaiveDateTime};

use super::super::column_names;
use super::member::Member;
use super::values;
use crate::article::Precision;
use crate::dates::{self, Orders};

/// The names of columns with the time of day, in lower case and with letters and digits only.
const TIMES: [&str; 23] = [
    "time",
    "hour",
    "pubtime",
    "publishtime",
    "publishedtime",
    "publicationtime",
    "posttime",
    "timepublished",
    "timeofday",
    "clock",
    "uhrzeit",
    "zeit",
    "heure",
    "hora",
    "ora",
    "tijd",
    "время",
    "时间",
    "時間",
    "시간",
    "saat",
    "godzina",
    "kellonaika",
];

/// The names of columns with a year, a month and a day.
const YEARS: [&str; 14] = [
    "year", "jahr", "année", "annee", "año", "ano", "anno", "jaar", "rok", "год", "år", "年",
    "年份", "연도",
];
const MONTHS: [&str; 13] = [
    "month",
    "monat",
    "mois",
    "mes",
    "mês",
    "mese",
    "maand",
    "miesiąc",
    "месяц",
    "måned",
    "månad",
    "月",
    "월",
];
const DAYS: [&str; 11] =
    ["day", "tag", "jour", "día", "dia", "giorno", "dag", "dzień", "день", "日", "일"];

/// The maximum length of a time of day, in bytes.
const CLOCK: usize = 24;

/// The ends of the names of columns with the same time in UTC.
const UTC: [&str; 2] = ["gmt", "utc"];

/// Returns a date with its parts in other columns, or `None` without such columns. `name` is the name of its column.
pub(super) fn whole(name: &str, date: &str, members: &[Member]) -> Option<String> {
    let name = column_names::plain(name);
    if name.ends_with("year") || YEARS.contains(&name.as_str()) {
        return with_month_and_day(date, members);
    }
    with_offset(&name, date, members).or_else(|| with_time(date, members))
}

/// Combines a year with the month and the day in separate columns.
fn with_month_and_day(year: &str, members: &[Member]) -> Option<String> {
    // Data frames turn integers into fractions: `9.0`.
    let whole = |text: String| text.trim().trim_end_matches(".0").to_string();
    let part = |names: &[&str]| {
        let is_named =
            |member: &&Member| names.contains(&column_names::plain(&member.name).as_str());
        let column = members.iter().find(is_named)?;
        values::identifier(column.value.clone()).map(whole)
    };
    let month = part(&MONTHS)?;
    let month = month.parse::<u32>().ok().or_else(|| dates::month(&month.to_lowercase()))?;
    let year = whole(year.to_string());
    match part(&DAYS).and_then(|day| day.parse::<u32>().ok()) {
        Some(day) => Some(format!("{year}-{month:02}-{day:02}")),
        None => Some(format!("{year}-{month:02}")),
    }
}

/// Combines a day with the time of day in another column. Databases write a day as its midnight.
fn with_time(date: &str, members: &[Member]) -> Option<String> {
    let day = date.trim();
    let day = ["00:00:00", "00:00"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let day = day.trim_end_matches([' ', 'T']);
    let time = members.iter().find_map(|member| {
        let time = member.value.as_str().map(str::trim)?;
        let is_time = time.len() <= CLOCK
            && time.contains(|c: char| c.is_ascii_digit())
            && TIMES.contains(&column_names::plain(&member.name).as_str());
        is_time.then_some(time)
    })?;
    let precision = |text: &str| {
        let stated = dates::stated(text, Orders::ANY).filter(|stated| !stated.part)?;
        Some(stated.found.date.precision)
    };
    let has_clock =
        precision(&format!("2000-01-01 {time}")).is_some_and(|one| one > Precision::Day);
    let whole = format!("{day} {time}");
    let fits = has_clock && precision(day)? <= Precision::Day && precision(&whole).is_some();
    fits.then_some(whole)
}

/// Combines a local time with the same time in UTC in another column, which gives its time zone. WordPress writes
/// `date` and `date_gmt`.
fn with_offset(name: &str, date: &str, members: &[Member]) -> Option<String> {
    let local = clock(date).filter(|_| !date.ends_with('Z'))?;
    let utc = members.iter().find_map(|member| {
        let time = member.value.as_str()?;
        let end = UTC.into_iter().find(|end| ends_with(&member.name, end))?;
        let is_same = column_names::plain(&member.name).strip_prefix(name) == Some(end);
        is_same.then(|| clock(time)).flatten()
    })?;
    let offset = local - utc;
    let minutes = offset.num_minutes();
    let is_offset = offset.abs() <= Duration::hours(14) && minutes % 15 == 0;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    is_offset.then(|| format!("{}{sign}{hours:02}:{rest:02}", local.format("%Y-%m-%dT%H:%M:%S")))
}

fn ends_with(name: &str, end: &str) -> bool {
    let start = name.len().checked_sub(end.len());
    start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

/// Reads a time without a time zone.
fn clock(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}
