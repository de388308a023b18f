//! One segment's part of an answer.
//!
//! Counting and ranking are two questions. Where nothing but a total and the best few are wanted,
//! tantivy counts without scoring and ranks with block-max pruning; a range of dates is an interval
//! of documents; newest first is the first documents there are.

use std::cell::OnceCell;

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::conjunction::Joined;
use super::facets::{Counter, Totals};
use super::recency::RecencyDecay;
use super::rescore::Rescorer;
use super::top_docs::{ScoredDoc, TopDocs};
use super::verify::{Known, Verifier};
use crate::engine::embedded::plan::lower::plain::{is_one_stem, plain_word};
use crate::engine::embedded::snapshot::date_columns::{DateColumns, DocInterval};
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::engine::{Hits, Request, Sort};
use crate::error::Result;
use crate::query::tree::Tree;

/// Whether the best by a tree are found without scoring all: of plain words, and of nothing but them
/// joined by one operator (tantivy's `block_wand_union` and `block_wand_intersection`). A word that
/// may be several stems is a union of its own, which may be part of another.
pub fn is_pruned(tree: &Tree) -> bool {
    match tree {
        Tree::And(trees) => trees.iter().all(is_one_stem),
        Tree::Or(trees) => trees.iter().all(|tree| plain_word(tree).is_some()),
        tree => plain_word(tree).is_some(),
    }
}

/// A query, made ready to be asked when it is first needed.
pub struct LazyWeight {
    query: Box<dyn Query>,
    scored: bool,
    weight: OnceCell<Box<dyn Weight>>,
}

impl LazyWeight {
    pub fn of(query: Box<dyn Query>, scored: bool) -> LazyWeight {
        LazyWeight { query, scored, weight: OnceCell::new() }
    }

    pub fn get(&self, snapshot: &Snapshot) -> tantivy::Result<&dyn Weight> {
        if let Some(weight) = self.weight.get() {
            return Ok(weight.as_ref());
        }
        let weight = self.query.weight(match self.scored {
            true => EnableScoring::enabled_from_searcher(&snapshot.searcher),
            false => EnableScoring::disabled_from_searcher(&snapshot.searcher),
        })?;
        Ok(self.weight.get_or_init(|| weight).as_ref())
    }
}

/// One segment's part of the answer.
pub struct SegmentCollector<'a, 'r> {
    pub snapshot: &'a Snapshot,
    pub request: &'a Request<'r>,
    pub weighed: &'a LazyWeight,
    /// The same without scores.
    pub counted: &'a LazyWeight,
    pub verifier: Option<&'a Verifier>,
    pub known: Option<Known>,
    pub ord: u32,
    pub segment: &'a SegmentReader,
    pub dates: &'a DateColumns,
    pub scored: bool,
    pub recency: Option<&'a RecencyDecay>,
    /// What ranks in its place, where it finds more: what is scored again tells those apart.
    pub loose: Option<&'a LazyWeight>,
    /// What scores each match again.
    pub rescoring: Option<&'a Rescorer<'a>>,
    /// How its words are joined, where there is nothing else and nothing but a total and a page is asked for.
    pub joined: Option<Joined>,
    pub hits: &'a mut Hits,
}

/// What makes a candidate of a document.
pub struct Offering<'a> {
    pub dates: &'a DateColumns,
    pub recency: Option<&'a RecencyDecay>,
    pub ord: u32,
    pub scored: bool,
}

impl Offering<'_> {
    pub fn candidate(&self, doc: DocId, score: f32) -> ScoredDoc {
        let order = self.dates.order.get_val(doc);
        // Never more than the score was: what pruning left out stays out.
        let score = score * self.recency.map_or(1.0, |recency| recency.factor(order));
        ScoredDoc { score, order, address: DocAddress::new(self.ord, doc), capitals: 0 }
    }
}

impl<'a> SegmentCollector<'a, '_> {
    pub fn run(&mut self, best: &mut TopDocs, totals: &mut Totals) -> Result<()> {
        let window = self.window();
        if !self.request.when.is_open()
            || self.verifier.is_some()
            || self.request.sort == Sort::Oldest
            || self.costly()
        {
            self.rank_each(window, best, totals)?;
        } else if let Some(found) = self.in_one_pass(best)? {
            self.hits.total += found;
        } else {
            match self.request.sort {
                Sort::Newest => self.newest(best)?,
                _ if !self.scored => self.newest(best)?,
                _ => self.ranked(best)?,
            }
            match self.request.facets.is_empty() {
                true => self.hits.total += u64::from(self.count()?),
                false => self.count_facets(totals)?,
            }
        }
        self.count_dates()
    }

    /// Whether looking at every match once is less than counting and ranking apart: where ranking can
    /// leave nothing out.
    fn costly(&self) -> bool {
        self.scored && !is_pruned(self.request.tree)
    }

    pub fn damaged(&self, error: tantivy::TantivyError) -> crate::error::Error {
        self.snapshot.damaged(&error)
    }

    fn weight(&self) -> Result<&'a dyn Weight> {
        self.weighed.get(self.snapshot).map_err(|error| self.damaged(error))
    }

    pub fn counting(&self) -> Result<&'a dyn Weight> {
        self.counted.get(self.snapshot).map_err(|error| self.damaged(error))
    }

    /// Counts and ranks words at once; None for what is not words alone.
    fn in_one_pass(&self, best: &mut TopDocs) -> Result<Option<u64>> {
        let words = self.joined.zip(self.rescoring);
        let found = words.map(|(joined, rescoring)| {
            rescoring.offer_joined(joined, self.ord, &*self.dates.order, best)
        });
        found.transpose().map_err(|error| self.damaged(error))
    }

    fn count(&self) -> Result<u32> {
        self.counting()?.count(self.segment).map_err(|error| self.damaged(error))
    }

    pub fn candidate(&self, doc: DocId, score: f32) -> ScoredDoc {
        self.offering().candidate(doc, score)
    }

    fn offering(&self) -> Offering<'a> {
        let SegmentCollector { dates, recency, ord, scored, .. } = *self;
        Offering { dates, recency, ord, scored }
    }

    /// The best by score, without looking at what cannot be among them.
    fn ranked(&self, best: &mut TopDocs) -> Result<()> {
        if self.request.offset.saturating_add(self.request.limit) == 0 {
            return Ok(());
        }
        if let Some(rescoring) = self.rescoring {
            return self.ranked_again(rescoring, best);
        }
        let threshold = best.min_competitive_score(self.ord);
        let offered =
            self.weight()?.for_each_pruning(threshold, self.segment, &mut |doc, score| {
                if !self.segment.is_deleted(doc) {
                    best.offer(self.candidate(doc, score));
                }
                best.min_competitive_score(self.ord)
            });
        offered.map_err(|error| self.damaged(error))
    }

    /// The best by what scores them again, without looking at those whose first score says that they
    /// cannot be among them. A first score may count stems of other languages: it says too much, never
    /// too little.
    fn ranked_again(&self, rescoring: &Rescorer, best: &mut TopDocs) -> Result<()> {
        let failed = |error: tantivy::TantivyError| self.damaged(error);
        let again = rescoring.in_segment(self.ord, &*self.dates.order);
        let mut again = again.map_err(failed)?;
        let mut failure = None;
        let threshold = again.least_first(best);
        let weight = match self.loose {
            Some(loose) => loose.get(self.snapshot).map_err(failed)?,
            None => self.weight()?,
        };
        let offered = weight.for_each_pruning(threshold, self.segment, &mut |doc, _| {
            if !self.segment.is_deleted(doc)
                && let Err(error) = again.offer(doc, best)
            {
                failure.get_or_insert(error);
                return f32::MAX;
            }
            again.least_first(best)
        });
        offered.and(failure.map_or(Ok(()), Err)).map_err(failed)
    }

    /// The newest: the first documents that match, and those of the same second behind them.
    fn newest(&self, best: &mut TopDocs) -> Result<()> {
        let mut docs =
            self.weight()?.scorer(self.segment, 1.0).map_err(|error| self.damaged(error))?;
        while docs.doc() != TERMINATED {
            let doc = docs.doc();
            if !self.segment.is_deleted(doc) {
                let candidate = self.candidate(doc, 0.0);
                if best.is_full_above(&candidate) || !best.offer(candidate) {
                    break;
                }
            }
            docs.advance();
        }
        Ok(())
    }

    /// Every match, counted and put into its facets, in blocks and without scores.
    fn count_facets(&mut self, totals: &mut Totals) -> Result<()> {
        let failed = |error: tantivy::TantivyError| self.snapshot.damaged(&error);
        let counter = Counter::new(totals, &self.request.facets, self.segment, self.dates);
        let mut counter = counter.map_err(failed)?;
        let segment = self.segment;
        let mut total = 0;
        let counted = self.counting()?.for_each_no_score(segment, &mut |docs| {
            if !segment.has_deletes() {
                total += docs.len() as u64;
                return counter.add(docs);
            }
            for doc in docs.iter().filter(|doc| !segment.is_deleted(**doc)) {
                total += 1;
                counter.add(&[*doc]);
            }
        });
        counted.and_then(|()| counter.finish()).map_err(failed)?;
        self.hits.total += total;
        Ok(())
    }

    /// The documents outside of which none matches.
    pub fn window(&self) -> DocInterval {
        match self.request.when.is_open() {
            true => DocInterval { start: 0, end: self.segment.max_doc(), check: false },
            false => self.dates.interval(&self.request.when),
        }
    }

    /// Every match of a window: counted, offered and put into its facets.
    fn rank_each(
        &mut self,
        window: DocInterval,
        best: &mut TopDocs,
        totals: &mut Totals,
    ) -> Result<()> {
        let snapshot = self.snapshot;
        let failed = |error: tantivy::TantivyError| snapshot.damaged(&error);
        let counter = Counter::new(totals, &self.request.facets, self.segment, self.dates);
        let mut counter = counter.map_err(failed)?;
        let facets = !self.request.facets.is_empty();
        let offering = self.offering();
        let again = self.rescoring;
        let again = again.map(|again| again.in_segment(self.ord, &*self.dates.order)).transpose();
        let mut again = again.map_err(failed)?;
        let mut failure = None;
        self.each(window, &mut |doc, docs| {
            if facets {
                counter.add(&[doc]);
            }
            let score = if offering.scored { docs.score() } else { 0.0 };
            match &mut again {
                Some(again) => {
                    if score > again.least_first(best) {
                        failure = again.offer(doc, best).err().or(failure.take());
                    }
                }
                None if offering.scored && score <= best.min_competitive_score(offering.ord) => {}
                None => {
                    best.offer(offering.candidate(doc, score));
                }
            }
        })?;
        failure.map_or(Ok(()), Err).and_then(|()| counter.finish()).map_err(failed)
    }

    /// Tells every match of a window, and counts it.
    pub fn each(
        &mut self,
        window: DocInterval,
        tell: &mut dyn FnMut(DocId, &mut dyn Scorer),
    ) -> Result<()> {
        let mut docs =
            self.weight()?.scorer(self.segment, 1.0).map_err(|error| self.damaged(error))?;
        let mut doc = docs.doc();
        if doc < window.start {
            doc = docs.seek(window.start);
        }
        while doc < window.end {
            let alive = !self.segment.is_deleted(doc);
            let dated = !window.check || self.dates.matches(&self.request.when, doc);
            if alive && dated && self.verified(doc)? {
                self.hits.total += 1;
                tell(doc, docs.as_mut());
            }
            doc = docs.advance();
        }
        Ok(())
    }

    /// Whether `matching/` agrees, where it has to be asked.
    pub fn verified(&self, doc: DocId) -> Result<bool> {
        match (self.verifier, &self.known) {
            (Some(verifier), Some(known)) => {
                verifier.holds(known, self.snapshot, DocAddress::new(self.ord, doc))
            }
            _ => Ok(true),
        }
    }
}
