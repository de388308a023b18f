//! Ranges of days, as in the date of a weekly or of a double issue: `10-12 February 2012`, `May 30–June 2, 2014`.
//!
//! The date of a range is its first day. In other text, a range usually says when something takes place, so ranges are
//! only read where a text is known to give a date.

use super::cursor::Cursor;
use super::found::Parts;
use crate::article::Date;

/// What is between the first and the last day of a range.
const MARKS: [&str; 5] = ["-", "–", "—", "to ", "bis "];

/// A day and its month, with its year if it is written.
struct Day {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Cursor<'_> {
    /// Skips the last day of a range within a month, such as `-12`, if it is after the first.
    pub(super) fn last_day(&mut self, first: u32) {
        if !self.stated {
            return;
        }
        self.attempt(|at| {
            at.until()?;
            at.weekday();
            let last = at.ordinal()?;
            at.eat(".");
            // `10-12-2012` is one date.
            let ends = |c: char| c.is_whitespace() || c == ',';
            (first < last && last <= 31 && at.rest().starts_with(ends)).then_some(())
        });
    }

    /// Reads a range between days of two months and returns its first day.
    pub(super) fn days_of_months(&mut self) -> Option<Parts> {
        if !self.stated {
            return None;
        }
        self.attempt(|at| {
            let first = at.day_of_month()?;
            at.until()?;
            at.weekday();
            let last = at.day_of_month()?;
            // A range over the turn of a year may only state the second year.
            let year = last.year?;
            let begins = Date::from_parts(
                first.year.unwrap_or(if first.month > last.month { year - 1 } else { year }),
                Some(first.month),
                Some(first.day),
            )?;
            let ends = Date::from_parts(year, Some(last.month), Some(last.day))?;
            let is_range = begins.first_day() < ends.first_day();
            is_range.then(|| Parts::of(Some(begins))).flatten()
        })
    }

    /// Skips what is between the days of a range.
    fn until(&mut self) -> Option<()> {
        self.spaces();
        self.eat_any(&MARKS)?;
        self.spaces();
        Some(())
    }

    /// Reads `30 May`, `May 30` or the same with a year.
    fn day_of_month(&mut self) -> Option<Day> {
        let (day, month) = match self.attempt(|at| at.month()) {
            Some(month) => {
                self.spaces()?;
                (self.ordinal()?, month)
            }
            None => {
                let day = self.ordinal()?;
                self.eat(".");
                self.spaces()?;
                self.particle();
                (day, self.month()?)
            }
        };
        let year = self.attempt(|at| {
            at.comma();
            at.spaces()?;
            at.particle();
            at.year(false)
        });
        Some(Day { year, month, day })
    }
}
