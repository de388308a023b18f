//! Many queries, one per line, each counted.
//!
//! Lines are parsed strictly: if a part of one would be ignored, it is reported and not counted, because the count
//! would answer another question.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::analysis::Analyzer;
use crate::answers::timeline::{self, Interval};
use crate::engine::Engine;
use crate::error::{Error, Kind, Result};
use crate::searching::{Index, Question};

/// A query of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it is called, where it was named.
    pub name: Option<String>,
    /// The query.
    pub query: String,
    /// Characters of the line before the query.
    pub before: usize,
}

/// The queries of a text: a line each, named before a tab if at all; empty lines and those that begin with
/// `#` are none.
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

/// A line and what it found.
#[derive(Debug, Clone)]
pub struct Row {
    /// The line.
    pub line: Line,
    /// What it found, or why it was not asked.
    pub outcome: std::result::Result<Counted, Problem>,
}

/// What a query found.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Articles that match.
    pub total: u64,
    /// Those without a date.
    pub undated: u64,
    /// Those known to the month or the year only.
    pub imprecise: u64,
    /// Articles without a date that match but for the dates asked.
    pub undated_excluded: u64,
    /// As it was read.
    pub read_as: String,
    /// The number of articles per period. All rows have the same periods, without a gap.
    pub periods: Vec<(String, u64)>,
    /// The number of articles per day, until the periods are known.
    days: BTreeMap<i64, u64>,
    /// Whether the counts may be off.
    pub cut_short: bool,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, in characters from 1.
    pub column: usize,
    /// What.
    pub problem: String,
    /// What could be written instead.
    pub hint: String,
}

/// Counts each line, on all cores. `base` has the options that all lines share. Threads share the index, so that all
/// lines are counted in the same commit.
pub fn run(
    index: &Index,
    lines: &[Line],
    base: &Question,
    interval: Option<Interval>,
) -> Result<Vec<Row>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let share = || {
        let mut rows = Vec::new();
        let mut analyzer = Analyzer::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(line) = lines.get(at) else { return Ok(rows) };
            let outcome = count(index, line, base, interval, &mut analyzer)?;
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
    rows.sort_by_key(|(at, _)| *at);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    if let Some(interval) = interval {
        fill(&mut rows, base, interval)?;
    }
    Ok(rows)
}

/// Counts the days of all rows in the same periods, from the first day asked for, or else found, to the last.
fn fill(rows: &mut [Row], base: &Question, interval: Interval) -> Result<()> {
    let when = base.when()?;
    let mut counted: Vec<&mut Counted> =
        rows.iter_mut().filter_map(|row| row.outcome.as_mut().ok()).collect();
    let days = counted.iter().map(|row| &row.days);
    let starts = timeline::axis(std::iter::once(when), days, interval)?;
    for row in &mut counted {
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
    interval: Option<Interval>,
    analyzer: &mut Analyzer,
) -> Result<std::result::Result<Counted, Problem>> {
    let question = Question { query: line.query.clone(), strict: true, ..base.clone() };
    let read = match question.read(index, analyzer) {
        Ok(read) => read,
        Err(error) if error.kind == Kind::Query => return Ok(Err(problem(line, error))),
        Err(error) => return Err(error),
    };
    let (hits, days) = match interval {
        Some(_) => index.engine.days(&read.request())?,
        None => (index.engine.search(&read.request())?, Default::default()),
    };
    Ok(Ok(Counted {
        total: hits.total,
        undated: hits.undated,
        imprecise: hits.imprecise,
        undated_excluded: hits.undated_excluded,
        read_as: read.query.tree.to_string(),
        periods: Vec::new(),
        days: days.days,
        cut_short: hits.cut_short,
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
