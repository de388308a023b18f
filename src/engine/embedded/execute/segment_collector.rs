//! The collector of a segment: what ranking and counting its matches need.

use tantivy::query::{Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader};

use super::lazy_weight::LazyWeight;
use super::recency::RecencyDecay;
use super::top_docs::ScoredDoc;
use super::verify::SegmentVerifier;
use crate::engine::Budget;
use crate::engine::embedded::plan::physical_plan::SegmentPlan;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::date_columns::DateColumns;
use crate::error::{Error, Result};
use crate::query::tree::DateRange;

/// The weights of a plan's queries.
pub struct Weights<'a> {
    /// The weight that ranks.
    pub ranked: LazyWeight<'a>,
    /// The weight that counts. `None` if the weight that ranks also counts.
    pub counted: Option<LazyWeight<'a>>,
    /// The weight without language filters. `None` if there are no filters.
    pub unfiltered: Option<LazyWeight<'a>>,
}

/// Collects the matches of a segment.
pub struct SegmentCollector<'a> {
    /// The snapshot.
    pub snapshot: &'a Snapshot,
    /// The number of the segment.
    pub ord: u32,
    /// The segment.
    pub segment: &'a SegmentReader,
    /// Its date columns.
    pub dates: &'a DateColumns,
    /// Its plan.
    pub plan: &'a SegmentPlan,
    /// The date range of the request.
    pub when: DateRange,
    /// Whether hits have scores.
    pub scored: bool,
    /// The decay of scores with age, if there is one.
    pub recency: Option<&'a RecencyDecay>,
    /// The weights. `None` if the plan has no queries.
    pub weights: Option<&'a Weights<'a>>,
    /// Decides whether documents between the bounds match. `None` if the query is exact.
    pub verifier: Option<SegmentVerifier<'a>>,
}

impl SegmentCollector<'_> {
    /// Returns the error for a failure to read the segment.
    pub fn damaged(&self, error: tantivy::TantivyError) -> Error {
        self.snapshot.damaged(&error)
    }

    fn weights(&self) -> tantivy::Result<&Weights<'_>> {
        let missing = || tantivy::TantivyError::InternalError("the plan has no queries".into());
        self.weights.ok_or_else(missing)
    }

    /// Returns the weight that ranks.
    pub fn ranking_weight(&self) -> tantivy::Result<&dyn Weight> {
        self.weights()?.ranked.get(self.snapshot)
    }

    /// Returns the weight that counts.
    pub fn counting_weight(&self) -> tantivy::Result<&dyn Weight> {
        let weights = self.weights()?;
        weights.counted.as_ref().unwrap_or(&weights.ranked).get(self.snapshot)
    }

    /// Returns the weight that ranks, without language filters if it has any.
    pub fn unfiltered_weight(&self) -> tantivy::Result<&dyn Weight> {
        let weights = self.weights()?;
        weights.unfiltered.as_ref().unwrap_or(&weights.ranked).get(self.snapshot)
    }

    /// Returns a document as a candidate for the top docs.
    pub fn candidate(&self, doc: DocId, score: f32) -> ScoredDoc {
        let order = self.dates.order.get_val(doc);
        // The decay never raises a score, so documents below the minimum competitive score stay below it.
        let score = score * self.recency.map_or(1.0, |recency| recency.factor(order));
        let address = DocAddress::new(self.ord, doc);
        ScoredDoc { score, order, address, capitals: 0, added: 0.0 }
    }

    /// Returns whether the search's budget is spent. Checks this only once per
    /// [`Budget::EVERY`] documents.
    pub fn is_over(&self, seen: u64) -> bool {
        seen.is_multiple_of(Budget::EVERY) && self.snapshot.budget.is_spent()
    }

    /// Visits every match in the plan's interval, and returns their number.
    pub fn for_each_match(
        &self,
        weight: &dyn Weight,
        visit: &mut dyn FnMut(DocId, &mut dyn Scorer),
    ) -> Result<u64> {
        let interval = self.plan.interval;
        let mut docs = weight.scorer(self.segment, 1.0).map_err(|error| self.damaged(error))?;
        let mut doc = docs.doc();
        if doc < interval.start {
            doc = docs.seek(interval.start);
        }
        let mut total = 0;
        let mut seen = 0;
        while doc < interval.end {
            seen += 1;
            if self.is_over(seen) {
                break;
            }
            let alive = !self.segment.is_deleted(doc);
            let dated = !interval.check || self.dates.matches(&self.when, doc);
            if alive && dated && self.is_verified(doc)? {
                total += 1;
                visit(doc, docs.as_mut());
            }
            doc = docs.advance();
        }
        Ok(total)
    }

    /// Returns whether a document that matches the upper bound also matches the query.
    pub fn is_verified(&self, doc: DocId) -> Result<bool> {
        match &self.verifier {
            // A verdict may have to read a stored article, so the budget is checked each time.
            Some(verifier) if !self.snapshot.budget.is_spent() => {
                verifier.matches(self.snapshot, DocAddress::new(self.ord, doc))
            }
            Some(_) => Ok(false),
            None => Ok(true),
        }
    }
}
