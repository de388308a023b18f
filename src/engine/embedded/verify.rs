//! Deciding what the index cannot: stored articles held against the tree.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tantivy::query::Weight;
use tantivy::{BitSet, DocAddress, DocId, SegmentReader};

use super::reader::Reader;
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::matching::Matcher;
use crate::query::tree::Tree;

/// Holds stored articles against a tree, where a query may find too many.
pub struct Verifier {
    matcher: Matcher,
    analyzer: RefCell<Analyzer>,
}

/// What is known of the documents of a segment: those that match for certain, and those that were
/// looked at.
pub struct Known {
    sure: BitSet,
    seen: RefCell<FxHashMap<DocId, bool>>,
}

impl Known {
    /// Takes what a query finds for certain.
    pub fn of(weight: &dyn Weight, segment: &SegmentReader) -> tantivy::Result<Known> {
        let mut sure = BitSet::with_max_value(segment.max_doc());
        weight.for_each_no_score(segment, &mut |docs| {
            for doc in docs {
                sure.insert(*doc);
            }
        })?;
        Ok(Known { sure, seen: RefCell::default() })
    }
}

impl Verifier {
    /// A verifier for a tree.
    pub fn new(tree: &Tree, analyzer: Analyzer) -> Self {
        Verifier { matcher: Matcher::new(tree), analyzer: RefCell::new(analyzer) }
    }

    /// Whether a document matches.
    pub fn holds(&self, known: &Known, reader: &Reader, address: DocAddress) -> Result<bool> {
        if known.sure.contains(address.doc_id) {
            return Ok(true);
        }
        if let Some(matches) = known.seen.borrow().get(&address.doc_id) {
            return Ok(*matches);
        }
        let article = reader.article_at(address)?;
        let matches = self.matcher.matches(&mut self.analyzer.borrow_mut(), &article);
        known.seen.borrow_mut().insert(address.doc_id, matches);
        Ok(matches)
    }
}
