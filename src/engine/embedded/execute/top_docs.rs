//! The best documents found so far, in an order that does not depend on where they are stored.

use std::cmp::Ordering;

use tantivy::DocAddress;

use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::engine::Sort;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::error::{Error, Result};

/// A document, with the values that rank it.
#[derive(Debug, Clone, Copy)]
pub struct ScoredDoc {
    /// Its score, or 0 if hits are sorted by date.
    pub score: f32,
    /// Its sort key: its second, and the beginning of its key.
    pub order: i64,
    /// Its address.
    pub address: DocAddress,
    /// The number of words typed in capitals that it also prints in capitals.
    pub capitals: u32,
    /// The part of the score that the terms of an expansion add, without the decay with age.
    pub added: f32,
}

/// The maximum size of a page that is kept sorted.
const SMALL: usize = 32;

/// Keeps the best of many candidates. A small page is kept sorted. A large one is a buffer that is cut when it is full.
pub struct TopDocs<'a> {
    snapshot: &'a Snapshot,
    sort: Sort,
    wanted: usize,
    kept: Vec<ScoredDoc>,
    /// The worst candidate of the last cut.
    worst: Option<ScoredDoc>,
    /// The segment in which a document with the same score was older than the worst candidate. All later documents of
    /// the segment are older, too, so none of them is needed for this score.
    settled: Option<u32>,
    failure: Option<Error>,
}

impl<'a> TopDocs<'a> {
    /// Returns an empty collection of the best `wanted` documents.
    pub fn new(snapshot: &'a Snapshot, sort: Sort, wanted: usize) -> Self {
        // A small page is allocated at once, a large one as it fills.
        let kept = Vec::with_capacity(if wanted <= SMALL { wanted + 1 } else { 0 });
        TopDocs { snapshot, sort, wanted, kept, worst: None, settled: None, failure: None }
    }

    /// Offers a candidate. Returns `false` if neither it nor any worse candidate is needed.
    pub fn offer(&mut self, candidate: ScoredDoc) -> bool {
        if !self.needs(&candidate) {
            self.note_tie(&candidate);
            return false;
        }
        if self.wanted <= SMALL {
            self.insert(candidate);
            return true;
        }
        self.kept.push(candidate);
        // The buffer may grow beyond `wanted`, so that it is not cut at every candidate.
        if self.kept.len() >= self.wanted.saturating_add(self.wanted.min(1_000)) {
            self.cut();
        }
        true
    }

    /// Inserts a candidate into a small page, which raises the minimum competitive score immediately.
    fn insert(&mut self, candidate: ScoredDoc) {
        let full = self.kept.len() == self.wanted;
        let mut at = self.kept.len() - usize::from(full);
        match self.kept.get(at).copied() {
            None => self.kept.push(candidate),
            Some(worst) if self.compare(&candidate, &worst) != Ordering::Less => return,
            Some(_) => {}
        }
        while at > 0 {
            let before = self.kept[at - 1];
            if self.compare(&candidate, &before) != Ordering::Less {
                break;
            }
            self.kept[at] = before;
            at -= 1;
        }
        self.kept[at] = candidate;
        if let (true, Some(worst)) = (self.kept.len() == self.wanted, self.kept.last().copied()) {
            self.set_worst(worst);
            // The documents of a segment are sorted newest first, so later ones are not newer.
            if candidate.order < worst.order {
                self.settled = Some(candidate.address.segment_ord);
            }
        }
    }

    fn set_worst(&mut self, worst: ScoredDoc) {
        (self.worst, self.settled) = (Some(worst), None);
    }

    /// Notes that later documents of a segment with this score are not needed, because they are older.
    fn note_tie(&mut self, candidate: &ScoredDoc) {
        if let Some(worst) = &self.worst
            && self.sort == Sort::Relevance
            && (candidate.score, candidate.capitals) == (worst.score, worst.capitals)
            && candidate.order < worst.order
        {
            self.settled = Some(candidate.address.segment_ord);
        }
    }

    /// Returns whether a candidate may be among the best.
    pub fn needs(&self, candidate: &ScoredDoc) -> bool {
        let worse = |worst: &ScoredDoc| by_rank(self.sort, candidate, worst) == Ordering::Greater;
        self.wanted > 0 && !self.worst.as_ref().is_some_and(worse)
    }

    /// Returns the score that a document of a segment has to exceed to be needed, if documents come in order. A
    /// document with an equal score may be needed if it may be newer.
    pub fn min_competitive_score(&self, segment: u32) -> f32 {
        match &self.worst {
            None => f32::MIN,
            Some(worst) if self.settled == Some(segment) => worst.score,
            Some(worst) => worst.score.next_down(),
        }
    }

    /// Returns whether enough documents are kept and a candidate is worse than all of them.
    pub fn is_full_above(&self, candidate: &ScoredDoc) -> bool {
        self.kept.len() >= self.wanted
            && self.kept.iter().all(|kept| by_rank(self.sort, kept, candidate) == Ordering::Less)
    }

    fn cut(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        // A small page is already sorted and never has more than `wanted` documents.
        if self.wanted > SMALL && (1..=kept.len()).contains(&self.wanted) {
            kept.select_nth_unstable_by(self.wanted - 1, |a, b| self.compare(a, b));
            self.set_worst(kept[self.wanted - 1]);
        }
        kept.truncate(self.wanted);
        self.kept = kept;
    }

    /// Returns the best documents, unsorted.
    pub fn unordered(mut self) -> Result<Vec<ScoredDoc>> {
        self.cut();
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.kept),
        }
    }

    /// Compares by rank, then by the whole key. Keys are read from stored records, but only if all else is equal.
    #[inline]
    fn compare(&mut self, a: &ScoredDoc, b: &ScoredDoc) -> Ordering {
        match by_rank(self.sort, a, b) {
            Ordering::Equal if a.address != b.address => self.compare_keys(a, b),
            ranked => ranked,
        }
    }

    #[cold]
    fn compare_keys(&mut self, a: &ScoredDoc, b: &ScoredDoc) -> Ordering {
        match (self.snapshot.key_at(a.address), self.snapshot.key_at(b.address)) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            (Err(error), _) | (_, Err(error)) => {
                self.failure.get_or_insert(error);
                a.address.cmp(&b.address)
            }
        }
    }
}

/// Sorts candidates by rank, then by key.
pub fn sort(snapshot: &Snapshot, sort: Sort, candidates: &mut [ScoredDoc]) -> Result<()> {
    let mut best = TopDocs::new(snapshot, sort, usize::MAX);
    candidates.sort_by(|a, b| best.compare(a, b));
    best.failure.map_or(Ok(()), Err)
}

/// Compares two candidates without reading their whole keys. `Less` is better.
#[inline]
fn by_rank(sort: Sort, a: &ScoredDoc, b: &ScoredDoc) -> Ordering {
    match sort {
        Sort::Relevance => (b.capitals.cmp(&a.capitals))
            .then(b.score.total_cmp(&a.score))
            .then(b.order.cmp(&a.order)),
        Sort::Newest => b.order.cmp(&a.order),
        Sort::Oldest => oldest(a.order).cmp(&oldest(b.order)),
    }
}

/// Returns the sort key for oldest first: undated documents last, then by second, then by key. A smaller key has a
/// higher rest, so the rest is negated.
fn oldest(order: i64) -> (bool, i64, i64) {
    let second = order >> KEY_BITS;
    let rest = order & ((1 << KEY_BITS) - 1);
    (second == UNDATED_SECONDS, second, -rest)
}
