//! Documents of an interval that satisfy a condition, looked at one after the other.

use std::ops::Range;

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// The documents of an interval that satisfy a condition. They score nothing.
pub struct Scan<F> {
    holds: F,
    end: DocId,
    size: u32,
    doc: DocId,
}

impl<F: FnMut(DocId) -> bool + Send + 'static> Scan<F> {
    /// Stands at the first of them.
    pub fn new(interval: Range<DocId>, holds: F) -> Scan<F> {
        let size = interval.end.saturating_sub(interval.start);
        let mut scan = Scan { holds, end: interval.end, size, doc: interval.start };
        scan.settle();
        scan
    }

    fn settle(&mut self) -> DocId {
        while self.doc < self.end && !(self.holds)(self.doc) {
            self.doc += 1;
        }
        if self.doc >= self.end {
            self.doc = TERMINATED;
        }
        self.doc
    }
}

impl<F: FnMut(DocId) -> bool + Send + 'static> DocSet for Scan<F> {
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
        self.size
    }
}

impl<F: FnMut(DocId) -> bool + Send + 'static> Scorer for Scan<F> {
    fn score(&mut self) -> Score {
        0.0
    }
}
