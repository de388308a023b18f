//! Finds the document of a key without an index of keys.
//!
//! Documents are sorted by `order`, which holds the article's second and the beginning of its key. A binary search
//! leaves one document, or rarely a few, and their stored records decide. An index of keys would take 4% of the text
//! for the same answer.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use super::date_columns::boundary;
use crate::query::tree::Keys;

/// Returns the documents of a segment with this `order`.
pub fn candidates(segment: &SegmentReader, order: i64) -> tantivy::Result<Range<DocId>> {
    let column = segment.fast_fields().i64("order")?.first_or_default_col(0);
    let first = boundary(column.as_ref(), segment.max_doc(), order.saturating_add(1));
    let end = boundary(column.as_ref(), segment.max_doc(), order);
    Ok(first..end)
}

/// The documents of some keys, sorted, by segment.
pub type DocsOfKeys = FxHashMap<SegmentId, Vec<DocId>>;

/// The number of key sets whose documents are cached.
const REMEMBERED: usize = 4;

/// The documents of the sets of keys that were looked up last. A thousand saved searches ask for the same set.
#[derive(Default)]
pub struct Remembered(Mutex<Vec<(Keys, Arc<DocsOfKeys>)>>);

impl Remembered {
    /// Returns the documents of a set of keys, looked up by `look_up` if they are not remembered.
    pub fn get(
        &self,
        keys: &Keys,
        look_up: impl FnOnce() -> tantivy::Result<DocsOfKeys>,
    ) -> tantivy::Result<Arc<DocsOfKeys>> {
        // What is remembered is complete, even if another thread panicked.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, docs)) = known.iter().find(|(known, _)| Arc::ptr_eq(&known.0, &keys.0)) {
            return Ok(Arc::clone(docs));
        }
        let docs = Arc::new(look_up()?);
        known.insert(0, (keys.clone(), Arc::clone(&docs)));
        known.truncate(REMEMBERED);
        Ok(docs)
    }
}
