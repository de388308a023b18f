//! Dates as people and systems write them, read from the beginning of a text.
//!
//! Read: ISO 8601 (`2025-05-31`, `2025-05-31T04:03:00+02:00`, `2025-05`, `20250531`), the same
//! with slashes, `31 May 2025`, `May 31, 2025`, `Saturday, May 31st, 2025`, `31 de mayo de 2025`,
//! `2025. május 31.`, `2025年5月31日` (months and days of the week in the languages of [`names`]), numeric
//! dates with the year last, and a clock behind any of them (`3:08:54 AM`, `04:03 GMT`). Years 1 to 9999.
//! A numeric date whose day and month could change places is kept as its year, with both readings.

pub mod address;
mod clock;
pub mod names;

use chrono::NaiveDate;

use crate::article::{Date, Precision};
pub use names::{month, weekday};

/// A date found at the beginning of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The date, its offset 0 unless a zone was written.
    pub date: Date,
    /// Whether a zone was written.
    pub zoned: bool,
    /// Bytes of text it takes.
    pub length: usize,
    /// The two readings of an ambiguous numeric date.
    pub readings: Option<(NaiveDate, NaiveDate)>,
}

/// Within so many bytes a date has a digit.
const LONGEST: usize = 64;

/// A date that is the whole of a text, but for white space and a full stop around it.
pub fn whole(text: &str) -> Option<Found> {
    let text = text.trim().trim_end_matches('.');
    prefix(text).filter(|found| text[found.length..].trim().is_empty())
}

/// The dates in a text, of which at least the day is known or is one of two: where each begins, and each.
pub fn all(text: &str) -> impl Iterator<Item = (usize, Found)> {
    let mut at = 0;
    let mut inside = false;
    std::iter::from_fn(move || {
        while let Some(first) = text[at..].chars().next() {
            let (start, begins) = (at, !inside && first.is_alphanumeric());
            at += first.len_utf8();
            // A number may stand behind letters without a space, as in Chinese.
            inside = first.is_alphanumeric() && (first.is_ascii() || first.is_lowercase());
            if begins
                && let Some(found) = prefix(&text[start..])
                && (found.date.precision >= Precision::Day || found.readings.is_some())
            {
                at = start + found.length;
                inside = false;
                return Some((start, found));
            }
        }
        None
    })
}

/// The date a text begins with. It ends where a word ends: `2025-05-31st` begins with none.
pub fn prefix(text: &str) -> Option<Found> {
    // Most texts are none, and names of months are many.
    if !text.bytes().take(LONGEST).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut at = Cursor { text, at: 0 };
    at.weekday();
    let (date, readings) =
        at.numeric().or_else(|| at.day_month_year()).or_else(|| at.month_day_year())?;
    let mut found = Found { date, zoned: false, length: at.at, readings };
    let iso_clock = at.rest().strip_prefix('T').is_some_and(starts_with_digit);
    if !at.at_word_end() && !iso_clock {
        return None;
    }
    let day_known = found.date.precision == Precision::Day;
    if (day_known || found.readings.is_some())
        && let Some(clock) = at.clock()
    {
        found.length = at.at;
        found.zoned = clock.offset.is_some();
        if day_known {
            found.date.wall = found.date.wall.date().and_time(clock.time);
            found.date.precision = clock.precision;
            found.date.offset = clock.offset.unwrap_or(0);
        }
    }
    // `2025-05-31Tx` is no date, nor is one with a clock that cannot be.
    at.at_word_end().then_some(found)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

type Reading = (Date, Option<(NaiveDate, NaiveDate)>);

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Whether what was read does not stop inside a word or a number. Chinese, Japanese and Korean dates
    /// have an end of their own.
    fn at_word_end(&self) -> bool {
        self.text[..self.at].ends_with(['日', '號', '号', '일'])
            || !self.rest().starts_with(char::is_alphanumeric)
    }

    /// Runs a reader; goes back to where it began when it finds nothing.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn eat(&mut self, wanted: &str) -> Option<()> {
        self.rest().starts_with(wanted).then(|| self.at += wanted.len())
    }

    fn spaces(&mut self) -> Option<()> {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
        self.at += length;
        (length > 0).then_some(())
    }

    /// A number of `least` to `most` digits that no further digit follows.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits < least || digits > most {
            return None;
        }
        self.at += digits;
        rest[..digits].parse().ok()
    }

    fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }

    /// `Saturday, ` and the like; nothing where there is none.
    fn weekday(&mut self) {
        self.attempt(|at| {
            weekday(at.word()?)?;
            at.eat(".");
            at.eat(",");
            at.spaces()
        });
    }

    fn month(&mut self) -> Option<u32> {
        let month = month(self.word()?)?;
        self.eat(".");
        Some(month)
    }

    /// Dates of digits alone.
    fn numeric(&mut self) -> Option<Reading> {
        self.attempt(Self::ideographs)
            .or_else(|| self.attempt(Self::year_then_month))
            .or_else(|| self.attempt(Self::year_first))
            .or_else(|| self.attempt(Self::year_last))
    }

    /// `2025年5月31日`, `2025년 5월 31일`.
    fn ideographs(&mut self) -> Option<Reading> {
        let part = |at: &mut Self, least, most, marks: [&str; 2]| {
            let number = at.number(least, most)?;
            at.spaces();
            marks.into_iter().find(|mark| at.eat(mark).is_some())?;
            at.attempt(Self::spaces);
            Some(number)
        };
        let year = part(self, 4, 4, ["年", "년"])? as i32;
        let month = part(self, 1, 2, ["月", "월"])?;
        let day = self.number(1, 2)?;
        ["日", "号", "號", "일"].into_iter().find(|mark| self.eat(mark).is_some())?;
        Some((Date::from_parts(year, Some(month), Some(day))?, None))
    }

    /// `2025. május 31.`, `2025 May 31`, `2025. 5. 31.`
    fn year_then_month(&mut self) -> Option<Reading> {
        let year = self.number(4, 4)? as i32;
        let dotted = self.eat(".").is_some();
        self.spaces()?;
        let month = match self.attempt(Self::month) {
            Some(month) => month,
            None if dotted => {
                let month = self.number(1, 2)?;
                self.eat(".")?;
                month
            }
            None => return None,
        };
        self.spaces()?;
        let day = self.ordinal()?;
        Some((Date::from_parts(year, Some(month), Some(day))?, None))
    }

    fn year_first(&mut self) -> Option<Reading> {
        if let Some(whole) = self.attempt(|at| at.number(8, 8)) {
            let date = Date::from_parts(
                (whole / 10_000) as i32,
                Some(whole / 100 % 100),
                Some(whole % 100),
            );
            return Some((date?, None));
        }
        let year = self.number(4, 4)? as i32;
        let rest = self.attempt(|at| {
            let separator = ["-", "/", "."].into_iter().find(|mark| at.eat(mark).is_some())?;
            let month = at.number(1, 2)?;
            let day = at.attempt(|at| {
                at.eat(separator)?;
                at.number(1, 2)
            });
            // `2025.5` is a number, and `2025-5-` begins something else.
            (day.is_some() || (separator != "." && !at.rest().starts_with(separator)))
                .then_some((month, day))
        });
        match rest {
            Some((month, day)) => Some((Date::from_parts(year, Some(month), day)?, None)),
            None if self.rest().starts_with(['-', '/'])
                && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) =>
            {
                None
            }
            None => Some((Date::from_parts(year, None, None)?, None)),
        }
    }

    /// `31/05/2025`, `5/31/2025`, `31.5.2025`: ambiguous where both numbers can be months.
    fn year_last(&mut self) -> Option<Reading> {
        let first = self.number(1, 2)?;
        let separator = ["/", ".", "-"].into_iter().find(|mark| self.eat(mark).is_some())?;
        let second = self.number(1, 2)?;
        self.eat(separator)?;
        let year = self.number(4, 4)? as i32;
        let day_first = Date::from_parts(year, Some(second), Some(first));
        let month_first = Date::from_parts(year, Some(first), Some(second));
        match (day_first, month_first) {
            // German and Russian write the day first between full stops, and nobody the month.
            (Some(date), _) if separator == "." => Some((date, None)),
            (Some(a), Some(b)) if a != b => {
                let year = Date::from_parts(year, None, None)?;
                Some((year, Some((a.first_day(), b.first_day()))))
            }
            (Some(date), _) | (None, Some(date)) => Some((date, None)),
            (None, None) => None,
        }
    }

    /// `of`, `de` and the like between the parts of a date.
    fn particle(&mut self) {
        self.attempt(|at| {
            ["of", "de", "del", "di"].contains(&at.word()?).then_some(())?;
            at.spaces()
        });
    }

    fn ordinal(&mut self) -> Option<u32> {
        let day = self.number(1, 2)?;
        let ends = ["st", "nd", "rd", "th", "er", "º", "°", "-го"];
        let _ = ends.into_iter().find(|end| self.eat(end).is_some());
        Some(day)
    }

    /// `31 May 2025`, `31-May-2025`, `31st of May, 2025`, `31. Mai 2025`, `31 de mayo de 2025`.
    fn day_month_year(&mut self) -> Option<Reading> {
        self.attempt(|at| {
            let day = at.ordinal()?;
            at.eat(".");
            at.eat("-").or_else(|| at.spaces())?;
            at.particle();
            let month = at.month()?;
            at.eat(",");
            at.eat("-").or_else(|| at.spaces())?;
            at.particle();
            let year = at.number(4, 4)? as i32;
            Some((Date::from_parts(year, Some(month), Some(day))?, None))
        })
    }

    /// `May 31, 2025`, `May 31 2025`, `May 2025`.
    fn month_day_year(&mut self) -> Option<Reading> {
        self.attempt(|at| {
            let month = at.month()?;
            at.spaces()?;
            let day = at.attempt(|at| {
                let day = at.ordinal()?;
                at.eat(",");
                at.spaces()?;
                Some(day)
            });
            let year = at.number(4, 4)? as i32;
            Some((Date::from_parts(year, Some(month), day)?, None))
        })
    }
}

#[cfg(test)]
mod tests;
