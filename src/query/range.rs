//! Date ranges, and how an article's date relates to a range: inside, overlapping, or outside.

use crate::article::{Date, day_number};

/// One end of a date range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A day number (`article::day_number`), compared with the article's local days.
    Day(i64),
    /// Seconds since 1970, compared with the article's instant.
    Instant(i64),
}

impl Bound {
    /// Returns the last second of the bound, since 1970. A day is taken in UTC.
    pub fn last_second(self) -> i64 {
        match self {
            Bound::Day(day) => day.saturating_add(1).saturating_mul(86_400).saturating_sub(1),
            Bound::Instant(second) => second,
        }
    }
}

/// A date range with inclusive ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateRange {
    /// The first day or instant.
    pub since: Option<Bound>,
    /// The last day or instant.
    pub until: Option<Bound>,
    /// Whether articles whose date only overlaps the range match.
    pub inexact: bool,
}

/// How an article's date relates to a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Every moment that the date may mean is in the range.
    Inside,
    /// Only some of the moments that the date may mean are in the range.
    Overlaps,
    /// No moment that the date may mean is in the range.
    Outside,
}

/// The time that a date may mean: its first and last day, and its first and last second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Local day numbers.
    pub days: (i64, i64),
    /// Seconds since 1970.
    pub seconds: (i64, i64),
}

impl Extent {
    /// Returns the extent of a date.
    pub fn of(date: &Date) -> Extent {
        let days = (day_number(date.first_day()), day_number(date.last_day()));
        Extent::new(days, date.seconds(), date.precision as u64)
    }

    /// Creates an extent from the values of the index columns: day numbers, the first second, and the rank of the
    /// precision (0 for the year).
    pub fn new(days: (i64, i64), first: i64, precision: u64) -> Extent {
        let length = match precision {
            0..=2 => (days.1 - days.0 + 1) * 86_400,
            3 => 60,
            _ => 1,
        };
        Extent { days, seconds: (first, first + length - 1) }
    }
}

impl DateRange {
    /// Returns whether the range has neither a start nor an end.
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Returns whether at least one end is an instant.
    pub fn is_timed(&self) -> bool {
        let timed = |bound| matches!(bound, Some(Bound::Instant(_)));
        timed(self.since) || timed(self.until)
    }

    /// Returns whether the range ends before it starts.
    pub fn is_empty(&self) -> bool {
        match (self.since, self.until) {
            (Some(Bound::Day(since)), Some(Bound::Day(until)))
            | (Some(Bound::Instant(since)), Some(Bound::Instant(until))) => since > until,
            _ => false,
        }
    }

    /// Returns the intersection of two ranges, or `None` if a day would have to be compared with an instant.
    pub fn both(&self, other: &DateRange) -> Option<DateRange> {
        let join = |a: Option<Bound>, b: Option<Bound>, pick: fn(i64, i64) -> i64| match (a, b) {
            (None, bound) | (bound, None) => Some(bound),
            (Some(Bound::Day(a)), Some(Bound::Day(b))) => Some(Some(Bound::Day(pick(a, b)))),
            (Some(Bound::Instant(a)), Some(Bound::Instant(b))) => {
                Some(Some(Bound::Instant(pick(a, b))))
            }
            _ => None,
        };
        let since = join(self.since, other.since, i64::max)?;
        let until = join(self.until, other.until, i64::min)?;
        Some(DateRange { since, until, inexact: self.inexact || other.inexact })
    }

    /// Returns how an extent relates to the range.
    pub fn position(&self, extent: &Extent) -> Position {
        let (mut inside, mut outside) = (true, self.is_empty());
        inside &= !outside;
        match self.since {
            Some(Bound::Day(day)) => {
                inside &= extent.days.0 >= day;
                outside |= extent.days.1 < day;
            }
            Some(Bound::Instant(second)) => {
                inside &= extent.seconds.0 >= second;
                outside |= extent.seconds.1 < second;
            }
            None => {}
        }
        match self.until {
            Some(Bound::Day(day)) => {
                inside &= extent.days.1 <= day;
                outside |= extent.days.0 > day;
            }
            Some(Bound::Instant(second)) => {
                inside &= extent.seconds.1 <= second;
                outside |= extent.seconds.0 > second;
            }
            None => {}
        }
        match (inside, outside) {
            (true, _) => Position::Inside,
            (_, true) => Position::Outside,
            _ => Position::Overlaps,
        }
    }

    /// Returns whether an article with this extent matches.
    pub fn matches(&self, extent: &Extent) -> bool {
        match self.position(extent) {
            Position::Inside => true,
            Position::Overlaps => self.inexact,
            Position::Outside => false,
        }
    }
}
