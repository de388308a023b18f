//! The best hits, in an order that never depends on where they are kept.

use std::cmp::Ordering;

use tantivy::DocAddress;

use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::engine::Sort;
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::error::{Error, Result};

/// One candidate.
#[derive(Debug, Clone, Copy)]
pub struct ScoredDoc {
    /// Its score, 0 when sorted by date.
    pub score: f32,
    /// Its `order`.
    pub order: i64,
    /// Where it is.
    pub address: DocAddress,
    /// How many of the words typed in capitals are printed so.
    pub capitals: u32,
}

/// Pages that are kept in order, hit by hit.
const SMALL: usize = 32;

/// Keeps the best of many candidates: of a large page in a buffer of twice as many, cut when it is full.
pub struct TopDocs<'a> {
    snapshot: &'a Snapshot,
    sort: Sort,
    wanted: usize,
    kept: Vec<ScoredDoc>,
    /// The worst that was kept at the last cut.
    worst: Option<ScoredDoc>,
    /// The segment of which a document of the same score was older than the worst: so are all behind it, and none
    /// of them is needed for this score.
    settled: Option<u32>,
    failure: Option<Error>,
}

impl<'a> TopDocs<'a> {
    /// The best `wanted` in an order.
    pub fn new(snapshot: &'a Snapshot, sort: Sort, wanted: usize) -> Self {
        // A small page's worth at once; more where there are more hits.
        let kept = Vec::with_capacity(if wanted <= SMALL { wanted + 1 } else { 0 });
        TopDocs { snapshot, sort, wanted, kept, worst: None, settled: None, failure: None }
    }

    /// Offers a candidate. Returns false when it, and any candidate worse than it, is not needed.
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
        // Some more, so that the best are not told apart at every candidate.
        if self.kept.len() >= self.wanted.saturating_add(self.wanted.min(1_000)) {
            self.cut();
        }
        true
    }

    /// Puts a candidate in its place among the best of a small page: the threshold rises at once.
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
            // A segment's documents are sorted, the newest first: those behind it are no newer.
            if candidate.order < worst.order {
                self.settled = Some(candidate.address.segment_ord);
            }
        }
    }

    fn set_worst(&mut self, worst: ScoredDoc) {
        (self.worst, self.settled) = (Some(worst), None);
    }

    /// A candidate that is not needed says something of those behind it: a segment's documents are sorted,
    /// the newest first.
    fn note_tie(&mut self, candidate: &ScoredDoc) {
        if let Some(worst) = &self.worst
            && self.sort == Sort::Relevance
            && (candidate.score, candidate.capitals) == (worst.score, worst.capitals)
            && candidate.order < worst.order
        {
            self.settled = Some(candidate.address.segment_ord);
        }
    }

    /// Whether a candidate may be among the best.
    pub fn needs(&self, candidate: &ScoredDoc) -> bool {
        let worse = |worst: &ScoredDoc| by_rank(self.sort, candidate, worst) == Ordering::Greater;
        self.wanted > 0 && !self.worst.as_ref().is_some_and(worse)
    }

    /// The score which a document of a segment has to surpass to be needed, where they come in their order.
    /// One of an equal score is needed if it may be newer.
    pub fn min_competitive_score(&self, segment: u32) -> f32 {
        match &self.worst {
            None => f32::MIN,
            Some(worst) if self.settled == Some(segment) => worst.score,
            Some(worst) => worst.score.next_down(),
        }
    }

    /// Whether this many are kept and a candidate would be worse than all of them.
    pub fn is_full_above(&self, candidate: &ScoredDoc) -> bool {
        self.kept.len() >= self.wanted
            && self.kept.iter().all(|kept| by_rank(self.sort, kept, candidate) == Ordering::Less)
    }

    fn cut(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        // Of a small page no more is kept, in order.
        if self.wanted > SMALL && (1..=kept.len()).contains(&self.wanted) {
            kept.select_nth_unstable_by(self.wanted - 1, |a, b| self.compare(a, b));
            self.set_worst(kept[self.wanted - 1]);
        }
        kept.truncate(self.wanted);
        self.kept = kept;
    }

    /// The best, in no order.
    pub fn unordered(mut self) -> Result<Vec<ScoredDoc>> {
        self.cut();
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.kept),
        }
    }

    /// The full order: by rank, then by the whole key. Keys are read from the stored records, but
    /// only where all else is equal.
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

/// Puts candidates in their full order.
pub fn sort(snapshot: &Snapshot, sort: Sort, candidates: &mut [ScoredDoc]) -> Result<()> {
    let mut best = TopDocs::new(snapshot, sort, usize::MAX);
    candidates.sort_by(|a, b| best.compare(a, b));
    best.failure.map_or(Ok(()), Err)
}

/// The order without the key's tail. Less is better.
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

/// Undated last; the earlier second first; of one second the smaller key, which is the higher
/// rest.
fn oldest(order: i64) -> (bool, i64, i64) {
    let second = order >> KEY_BITS;
    let rest = order & ((1 << KEY_BITS) - 1);
    (second == UNDATED_SECONDS, second, -rest)
}
