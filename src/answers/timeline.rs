//! Counts hits over time. Each article counts in the bucket of its local day.
//!
//! Buckets cover the range of the request without gaps. Articles known only to the month or the year, and articles
//! without a date, are counted separately. The total is the sum of these two counts and the buckets.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::NaiveDate;

pub use super::interval::Interval;
use crate::analysis::Analyzer;
use crate::answers::explain::why_nothing;
use crate::article::{day_from_number, day_number};
use crate::engine::{Days, Request};
use crate::error::{Error, Result};
use crate::matching::Matcher;
use crate::query::Query;
use crate::query::tree::{Bound, DateRange, Tree};
use crate::searching::{
    Counted, Index, Question, Read, articles, stories_in_use, story_days, sweep,
};

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
    /// The number of stories, if these are counted: the sum of `counts`, `undated` and `imprecise`. `total` still
    /// counts articles.
    pub stories: Option<u64>,
    /// The number of articles or stories in each bucket.
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
pub const FITTING: i64 = 60;

/// How the length of the buckets is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// This length.
    Exactly(Interval),
    /// The shortest length that gives at most 60 buckets, but not less than this one.
    AtLeast(Interval),
}

/// Returns a notice about articles that are in no bucket because their dates are too coarse. A search for a month or a
/// year also finds articles that are dated only to it, so that its total is higher than the count of the bucket.
pub(super) fn too_coarse(imprecise: u64) -> Option<String> {
    (imprecise > 0).then(|| {
        let are = if imprecise == 1 { "is" } else { "are" };
        format!(
            "{} dated only to the month or year {are} in no bucket; search --on 2024 counts those of 2024",
            articles(imprecise)
        )
    })
}

/// Counts queries over time. With `occurrences`, also counts their occurrences.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn timeline(
    index: &Index,
    questions: &[Question],
    length: Length,
    occurrences: bool,
    share_of: ShareOf,
) -> Result<Timeline> {
    counting(index, questions, length, occurrences, share_of, Counted::Articles)
}

/// Counts articles or stories over time, as [`timeline`] does. A story counts on the day of its earliest article that
/// matches. Occurrences are those of articles.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn counting(
    index: &Index,
    questions: &[Question],
    length: Length,
    occurrences: bool,
    share_of: ShareOf,
    counted: Counted,
) -> Result<Timeline> {
    let began = Instant::now();
    let mut analyzer = Analyzer::default();
    let mut read = Vec::with_capacity(questions.len());
    let mut days = Vec::with_capacity(questions.len());
    let mut series = Vec::with_capacity(questions.len());
    for question in questions {
        read.push(question.read(index, &mut analyzer)?);
    }
    let base = match (share_of, questions.first()) {
        (ShareOf::Asked, Some(first)) => {
            let asked = Question { query: String::new(), ..first.clone() };
            asked.read(index, &mut analyzer)?.tree
        }
        _ => Tree::All,
    };
    let all = Request { when: range(&read), ..Request::counting(&base) };
    // The days of all articles include those of the queries, so the stories of each day are read only once.
    let (_, by_day) = index.engine.days(&all)?;
    let in_use = match counted {
        Counted::Articles => None,
        Counted::Stories => Some(stories_in_use(index, by_day.days.keys().copied())?),
    };
    let of_all = of_stories(index, &all, by_day, counted)?;
    for (asked, question) in read.iter().zip(questions) {
        let (mut hits, by_day) = index.engine.days(&asked.request())?;
        asked.count_undecided(index, &mut hits)?;
        let by_day = of_stories(index, &asked.request(), by_day, counted)?;
        let mut notices = asked.notices(index, &hits, &mut analyzer)?;
        notices.extend(too_coarse(by_day.imprecise));
        if hits.total == 0 {
            notices.extend(why_nothing(index, question)?);
        }
        series.push(Series {
            query: asked.query.clone(),
            when: asked.when,
            total: hits.total,
            undated: by_day.undated,
            imprecise: by_day.imprecise,
            undated_excluded: hits.undated_excluded,
            stories: (counted == Counted::Stories).then(|| by_day.total()),
            counts: Vec::new(),
            occurrences: None,
            notices,
        });
        days.push(by_day.days);
    }
    drop(in_use);
    let within = || read.iter().map(|read| read.within);
    let interval = match length {
        Length::Exactly(interval) => interval,
        Length::AtLeast(least) => match ends(within(), days.iter()) {
            Some((first, last)) => Interval::fitting(last - first + 1, FITTING, least),
            None => least.max(Interval::Month),
        },
    };
    let starts = axis(within(), days.iter(), interval)?;
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

/// Replaces the number of articles per day with the number of stories, if these are counted.
pub(super) fn of_stories(
    index: &Index,
    request: &Request,
    by_day: Days,
    counted: Counted,
) -> Result<Days> {
    match counted {
        Counted::Articles => Ok(by_day),
        Counted::Stories => story_days(index, request, &by_day),
    }
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
    if let Some(days) = index.engine.occurrences_of_word(&read.request())? {
        return Ok(days);
    }
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
