//! A posting list, read block by block.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

/// A posting list with frequencies, and how far it has been read.
pub struct List {
    block: BlockSegmentPostings,
    /// Documents of the block that have been read.
    read: usize,
}

impl List {
    /// A list, nothing of it read.
    pub fn of(block: BlockSegmentPostings) -> List {
        List { block, read: 0 }
    }

    /// Documents that have the word, deleted ones too.
    pub fn doc_freq(&self) -> u32 {
        self.block.doc_freq()
    }

    /// The next document to be read.
    pub fn doc(&self) -> DocId {
        self.block.docs().get(self.read).copied().unwrap_or(TERMINATED)
    }

    /// Goes on to the first document at or after `start`.
    pub fn seek(&mut self, start: DocId) {
        if self.doc() < start {
            self.read = self.block.seek(start);
        }
    }

    /// Tells the documents before `end`, and how often the word stands in each.
    pub fn each(&mut self, end: DocId, mut tell: impl FnMut(DocId, u32)) {
        loop {
            let docs = self.block.docs().get(self.read..).unwrap_or_default();
            let frequencies = self.block.freqs().get(self.read..).unwrap_or_default();
            let whole = docs.last().is_some_and(|last| *last < end);
            let count = if whole { docs.len() } else { docs.partition_point(|doc| *doc < end) };
            for (doc, frequency) in docs[..count].iter().zip(frequencies) {
                tell(*doc, *frequency);
            }
            self.read += count;
            if !whole {
                return;
            }
            self.block.advance();
            self.read = 0;
        }
    }
}
