//! Periods: an index of articles may be divided by the year or the month of publication.
//!
//! Each part is a separate index behind one alias, so that a search with dates asks only the shards of those
//! periods. The period of an article follows from its [`order`](crate::article::order), which the catalogue knows, too.

use chrono::{DateTime, Datelike};
use serde::{Deserialize, Serialize};

use crate::article::{KEY_BITS, UNDATED_SECONDS};

/// The name of the period of articles without a date.
pub const UNDATED: &str = "undated";

/// The length of the periods that an index is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// A year.
    Year,
    /// A month.
    Month,
}

impl Period {
    /// Returns the name of the period of an article: `2025`, `2025-05` or `undated`. `order` is that of the article.
    pub fn of_order(self, order: i64) -> String {
        let seconds = order >> KEY_BITS;
        let date = DateTime::from_timestamp(seconds, 0).filter(|_| seconds != UNDATED_SECONDS);
        match (self, date) {
            (_, None) => UNDATED.to_string(),
            (Period::Year, Some(date)) => format!("{:04}", date.year()),
            (Period::Month, Some(date)) => format!("{:04}-{:02}", date.year(), date.month()),
        }
    }

    /// Returns the name of the length.
    pub fn name(self) -> &'static str {
        match self {
            Period::Year => "year",
            Period::Month => "month",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::order;

    #[test]
    fn the_period_is_that_of_the_second() {
        let name = |period: Period, seconds: i64| period.of_order(order(seconds, "abc"));
        assert_eq!(name(Period::Year, 0), "1970");
        assert_eq!(name(Period::Month, 0), "1970-01");
        assert_eq!(name(Period::Month, -1), "1969-12");
        assert_eq!(name(Period::Year, -62_135_596_800), "0001");
        assert_eq!(name(Period::Year, 253_402_300_799), "9999");
        assert_eq!(name(Period::Month, UNDATED_SECONDS), UNDATED);
    }
}
