//! A position in a text, and readers for the parts of dates: numbers, words, marks.

use unicode_normalization::char::is_combining_mark;

use super::names::{begins_month, month, weekday};
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
        // Words of Indic and other scripts have marks and joiners that are not alphabetic.
        let mark = |c: char| {
            !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}'))
        };
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
        if let Some(month) = self.attempt(Self::initials_of_month) {
            return Some(month);
        }
        let start = self.at;
        let word = self.word()?;
        if matches!(word, "tháng" | "Tháng" | "THÁNG" | "thg" | "Thg") {
            return self.vietnamese_month();
        }
        let named = month(word)
            .or_else(|| self.month_of_two_words(start, word))
            .or_else(|| month(bare(word)?))
            .or_else(|| self.stated.then(|| roman(word)).flatten())?;
        // A full stop, or what other scripts have in its place.
        self.eat_any(&[".", "׳", "॰"]);
        // Arab newspapers write a month with both of its names: `فبراير/شباط`.
        self.attempt(|at| {
            at.eat("/")?;
            let start = at.at;
            let word = at.word()?;
            let other = month(word).or_else(|| at.month_of_two_words(start, word));
            (other? == named).then_some(())
        });
        Some(named)
    }

    /// Reads the name of a month of two words. The first is the `word` at `start`.
    fn month_of_two_words(&mut self, start: usize, word: &str) -> Option<u32> {
        self.attempt(|at| {
            begins_month(word).then_some(())?;
            at.spaces()?;
            let second = at.word()?;
            month(&at.text[start..at.at]).or_else(|| month(&format!("{word} {second}")))
        })
    }

    /// Reads the initials of a month with full stops, as in Thai and Lao: `พ.ค.`
    fn initials_of_month(&mut self) -> Option<u32> {
        let is_letter = |c: char| ('\u{e01}'..='\u{eff}').contains(&c);
        let rest = self.rest();
        if !rest.starts_with(is_letter) {
            return None;
        }
        let end = rest.find(|c: char| !(is_letter(c) || c == '.')).unwrap_or(rest.len());
        let written = &rest[..end];
        if written.len() > INITIALS || !written.contains('.') {
            return None;
        }
        let number = month(&written.replace('.', ""))?;
        self.at += end;
        Some(number)
    }

    /// Reads the number of a month in Vietnamese, as digits or as a word.
    fn vietnamese_month(&mut self) -> Option<u32> {
        const NUMBERS: [&str; 13] = [
            "một",
            "hai",
            "ba",
            "tư",
            "năm",
            "sáu",
            "bảy",
            "tám",
            "chín",
            "mười",
            "mười một",
            "mười hai",
            "giêng",
        ];
        self.eat(".");
        self.spaces()?;
        if let Some(month) = self.attempt(|at| at.number(1, 2)) {
            return Some(month).filter(|month| (1..=12).contains(month));
        }
        let start = self.at;
        let first = self.word()?.to_lowercase();
        let both = self.attempt(|at| {
            at.spaces()?;
            at.word()?;
            NUMBERS.iter().position(|number| *number == at.text[start..at.at].to_lowercase())
        });
        let at = both.or_else(|| NUMBERS.iter().position(|number| *number == first))?;
        u32::try_from(at % 12 + 1).ok()
    }

    /// Skips `of`, `de` and the like between the parts of a date.
    pub(super) fn particle(&mut self) {
        // These are written together with the next word.
        if self.eat_any(&["d’", "d'", "D’", "ឆ្នាំ", "ປີ", "ปี"]).is_some() {
            return;
        }
        self.attempt(|at| {
            let word = at.word()?;
            if word == "day" {
                at.spaces()?;
                return (at.word()? == "of").then(|| at.spaces()).flatten();
            }
            PARTICLES.contains(&word.to_lowercase().as_str()).then_some(())?;
            at.eat_any(&["'", "’"]);
            at.spaces()
        });
    }

    /// Reads a day of the month, with or without an ordinal suffix.
    pub(super) fn ordinal(&mut self) -> Option<u32> {
        let day = self.number(1, 2)?;
        self.attempt(|at| {
            at.eat_any(&ORDINALS)?;
            (!at.rest().starts_with(|c: char| c.is_alphanumeric())).then_some(())
        });
        Some(day)
    }

    /// Reads a year of four digits, or one of two digits after an apostrophe. `two_digits` allows two digits without
    /// one.
    pub(super) fn year(&mut self, two_digits: bool) -> Option<i32> {
        if let Some(year) = self.attempt(|at| at.number(4, 4).filter(|_| !at.is_hour())) {
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
        if self.is_hour() {
            return None;
        }
        super::order::full_year(year)
    }

    /// Returns whether the number before the position is the hour of a time instead of a year: `20:15`, `19.30`,
    /// `20 Uhr`, `1930 hrs`.
    pub(super) fn is_hour(&self) -> bool {
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let minutes = |mark| rest.strip_prefix(mark).is_some_and(|rest| digits(rest) == 2);
        let word = rest.trim_start_matches([' ', '\u{a0}']);
        let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        let before = &self.text[..self.at];
        let hours = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        // In German, `am` goes on after a date such as `25.04.24`.
        let is_dotted = before[..before.len() - hours].ends_with('.');
        let is_word = match hours {
            4 => matches!(&word[..end], "hrs" | "hours" | "Hrs" | "HRS"),
            _ => {
                matches!(
                    &word[..end],
                    "Uhr" | "uhr" | "h" | "hrs" | "hours" | "uur" | "pm" | "AM" | "PM"
                ) || !is_dotted && &word[..end] == "am"
            }
        };
        is_word || hours < 4 && (minutes(':') || minutes('.') || minutes('h'))
    }
}

/// The maximum length, in bytes, of the initials of a month.
const INITIALS: usize = 24;

/// Words between the parts of a date.
const PARTICLES: [&str; 20] = [
    "of", "the", "de", "del", "di", "da", "dal", "năm", "ng", "ta", "tal", "viz", "من", "عام",
    "سنة", "לשנת", "שנת", "dhen", "roku", "ga",
];

/// What may follow the number of a day: the endings of ordinal numbers.
const ORDINALS: [&str; 54] = [
    "ste",
    "st",
    "nd",
    "rd",
    "th",
    "ST",
    "ND",
    "RD",
    "TH",
    "er",
    "ER",
    "ère",
    "re",
    "ème",
    "e",
    "º",
    "ª",
    "°",
    ".º",
    "de",
    ":e",
    ":a",
    "-го",
    "-е",
    "-ти",
    "-ви",
    "-ри",
    "-ми",
    "-ма",
    "-і",
    "-ше",
    "-a",
    "-to",
    "-én",
    "-ei",
    "-i",
    "-ni",
    "ης",
    "η",
    "ú",
    "ê",
    "eg",
    "ain",
    "fed",
    "mh",
    "hb",
    "ই",
    "লা",
    "রা",
    "ঠা",
    "শে",
    "वीं",
    "ی",
    "ம்",
];

/// Removes what is written together with the name of a month: `in` in Hebrew, `month` in Khmer, Thai, Lao and Burmese,
/// and the ending of a Kurdish name before a year.
fn bare(word: &str) -> Option<&str> {
    ["ב", "ខែ", "เดือน", "ເດືອນ"]
        .iter()
        .find_map(|before| word.strip_prefix(before))
        .or_else(|| ["လ", "ی"].iter().find_map(|after| word.strip_suffix(after)))
}

/// Returns the month that a Roman number means, as in `10.II.2012`.
fn roman(word: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    (1..).zip(NUMBERS).find(|(_, number)| *number == word).map(|(month, _)| month)
}
