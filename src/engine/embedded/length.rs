//! The number of a body's words as a clause among others.
//!
//! tantivy's own range over a column asks for the next block of matches when a seek goes past the
//! last one, and counts below zero there (`fast_field_range_doc_set.rs`, 0.27).

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// Matches articles whose body has at least and at most so many words.
#[derive(Debug, Clone)]
pub struct LengthQuery(pub u32, pub u32);

impl Query for LengthQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(LengthWeight(self.clone())))
    }
}

struct LengthWeight(LengthQuery);

impl Weight for LengthWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let words = segment.fast_fields().i64("words")?.first_or_default_col(0);
        let LengthQuery(least, most) = self.0;
        let mut docs = LengthDocs {
            words,
            least: i64::from(least),
            most: i64::from(most),
            end: segment.max_doc(),
            doc: 0,
        };
        docs.settle();
        Ok(Box::new(docs))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

struct LengthDocs {
    words: Arc<dyn ColumnValues<i64>>,
    least: i64,
    most: i64,
    end: DocId,
    doc: DocId,
}

impl LengthDocs {
    fn settle(&mut self) -> DocId {
        while self.doc < self.end {
            let words = self.words.get_val(self.doc);
            if self.least <= words && words <= self.most {
                return self.doc;
            }
            self.doc += 1;
        }
        self.doc = TERMINATED;
        TERMINATED
    }
}

impl DocSet for LengthDocs {
    fn advance(&mut self) -> DocId {
        self.doc = self.doc.saturating_add(1);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = self.doc.max(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end
    }
}

impl Scorer for LengthDocs {
    fn score(&mut self) -> Score {
        0.0
    }
}
