//! What saved searches have not reported yet. Asking changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::arrivals::arrivals;
use super::finds::{Arrivals, Recent, count};
use super::folder::{has_searches, of};
use super::loaded::{Loaded, steady};
use super::saved_search::SavedSearch;
use super::searches::Named;
use super::state::Progress;
use crate::error::Result;
use crate::searching::Index;

/// What a search has not reported yet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// The name of the search.
    pub name: String,
    /// The search.
    pub search: SavedSearch,
    /// The number of new articles, without corrections. `None` if the search was not run yet, so that everything that
    /// exists counts as seen.
    pub new: Option<u64>,
    /// The number of corrections.
    pub corrections: u64,
    /// Whether a delivery was started and may not have been completed.
    pub unfinished: bool,
    /// The problem, if the search cannot run.
    pub problem: Option<String>,
}

/// Returns what each saved search has not reported yet, without changing anything. Empty if the index has no saved
/// searches.
///
/// # Errors
///
/// Fails if the file of saved searches is faulty, if what was recorded is damaged, or if the index cannot be read.
pub fn waiting(folder: &Path, index: &Index, now: DateTime<FixedOffset>) -> Result<Vec<Waiting>> {
    if !has_searches(folder) {
        return Ok(Vec::new());
    }
    let Loaded { searches, state, mut seen, .. } = steady(&of(folder), Loaded::read)?;
    if state.commit != index.fingerprint() && !state.searches.is_empty() {
        let records = arrivals(index, &seen, state.arrival + 1)?;
        seen.add(records);
    }
    let progress = |named: &Named| state.searches.get(&named.name);
    let known = searches.all.iter().filter_map(|named| progress(named).map(|at| (named, at)));
    let known: Vec<(&Named, &Progress)> = known.collect();
    let first = known.iter().map(|(_, progress)| progress.through).min().unwrap_or_default();
    let recent = match known.is_empty() {
        true => None,
        false => Some(Recent::after(index, &seen, first)?),
    };
    let mut sets: BTreeMap<u32, Arrivals> = BTreeMap::new();
    let mut asked = Vec::with_capacity(known.len());
    for (named, progress) in known {
        let Some(recent) = &recent else { continue };
        let set = sets.entry(progress.through);
        asked.push((
            named,
            set.or_insert_with(|| recent.between(progress.through, u32::MAX)).clone(),
        ));
    }
    let mut counted: BTreeMap<&str, _> =
        asked.iter().map(|(named, _)| named.name.as_str()).zip(count(index, &asked, now)).collect();
    let told = searches.all.iter().map(|named| {
        let (mut new, mut corrections, mut problem) = (None, 0, None);
        match counted.remove(named.name.as_str()) {
            Some(Ok(found)) => {
                new = Some(found.articles);
                corrections = found.corrections;
            }
            Some(Err(error)) => problem = Some(error.message),
            None => {}
        }
        let unfinished = progress(named).is_some_and(|progress| progress.pending.is_some());
        let (name, search) = (named.name.clone(), named.search.clone());
        Waiting { name, search, new, corrections, unfinished, problem }
    });
    Ok(told.collect())
}
