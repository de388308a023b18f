//! Dates written in numbers: ISO 8601 and similar forms, and numbers whose order has to be known.

use chrono::{Datelike, NaiveDate, Weekday};

use super::cursor::Cursor;
use super::found::Parts;
use super::order::{Orders, arranged};
use crate::article::Date;

/// Words for year after its number: Latvian, Lithuanian, Kazakh, Kyrgyz, Mongolian, Tatar, Bashkir, Uzbek, Georgian,
/// Armenian, Tamil, Burmese, Slovene and Serbian.
const YEAR_WORDS: [&str; 22] = [
    "gada",
    "gads",
    "m",
    "metų",
    "ж",
    "жылғы",
    "жылдың",
    "жыл",
    "жылдын",
    "оны",
    "он",
    "елның",
    "ел",
    "йыл",
    "йылдың",
    "yil",
    "yilning",
    "წლის",
    "թ",
    "թվականի",
    "ஆண்டு",
    "ခုနှစ်",
];

/// Words for month after its name or number, in Mongolian.
const MONTH_WORDS: [&str; 3] = ["сарын", "сар", "сарны"];

impl Cursor<'_> {
    /// Reads a date that starts with a number, except one with a day before the name of its month.
    pub(super) fn numeric(&mut self) -> Option<Parts> {
        if !self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.attempt(Self::ideographs)
            .or_else(|| self.attempt(Self::year_then_month))
            .or_else(|| self.attempt(Self::year_then_day))
            .or_else(|| self.attempt(Self::week))
            .or_else(|| self.attempt(Self::year_first))
            .or_else(|| self.attempt(Self::year_last))
            .or_else(|| self.attempt(Self::two_digit_year))
    }

    /// Reads `2025年5月31日`, `2025년 5월 31일`, and `2025年5月` if a date is stated.
    fn ideographs(&mut self) -> Option<Parts> {
        let part = |at: &mut Self, least, most, marks: [&str; 2]| {
            let number = at.number(least, most)?;
            at.spaces();
            marks.into_iter().find(|mark| at.eat(mark).is_some())?;
            at.attempt(Self::spaces);
            Some(number)
        };
        let year = match self.attempt(|at| part(at, 4, 4, ["年", "년"])) {
            Some(year) => year as i32,
            // Taiwan counts years from 1912.
            None => {
                self.attempt(|at| part(at, 3, 3, ["年", "年"])).filter(|year| *year < 200)? as i32
                    + 1911
            }
        };
        let month = part(self, 1, 2, ["月", "월"])?;
        if self.stated && !self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            return Parts::of(Date::from_parts(year, Some(month), None));
        }
        let day = self.number(1, 2)?;
        self.spaces();
        ["日", "号", "號", "일"].into_iter().find(|mark| self.eat(mark).is_some())?;
        Parts::of(Date::from_parts(year, Some(month), Some(day)))
    }

    /// Reads `2025. május 31.`, `2025 May 31`, `2025-May-31`, `2025. 5. 31.`, `2025 m. gegužės 31 d.`, `2025ko
    /// maiatzaren 31a`.
    fn year_then_month(&mut self) -> Option<Parts> {
        let year = self.number(4, 4)? as i32;
        let is_marked = self.attempt(Self::year_word).is_some();
        let dotted = !is_marked && self.eat(".").is_some();
        let mark = self.eat_any(&["-", "/"]);
        if mark.is_none() {
            self.attempt(|at| at.comma());
            self.spaces()?;
        }
        let month = match self.attempt(Self::month) {
            Some(month) => month,
            None if dotted && mark.is_none() => {
                let month = self.number(1, 2)?;
                self.eat(".")?;
                month
            }
            // Mongolian: `2025 оны 5 сарын 31`.
            None if is_marked => {
                let month = self.number(1, 2)?;
                self.eat("-р");
                let word = self.attempt(|at| {
                    at.spaces()?;
                    at.word()
                });
                word.filter(|word| MONTH_WORDS.contains(word))?;
                month
            }
            None => return None,
        };
        match mark {
            Some(mark) => self.eat(mark)?,
            None => {
                if self.stated {
                    self.comma();
                }
                self.spaces()?;
            }
        }
        self.attempt(|at| {
            MONTH_WORDS.contains(&at.word()?).then_some(())?;
            at.spaces()
        });
        let day = self.ordinal()?;
        if is_marked {
            // Basque endings of the day.
            self.eat_any(&["(e)an", "(a)", "ean", "an", "a", "ko"]);
        }
        Parts::of(Date::from_parts(year, Some(month), Some(day)))
    }

    /// Reads `2025. gada 31. maijs`, as written in Latvian, and `2025 ж. 31 мамыр`, `2025-жыл, 31-май`, `2025 წლის 31
    /// მაისი`. Where a date is stated, a word for year is not necessary.
    fn year_then_day(&mut self) -> Option<Parts> {
        let year = self.number(4, 4)? as i32;
        if self.attempt(Self::year_word).is_none() && !self.stated {
            return None;
        }
        self.comma();
        self.spaces()?;
        let day = self.ordinal()?;
        self.eat(".");
        self.spaces().or_else(|| self.eat("-"))?;
        let month = self.month()?;
        Parts::of(Date::from_parts(year, Some(month), Some(day)))
    }

    /// Skips what is written after a year before the month or the day.
    fn year_word(&mut self) -> Option<()> {
        if self.attempt(|at| at.eat_any(&["(e)ko", "eko", "ko"])).is_some() {
            return Some(());
        }
        self.eat(".");
        self.spaces().or_else(|| self.eat("-"))?;
        let word = self.word()?;
        YEAR_WORDS.contains(&word).then_some(())?;
        self.eat_any(&[".", "․", "၊"]);
        Some(())
    }

    /// Reads a day of an ISO week: `2012-W06-5`, `2012W065`.
    fn week(&mut self) -> Option<Parts> {
        let year = self.number(4, 4)? as i32;
        let hyphen = self.eat("-").is_some();
        self.eat("W").or_else(|| self.eat("w"))?;
        let (week, day) = match hyphen {
            true => {
                let week = self.number(2, 2)?;
                self.eat("-")?;
                (week, self.number(1, 1)?)
            }
            false => {
                let both = self.number(3, 3)?;
                (both / 10, both % 10)
            }
        };
        let weekday = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
        Parts::day(NaiveDate::from_isoywd_opt(year, week, weekday)?)
    }

    fn year_first(&mut self) -> Option<Parts> {
        if let Some(whole) = self.attempt(|at| at.number(8, 8)) {
            let (year, month, day) = (whole / 10_000, whole / 100 % 100, whole % 100);
            return Parts::of(known(year as i32, month, Some(day)));
        }
        let year = self.number(4, 4)? as i32;
        if self.stated
            && let Some(day) = self.attempt(|at| {
                at.eat("-")?;
                at.number(3, 3)
            })
        {
            return Parts::day(NaiveDate::from_yo_opt(year, day)?);
        }
        let rest = self.attempt(|at| {
            let separator = at.eat_any(&["-", "/", "."])?;
            let month = at.number(1, 2)?;
            let day = at.attempt(|at| {
                at.eat(separator)?;
                at.number(1, 2)
            });
            // `2025.5` is a number, and `2025-5-` is the start of something else.
            (day.is_some() || (separator != "." && !at.rest().starts_with(separator)))
                .then_some((month, day))
        });
        match rest {
            Some((month, day)) => Parts::of(known(year, month, day)),
            None if self.rest().starts_with(['-', '/'])
                && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) =>
            {
                None
            }
            None => Parts::of(Date::from_parts(year, None, None)),
        }
    }

    /// Reads `31/05/2025`, `5/31/2025`, `31.5.2025`. The date is ambiguous if both numbers can be months.
    fn year_last(&mut self) -> Option<Parts> {
        let first = self.number(1, 2)?;
        let (separator, second) = self.between_separators()?;
        let year = super::calendars::of_thai(self.number(4, 4)?);
        let allowed = match separator {
            // With full stops, German, Russian and others write the day first, and no language writes the month first.
            "." if arranged(Orders::DAY_FIRST, [first, second, year], false).is_some() => {
                Orders::DAY_FIRST
            }
            _ => Orders::DAY_FIRST.or(Orders::MONTH_FIRST),
        };
        let known = self.orders.and(Orders::DAY_FIRST.or(Orders::MONTH_FIRST));
        Parts::among(allowed, known, [first, second, year], false)
    }

    /// Reads a number between two equal separators, and returns the separator and the number. Full stops may be
    /// followed by spaces.
    fn between_separators(&mut self) -> Option<(&'static str, u32)> {
        let separator = self.eat_any(&["/", ".", "-"])?;
        if separator == "." {
            self.spaces();
        }
        let second = self.number(1, 2)?;
        self.eat(separator)?;
        if separator == "." {
            self.spaces();
        }
        Some((separator, second))
    }

    /// Reads `25.04.24`, `4/25/24`, `24-04-25`. The possible orders have to be restricted, or the text has to be known
    /// to give a date. If several readings remain, they have to agree on the year.
    fn two_digit_year(&mut self) -> Option<Parts> {
        if !self.stated && self.orders == Orders::ANY {
            return None;
        }
        let start = self.at;
        let first = self.number(1, 2)?;
        let first_is_year = self.at - start == 2;
        let (separator, second) = self.between_separators()?;
        let start = self.at;
        let third = self.number(1, 2)?;
        if self.is_hour() {
            return None;
        }
        let year_last = Orders::DAY_FIRST.or(Orders::MONTH_FIRST);
        let allowed = match (self.at - start == 2, first_is_year) {
            // With slashes, the year comes first only in languages that are known to do so.
            (true, true) if separator == "/" && !self.orders.is_one() => year_last,
            // As with a four-digit year.
            (true, true | false)
                if separator == "."
                    && !self.orders.allow(Orders::YEAR_FIRST)
                    && arranged(Orders::DAY_FIRST, [first, second, third], true).is_some() =>
            {
                Orders::DAY_FIRST
            }
            (true, true) => Orders::ANY,
            (true, false) => year_last,
            (false, true) => Orders::YEAR_FIRST,
            (false, false) => return None,
        };
        Parts::among(allowed, self.orders, [first, second, third], true)
    }
}

/// Returns a date whose month or day may be 0, which means that it is unknown.
fn known(year: i32, month: u32, day: Option<u32>) -> Option<Date> {
    match (month, day) {
        (0, Some(0)) => Date::from_parts(year, None, None),
        (month, Some(0)) => Date::from_parts(year, Some(month), None),
        (month, day) => Date::from_parts(year, Some(month), day),
    }
}

impl Parts {
    /// Returns the date that three numbers mean in the orders that their form allows. If these give several dates, the
    /// known orders decide. If several dates remain, returns their year, if they agree on it, and both readings.
    /// `century` is whether the year has two digits.
    fn among(allowed: Orders, known: Orders, numbers: [u32; 3], century: bool) -> Option<Parts> {
        let narrowed = allowed.and(known);
        let days = |orders: Orders| -> Vec<NaiveDate> {
            let mut days: Vec<NaiveDate> =
                orders.each().filter_map(|order| arranged(order, numbers, century)).collect();
            days.dedup();
            days
        };
        // The known orders may be wrong for this date. Other orders are not tried for a two-digit year, because such a
        // short form is easily mistaken.
        let mut found = days(narrowed);
        if found.is_empty() && !century {
            found = days(allowed);
        }
        let orders = allowed.each().filter(|order| arranged(*order, numbers, century).is_some());
        let possible = orders.fold(Orders::NONE, Orders::or);
        let (first, second) = (*found.first()?, found.get(1).copied());
        let Some(second) = second else {
            return Some(Parts { possible, ..Parts::day(first)? });
        };
        // If the readings are in different years, not even the year is known.
        let same_year = found.iter().all(|day| day.year() == first.year());
        let date = same_year.then(|| Date::from_parts(first.year(), None, None)).flatten();
        Some(Parts { date, readings: Some((first, second)), possible, clock: None })
    }
}
