//! One segment's part of an answer.
//!
//! Counting and ranking are two questions. Where nothing but a total and the best few are wanted,
//! tantivy counts without scoring and ranks with block-max pruning; a range of dates is an interval
//! of documents; newest first is the first documents there are.

use std::cell::OnceCell;

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::facets::{Counter, Totals};
use super::leaf::{is_one_stem, plain_word};
use super::plain::Joined;
use super::rank::{Ageing, Best, Candidate};
use super::reader::Reader;
use super::rescoring::Rescoring;
use super::verify::{Known, Verifier};
use super::window::{Dates, Window};
use crate::engine::{Hits, Request, Sort};
use crate::error::Result;
use crate::query::tree::Tree;

/// Whether the best by a tree are found without scoring all: of plain words, and of nothing but them
/// joined by one operator (tantivy's `block_wand_union` and `block_wand_intersection`). A word that
/// may be several stems is a union of its own, which may be part of another.
pub(super) fn is_pruned(tree: &Tree) -> bool {
    match tree {
        Tree::And(trees) => trees.iter().all(is_one_stem),
        Tree::Or(trees) => trees.iter().all(|tree| plain_word(tree).is_some()),
        tree => plain_word(tree).is_some(),
    }
}

/// A query, made ready to be asked when it is first needed.
pub(super) struct Weighed {
    query: Box<dyn Query>,
    scored: bool,
    weight: OnceCell<Box<dyn Weight>>,
}

impl Weighed {
    pub(super) fn of(query: Box<dyn Query>, scored: bool) -> Weighed {
        Weighed { query, scored, weight: OnceCell::new() }
    }

    pub(super) fn get(&self, reader: &Reader) -> tantivy::Result<&dyn Weight> {
        if let Some(weight) = self.weight.get() {
            return Ok(weight.as_ref());
        }
        let weight = self.query.weight(match self.scored {
            true => EnableScoring::enabled_from_searcher(&reader.searcher),
            false => EnableScoring::disabled_from_searcher(&reader.searcher),
        })?;
        Ok(self.weight.get_or_init(|| weight).as_ref())
    }
}

/// One segment's part of the answer.
pub(super) struct Pass<'a, 'r> {
    pub(super) reader: &'a Reader,
    pub(super) request: &'a Request<'r>,
    pub(super) weighed: &'a Weighed,
    /// The same without scores.
    pub(super) counted: &'a Weighed,
    pub(super) verifier: Option<&'a Verifier>,
    pub(super) known: Option<Known>,
    pub(super) ord: u32,
    pub(super) segment: &'a SegmentReader,
    pub(super) dates: &'a Dates,
    pub(super) scored: bool,
    pub(super) recency: Option<&'a Ageing>,
    /// What ranks in its place, where it finds more: what is scored again tells those apart.
    pub(super) loose: Option<&'a Weighed>,
    /// What scores each match again.
    pub(super) rescoring: Option<&'a Rescoring<'a>>,
    /// How its words are joined, where there is nothing else and nothing but a total and a page is asked for.
    pub(super) joined: Option<Joined>,
    pub(super) hits: &'a mut Hits,
}

/// What makes a candidate of a document.
pub(super) struct Offering<'a> {
    pub(super) dates: &'a Dates,
    pub(super) recency: Option<&'a Ageing>,
    pub(super) ord: u32,
    pub(super) scored: bool,
}

impl Offering<'_> {
    pub(super) fn candidate(&self, doc: DocId, score: f32) -> Candidate {
        let order = self.dates.order.get_val(doc);
        // Never more than the score was: what pruning left out stays out.
        let score = score * self.recency.map_or(1.0, |recency| recency.factor(order));
        Candidate { score, order, address: DocAddress::new(self.ord, doc), capitals: 0 }
    }
}

impl<'a> Pass<'a, '_> {
    pub(super) fn run(&mut self, best: &mut Best, totals: &mut Totals) -> Result<()> {
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

    pub(super) fn damaged(&self, error: tantivy::TantivyError) -> crate::error::Error {
        self.reader.damaged(&error)
    }

    fn weight(&self) -> Result<&'a dyn Weight> {
        self.weighed.get(self.reader).map_err(|error| self.damaged(error))
    }

    pub(super) fn counting(&self) -> Result<&'a dyn Weight> {
        self.counted.get(self.reader).map_err(|error| self.damaged(error))
    }

    /// Counts and ranks words at once; None for what is not words alone.
    fn in_one_pass(&self, best: &mut Best) -> Result<Option<u64>> {
        let words = self.joined.zip(self.rescoring);
        let found = words.map(|(joined, rescoring)| {
            rescoring.offer_joined(joined, self.ord, &*self.dates.order, best)
        });
        found.transpose().map_err(|error| self.damaged(error))
    }

    fn count(&self) -> Result<u32> {
        self.counting()?.count(self.segment).map_err(|error| self.damaged(error))
    }

    pub(super) fn candidate(&self, doc: DocId, score: f32) -> Candidate {
        self.offering().candidate(doc, score)
    }

    fn offering(&self) -> Offering<'a> {
        let Pass { dates, recency, ord, scored, .. } = *self;
        Offering { dates, recency, ord, scored }
    }

    /// The best by score, without looking at what cannot be among them.
    fn ranked(&self, best: &mut Best) -> Result<()> {
        if self.request.offset.saturating_add(self.request.limit) == 0 {
            return Ok(());
        }
        if let Some(rescoring) = self.rescoring {
            return self.ranked_again(rescoring, best);
        }
        let threshold = best.threshold(self.ord);
        let offered =
            self.weight()?.for_each_pruning(threshold, self.segment, &mut |doc, score| {
                if !self.segment.is_deleted(doc) {
                    best.offer(self.candidate(doc, score));
                }
                best.threshold(self.ord)
            });
        offered.map_err(|error| self.damaged(error))
    }

    /// The best by what scores them again, without looking at those whose first score says that they
    /// cannot be among them. A first score may count stems of other languages: it says too much, never
    /// too little.
    fn ranked_again(&self, rescoring: &Rescoring, best: &mut Best) -> Result<()> {
        let failed = |error: tantivy::TantivyError| self.damaged(error);
        let again = rescoring.in_segment(self.ord, &*self.dates.order);
        let mut again = again.map_err(failed)?;
        let mut failure = None;
        let threshold = again.least_first(best);
        let weight = match self.loose {
            Some(loose) => loose.get(self.reader).map_err(failed)?,
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
    fn newest(&self, best: &mut Best) -> Result<()> {
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
        let failed = |error: tantivy::TantivyError| self.reader.damaged(&error);
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
    pub(super) fn window(&self) -> Window {
        match self.request.when.is_open() {
            true => Window { start: 0, end: self.segment.max_doc(), check: false },
            false => self.dates.window(&self.request.when),
        }
    }

    /// Every match of a window: counted, offered and put into its facets.
    fn rank_each(&mut self, window: Window, best: &mut Best, totals: &mut Totals) -> Result<()> {
        let reader = self.reader;
        let failed = |error: tantivy::TantivyError| reader.damaged(&error);
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
                None if offering.scored && score <= best.threshold(offering.ord) => {}
                None => {
                    best.offer(offering.candidate(doc, score));
                }
            }
        })?;
        failure.map_or(Ok(()), Err).and_then(|()| counter.finish()).map_err(failed)
    }

    /// Tells every match of a window, and counts it.
    pub(super) fn each(
        &mut self,
        window: Window,
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
    pub(super) fn verified(&self, doc: DocId) -> Result<bool> {
        match (self.verifier, &self.known) {
            (Some(verifier), Some(known)) => {
                verifier.holds(known, self.reader, DocAddress::new(self.ord, doc))
            }
            _ => Ok(true),
        }
    }
}
