//! A query for a date range.
//!
//! A date range is an interval of documents. The query visits the interval and checks each document only if the segment
//! has dates that require it.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TantivyError};

use super::doc_scan::DocScan;
use crate::engine::embedded::snapshot::date_columns::DateColumns;
use crate::query::tree::DateRange;

/// Matches articles whose date is in a range.
#[derive(Debug, Clone)]
pub struct DateQuery(pub DateRange);

impl Query for DateQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DateWeight(self.0)))
    }
}

struct DateWeight(DateRange);

impl Weight for DateWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let dates = DateColumns::of(segment)?;
        let interval = dates.interval(&self.0);
        let range = self.0;
        let holds = move |doc| !interval.check || dates.matches(&range, doc);
        Ok(Box::new(DocScan::new(interval.start..interval.end, holds)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}
