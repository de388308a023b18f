//! Counts the articles that have one of some words, from their posting lists. For many short lists, this is faster than a
//! query for each union, which prepares a set of all documents.

use std::sync::Arc;

use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use crate::engine::embedded::snapshot::commit::Snapshot;

/// Counts unions of posting lists.
pub struct Unions<'a> {
    snapshot: &'a Snapshot,
    /// The fields that have been opened, with their index in each segment.
    opened: Vec<(Field, Vec<Arc<InvertedIndexReader>>)>,
    /// The documents of the current union, by segment. Between two unions, all sets are empty.
    sets: Vec<Set>,
}

/// A set of documents that is cleared at the cost of its members.
struct Set {
    bits: Vec<u64>,
    members: Vec<DocId>,
}

impl<'a> Unions<'a> {
    /// Returns a counter of unions.
    pub fn of(snapshot: &'a Snapshot) -> Unions<'a> {
        Unions { snapshot, opened: Vec::new(), sets: Vec::new() }
    }

    /// Returns the snapshot.
    pub fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// Returns the number of articles that have one of some terms.
    pub fn count(&mut self, terms: &[Term]) -> tantivy::Result<u64> {
        self.add(terms)?;
        let mut count = 0;
        for set in &mut self.sets {
            count += set.members.len() as u64;
            set.clear();
        }
        Ok(count)
    }

    /// Returns the number of articles that have one of some terms, and a certain term, too.
    pub fn count_with(&mut self, certain: &Term, terms: &[Term]) -> tantivy::Result<u64> {
        self.add(terms)?;
        let mut count = 0;
        for ord in 0..self.sets.len() {
            if self.sets[ord].members.is_empty() {
                continue;
            }
            if let Some(mut list) = self.list(ord, certain)? {
                while list.doc() != TERMINATED {
                    count += u64::from(self.sets[ord].has(list.doc()));
                    list.advance();
                }
            }
            self.sets[ord].clear();
        }
        Ok(count)
    }

    fn add(&mut self, terms: &[Term]) -> tantivy::Result<()> {
        if self.sets.is_empty() {
            let words = |documents: u32| vec![0; documents.div_ceil(64) as usize];
            let sets = self.snapshot.segments().iter();
            let sets = sets.map(|it| Set { bits: words(it.max_doc()), members: Vec::new() });
            self.sets = sets.collect();
        }
        for ord in 0..self.sets.len() {
            for term in terms {
                let Some(mut list) = self.list(ord, term)? else { continue };
                let segment = &self.snapshot.segments()[ord];
                while list.doc() != TERMINATED {
                    if !segment.is_deleted(list.doc()) {
                        self.sets[ord].insert(list.doc());
                    }
                    list.advance();
                }
            }
        }
        Ok(())
    }

    fn list(&mut self, ord: usize, term: &Term) -> tantivy::Result<Option<SegmentPostings>> {
        let field = term.field();
        let place = match self.opened.iter().position(|(opened, _)| *opened == field) {
            Some(place) => place,
            None => {
                let segments = self.snapshot.segments().iter();
                let indexes = segments.map(|segment| segment.inverted_index(field));
                self.opened.push((field, indexes.collect::<tantivy::Result<_>>()?));
                self.opened.len() - 1
            }
        };
        Ok(self.opened[place].1[ord].read_postings(term, IndexRecordOption::Basic)?)
    }
}

impl Set {
    fn has(&self, doc: DocId) -> bool {
        self.bits[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    fn insert(&mut self, doc: DocId) {
        if !self.has(doc) {
            self.bits[doc as usize / 64] |= 1 << (doc % 64);
            self.members.push(doc);
        }
    }

    fn clear(&mut self) {
        for doc in self.members.drain(..) {
            self.bits[doc as usize / 64] = 0;
        }
    }
}
