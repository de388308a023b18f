//! Counts many queries, one per line.
//!
//! Lines are parsed strictly. If a part of a line would be ignored, the line is reported and not counted, because the
//! count would answer a different question.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::crosstable;
use crate::analysis::Analyzer;
use crate::answers::timeline::{self, Interval};
use crate::engine::{Exactness, FacetKind, ValueDays};
use crate::error::{Error, Kind, Result};
use crate::searching::{
    Counted as What, Index, Question, StoriesInUse, stories_in_use, story_values,
};

/// A query of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The query.
    pub query: String,
    /// The number of characters of the line before the query.
    pub before: usize,
}

/// Returns the queries of a text, one per line. A line may start with a name and a tab. Empty lines and lines that
/// start with `#` are ignored.
pub fn lines(text: &str) -> Vec<Line> {
    let lines = text.lines().enumerate().filter_map(|(at, line)| {
        let line = line.trim_start_matches('\u{feff}').trim_end();
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return None;
        }
        let (name, query) = match line.split_once('\t') {
            Some((name, query)) => (Some(name.trim().to_string()), query),
            None => (None, line),
        };
        let before = line[..line.len() - query.len()].chars().count();
        Some(Line { number: at + 1, name, query: query.to_string(), before })
    });
    lines.collect()
}

/// A line and its outcome.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Row {
    /// The line.
    pub line: Line,
    /// The counts, or the problem of a line that was not counted.
    pub outcome: std::result::Result<Counted, Problem>,
}

/// The counts of a query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Counted {
    /// The number of articles that match.
    pub total: u64,
    /// The number of stories that these articles are in, if stories are counted. Periods and values then count
    /// stories, too.
    pub stories: Option<u64>,
    /// The number of matches without a date.
    pub undated: u64,
    /// The number of matches known only to the month or the year.
    pub imprecise: u64,
    /// The number of undated articles that match the query but are excluded by the date range.
    pub undated_excluded: u64,
    /// The query as it was read.
    pub read_as: String,
    /// Notices about parts of a dialect that were left out or replaced.
    pub notices: Vec<String>,
    /// Whether the articles are counted per period.
    pub has_periods: bool,
    /// The number of articles per period. All rows have the same periods, without a gap.
    pub periods: Vec<(String, u64)>,
    /// The articles by the values of a field, most frequent value first. If periods are also requested, each value is
    /// counted per period.
    pub values: Vec<crosstable::Row>,
    /// The number of articles by the first day of their period, before the list of periods is known.
    days: BTreeMap<i64, u64>,
    /// The articles of each value, by the first day of their period.
    values_by_day: Vec<ValueDays>,
    /// Whether the counts are exact.
    pub exactness: Exactness,
}

/// The problem of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The column, in characters from 1.
    pub column: usize,
    /// The description.
    pub problem: String,
    /// The suggested fix.
    pub hint: String,
}

/// What the articles of each line are grouped by.
#[derive(Debug, Clone, Copy, Default)]
pub struct By {
    /// The field whose values the articles are counted by.
    pub field: Option<FacetKind>,
    /// The length of the periods that the articles are counted by.
    pub interval: Option<Interval>,
    /// What is counted: articles, or their stories.
    pub counted: What,
}

/// Counts each line, on all cores. `base` has the options that all lines share. The threads share the index, so all
/// lines are counted in the same commit.
///
/// # Errors
///
/// Fails if a date of `base` is invalid or the index cannot be read. An invalid query is reported in the row of its
/// line.
pub fn run(index: &Index, lines: &[Line], base: &Question, by: By) -> Result<Vec<Row>> {
    let in_use = match by.counted {
        What::Articles => None,
        What::Stories => Some(stories_of(index, lines, base)?),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let share = || {
        let mut rows = Vec::new();
        let mut analyzer = Analyzer::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(line) = lines.get(at) else { return Ok(rows) };
            let outcome = count(index, line, base, by, &mut analyzer)?;
            rows.push((at, Row { line: line.clone(), outcome }));
        }
    };
    let share = &share;
    let parts: Vec<Result<Vec<(usize, Row)>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.min(lines.len())).map(|_| scope.spawn(share)).collect();
        let joined = threads.into_iter().map(|thread| {
            thread.join().unwrap_or_else(|_| {
                Err(Error::new(Kind::Index, "counting a batch: a thread of it ended early"))
            })
        });
        joined.collect()
    });
    let mut rows = Vec::with_capacity(lines.len());
    for part in parts {
        rows.extend(part?);
    }
    drop(in_use);
    rows.sort_by_key(|(at, _)| *at);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    fill(&mut rows, base, by.interval)?;
    Ok(rows)
}

/// Reads the stories of the days of all lines, so that the stories of each day are read once.
fn stories_of(index: &Index, lines: &[Line], base: &Question) -> Result<StoriesInUse> {
    let mut analyzer = Analyzer::default();
    let mut days = BTreeSet::new();
    for line in lines {
        // The problems of faulty lines are reported when they are counted.
        if let Ok(read) = question(line, base).read(index, &mut analyzer) {
            days.extend(index.engine.days(&read.request())?.1.days.into_keys());
        }
    }
    stories_in_use(index, days)
}

/// Returns the question that a line asks.
fn question(line: &Line, base: &Question) -> Question {
    Question { query: line.query.clone(), strict: true, ..base.clone() }
}

/// Divides the days of all rows into the same periods, from the first to the last day of the request or, where it is
/// open, of the matches.
fn fill(rows: &mut [Row], base: &Question, interval: Option<Interval>) -> Result<()> {
    let when = base.when()?;
    let mut counted: Vec<&mut Counted> =
        rows.iter_mut().filter_map(|row| row.outcome.as_mut().ok()).collect();
    let starts = match interval {
        Some(interval) => {
            let days = counted.iter().flat_map(|row| {
                let of_values = row.values_by_day.iter().map(|value| &value.days.days);
                of_values.chain([&row.days])
            });
            timeline::axis(std::iter::once(when), days, interval)?
        }
        None => Vec::new(),
    };
    // Without periods, `starts` is empty, and so are the counts of each value.
    let interval = interval.unwrap_or(Interval::Year);
    for row in &mut counted {
        let values = std::mem::take(&mut row.values_by_day).into_iter();
        row.values = values.map(|value| crosstable::Row::of(value, &starts, interval)).collect();
        let counts = timeline::bucketed(&row.days, &starts, interval);
        let labels = starts.iter().map(|start| interval.label(*start));
        row.periods = labels.zip(counts).collect();
    }
    Ok(())
}

fn count(
    index: &Index,
    line: &Line,
    base: &Question,
    by: By,
    analyzer: &mut Analyzer,
) -> Result<std::result::Result<Counted, Problem>> {
    let question = question(line, base);
    let read = match question.read(index, analyzer) {
        Ok(read) => read,
        Err(error) if error.kind == Kind::Query => return Ok(Err(problem(line, error))),
        Err(error) => return Err(error),
    };
    let request = read.request();
    let (mut hits, days) = match (by.interval, by.counted) {
        (None, What::Articles) => (index.engine.search(&request)?, Default::default()),
        _ => index.engine.days(&request)?,
    };
    read.count_undecided(index, &mut hits)?;
    let days = timeline::of_stories(index, &request, days, by.counted)?;
    let stories = (by.counted == What::Stories).then(|| days.total());
    let mut values_by_day = match by.field {
        Some(field) => crosstable::by_value(index, &request, field)?.1,
        None => Vec::new(),
    };
    if let (Some(field), What::Stories) = (by.field, by.counted) {
        story_values(index, &request, field, &mut values_by_day)?;
    }
    // A period takes less memory than its days. Without periods, only the totals matter.
    let length = by.interval.unwrap_or(Interval::Year);
    for value in &mut values_by_day {
        value.days.days = timeline::by_start(&value.days.days, length);
    }
    Ok(Ok(Counted {
        total: hits.total,
        stories,
        undated: hits.undated,
        imprecise: hits.imprecise,
        undated_excluded: hits.undated_excluded,
        read_as: read.query.tree.to_string(),
        notices: if question.lenient { read.query.notices } else { Vec::new() },
        has_periods: by.interval.is_some(),
        periods: Vec::new(),
        values: Vec::new(),
        days: timeline::by_start(&days.days, length),
        values_by_day,
        exactness: hits.exactness,
    }))
}

fn problem(line: &Line, error: Error) -> Problem {
    let at = error.span.map_or(0, |span| span.0).min(line.query.len());
    let before = &line.query[..line.query.floor_char_boundary(at)];
    let problem = error.message.trim_start_matches("reading the query: ").to_string();
    let hint = error.hint.unwrap_or_default();
    Problem { column: line.before + before.chars().count() + 1, problem, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_be_named_and_commented() {
        let found = lines("\u{feff}# terms\noil price\n\n  # more\nGrain\twheat OR corn\r\n");
        let shown: Vec<_> = found
            .iter()
            .map(|line| (line.number, line.name.as_deref(), line.query.as_str(), line.before))
            .collect();
        assert_eq!(shown, [(2, None, "oil price", 0), (5, Some("Grain"), "wheat OR corn", 6)]);
    }
}
