//! A position in a text, and readers for the parts of dates: numbers, words, marks.

use super::names::{month, weekday};
use super::order::Orders;

/// A position in a text from which a date is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// The orders in which the numbers of a date may be.
    pub(super) orders: Orders,
    /// Whether the text is known to give a date, so that forms with other meanings are read as dates too.
    pub(super) stated: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Returns whether the position is not inside a word or a number. Chinese, Japanese and Korean dates and times end
    /// in a character that marks their end.
    pub(super) fn at_word_end(&self) -> bool {
        self.text[..self.at]
            .ends_with(['日', '號', '号', '일', '分', '분', '秒', '초', '時', '时', '시'])
            || !self.rest().starts_with(char::is_alphanumeric)
    }

    /// Runs a reader. If it finds nothing, restores the position.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    pub(super) fn eat(&mut self, wanted: &str) -> Option<()> {
        self.rest().starts_with(wanted).then(|| self.at += wanted.len())
    }

    /// Skips one of several marks and returns it.
    pub(super) fn eat_any(&mut self, marks: &[&'static str]) -> Option<&'static str> {
        marks.iter().find(|mark| self.eat(mark).is_some()).copied()
    }

    pub(super) fn comma(&mut self) -> Option<()> {
        self.eat_any(&[",", "،", "、"]).map(|_| ())
    }

    pub(super) fn spaces(&mut self) -> Option<()> {
        let rest = self.rest();
        let length = rest.len()
            - rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}', '\u{2009}']).len();
        self.at += length;
        (length > 0).then_some(())
    }

    /// Reads a number of `least` to `most` digits. No other digit may follow it.
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits < least || digits > most {
            return None;
        }
        self.at += digits;
        rest[..digits].parse().ok()
    }

    pub(super) fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        // Words of Thai and of Indic scripts have marks that are not alphabetic.
        let mark = |c| matches!(c, '\u{94d}' | '\u{9cd}' | '\u{bcd}' | '\u{e4c}' | '\u{93c}');
        let end = rest.find(|c: char| !(c.is_alphabetic() || mark(c))).unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }

    /// Reads a weekday before a date, such as `Saturday, `.
    pub(super) fn weekday(&mut self) -> Option<u32> {
        self.attempt(|at| {
            let day = weekday(at.word()?)?;
            // Portuguese appends `-feira` to most weekdays.
            at.eat("-feira");
            at.eat(".");
            at.comma();
            at.spaces()?;
            Some(day)
        })
    }

    pub(super) fn month(&mut self) -> Option<u32> {
        let word = self.word()?;
        if word == "tháng" {
            // In Vietnamese, months have numbers.
            self.spaces()?;
            return self.number(1, 2).filter(|month| (1..=12).contains(month));
        }
        let named = month(word).or_else(|| self.stated.then(|| roman(word)).flatten())?;
        self.eat(".");
        // Arab newspapers write a month with both of its names: `فبراير/شباط`.
        self.attempt(|at| {
            at.eat("/")?;
            (month(at.word()?)? == named).then_some(())
        });
        Some(named)
    }

    /// Skips `of`, `de` and the like between the parts of a date.
    pub(super) fn particle(&mut self) {
        self.attempt(|at| {
            let word = at.word()?;
            if word == "day" {
                at.spaces()?;
                return (at.word()? == "of").then(|| at.spaces()).flatten();
            }
            ["of", "the", "de", "del", "di", "năm"].contains(&word).then_some(())?;
            at.spaces()
        });
    }

    /// Reads a day of the month, with or without an ordinal suffix.
    pub(super) fn ordinal(&mut self) -> Option<u32> {
        let day = self.number(1, 2)?;
        self.eat_any(&["st", "nd", "rd", "th", "er", "º", "°", "-го"]);
        Some(day)
    }

    /// Reads a year of four digits, or one of two digits after an apostrophe. `two_digits` allows two digits without
    /// one.
    pub(super) fn year(&mut self, two_digits: bool) -> Option<i32> {
        if let Some(year) = self.attempt(|at| at.number(4, 4)) {
            return i32::try_from(year).ok();
        }
        // Newsreaders of the year 2000 and after wrote the number of years since 1900.
        let since_1900 = |at: &mut Self| at.number(3, 3).filter(|year| (100..150).contains(year));
        if self.stated
            && two_digits
            && let Some(year) = self.attempt(since_1900)
        {
            return i32::try_from(1900 + year).ok();
        }
        let marked = self.eat_any(&["'", "’"]).is_some();
        let year = (marked || two_digits).then(|| self.number(2, 2))??;
        super::order::full_year(year)
    }
}

/// Returns the month that a Roman number means, as in `10.II.2012`.
fn roman(word: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    (1..).zip(NUMBERS).find(|(_, number)| *number == word).map(|(month, _)| month)
}
