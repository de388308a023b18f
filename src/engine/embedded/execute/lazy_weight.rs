//! A weight that is created on first use.

use std::cell::OnceCell;

use tantivy::query::{EnableScoring, Query, Weight};

use crate::engine::embedded::snapshot::commit::Snapshot;

/// A query of a plan, whose weight is created on first use.
pub struct LazyWeight<'a> {
    query: &'a dyn Query,
    scored: bool,
    weight: OnceCell<Box<dyn Weight>>,
}

impl<'a> LazyWeight<'a> {
    /// Returns a query whose weight is not created yet, with or without scores.
    pub fn of(query: &'a dyn Query, scored: bool) -> LazyWeight<'a> {
        LazyWeight { query, scored, weight: OnceCell::new() }
    }

    /// Returns the weight, and creates it on the first call.
    pub fn get(&self, snapshot: &Snapshot) -> tantivy::Result<&dyn Weight> {
        if let Some(weight) = self.weight.get() {
            return Ok(weight.as_ref());
        }
        let weight = self.query.weight(match self.scored {
            true => EnableScoring::enabled_from_searcher(&snapshot.searcher),
            false => EnableScoring::disabled_from_searcher(&snapshot.searcher),
        })?;
        Ok(self.weight.get_or_init(|| weight).as_ref())
    }
}
