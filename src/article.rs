//! The article: one normalised piece, what identifies it, and a date that says how much it knows.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

/// What identifies an article in an index: a 128-bit hash in hexadecimal, or the key the article
/// brought along. Keys are compared as text.
pub type Key = String;

/// The 16 bytes of a key that is a hash.
pub fn hash_of_key(key: &str) -> Option<[u8; 16]> {
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

/// The key of a hash, in hexadecimal digits.
pub fn key_of_hash(hash: &[u8]) -> Key {
    let digit = |bits: u8| char::from(b"0123456789abcdef"[usize::from(bits)]);
    let mut key = Key::with_capacity(2 * hash.len());
    for byte in hash {
        key.push(digit(byte >> 4));
        key.push(digit(byte & 15));
    }
    key
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds.
    Second,
}

impl Precision {
    /// The word used in JSON.
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

/// When an article says it was published: local wall time, as precise as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Local wall time; the parts beyond the precision are the earliest possible.
    pub wall: NaiveDateTime,
    /// How much of `wall` is known.
    pub precision: Precision,
    /// Seconds east of Greenwich.
    pub offset: i32,
}

/// Days from 1 January 1970, proleptic Gregorian; negative before.
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 719_163
}

/// The calendar day of a day number; None outside what a calendar can hold.
pub fn day_from_number(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number + 719_163).ok()?)
}

/// The last day of the month `day` is in.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let (year, month) =
        if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1).and_then(|first| first.pred_opt()).unwrap_or(day)
}

impl Date {
    /// A date without a time. None where no such day exists or the year is not 1 to 9999.
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

    /// The first day the date may mean.
    pub fn first_day(&self) -> NaiveDate {
        self.wall.date()
    }

    /// The last day the date may mean.
    pub fn last_day(&self) -> NaiveDate {
        let first = self.first_day();
        match self.precision {
            Precision::Year => NaiveDate::from_ymd_opt(first.year(), 12, 31).unwrap_or(first),
            Precision::Month => month_end(first),
            _ => first,
        }
    }

    /// Seconds since 1970 in universal time of the earliest instant the date may mean.
    pub fn seconds(&self) -> i64 {
        self.wall.and_utc().timestamp() - i64::from(self.offset)
    }

    /// Whether the date is coarser than a day.
    pub fn is_inexact(&self) -> bool {
        self.precision < Precision::Day
    }
}

impl fmt::Display for Date {
    /// RFC 3339, as precise as the article was: `2025`, `2025-05`, `2025-05-31`,
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

/// A header as it stood in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Header {
    /// Its name (`date`, `id`, `timestamp`, `debris`, or what the format calls it).
    pub name: String,
    /// Its value, verbatim.
    pub value: String,
}

/// What may be said about an article as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// The date lies before 1600 or more than two days after the file's own time.
    pub suspect: bool,
    /// The article states a date that is not understood, and is undated for it.
    pub date_unread: bool,
    /// The article was longer than what is indexed of one.
    pub truncated: bool,
    /// The source is that of its folder or of `--source`, not the article's own word.
    pub source_inherited: bool,
    /// The article states no date: that of its path or its file's last change is its date, if there is one.
    pub date_inherited: bool,
    /// The title is the name of its file.
    pub title_inherited: bool,
    /// The key was brought along by the article and is not the hash of its content.
    pub key_brought: bool,
}

/// One normalised piece.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// What identifies it in an index.
    pub key: Key,
    /// What its own header calls it.
    pub id: Option<String>,
    /// When it was published; None when unknown.
    pub date: Option<Date>,
    /// Who published it.
    pub source: Option<String>,
    /// The agency the publisher credits.
    pub agency: Option<String>,
    /// The place a dateline names.
    pub dateline: Option<String>,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// The section it was printed in.
    pub section: Option<String>,
    /// Its keywords, tags and subjects.
    pub topics: Vec<String>,
    /// The title.
    pub title: Option<String>,
    /// What the reader saw, but for the header lines.
    pub body: String,
    /// ISO 639-1 code of the language, where it is known.
    pub lang: Option<String>,
    /// Code of the language that most of its source is in, where its own is not known and that is not the
    /// default of its script: what its words are analysed in.
    pub source_lang: Option<String>,
    /// Where it was found on the web.
    pub url: Option<String>,
    /// Every raw header found.
    pub headers: Vec<Header>,
    /// Where each normalised field came from: (field, explanation).
    pub provenance: Vec<(String, String)>,
    /// What else is to be known about it.
    pub flags: Flags,
}

/// `order` of articles without a date: before every year there is. Seconds.
pub const UNDATED_SECONDS: i64 = -(1 << 38);

/// Bits of `order` that hold the beginning of the key.
pub const KEY_BITS: u32 = 24;

/// One number to sort articles by, descending: newest first, and of articles of one second the
/// smaller key first, as far as its beginning tells.
pub fn order(seconds: i64, key: &str) -> i64 {
    seconds << KEY_BITS | ((1 << KEY_BITS) - 1 - key_rank(key))
}

/// A number below 2^[`KEY_BITS`] that never falls as keys rise: five places to base 19, made for
/// hexadecimal digits. Any other character shares its rank with its neighbours and ends the
/// number, since what follows it says nothing about the order.
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
    /// The number articles are sorted by.
    pub fn order(&self) -> i64 {
        order(self.date.map_or(UNDATED_SECONDS, |date| date.seconds()), &self.key)
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
