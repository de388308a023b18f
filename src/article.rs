//! The article: a normalized piece of news, its key, and a date with its precision.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

/// The identifier of an article in an index: a 128-bit hash in hexadecimal, or a key supplied by the article. Keys are
/// compared as text.
pub type Key = String;

/// Returns the 16 bytes of a key that is a hash, or `None` for any other key.
pub(crate) fn hash_of_key(key: &str) -> Option<[u8; 16]> {
    let digits = key.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut hash = [0; 16];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |c: u8| match c {
            b'0'..=b'9' => Some(c - b'0'),
            b'a'..=b'f' => Some(c - b'a' + 10),
            _ => None,
        };
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}

/// Returns the key of a hash, in hexadecimal digits.
pub(crate) fn key_of_hash(hash: &[u8]) -> Key {
    let digit = |bits: u8| char::from(b"0123456789abcdef"[usize::from(bits)]);
    let mut key = Key::with_capacity(2 * hash.len());
    for byte in hash {
        key.push(digit(byte >> 4));
        key.push(digit(byte & 15));
    }
    key
}

/// The precision of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the year is known.
    Year,
    /// The year and the month are known.
    Month,
    /// The day is known.
    Day,
    /// The time is known to the minute.
    Minute,
    /// The time is known to the second.
    Second,
}

impl Precision {
    /// Returns the name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

/// The date of publication that an article states: local wall time, with the precision as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The local wall time. Parts beyond the precision have their earliest possible value.
    pub wall: NaiveDateTime,
    /// How much of `wall` is known.
    pub precision: Precision,
    /// The offset from UTC, in seconds east of Greenwich.
    pub offset: i32,
}

/// Returns the number of days since 1 January 1970 in the proleptic Gregorian calendar, negative for earlier days.
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 719_163
}

/// Returns the calendar day of a day number, or `None` if the calendar cannot represent it.
pub fn day_from_number(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number + 719_163).ok()?)
}

/// Returns the last day of the month of `day`.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let (year, month) =
        if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1).and_then(|first| first.pred_opt()).unwrap_or(day)
}

impl Date {
    /// Creates a date without a time. Returns `None` if the day does not exist or the year is not 1 to 9999.
    pub fn from_parts(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Date> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        Some(Date { wall: first.and_time(NaiveTime::MIN), precision, offset: 0 })
    }

    /// Returns the first day that the date may mean.
    pub fn first_day(&self) -> NaiveDate {
        self.wall.date()
    }

    /// Returns the last day that the date may mean.
    pub fn last_day(&self) -> NaiveDate {
        let first = self.first_day();
        match self.precision {
            Precision::Year => NaiveDate::from_ymd_opt(first.year(), 12, 31).unwrap_or(first),
            Precision::Month => month_end(first),
            _ => first,
        }
    }

    /// Returns the earliest instant that the date may mean, in seconds since 1970 UTC.
    pub fn seconds(&self) -> i64 {
        self.wall.and_utc().timestamp() - i64::from(self.offset)
    }

    /// Returns whether the date is less precise than a day.
    pub fn is_inexact(&self) -> bool {
        self.precision < Precision::Day
    }
}

impl fmt::Display for Date {
    /// Formats the date as in RFC 3339, with the precision of the article: `2025`, `2025-05`, `2025-05-31`,
    /// `2025-05-31T04:03:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.wall.date();
        match self.precision {
            Precision::Year => write!(f, "{:04}", day.year()),
            Precision::Month => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Precision::Day => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Precision::Minute | Precision::Second => {
                write!(f, "{}", self.wall.format("%Y-%m-%dT%H:%M:%S"))?;
                if self.offset == 0 {
                    f.write_str("Z")
                } else {
                    let sign = if self.offset < 0 { '-' } else { '+' };
                    let minutes = self.offset.abs() / 60;
                    write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
                }
            }
        }
    }
}

impl From<DateTime<FixedOffset>> for Date {
    fn from(instant: DateTime<FixedOffset>) -> Date {
        Date {
            wall: instant.naive_local(),
            precision: Precision::Second,
            offset: instant.offset().local_minus_utc(),
        }
    }
}

/// A header as it is in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Header {
    /// The name (`date`, `id`, `timestamp`, `debris`, or the format's name for it).
    pub name: String,
    /// The value, unchanged.
    pub value: String,
}

/// Properties of an article as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Flags {
    /// The date is before 1600 or more than two days after the file's modification time.
    pub suspect: bool,
    /// The article states a date that could not be parsed, so the article is undated.
    pub date_unread: bool,
    /// The article was longer than the limit and was truncated.
    pub truncated: bool,
    /// The source comes from the folder or from `--source`, not from the article.
    pub source_inherited: bool,
    /// The article states no date. Its date, if any, comes from its path or from the file's modification time.
    pub date_inherited: bool,
    /// The title is the file name.
    pub title_inherited: bool,
    /// The key was supplied by the article and is not the hash of its content.
    pub key_brought: bool,
}

/// A normalized piece of news.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Article {
    /// The identifier in an index.
    pub key: Key,
    /// The id in the article's header.
    pub id: Option<String>,
    /// The date of publication, if it is known.
    pub date: Option<Date>,
    /// The newspaper or agency that published the article.
    pub source: Option<String>,
    /// The agency that the publisher credits.
    pub agency: Option<String>,
    /// The place in the dateline.
    pub dateline: Option<String>,
    /// The authors.
    pub byline: Vec<String>,
    /// The section in which the article was printed.
    pub section: Option<String>,
    /// The keywords, tags and subjects.
    pub topics: Vec<String>,
    /// The title.
    pub title: Option<String>,
    /// The text, without the header lines.
    pub body: String,
    /// The ISO 639-1 code of the language, if it is known.
    pub lang: Option<String>,
    /// The code of the language that most articles of the source are in. It is set only if the article's language is
    /// not known and this language is not the default of its script. The words are then analyzed in it.
    pub source_lang: Option<String>,
    /// The web address of the article.
    pub url: Option<String>,
    /// All raw headers of the article.
    pub headers: Vec<Header>,
    /// The origin of each normalized field, as pairs of a field and an explanation.
    pub provenance: Vec<(String, String)>,
    /// Further properties.
    pub flags: Flags,
}

/// The time in seconds that [`order`] uses for articles without a date. It is before all years.
pub(crate) const UNDATED_SECONDS: i64 = -(1 << 38);

/// The number of bits of [`order`] that store the key's prefix.
pub(crate) const KEY_BITS: u32 = 24;

/// Returns a number by which articles are sorted in descending order: the newest first, and within the same second the
/// smaller key first, as far as its prefix determines the order.
pub fn order(seconds: i64, key: &str) -> i64 {
    seconds << KEY_BITS | ((1 << KEY_BITS) - 1 - key_rank(key))
}

/// Returns a number below 2^[`KEY_BITS`] that never decreases as keys increase: five digits to base 19, chosen for
/// hexadecimal keys. Any other character shares its rank with its neighbors and ends the number, because the
/// characters after it no longer determine the order.
fn key_rank(key: &str) -> i64 {
    const BASE: i64 = 19;
    let mut ended = false;
    (0..5).fold(0, |rank, at| {
        let digit = match key.as_bytes().get(at) {
            _ if ended => 0,
            Some(byte @ b'0'..=b'9') => i64::from(byte - b'0') + 1,
            Some(byte @ b'a'..=b'f') => i64::from(byte - b'a') + 12,
            other => {
                ended = true;
                match other {
                    Some(byte) if *byte > b'f' => 18,
                    Some(byte) if *byte > b'9' => 11,
                    _ => 0,
                }
            }
        };
        rank * BASE + digit
    })
}

impl Article {
    /// Returns an article with a title, which may be empty, and a text.
    pub fn of(title: impl Into<String>, body: impl Into<String>) -> Article {
        let title = Some(title.into()).filter(|title| !title.is_empty());
        Article { title, body: body.into(), ..Article::default() }
    }

    /// Returns the number by which articles are sorted.
    pub fn order(&self) -> i64 {
        order(self.date.map_or(UNDATED_SECONDS, |date| date.seconds()), &self.key)
    }

    /// Returns the names of the article's flags, as engines index them.
    pub fn flag_names(&self) -> impl Iterator<Item = &'static str> {
        let date = self.date;
        let flags = [
            (date.is_none(), "undated"),
            (date.is_some_and(|date| date.is_inexact()), "inexact"),
            (date.is_some_and(|date| date.offset != 0), "zoned"),
            (self.flags.suspect, "suspect"),
            (self.flags.date_unread, "unread"),
            (self.flags.truncated, "truncated"),
        ];
        flags.into_iter().filter_map(|(is_set, name)| is_set.then_some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_of_a_key_never_falls_as_keys_rise() {
        let mut keys = [
            "", "-", "0", "00", "0a", "1", "9f", "A", "Ab", "Z", "a", "a0", "aZ", "af", "f", "fz",
            "g", "menafn-1", "menafn-2", "z", "é", "ffffffff", "fffffe", "12345", "123456",
        ];
        keys.sort_unstable();
        for pair in keys.windows(2) {
            assert!(key_rank(pair[0]) <= key_rank(pair[1]), "{pair:?}");
        }
        assert!(keys.iter().all(|key| (0..1 << KEY_BITS).contains(&key_rank(key))));
    }

    #[test]
    fn undated_articles_come_after_the_year_one() {
        let first = Date::from_parts(1, None, None).unwrap().seconds();
        assert!(order(UNDATED_SECONDS, "") < order(first, "zzzz"));
        assert!(order(first, "a") > order(first, "b"));
    }
}
