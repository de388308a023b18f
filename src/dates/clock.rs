//! The time of day and the zone behind a date.

use chrono::NaiveTime;

use super::Cursor;
use crate::article::Precision;

/// A time of day.
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    pub(super) precision: Precision,
    pub(super) offset: Option<i32>,
}

impl Cursor<'_> {
    /// A time of day behind a date: `T04:03:00Z`, ` 04:03`, `, 3:08:54 AM GMT`.
    pub(super) fn clock(&mut self) -> Option<Clock> {
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
