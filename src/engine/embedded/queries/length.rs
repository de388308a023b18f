//! A query for the number of words of the title or of the body.
//!
//! tantivy's range query over a column fetches the next block of matches when a seek goes past the last one, and
//! underflows there (`fast_field_range_doc_set.rs`, 0.27).

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TantivyError};

use super::doc_scan::DocScan;

/// Matches articles with a number of words between two limits, both inclusive.
#[derive(Debug, Clone)]
pub struct LengthQuery {
    column: &'static str,
    least: u32,
    most: u32,
}

impl LengthQuery {
    /// Returns a query for the number of words of the body.
    pub fn of_body(least: u32, most: u32) -> LengthQuery {
        LengthQuery { column: "words", least, most }
    }

    /// Returns a query for the number of words of the title.
    pub fn of_title(least: u32, most: u32) -> LengthQuery {
        LengthQuery { column: "title_words", least, most }
    }
}

impl Query for LengthQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(LengthWeight(self.clone())))
    }
}

struct LengthWeight(LengthQuery);

impl Weight for LengthWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let LengthQuery { column, least, most } = self.0;
        let words = segment.fast_fields().i64(column)?.first_or_default_col(0);
        let range = i64::from(least)..=i64::from(most);
        let holds = move |doc| range.contains(&words.get_val(doc));
        Ok(Box::new(DocScan::new(0..segment.max_doc(), holds)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}
