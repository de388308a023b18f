//! Finds the document of a key without an index of keys.
//!
//! Documents are sorted by `order`, which holds the article's second and the beginning of its key. A binary search
//! leaves one document, or rarely a few, and their stored records decide. An index of keys would take 4% of the text
//! for the same answer.

use std::ops::Range;

use tantivy::{DocId, SegmentReader};

use super::date_columns::boundary;

/// Returns the documents of a segment with this `order`.
pub fn candidates(segment: &SegmentReader, order: i64) -> tantivy::Result<Range<DocId>> {
    let column = segment.fast_fields().i64("order")?.first_or_default_col(0);
    let first = boundary(column.as_ref(), segment.max_doc(), order.saturating_add(1));
    let end = boundary(column.as_ref(), segment.max_doc(), order);
    Ok(first..end)
}
