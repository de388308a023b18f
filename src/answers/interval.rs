//! The length of a bucket of a timeline: a day, a week, a month, a quarter or a year.

use chrono::{Datelike, Days as ManyDays, Months, NaiveDate};

/// The length of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interval {
    /// A day.
    Day,
    /// A week, which starts on Monday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

impl Interval {
    /// All lengths, shortest first.
    pub const ALL: [Interval; 5] =
        [Interval::Day, Interval::Week, Interval::Month, Interval::Quarter, Interval::Year];

    /// Returns its name in flags and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Interval::Day => "day",
            Interval::Week => "week",
            Interval::Month => "month",
            Interval::Quarter => "quarter",
            Interval::Year => "year",
        }
    }

    /// Returns the first day of the bucket that contains a day.
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Interval::Day => Some(day),
            Interval::Week => {
                day.checked_sub_days(ManyDays::new(day.weekday().num_days_from_monday().into()))
            }
            Interval::Month => day.with_day(1),
            Interval::Quarter => NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1),
            Interval::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        };
        start.unwrap_or(day)
    }

    pub(super) fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Interval::Day => start.succ_opt(),
            Interval::Week => start.checked_add_days(ManyDays::new(7)),
            Interval::Month => start.checked_add_months(Months::new(1)),
            Interval::Quarter => start.checked_add_months(Months::new(3)),
            Interval::Year => start.checked_add_months(Months::new(12)),
        }
    }

    /// Returns the last day of the bucket that starts on a day.
    pub fn end(self, start: NaiveDate) -> NaiveDate {
        self.next(start).and_then(|next| next.pred_opt()).unwrap_or(start)
    }

    /// Returns the label of the bucket that starts on a day, written like a date in a query: `2025-05`, `2025-W22`,
    /// `2025-Q2`.
    pub fn label(self, start: NaiveDate) -> String {
        match self {
            Interval::Day => start.format("%Y-%m-%d").to_string(),
            Interval::Week => start.format("%G-W%V").to_string(),
            Interval::Month => start.format("%Y-%m").to_string(),
            Interval::Quarter => format!("{:04}-Q{}", start.year(), start.month0() / 3 + 1),
            Interval::Year => start.format("%Y").to_string(),
        }
    }
}

impl Interval {
    /// Returns the shortest length that divides a number of days into at most `buckets` buckets, or a year. The length
    /// is not shorter than `least`.
    pub fn fitting(days: i64, buckets: i64, least: Interval) -> Interval {
        let fits = |interval: &Interval| {
            let length = match interval {
                Interval::Day => 1,
                Interval::Week => 7,
                Interval::Month => 28,
                Interval::Quarter => 90,
                Interval::Year => 365,
            };
            days <= buckets * length
        };
        let enough = Self::ALL.into_iter().filter(|interval| *interval >= least);
        enough.into_iter().find(fits).unwrap_or(Interval::Year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_begin_where_calendars_say() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (interval, of, label) in [
            (Interval::Week, "2024-12-30", "2025-W01"),
            (Interval::Week, "2021-01-03", "2020-W53"),
            (Interval::Month, "2024-02-29", "2024-02"),
            (Interval::Quarter, "2024-06-30", "2024-Q2"),
            (Interval::Year, "1931-12-31", "1931"),
            (Interval::Day, "0001-01-01", "0001-01-01"),
        ] {
            let start = interval.start(day(of));
            assert_eq!(interval.label(start), label);
            assert!(start <= day(of) && interval.next(start).unwrap() > day(of));
        }
    }
}
