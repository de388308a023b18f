//! Reads dates with the names of months of the Persian and the Ethiopian calendar.
//!
//! No other calendar has these months, so that such dates are unmistakable.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::calendars::{Calendar, day_of};
use super::cursor::Cursor;
use super::found::Parts;

/// The months of the Persian calendar, with the names that are used in Iran and Afghanistan.
const PERSIAN: [&str; 12] = [
    "فروردین|فروردين|حمل",
    "اردیبهشت|ارديبهشت|ثور",
    "خرداد|جوزا",
    "تیر|تير|سرطان",
    "مرداد|امرداد|اسد",
    "شهریور|شهريور|سنبله",
    "مهر|میزان",
    "آبان|ابان|عقرب",
    "آذر|قوس",
    "دی|دي|جدی",
    "بهمن|دلو",
    "اسفند|حوت",
];

/// The months of the Ethiopian calendar, with their usual spellings.
const ETHIOPIAN: [&str; 13] = [
    "መስከረም",
    "ጥቅምት",
    "ኅዳር|ህዳር|ሕዳር",
    "ታኅሣሥ|ታህሳስ|ታህሣሥ|ታኅሳስ",
    "ጥር",
    "የካቲት",
    "መጋቢት",
    "ሚያዝያ|ሚያዚያ",
    "ግንቦት",
    "ሰኔ",
    "ሐምሌ|ሀምሌ",
    "ነሐሴ|ነሀሴ",
    "ጳጉሜን|ጳጉሜ|ጷጉሜን",
];

static MONTHS: LazyLock<HashMap<&'static str, (Calendar, u32)>> = LazyLock::new(|| {
    let of = |calendar, months: &'static [&'static str]| {
        (1..).zip(months).flat_map(move |(number, names)| {
            names.split('|').map(move |name| (name, (calendar, number)))
        })
    };
    of(Calendar::Persian, &PERSIAN).chain(of(Calendar::Ethiopian, &ETHIOPIAN)).collect()
});

impl Cursor<'_> {
    /// Reads a date with a month of another calendar: `24 اردیبهشت 1398`, `ግንቦት 6 ቀን 2011`.
    pub(super) fn other_calendar(&mut self) -> Option<Parts> {
        // Nearly all dates are in other scripts.
        let letters =
            self.rest().trim_start_matches(|c: char| c.is_ascii_digit() || " -".contains(c));
        let is_script = |c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{1200}'..='\u{137f}');
        if !letters.starts_with(is_script) {
            return None;
        }
        self.attempt(|at| {
            let before = at.attempt(|at| {
                let number = at.number(1, 4)?;
                at.spaces().or_else(|| at.eat("-"))?;
                Some(number)
            });
            let (calendar, month) = *MONTHS.get(at.word()?)?;
            at.attempt(|at| at.comma().or_else(|| at.eat("ماه")));
            at.spaces().or_else(|| at.eat("-"))?;
            at.attempt(|at| {
                // `ماه` and `سال` are words for month and year.
                matches!(at.word()?, "ماه" | "سال").then_some(())?;
                at.spaces()
            });
            let first = at.number(1, 4)?;
            let (year, day) = match before {
                Some(day @ 1..=31) => (first, day),
                Some(year) => (year, first),
                None => {
                    at.comma();
                    at.spaces();
                    at.attempt(|at| {
                        (at.word()? == "ቀን").then_some(())?;
                        at.comma();
                        at.spaces()
                    });
                    (at.number(4, 4)?, first)
                }
            };
            Parts::day(day_of(calendar, i32::try_from(year).ok()?, month, day)?)
        })
    }
}
