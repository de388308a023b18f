//! A cursor over a posting list that reads whole blocks.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

/// A cursor over a posting list with frequencies.
pub struct BlockPostingsCursor {
    block: BlockSegmentPostings,
    /// The number of documents of the block that have been visited.
    visited: usize,
}

impl BlockPostingsCursor {
    /// Returns a cursor at the first document.
    pub fn of(block: BlockSegmentPostings) -> BlockPostingsCursor {
        BlockPostingsCursor { block, visited: 0 }
    }

    /// Returns the number of documents that have the term, including deleted ones.
    pub fn doc_freq(&self) -> u32 {
        self.block.doc_freq()
    }

    /// Returns the current document.
    pub fn doc(&self) -> DocId {
        self.block.docs().get(self.visited).copied().unwrap_or(TERMINATED)
    }

    /// Returns the frequency of the term in the current document.
    pub fn frequency(&self) -> u32 {
        self.block.freqs().get(self.visited).copied().unwrap_or_default()
    }

    /// Advances to the first document at or after `start`.
    pub fn seek(&mut self, start: DocId) {
        if self.doc() < start {
            self.visited = self.block.seek(start);
        }
    }

    /// Visits the documents before `end`, each with its term frequency.
    pub fn for_each_before(&mut self, end: DocId, mut visit: impl FnMut(DocId, u32)) {
        loop {
            let docs = self.block.docs().get(self.visited..).unwrap_or_default();
            let frequencies = self.block.freqs().get(self.visited..).unwrap_or_default();
            let whole = docs.last().is_some_and(|last| *last < end);
            let count = if whole { docs.len() } else { docs.partition_point(|doc| *doc < end) };
            for (doc, frequency) in docs[..count].iter().zip(frequencies) {
                visit(*doc, *frequency);
            }
            self.visited += count;
            if !whole {
                return;
            }
            self.block.advance();
            self.visited = 0;
        }
    }
}
