//! Decides which documents between the bounds of a query match, by their stored articles.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tantivy::query::Weight;
use tantivy::{BitSet, DocAddress, DocId, SegmentReader};

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
    /// Collects the documents that match the lower bound.
    pub fn new(
        verifier: &'a Verifier,
        lower: &dyn Weight,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentVerifier<'a>> {
        let mut certain = BitSet::with_max_value(segment.max_doc());
        lower.for_each_no_score(segment, &mut |docs| {
            for doc in docs {
                certain.insert(*doc);
            }
        })?;
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
