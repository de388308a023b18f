//! A sorted list of documents as a scorer.

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// A sorted list of documents, which score 0.
pub struct DocList {
    docs: Vec<DocId>,
    at: usize,
}

impl DocList {
    /// Returns the scorer of a list, which must be sorted and free of duplicates.
    pub fn new(docs: Vec<DocId>) -> DocList {
        DocList { docs, at: 0 }
    }
}

impl DocSet for DocList {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.docs.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Scorer for DocList {
    fn score(&mut self) -> Score {
        0.0
    }
}
