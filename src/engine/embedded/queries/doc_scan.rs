//! A scan over an interval of documents, as a scorer.

use std::ops::Range;

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// A scan over an interval of documents. It keeps those that satisfy a condition. They score 0.
pub struct DocScan<F> {
    holds: F,
    end: DocId,
    size: u32,
    doc: DocId,
}

impl<F: FnMut(DocId) -> bool + Send + 'static> DocScan<F> {
    /// Returns a scan that is positioned at the first document that satisfies the condition.
    pub fn new(interval: Range<DocId>, holds: F) -> DocScan<F> {
        let size = interval.end.saturating_sub(interval.start);
        let mut scan = DocScan { holds, end: interval.end, size, doc: interval.start };
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

impl<F: FnMut(DocId) -> bool + Send + 'static> DocSet for DocScan<F> {
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

impl<F: FnMut(DocId) -> bool + Send + 'static> Scorer for DocScan<F> {
    fn score(&mut self) -> Score {
        0.0
    }
}
