//! A range of dates as an interval of documents.
//!
//! Documents are sorted by their instant, newest first, undated ones last. A range of days is
//! therefore found by two binary searches in the `order` column. Where a segment holds articles
//! with a zone of their own, or known to the month or year only, the interval is made wide enough
//! and each document in it is looked at; elsewhere it is exact as it is.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TantivyError, Term};

use super::document::UNDATED_PRECISION;
use super::scan::Scan;
use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::query::tree::{Bound, DateRange, Extent, Position};

/// The widest a zone can be from Greenwich. Seconds.
const WIDEST_ZONE: i64 = 24 * 3_600;

/// The columns that hold dates.
#[derive(Clone)]
pub struct Dates {
    pub order: Arc<dyn ColumnValues<i64>>,
    pub day_lo: Arc<dyn ColumnValues<i64>>,
    pub day_hi: Arc<dyn ColumnValues<i64>>,
    pub precision: Arc<dyn ColumnValues<i64>>,
    /// The first undated document.
    pub undated: DocId,
    /// Documents known to the month or year only.
    pub inexact: u32,
    /// Documents with a zone of their own.
    zoned: u32,
}

impl Dates {
    /// The columns of a segment.
    pub fn of(segment: &SegmentReader) -> tantivy::Result<Dates> {
        let column =
            |name| Ok::<_, TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0));
        let flag = segment.schema().get_field("flag")?;
        let flags = segment.inverted_index(flag)?;
        let count = |value| flags.doc_freq(&Term::from_field_text(flag, value));
        let order = column("order")?;
        let undated =
            boundary(order.as_ref(), segment.max_doc(), (UNDATED_SECONDS + 1) << KEY_BITS);
        Ok(Dates {
            day_lo: column("day_lo")?,
            day_hi: column("day_hi")?,
            precision: column("precision")?,
            inexact: count("inexact")?,
            zoned: count("zoned")?,
            order,
            undated,
        })
    }

    /// Whether any document is without a date, or known to the month or year only.
    pub fn has_coarse(&self) -> bool {
        self.inexact > 0 || self.undated < self.order.num_vals()
    }

    /// Whether the articles of each day stand together, and all are known to the day.
    pub fn are_days_whole(&self) -> bool {
        self.zoned == 0 && self.inexact == 0
    }

    /// Whether the date of a document is known to the day or better.
    pub fn is_known_to_the_day(&self, doc: DocId) -> bool {
        (2..UNDATED_PRECISION).contains(&self.precision.get_val(doc))
    }

    /// What the date of a document may mean; None for an undated one.
    pub fn extent(&self, doc: DocId) -> Option<Extent> {
        let precision = self.precision.get_val(doc);
        (precision != UNDATED_PRECISION).then(|| {
            let days = (self.day_lo.get_val(doc), self.day_hi.get_val(doc));
            Extent::new(days, self.order.get_val(doc) >> KEY_BITS, precision as u64)
        })
    }

    /// How the date of a document lies to a range; undated ones lie outside.
    pub fn position(&self, range: &DateRange, doc: DocId) -> Position {
        self.extent(doc).map_or(Position::Outside, |extent| range.position(&extent))
    }

    /// Whether the date of a document lies in a range.
    pub fn matches(&self, range: &DateRange, doc: DocId) -> bool {
        self.extent(doc).is_some_and(|extent| range.matches(&extent))
    }

    /// The interval of documents outside of which none matches, and whether each within it has to
    /// be looked at.
    pub fn window(&self, range: &DateRange) -> Window {
        if range.inexact && (self.inexact > 0 || range.is_timed()) {
            // An article of a whole year lies at its first day, far from the end of it.
            return Window { start: 0, end: self.undated, check: true };
        }
        self.wide_window(range, if self.zoned > 0 { WIDEST_ZONE } else { 0 })
    }

    /// The interval of documents that lie in a range or less than two days beside it: those known
    /// to the day that a range with times may overlap are among them.
    pub fn neighbourhood(&self, range: &DateRange) -> Window {
        self.wide_window(range, 2 * 86_400)
    }

    fn wide_window(&self, range: &DateRange, slack: i64) -> Window {
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
        Window {
            start,
            end: end.max(start),
            check: range.is_timed() || self.zoned > 0 || self.inexact > 0,
        }
    }
}

/// The first document whose order is below a value; documents are sorted, highest first.
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

/// An interval of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub start: DocId,
    /// The one behind the last.
    pub end: DocId,
    /// Whether each has to be looked at.
    pub check: bool,
}

/// A range of dates as a clause among others.
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
        let dates = Dates::of(segment)?;
        let window = dates.window(&self.0);
        let range = self.0;
        let holds = move |doc| !window.check || dates.matches(&range, doc);
        Ok(Box::new(Scan::new(window.start..window.end, holds)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}
