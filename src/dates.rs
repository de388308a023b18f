//! Dates as people and systems write them, read from the beginning of a text.
//!
//! Read: ISO 8601 (`2025-05-31`, `2025-05-31T04:03:00+02:00`, `2025-05`, `20250531`), the same
//! with slashes, `31 May 2025`, `May 31, 2025`, `Saturday, May 31st, 2025`, numeric dates with the
//! year last, and a clock behind any of them (`3:08:54 AM`, `04:03 GMT`). Years 1 to 9999.
//! A numeric date whose day and month could change places is kept as its year, with both readings.

use chrono::{NaiveDate, NaiveTime};

use crate::article::{Date, Precision};

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

/// A date that is the whole of a text, but for white space and a full stop around it.
pub fn whole(text: &str) -> Option<Found> {
    let text = text.trim().trim_end_matches('.');
    prefix(text).filter(|found| text[found.length..].trim().is_empty())
}

/// The date a text begins with. It ends where a word ends: `2025-05-31st` begins with none.
pub fn prefix(text: &str) -> Option<Found> {
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

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The month (1 to 12) a word names: in full or as its first three letters (`Sept` too).
pub fn month(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let found = MONTHS.iter().position(|name| {
        *name == word
            || (word.len() == 3 && name.starts_with(&word))
            || (word == "sept" && *name == "september")
    });
    found.map(|month| month as u32 + 1)
}

/// The day of the week (0 for Monday) a word names, in full or as its first three letters.
pub fn weekday(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let found = WEEKDAYS.iter().position(|name| {
        *name == word
            || (word.len() == 3 && name.starts_with(&word))
            || (word == "tues" && *name == "tuesday")
            || (word == "thurs" && *name == "thursday")
    });
    found.map(|day| day as u32)
}

struct Clock {
    time: NaiveTime,
    precision: Precision,
    offset: Option<i32>,
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

    /// Whether what was read does not stop inside a word or a number.
    fn at_word_end(&self) -> bool {
        !self.rest().starts_with(char::is_alphanumeric)
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
        self.attempt(Self::year_first).or_else(|| self.attempt(Self::year_last))
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

    fn ordinal(&mut self) -> Option<u32> {
        let day = self.number(1, 2)?;
        let _ = ["st", "nd", "rd", "th"].into_iter().find(|end| self.eat(end).is_some());
        Some(day)
    }

    /// `31 May 2025`, `31-May-2025`, `31st of May, 2025`.
    fn day_month_year(&mut self) -> Option<Reading> {
        self.attempt(|at| {
            let day = at.ordinal()?;
            at.eat(".");
            at.eat("-").or_else(|| at.spaces())?;
            at.attempt(|at| {
                at.eat("of")?;
                at.spaces()
            });
            let month = at.month()?;
            at.eat(",");
            at.eat("-").or_else(|| at.spaces())?;
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

    /// A time of day behind a date: `T04:03:00Z`, ` 04:03`, `, 3:08:54 AM GMT`.
    fn clock(&mut self) -> Option<Clock> {
        self.attempt(|at| {
            at.eat("T").or_else(|| {
                at.eat(",");
                at.spaces()
            })?;
            let hour = at.number(1, 2)?;
            at.eat(":")?;
            let minute = at.number(2, 2)?;
            let second = at.attempt(|at| {
                at.eat(":")?;
                at.number(2, 2)
            });
            at.attempt(|at| {
                at.eat(".")?;
                at.number(1, 9)
            });
            let half = at.attempt(|at| {
                at.spaces();
                let word = at.word()?;
                at.at_word_end().then_some(())?;
                match word.to_ascii_lowercase().as_str() {
                    "am" => Some(false),
                    "pm" => Some(true),
                    _ => None,
                }
            });
            let hour = match half {
                Some(_) if !(1..=12).contains(&hour) => return None,
                Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
                None => hour,
            };
            // A leap second counts as the second before it.
            let second_read = second.filter(|second| *second <= 60);
            if second_read != second {
                return None;
            }
            let time = NaiveTime::from_hms_opt(hour, minute, second.unwrap_or(0).min(59))?;
            at.at_word_end().then_some(()).or_else(|| at.rest().starts_with('Z').then_some(()))?;
            let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
            Some(Clock { time, precision, offset: at.zone() })
        })
    }

    /// `Z`, `UTC`, `GMT`, `+02:00`, `+0200`: seconds east.
    fn zone(&mut self) -> Option<i32> {
        self.attempt(|at| {
            at.spaces();
            if let Some(name) = at.attempt(|at| at.word()) {
                return matches!(name, "Z" | "UTC" | "GMT").then_some(0);
            }
            let sign = at.eat("+").map(|()| 1).or_else(|| at.eat("-").map(|()| -1))?;
            let (hours, minutes) = match at.attempt(|at| at.number(4, 4)) {
                Some(both) => (both / 100, both % 100),
                None => {
                    let hours = at.number(2, 2)?;
                    let minutes = at.attempt(|at| {
                        at.eat(":")?;
                        at.number(2, 2)
                    });
                    (hours, minutes.unwrap_or(0))
                }
            };
            (hours <= 18 && minutes < 60).then(|| sign * (hours * 3600 + minutes * 60) as i32)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        prefix(text).map(|found| (found.date.to_string(), found.length))
    }

    #[test]
    fn dates_are_read_in_every_common_form() {
        for (text, date) in [
            ("2025-05-31", "2025-05-31"),
            ("2025/05/31", "2025-05-31"),
            ("20250531", "2025-05-31"),
            ("31 May 2025", "2025-05-31"),
            ("31st of May, 2025", "2025-05-31"),
            ("May 31, 2025", "2025-05-31"),
            ("Saturday, May 31st, 2025", "2025-05-31"),
            ("Sept. 3, 1931", "1931-09-03"),
            ("May 2025", "2025-05"),
            ("2023-08", "2023-08"),
            ("2025", "2025"),
            ("31.05.2025", "2025-05-31"),
            ("5/31/2025 3:08:54 PM", "2025-05-31T15:08:54Z"),
            ("2025-05-31 04:03", "2025-05-31T04:03:00Z"),
            ("2021-03-04T00:30:00+11:00", "2021-03-04T00:30:00+11:00"),
            ("2021-03-04T00:30:00.123Z", "2021-03-04T00:30:00Z"),
        ] {
            assert_eq!(read(text), Some((date.to_string(), text.len())), "{text}");
        }
    }

    #[test]
    fn a_date_ends_where_its_text_ends() {
        assert_eq!(read("2025-05-31 403"), Some(("2025-05-31".into(), 10)));
        assert_eq!(read("2023-02 Update vom"), Some(("2023-02".into(), 7)));
        assert_eq!(read("2025 May Day parade"), Some(("2025".into(), 4)));
        assert_eq!(read("2024-10-03 11 dead"), Some(("2024-10-03".into(), 10)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "2025-02-30",
            "2025-13-01",
            "605:12:19.12",
            "palms",
            "0000-01-01",
            "12",
            "2025-05-31st",
            "March on Rome",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_ambiguous_date_keeps_its_year_and_both_readings() {
        let found = prefix("03/04/2025").unwrap();
        assert_eq!(found.date.to_string(), "2025");
        let (a, b) = found.readings.unwrap();
        assert_eq!((a.to_string(), b.to_string()), ("2025-04-03".into(), "2025-03-04".into()));
    }
}
