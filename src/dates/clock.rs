//! The time of day and the time zone after a date.

use chrono::NaiveTime;

use super::cursor::Cursor;
use super::zones::{self, Written};
use crate::article::Precision;

/// A time of day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    pub(super) precision: Precision,
    pub(super) zone: Option<Written>,
    /// Whether the time was written as the end of its day (`24:00`), which is the start of the next.
    pub(super) next_day: bool,
}

/// Words and marks that may be between a date and its time.
const BETWEEN: [&str; 25] = [
    "at", "um", "à", "a", "las", "la", "les", "às", "as", "alle", "ore", "om", "kl", "klo", "ob",
    "o", "в", "ve", "saat", "pukul", "jam", "the", "on", "am", "den",
];
const MARKS: [&str; 12] = ["|", "-", "–", "—", "•", "·", "@", "/", ";", ".", ":", "،"];

/// Words for hours after a time.
const HOURS: [&str; 6] = ["Uhr", "uhr", "uur", "hrs", "hours", "h"];

impl<'a> Cursor<'a> {
    /// Reads the time of day after a date: `T04:03:00Z`, ` 04:03`, `, 3:08:54 AM GMT`. In a text that is known to give
    /// a date, also reads ` | 05:30 PM`, ` at 9pm`, ` à 9h30`, ` 09.30 Uhr`.
    pub(super) fn clock(&mut self) -> Option<Clock> {
        self.attempt(|at| {
            let joined = at.eat("T").or_else(|| at.stated.then(|| at.eat("t"))?).is_some();
            if !joined {
                at.between()?;
            }
            at.time(joined)
        })
    }

    /// Skips the text between a date and its time.
    fn between(&mut self) -> Option<()> {
        if !self.stated {
            self.weekday_in_parentheses();
            self.eat(",");
            return self.spaces();
        }
        // Web server logs have a colon between a date and its time.
        if self.text[..self.at].ends_with(|c: char| c.is_ascii_digit())
            && self.attempt(|at| at.eat(":")).is_some()
        {
            return Some(());
        }
        let start = self.at;
        self.weekday_in_parentheses();
        for _ in 0..5 {
            self.spaces();
            let word = |at: &mut Self| {
                let word = at.word()?;
                at.eat(".");
                let known = BETWEEN.contains(&word.to_lowercase().as_str());
                (known || super::names::weekday(word).is_some() || is_weekday(word)).then_some(())
            };
            if self.comma().is_none()
                && self.eat_any(&MARKS).is_none()
                && self.attempt(word).is_none()
            {
                break;
            }
        }
        (self.at > start).then_some(())
    }

    /// Skips a weekday in parentheses: ` (Fri)`, `(金)`.
    fn weekday_in_parentheses(&mut self) {
        self.attempt(|at| {
            at.spaces();
            at.eat("(")?;
            let word = at.word()?;
            (super::names::weekday(word).is_some() || is_weekday(word)).then_some(())?;
            at.eat(".");
            at.eat(")")
        });
    }

    /// Reads a time of day. `joined` is whether it directly follows the letter `T`.
    pub(super) fn time(&mut self, joined: bool) -> Option<Clock> {
        let before = self.half_before();
        let (hour, minute, second) = match joined {
            true => self.attempt(Self::basic_time).or_else(|| self.attempt(Self::parts_of_time))?,
            false => self.attempt(Self::parts_of_time)?,
        };
        let half = before.or_else(|| self.half_behind());
        // An hour without minutes is a time only with `am`, `pm` or the like.
        if minute.is_none() && half.is_none() {
            return None;
        }
        let hour = match half {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            Some(_) if hour > 12 && before.is_none() && minute.is_none() => return None,
            _ => hour,
        };
        self.attempt(|at| {
            at.spaces();
            let word = at.word()?;
            HOURS.contains(&word).then_some(())
        });
        // A leap second counts as the second before it.
        if second.is_some_and(|second| second > 60) {
            return None;
        }
        let next_day = hour == 24 && minute.unwrap_or(0) == 0 && second.unwrap_or(0) == 0;
        let time = NaiveTime::from_hms_opt(
            if next_day { 0 } else { hour },
            minute.unwrap_or(0),
            second.unwrap_or(0).min(59),
        )?;
        if self.stated && self.rest() == "z" {
            self.at += 1;
            let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
            return Some(Clock { time, precision, zone: Some(Written::Fixed(0)), next_day });
        }
        self.at_word_end().then_some(()).or_else(|| self.rest().starts_with('Z').then_some(()))?;
        let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        Some(Clock { time, precision, zone: self.zone(), next_day })
    }

    /// Reads a time in basic format: `040300`, `0403`.
    fn basic_time(&mut self) -> Option<(u32, Option<u32>, Option<u32>)> {
        let found = match self.attempt(|at| at.number(6, 6)) {
            Some(all) => (all / 10_000, Some(all / 100 % 100), Some(all % 100)),
            None => {
                let all = self.number(4, 4)?;
                (all / 100, Some(all % 100), None)
            }
        };
        self.fraction();
        Some(found)
    }

    fn parts_of_time(&mut self) -> Option<(u32, Option<u32>, Option<u32>)> {
        let hour = self.number(1, 2)?;
        // Some programs write `9:5:3`.
        let least = if self.stated { 1 } else { 2 };
        if let Some(minute) = self.attempt(|at| {
            at.eat(":")?;
            at.number(least, 2)
        }) {
            let second = self.attempt(|at| {
                at.eat(":")?;
                at.number(least, 2)
            });
            self.fraction();
            return Some((hour, Some(minute), second));
        }
        // Chinese, Japanese and Korean times.
        if self.attempt(|at| at.eat_any(&["時", "时", "시", "點", "点"])).is_some() {
            let part = |at: &mut Self, mark: [&'static str; 2]| {
                at.attempt(|at| {
                    at.spaces();
                    let number = at.number(1, 2)?;
                    at.eat_any(&mark)?;
                    Some(number)
                })
            };
            let minute = part(self, ["分", "분"]);
            let second = minute.and_then(|_| part(self, ["秒", "초"]));
            return Some((hour, Some(minute.unwrap_or(0)), second));
        }
        if !self.stated {
            return None;
        }
        let pair = |at: &mut Self| {
            at.attempt(|at| {
                at.eat(".")?;
                at.number(2, 2)
            })
        };
        if let Some(minute) = pair(self) {
            return Some((hour, Some(minute), pair(self)));
        }
        // French and Portuguese times.
        if let Some(minute) = self.attempt(|at| {
            at.spaces();
            at.eat_any(&["h", "H"])?;
            at.spaces();
            Some(at.attempt(|at| at.number(2, 2)).unwrap_or(0))
        }) {
            return Some((hour, Some(minute), None));
        }
        Some((hour, None, None))
    }

    fn fraction(&mut self) {
        self.attempt(|at| {
            at.eat_any(&[".", ","])?;
            at.number(1, 12)
        });
    }

    /// Reads the half of the day if it precedes the time. Returns `true` for the afternoon.
    fn half_before(&mut self) -> Option<bool> {
        self.attempt(|at| {
            let half =
                at.eat_any(&["午後", "下午", "晚上", "오후", "午前", "上午", "早上", "오전"])?;
            at.spaces();
            Some(["午後", "下午", "晚上", "오후"].contains(&half))
        })
    }

    /// Reads `am`, `PM`, `p.m.` and the like after a time. Returns `true` for the afternoon.
    fn half_behind(&mut self) -> Option<bool> {
        self.attempt(|at| {
            at.spaces();
            let word = at.word()?.to_ascii_lowercase();
            let letter = match word.as_str() {
                "am" => return at.at_word_end().then_some(false),
                "pm" => return at.at_word_end().then_some(true),
                "a" => false,
                "p" => true,
                _ => return None,
            };
            at.eat(".")?;
            at.spaces();
            (at.word()?.eq_ignore_ascii_case("m") && at.at_word_end()).then_some(())?;
            at.eat(".");
            Some(letter)
        })
    }

    /// Reads a time zone: `Z`, `EST`, `GMT+0200`, `+02:00`, `+0200`, `Europe/Paris`. Skips a comment after it.
    pub(super) fn zone(&mut self) -> Option<Written> {
        let zone = self.attempt(|at| {
            at.spaces();
            at.eat("(");
            if let Some(name) = at.attempt(Self::name_of_zone) {
                let zone = zones::named(name)?;
                at.eat(")");
                let universal = matches!(name, "UTC" | "GMT" | "UT");
                return Some(match universal.then(|| at.attempt(|at| at.offset(true))).flatten() {
                    Some(offset) => Written::Fixed(offset),
                    None => zone,
                });
            }
            at.offset(false).map(Written::Fixed)
        })?;
        // A comment: ` (Central European Summer Time)`, `[Europe/Paris]`.
        self.attempt(|at| {
            at.spaces();
            let close = if at.eat("(").is_some() { ')' } else { at.eat("[").map(|()| ']')? };
            let end = at.rest().find(close).filter(|end| *end <= 48)?;
            let plain = |c: char| c.is_alphabetic() || " /_-+:.".contains(c) || c.is_ascii_digit();
            at.rest()[..end].chars().all(plain).then(|| at.at += end + 1)
        });
        Some(zone)
    }

    /// Skips a word that can only be the name of an unknown zone, such as ` XYZT`. Returns whether there was one.
    pub(super) fn unknown_zone(&mut self) -> bool {
        let name = self.attempt(|at| {
            at.spaces()?;
            let word = at.word()?;
            let capitals = word.bytes().all(|byte| byte.is_ascii_uppercase());
            (capitals && (2..=5).contains(&word.len()) && at.at_word_end()).then_some(())
        });
        name.is_some()
    }

    fn name_of_zone(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let word = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        if word == 0 {
            return None;
        }
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/_".contains(c)));
        let all = &rest[..end.unwrap_or(rest.len())];
        let name = if all.contains('/') { all } else { &rest[..word] };
        self.at += name.len();
        Some(name)
    }

    /// Reads an offset: `+02:00`, `-0500`, `+02`, and after `GMT` also ` +2`. Returns seconds east of Greenwich.
    fn offset(&mut self, named: bool) -> Option<i32> {
        if named {
            self.spaces();
        }
        let sign = self.eat_any(&["+", "-", "−"])?;
        let sign = if sign == "+" { 1 } else { -1 };
        let (hours, minutes) = match self.attempt(|at| at.number(4, 4)) {
            Some(both) => (both / 100, both % 100),
            None => {
                let hours = self.number(if named { 1 } else { 2 }, 2)?;
                let minutes = self.attempt(|at| {
                    at.eat(":")?;
                    at.number(2, 2)
                });
                (hours, minutes.unwrap_or(0))
            }
        };
        (hours <= 18 && minutes < 60).then(|| sign * (hours * 3600 + minutes * 60) as i32)
    }
}

/// Returns whether a word names a weekday in Chinese, Japanese or Korean.
fn is_weekday(word: &str) -> bool {
    let core = word.trim_end_matches("曜日").trim_end_matches("요일");
    let core = ["星期", "週", "周", "礼拜"]
        .iter()
        .find_map(|name| core.strip_prefix(name))
        .unwrap_or(core);
    let mut letters = core.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None)
        if "月火水木金土日一二三四五六天월화수목금토일".contains(letter))
}
