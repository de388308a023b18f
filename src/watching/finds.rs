//! What saved searches find among the articles that are new to them. Only these articles are searched.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use chrono::{DateTime, FixedOffset};

use super::record::hash_of;
use super::searches::Named;
use super::seen::Seen;
use crate::analysis::Analyzer;
use crate::engine::Request;
use crate::error::{Error, Result};
use crate::query::tree::{Keys, Tree};
use crate::searching::{Index, Read};

/// The articles of an index that arrived after some run, each with the number of its arrival.
pub struct Recent(Vec<Arrived>);

struct Arrived {
    key: String,
    order: i64,
    arrival: u32,
    is_correction: bool,
}

impl Recent {
    /// Finds the articles of an index that arrived after the run with a number.
    ///
    /// # Errors
    ///
    /// Fails if the catalogue cannot be read.
    pub fn after(index: &Index, seen: &Seen, arrival: u32) -> Result<Recent> {
        let mut recent = Vec::new();
        index.catalogue.visit_keys(&mut |key, order| {
            let record = seen.find(&hash_of(key)).filter(|record| record.arrival() > arrival);
            recent.extend(record.map(|record| Arrived {
                key: key.to_string(),
                order,
                arrival: record.arrival(),
                is_correction: record.is_correction(),
            }));
        })?;
        recent.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(Recent(recent))
    }

    /// Returns those that arrived after one run and not after another.
    pub fn between(&self, after: u32, through: u32) -> Arrivals {
        let of = |is_correction: bool| {
            let within = |arrived: &&Arrived| {
                arrived.arrival > after
                    && arrived.arrival <= through
                    && arrived.is_correction == is_correction
            };
            let keys = self.0.iter().filter(within);
            Keys(Arc::new(keys.map(|arrived| (arrived.key.clone(), arrived.order)).collect()))
        };
        Arrivals { articles: of(false), corrections: of(true) }
    }
}

/// The articles that are new to a search.
#[derive(Debug, Clone)]
pub struct Arrivals {
    /// The articles that are not corrections.
    pub articles: Keys,
    /// The corrections of articles that were seen before.
    pub corrections: Keys,
}

/// What a search found.
pub struct Found {
    /// The question as it was read.
    pub read: Read,
    /// The number of new articles.
    pub articles: u64,
    /// The number of corrections.
    pub corrections: u64,
}

/// Asks each search for its matches among the articles that are new to it, on all cores.
pub fn count(
    index: &Index,
    searches: &[(&Named, Arrivals)],
    now: DateTime<FixedOffset>,
) -> Vec<Result<Found>> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(searches.len()));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores.min(searches.len()) {
            scope.spawn(|| {
                let mut analyzer = Analyzer::default();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((named, arrivals)) = searches.get(at) else { break };
                    let one = count_one(index, named, arrivals, now, &mut analyzer);
                    found.lock().unwrap_or_else(PoisonError::into_inner).push((at, one));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_unstable_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, found)| found).collect()
}

fn count_one(
    index: &Index,
    named: &Named,
    arrivals: &Arrivals,
    now: DateTime<FixedOffset>,
    analyzer: &mut Analyzer,
) -> Result<Found> {
    let read = named.search.question(now).and_then(|question| question.read(index, analyzer));
    let read = read.map_err(|error| of_search(named, error))?;
    let count = |keys: &Keys| {
        if keys.0.is_empty() {
            return Ok(0);
        }
        let tree = among(&read, keys.clone());
        let request = Request { when: read.within, ..Request::counting(&tree) };
        index.engine.search(&request).map(|hits| hits.total)
    };
    let (articles, corrections) = (count(&arrivals.articles)?, count(&arrivals.corrections)?);
    Ok(Found { read, articles, corrections })
}

/// Returns a tree that matches a question's matches among some articles.
pub fn among(read: &Read, keys: Keys) -> Tree {
    read.tree.clone().and(Tree::Keys(keys))
}

/// Names the search in an error about its query.
fn of_search(named: &Named, mut error: Error) -> Error {
    error.message =
        format!("the saved search {} (line {}): {}", named.name, named.line, error.message);
    error
}
