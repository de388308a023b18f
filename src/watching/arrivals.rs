//! Which articles of an index are new: those whose key was never seen.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::record::{Record, hash_of};
use super::seen::Seen;
use crate::article::Article;
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::query::tree::{Keys, Tree};
use crate::searching::{Index, sweep};

/// Returns the records of the articles that were never seen, sorted by key. `arrival` is the number of the run that
/// sees them. Articles that correct one that was seen are marked.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn arrivals(index: &Index, seen: &Seen, arrival: u32) -> Result<Vec<Record>> {
    let tree = match seen.is_empty() {
        // The keys of all articles are many.
        true => Tree::All,
        false => {
            let mut new = Vec::new();
            index.catalogue.visit_keys(&mut |key, order| {
                if seen.find(&hash_of(key)).is_none() {
                    new.push((key.to_string(), order));
                }
            })?;
            new.sort_unstable();
            Tree::Keys(Keys(Arc::new(new)))
        }
    };
    if matches!(&tree, Tree::Keys(new) if new.0.is_empty()) {
        return Ok(Vec::new());
    }
    let request = Request { sort: Sort::Newest, ..Request::counting(&tree) };
    let (_, matches) = index.engine.every(&request)?;
    let mut records = Vec::with_capacity(matches.len());
    let worker = || |article: Article| (Record::of(&article, arrival), article.key);
    sweep(matches.as_ref(), usize::MAX, worker, |(mut record, key)| {
        if let Some(place) = index.catalogue.places(&key)?.first() {
            record.set_place(place);
        }
        records.push(record);
        Ok(true)
    })?;
    records.sort_unstable_by_key(|record| record.key);
    mark_corrections(&mut records, seen);
    Ok(records)
}

/// Marks the new articles that correct one that was seen.
fn mark_corrections(new: &mut [Record], seen: &Seen) {
    if seen.is_empty() {
        return;
    }
    let mut linked: FxHashMap<(bool, u32), Vec<usize>> = FxHashMap::default();
    for (at, record) in new.iter().enumerate() {
        for link in [(false, record.place), (true, record.id)] {
            if link.1 != 0 {
                linked.entry(link).or_default().push(at);
            }
        }
    }
    let mut corrections = BTreeSet::new();
    for older in seen.each() {
        for link in [(false, older.place), (true, older.id)] {
            for at in linked.get(&link).into_iter().flatten() {
                if new[*at].corrects(&older) {
                    corrections.insert(*at);
                }
            }
        }
    }
    corrections.iter().for_each(|at: &usize| new[*at].mark_correction());
}
