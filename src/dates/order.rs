//! The order of day, month and year in numeric dates, and the century of two-digit years.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;

/// A set of possible orders of the numbers in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orders(u8);

impl Orders {
    /// No order: the text is not a date in any order.
    pub const NONE: Orders = Orders(0);
    /// Day, month, year.
    pub const DAY_FIRST: Orders = Orders(1);
    /// Month, day, year.
    pub const MONTH_FIRST: Orders = Orders(2);
    /// Year, month, day.
    pub const YEAR_FIRST: Orders = Orders(4);
    /// Any order: nothing is known about it.
    pub const ANY: Orders = Orders(7);

    /// Returns whether the set contains an order.
    pub fn allow(self, order: Orders) -> bool {
        self.0 & order.0 != 0
    }

    /// Returns the orders that are in both sets.
    pub fn and(self, other: Orders) -> Orders {
        Orders(self.0 & other.0)
    }

    /// Returns the orders that are in either set.
    pub fn or(self, other: Orders) -> Orders {
        Orders(self.0 | other.0)
    }

    /// Returns whether the set contains exactly one order.
    pub fn is_one(self) -> bool {
        self.0.count_ones() == 1
    }

    /// Returns the single orders of the set.
    pub fn each(self) -> impl Iterator<Item = Orders> {
        [Self::DAY_FIRST, Self::MONTH_FIRST, Self::YEAR_FIRST]
            .into_iter()
            .filter(move |order| self.allow(*order))
    }

    /// Returns the orders in which a language writes dates, according to the short formats of the Unicode CLDR. `tag`
    /// is a BCP 47 tag or a two-letter code. Returns [`Orders::ANY`] for an unknown language.
    pub fn of_language(tag: &str) -> Orders {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let (language, region) = tag.split_once('-').unwrap_or((&tag, ""));
        match (language, region) {
            ("en", "us") => Self::MONTH_FIRST,
            ("en", "gb" | "ie" | "au" | "nz" | "in") => Self::DAY_FIRST,
            ("en", _) => Self::DAY_FIRST.or(Self::MONTH_FIRST),
            ("zh" | "ja" | "ko" | "hu" | "lt" | "mn", _) => Self::YEAR_FIRST,
            (
                "de" | "fr" | "es" | "it" | "pt" | "nl" | "da" | "nb" | "nn" | "no" | "fi" | "is"
                | "pl" | "cs" | "sk" | "sl" | "hr" | "sr" | "bs" | "mk" | "bg" | "ro" | "ru" | "uk"
                | "be" | "el" | "tr" | "ca" | "gl" | "et" | "lv" | "id" | "ms" | "vi" | "th" | "he"
                | "ar" | "hi" | "bn" | "ur" | "lb",
                _,
            ) => Self::DAY_FIRST,
            _ => Self::ANY,
        }
    }
}

/// Returns the date that three numbers mean in one order. `century` is whether the year has two digits.
pub(super) fn arranged(order: Orders, numbers: [u32; 3], century: bool) -> Option<NaiveDate> {
    let [first, second, third] = numbers;
    let (year, month, day) = match order {
        Orders::DAY_FIRST => (third, second, first),
        Orders::MONTH_FIRST => (third, first, second),
        _ => (first, second, third),
    };
    let year = if century { full_year(year)? } else { i32::try_from(year).ok()? };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The number of years by which a two-digit year may be in the future. A later year belongs to the previous century.
const AHEAD: i32 = 10;

/// The last year that two digits can mean. It does not change during a run that continues into the next year.
static LATEST: LazyLock<i32> = LazyLock::new(|| {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let days = i64::try_from(since / 86_400).unwrap_or(0);
    let today = crate::article::day_from_number(days).unwrap_or(NaiveDate::MIN);
    chrono::Datelike::year(&today) + AHEAD
});

/// Returns the year that two digits mean.
pub(super) fn full_year(two_digits: u32) -> Option<i32> {
    within(two_digits, *LATEST)
}

fn within(two_digits: u32, latest: i32) -> Option<i32> {
    let digits = i32::try_from(two_digits).ok().filter(|digits| *digits < 100)?;
    Some(latest - (latest - digits).rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_of_this_century_up_to_ten_years_ahead() {
        let years = [(0, 2000), (24, 2024), (36, 2036), (37, 1937), (99, 1999)];
        for (digits, year) in years {
            assert_eq!(within(digits, 2036), Some(year));
        }
        assert_eq!(within(5, 2105), Some(2105));
        assert_eq!(within(100, 2036), None);
    }

    #[test]
    fn a_language_has_its_order() {
        assert_eq!(Orders::of_language("de_AT"), Orders::DAY_FIRST);
        assert_eq!(Orders::of_language("ko"), Orders::YEAR_FIRST);
        assert_eq!(Orders::of_language("en-US"), Orders::MONTH_FIRST);
        assert!(!Orders::of_language("en").is_one());
        assert_eq!(Orders::of_language("xx"), Orders::ANY);
    }
}
