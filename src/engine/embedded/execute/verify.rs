//! Decides which documents between the bounds of a query match, by their stored articles.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;
use tantivy::query::Weight;
use tantivy::{BitSet, DocAddress, DocId, DocSet, SegmentReader};

use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::verifier::Verifier;
use crate::error::Result;

/// Decides which documents of a segment between the bounds match.
pub struct SegmentVerifier<'a> {
    verifier: &'a Verifier,
    /// The documents that match the lower bound.
    certain: BitSet,
    /// The verdicts so far.
    decided: RefCell<FxHashMap<DocId, bool>>,
}

impl<'a> SegmentVerifier<'a> {
    /// Collects the documents of some intervals, in ascending order, that match the lower bound. A document outside them
    /// is decided by its stored article, so they should have all that may be asked for.
    pub fn new(
        verifier: &'a Verifier,
        lower: &dyn Weight,
        segment: &SegmentReader,
        intervals: [Range<DocId>; 2],
    ) -> tantivy::Result<SegmentVerifier<'a>> {
        let mut certain = BitSet::with_max_value(segment.max_doc());
        let mut docs = lower.scorer(segment, 1.0)?;
        for Range { start, end } in intervals {
            let mut doc = if docs.doc() < start { docs.seek(start) } else { docs.doc() };
            while doc < end {
                certain.insert(doc);
                doc = docs.advance();
            }
        }
        Ok(SegmentVerifier { verifier, certain, decided: RefCell::default() })
    }

    /// Returns whether a document that matches the upper bound also matches the query.
    pub fn matches(&self, snapshot: &Snapshot, address: DocAddress) -> Result<bool> {
        let doc = address.doc_id;
        if self.certain.contains(doc) {
            return Ok(true);
        }
        if let Some(matches) = self.decided.borrow().get(&doc) {
            return Ok(*matches);
        }
        let matches = self.verifier.matches(&snapshot.article_at(address)?);
        self.decided.borrow_mut().insert(doc, matches);
        Ok(matches)
    }
}
