//! Counts hits over time. Each article counts in the bucket of its own local day.
//!
//! Buckets cover the range of the request without gaps. Articles known only to the month or the year, and articles
//! without a date, are counted separately. The total is the sum of these two counts and the buckets.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{Datelike, Days as ManyDays, Months, NaiveDate};

use crate::analysis::Analyzer;
use crate::article::{day_from_number, day_number};
use crate::engine::Request;
use crate::error::{Error, Result};
use crate::matching::Matcher;
use crate::query::Query;
use crate::query::tree::{Bound, DateRange, Tree};
use crate::searching::{Index, Question, Read, sweep};

/// The length of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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

    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
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
    /// Returns the shortest length that divides a number of days into at most `buckets` buckets, or a year.
    pub fn fitting(days: i64, buckets: i64) -> Interval {
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
        Self::ALL.into_iter().find(fits).unwrap_or(Interval::Year)
    }
}

/// The articles that shares are computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShareOf {
    /// The articles that the flags select, regardless of the query: with `--source A`, the articles of A.
    Asked,
    /// All articles of the archive.
    All,
}

/// The counts of a query over time.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Series {
    /// The query as it was read.
    pub query: Query,
    /// The date range of the flags.
    pub when: DateRange,
    /// The number of articles that match: the sum of `counts`, `undated` and `imprecise`.
    pub total: u64,
    /// The number of matches without a date.
    pub undated: u64,
    /// The number of matches known only to the month or the year.
    pub imprecise: u64,
    /// The number of undated articles that match the query but are excluded by the date range.
    pub undated_excluded: u64,
    /// The number of articles in each bucket.
    pub counts: Vec<u64>,
    /// The number of occurrences in the articles of each bucket. `None` unless requested.
    pub occurrences: Option<Vec<u64>>,
    /// The notices.
    pub notices: Vec<String>,
}

/// Several queries with the same buckets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Timeline {
    /// The length of a bucket.
    pub interval: Interval,
    /// The first day of each bucket.
    pub starts: Vec<NaiveDate>,
    /// The number of articles in each bucket that shares are computed from.
    pub all: Vec<u64>,
    /// The number of words in these articles. `None` unless occurrences were requested.
    pub words: Option<Vec<u64>>,
    /// The queries.
    pub series: Vec<Series>,
    /// The wall time, in milliseconds.
    pub took_ms: f64,
}

/// The maximum number of buckets. A request for more is an error.
const BUCKETS: usize = 200_000;

/// The maximum number of buckets if the length of the buckets is not given. A timeline of more years than that has one
/// bucket per year.
const FITTING: i64 = 60;

/// Counts queries over time. With `occurrences`, also counts their occurrences. Without an `interval`, chooses the
/// shortest buckets of which there are at most 60.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn timeline(
    index: &Index,
    questions: &[Question],
    interval: Option<Interval>,
    occurrences: bool,
    share_of: ShareOf,
) -> Result<Timeline> {
    let began = Instant::now();
    let mut analyzer = Analyzer::default();
    let mut read = Vec::with_capacity(questions.len());
    let mut days = Vec::with_capacity(questions.len());
    let mut series = Vec::with_capacity(questions.len());
    for question in questions {
        let asked = question.read(index, &mut analyzer)?;
        let (hits, by_day) = index.engine.days(&asked.request())?;
        series.push(Series {
            query: asked.query.clone(),
            when: asked.when,
            total: hits.total,
            undated: by_day.undated,
            imprecise: by_day.imprecise,
            undated_excluded: hits.undated_excluded,
            counts: Vec::new(),
            occurrences: None,
            notices: asked.notices(index, &hits, &mut analyzer)?,
        });
        days.push(by_day.days);
        read.push(asked);
    }
    let within = || read.iter().map(|read| read.within);
    let interval = interval.unwrap_or_else(|| match ends(within(), days.iter()) {
        Some((first, last)) => Interval::fitting(last - first + 1, FITTING),
        None => Interval::Month,
    });
    let starts = axis(within(), days.iter(), interval)?;
    let base = match (share_of, questions.first()) {
        (ShareOf::Asked, Some(first)) => {
            let asked = Question { query: String::new(), ..first.clone() };
            asked.read(index, &mut analyzer)?.tree
        }
        _ => Tree::All,
    };
    let all = Request { when: range(&read), ..Request::counting(&base) };
    let (_, of_all) = index.engine.days(&all)?;
    let mut timeline = Timeline {
        interval,
        all: bucketed(&of_all.days, &starts, interval),
        starts,
        words: None,
        series,
        took_ms: 0.0,
    };
    for (series, days) in timeline.series.iter_mut().zip(&days) {
        series.counts = bucketed(days, &timeline.starts, interval);
    }
    if occurrences {
        let words = index.engine.words(&all)?;
        timeline.words = Some(bucketed(&words, &timeline.starts, interval));
        for (series, read) in timeline.series.iter_mut().zip(&read) {
            let found = occurring(index, read)?;
            series.occurrences = Some(bucketed(&found, &timeline.starts, interval));
        }
    }
    timeline.took_ms = began.elapsed().as_secs_f64() * 1e3;
    Ok(timeline)
}

/// Returns the date range of the articles that shares are computed from.
fn range(read: &[Read]) -> DateRange {
    match read {
        [one] => one.within,
        several => several.first().map(|first| first.when).unwrap_or_default(),
    }
}

/// Returns the first day of each bucket, from the first to the last day of the request or of the matches.
pub(crate) fn axis<'d>(
    ranges: impl Iterator<Item = DateRange>,
    days: impl Iterator<Item = &'d BTreeMap<i64, u64>>,
    interval: Interval,
) -> Result<Vec<NaiveDate>> {
    let Some((first, last)) = ends(ranges, days) else { return Ok(Vec::new()) };
    let (Some(first), Some(last)) = (day_from_number(first), day_from_number(last)) else {
        return Ok(Vec::new());
    };
    let mut starts = Vec::new();
    let mut start = Some(interval.start(first));
    while let Some(day) = start.filter(|day| *day <= last) {
        if starts.len() == BUCKETS {
            let (from, to) = (first.format("%Y-%m-%d"), last.format("%Y-%m-%d"));
            return Err(Error::usage(format!(
                "a timeline from {from} to {to} by {} has more than {BUCKETS} buckets",
                interval.name()
            ))
            .hint("narrow the dates with --since and --until, or use --interval year"));
        }
        starts.push(day);
        start = interval.next(day);
    }
    Ok(starts)
}

/// Returns the first and the last day, as numbers, that the request or the matches have.
fn ends<'d>(
    ranges: impl Iterator<Item = DateRange>,
    days: impl Iterator<Item = &'d BTreeMap<i64, u64>>,
) -> Option<(i64, i64)> {
    let day = |bound: Bound| match bound {
        Bound::Day(day) => day,
        Bound::Instant(second) => second.div_euclid(86_400),
    };
    // A range that ends before it starts contains nothing.
    let possible = ranges.filter(|range| !range.is_empty());
    let mut ends: Vec<i64> =
        possible.flat_map(|range| [range.since, range.until]).flatten().map(day).collect();
    for found in days {
        ends.extend(found.keys().next().into_iter().chain(found.keys().next_back()));
    }
    Some((*ends.iter().min()?, *ends.iter().max()?))
}

/// Sums counts per day into counts per first day of a bucket.
pub(crate) fn by_start(days: &BTreeMap<i64, u64>, interval: Interval) -> BTreeMap<i64, u64> {
    let mut counts = BTreeMap::new();
    for (number, count) in days {
        let start = day_from_number(*number).map_or(*number, |day| day_number(interval.start(day)));
        *counts.entry(start).or_default() += count;
    }
    counts
}

/// Sums counts per day into counts per bucket.
pub(crate) fn bucketed(
    days: &BTreeMap<i64, u64>,
    starts: &[NaiveDate],
    interval: Interval,
) -> Vec<u64> {
    let mut counts = vec![0; starts.len()];
    for (day, count) in days {
        let start = day_from_number(*day).map(|day| interval.start(day));
        if let Some(at) = start.and_then(|start| starts.binary_search(&start).ok()) {
            counts[at] += count;
        }
    }
    counts
}

/// Counts the occurrences of a query in the articles of each day.
fn occurring(index: &Index, read: &Read) -> Result<BTreeMap<i64, u64>> {
    let (_, found) = index.engine.every(&read.request())?;
    let mut days = BTreeMap::new();
    let worker = || {
        let (matcher, mut analyzer) = (Matcher::new(&read.tree), Analyzer::default());
        move |article: crate::article::Article| {
            // The engine and the matcher agree on hits. An article without marks has no occurrences.
            let marks = matcher.marks(&mut analyzer, &article).unwrap_or_default();
            let day = article.date.filter(|date| !date.is_inexact());
            (day.map(|date| day_number(date.first_day())), marks.occurrences().count() as u64)
        }
    };
    sweep(found.as_ref(), usize::MAX, worker, |(day, count)| {
        if let Some(day) = day {
            *days.entry(day).or_insert(0) += count;
        }
        Ok(true)
    })?;
    Ok(days)
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
