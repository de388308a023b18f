//! Dates with the name of a month.

use super::cursor::Cursor;
use super::found::Parts;
use crate::article::Date;

/// The first year of the two digits that Thai dates write for the years from 2543, which is the year 2000.
const BUDDHIST: u32 = 43;

impl Cursor<'_> {
    /// Reads `31 May 2025`, `31-May-2025`, `31/May/25`, `31st of May, 2025`, `31. Mai 2025`, `31 de mayo de 2025`.
    pub(super) fn day_month_year(&mut self) -> Option<Parts> {
        self.attempt(|at| {
            let day = at.ordinal()?;
            let dotted = at.eat(".").is_some();
            at.last_day(day);
            let is_apart = at.stated && at.comma().is_some();
            let mark = at.eat_any(&["-", "/"]);
            if mark.is_none() && at.spaces().is_none() && !at.stated {
                return None;
            }
            at.particle();
            let is_thai = at.rest().starts_with(|c| ('\u{e00}'..='\u{e7f}').contains(&c));
            let word = at.rest();
            let month = match at.month()? {
                // A Croatian name of October means November in Polish, where no full stop follows the day.
                11 if dotted && word.starts_with("listopada") => 10,
                month => month,
            };
            // In `Vol. 7, May 2012`, the number is not a day. Some Indian languages write this comma.
            if is_apart && word.starts_with(|c: char| c.is_ascii()) {
                return None;
            }
            at.comma();
            let clock_before_year = |at: &mut Self| {
                at.spaces()?;
                at.clock_before_year()
            };
            if mark.is_none()
                && at.stated
                && let Some((clock, year)) = at.attempt(clock_before_year)
            {
                let parts = Parts::of(Date::from_parts(year, Some(month), Some(day)))?;
                return Some(Parts { clock: Some(clock), ..parts });
            }
            let closed = match mark {
                Some(mark) => at.eat(mark).is_some(),
                None => at.eat("-").is_some(),
            };
            if !closed && at.spaces().is_none() && !at.stated {
                return None;
            }
            at.particle();
            let clear = closed && mark.is_some() || at.stated || at.is_behind_weekday();
            let year = match is_thai {
                true => at.thai_year()?,
                false => at.year(clear)?,
            };
            Parts::of(Date::from_parts(year, Some(month), Some(day)))
        })
    }

    /// Reads `May 31, 2025`, `May 31 2025`, `May 2025`, `May 31 00:30:00 2025`, `May 31 00:30:00 CEST 2025`.
    pub(super) fn month_day_year(&mut self) -> Option<Parts> {
        self.attempt(|at| {
            let month = at.month()?;
            let mark = at.eat_any(&["-", "/"]);
            if mark.is_none() {
                at.comma();
                // `Feb.10,2012`
                if at.spaces().is_none() && !at.stated {
                    return None;
                }
            }
            at.particle();
            let day = at.attempt(|at| {
                let day = at.ordinal()?;
                at.last_day(day);
                let comma = at.comma().is_some();
                match mark {
                    Some(mark) => at.eat(mark)?,
                    None if comma => at.spaces().or(Some(()))?,
                    None => at.spaces()?,
                }
                Some((day, comma))
            });
            let Some((day, comma)) = day else {
                // `May-25` is a month, as written by Excel.
                let year = at.year(mark.is_some())?;
                return Parts::of(Date::from_parts(year, Some(month), None));
            };
            if let Some((clock, year)) = at.attempt(Self::clock_before_year) {
                let parts = Parts::of(Date::from_parts(year, Some(month), Some(day)))?;
                return Some(Parts { clock: Some(clock), ..parts });
            }
            let year = at.year(at.stated && (comma || mark.is_some()))?;
            Parts::of(Date::from_parts(year, Some(month), Some(day)))
        })
    }

    /// Reads the year of a Thai date. Thai dates count years from 543 BC, except those marked as common years.
    fn thai_year(&mut self) -> Option<i32> {
        let is_common = self.eat("ค.ศ.").is_some();
        self.eat_any(&["พ.ศ.", "พุทธศักราช"]);
        self.spaces();
        let two_digits = self.attempt(|at| at.number(2, 2).filter(|_| !at.is_hour()));
        let year = match two_digits {
            Some(year) if is_common || year < BUDDHIST => return super::order::full_year(year),
            Some(year) => 2500 + i32::try_from(year).ok()?,
            None => self.year(false)?,
        };
        Some(if year > 2400 && !is_common { year - 543 } else { year })
    }

    /// Reads a time of day before a year, as written by `asctime`, Twitter and Java: `00:30:00 CEST 2025`.
    fn clock_before_year(&mut self) -> Option<(super::clock::Clock, i32)> {
        let mut clock = self.time(false)?;
        self.comma();
        self.spaces()?;
        // If the zone is unknown, only the time is dropped, not the day.
        if clock.zone.is_none() && self.attempt(|at| at.word().map(|_| ())).is_some() {
            clock.precision = crate::article::Precision::Day;
            clock.time = chrono::NaiveTime::MIN;
            self.spaces()?;
        }
        let year = self.number(4, 4)?;
        Some((clock, i32::try_from(year).ok()?))
    }

    /// Returns whether there is a weekday before the date.
    fn is_behind_weekday(&self) -> bool {
        let mut start = Cursor { at: 0, ..*self };
        start.weekday().is_some()
    }
}
