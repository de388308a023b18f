//! Date columns, and date ranges as intervals of documents.
//!
//! Documents are sorted by their instant, newest first, with undated ones last. Two binary searches in the `order`
//! column therefore find a date range. If a segment has articles with their own time zone, or articles known only to
//! the month or the year, the interval is wider than the range and each document in it is checked.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::directory::CompositeFile;
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TantivyError, Term};

use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::engine::embedded::schema::document::UNDATED_PRECISION;
use crate::query::tree::{Bound, DateRange, Extent, Position};

/// The maximum distance of a time zone from UTC, in seconds.
const WIDEST_ZONE: i64 = 24 * 3_600;

/// The date columns of a segment.
#[derive(Clone)]
pub struct DateColumns {
    /// The sort key of each document: its second, and the beginning of its key.
    pub order: Arc<dyn ColumnValues<i64>>,
    /// The number of the first day that the date may mean.
    pub day_lo: Arc<dyn ColumnValues<i64>>,
    /// The number of the last day that the date may mean.
    pub day_hi: Arc<dyn ColumnValues<i64>>,
    /// The rank of the date's precision.
    pub precision: Arc<dyn ColumnValues<i64>>,
    /// The first undated document.
    pub undated: DocId,
    /// The number of documents known only to the month or the year.
    pub inexact: u32,
    /// The number of documents with their own time zone.
    zoned: u32,
}

impl DateColumns {
    /// Opens the date columns of a segment.
    pub fn of(segment: &SegmentReader) -> tantivy::Result<DateColumns> {
        let column =
            |name| Ok::<_, TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0));
        let flag = segment.schema().get_field("flag")?;
        // Most archives have no flags, and tantivy builds a dictionary of a megabyte for a field without terms.
        let flags =
            if has_terms(segment, flag)? { Some(segment.inverted_index(flag)?) } else { None };
        let count = |value| match &flags {
            Some(flags) => flags.doc_freq(&Term::from_field_text(flag, value)),
            None => Ok(0),
        };
        let order = column("order")?;
        let undated =
            boundary(order.as_ref(), segment.max_doc(), (UNDATED_SECONDS + 1) << KEY_BITS);
        Ok(DateColumns {
            day_lo: column("day_lo")?,
            day_hi: column("day_hi")?,
            precision: column("precision")?,
            inexact: count("inexact")?,
            zoned: count("zoned")?,
            order,
            undated,
        })
    }

    /// Returns whether the documents of each day are adjacent and all are known to the day.
    pub fn are_days_whole(&self) -> bool {
        self.zoned == 0 && self.inexact == 0
    }

    /// Returns whether the date of a document is known to the day or better.
    pub fn is_known_to_the_day(&self, doc: DocId) -> bool {
        (2..UNDATED_PRECISION).contains(&self.precision.get_val(doc))
    }

    /// Returns the time that the date of a document may mean. Returns `None` if it has no date.
    pub fn extent(&self, doc: DocId) -> Option<Extent> {
        let precision = self.precision.get_val(doc);
        (precision != UNDATED_PRECISION).then(|| {
            let days = (self.day_lo.get_val(doc), self.day_hi.get_val(doc));
            Extent::new(days, self.order.get_val(doc) >> KEY_BITS, precision as u64)
        })
    }

    /// Returns how the date of a document relates to a range. Undated documents are outside.
    pub fn position(&self, range: &DateRange, doc: DocId) -> Position {
        self.extent(doc).map_or(Position::Outside, |extent| range.position(&extent))
    }

    /// Returns whether the date of a document is in a range.
    pub fn matches(&self, range: &DateRange, doc: DocId) -> bool {
        self.extent(doc).is_some_and(|extent| range.matches(&extent))
    }

    /// Returns an interval that contains all documents whose date is in a range.
    pub fn interval(&self, range: &DateRange) -> DocInterval {
        if range.inexact && (self.inexact > 0 || range.is_timed()) {
            // An article known only to the year is sorted by the year's first day, far from the last.
            return DocInterval { start: 0, end: self.undated, check: true };
        }
        self.widened(range, if self.zoned > 0 { WIDEST_ZONE } else { 0 })
    }

    /// Returns the interval of documents that are in a range, or less than two days outside it. It contains all
    /// documents known to the day that overlap a range with times.
    pub fn neighborhood(&self, range: &DateRange) -> DocInterval {
        self.widened(range, 2 * 86_400)
    }

    /// Returns the interval of a range widened by `slack` seconds at both ends.
    fn widened(&self, range: &DateRange, slack: i64) -> DocInterval {
        let instant = |bound: Bound, day_end: i64| match bound {
            Bound::Day(day) => day.saturating_mul(86_400).saturating_add(day_end),
            Bound::Instant(second) => second,
        };
        let newest = range.until.map(|bound| instant(bound, 86_400 - 1).saturating_add(slack));
        let oldest = range.since.map(|bound| instant(bound, 0).saturating_sub(slack));
        let at = |second: i64| {
            let second = second.clamp(UNDATED_SECONDS, 1 << 38);
            boundary(self.order.as_ref(), self.undated, second << KEY_BITS)
        };
        let start = newest.map_or(0, |second| at(second.saturating_add(1)));
        let end = oldest.map_or(self.undated, at);
        DocInterval {
            start,
            end: end.max(start),
            check: range.is_timed() || self.zoned > 0 || self.inexact > 0,
        }
    }
}

/// Returns whether a field has any terms in a segment.
fn has_terms(segment: &SegmentReader, field: Field) -> tantivy::Result<bool> {
    let index = segment.index();
    let segment = index.segment(index.new_segment_meta(segment.segment_id(), segment.max_doc()));
    let fields = CompositeFile::open(&segment.open_read(SegmentComponent::Terms)?)?;
    Ok(fields.open_read(field).is_some())
}

/// Returns the first document before `end` whose `order` is below a value. Documents are sorted by `order`, highest
/// first.
pub fn boundary(order: &dyn ColumnValues<i64>, end: DocId, value: i64) -> DocId {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if order.get_val(middle) >= value {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A half-open interval of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocInterval {
    /// The first document.
    pub start: DocId,
    /// The end, which is not part of the interval.
    pub end: DocId,
    /// Whether the date of each document has to be checked.
    pub check: bool,
}
