//! Answers a request, segment by segment.
//!
//! Counting and ranking are two questions. Where nothing but a total and the best few are wanted,
//! tantivy counts without scoring and ranks with block-max pruning; a range of dates is an interval
//! of documents; newest first is the first documents there are.

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::evidence::{self, Rescoring};
use super::facets::{Counter, Totals};
use super::lower::lower;
use super::rank::{self, Ageing, Best, Candidate};
use super::reader::Reader;
use super::span::CutShort;
use super::verify::{Known, Verifier};
use super::window::{Dates, Window};
use crate::analysis::Analyzer;
use crate::engine::{Hit, Hits, Request, Sort};
use crate::error::Result;
use crate::query::tree::{Slot, Tree, Word, Zone};
use crate::ranking;

/// Answers a request.
pub fn search(reader: &Reader, request: &Request) -> Result<Hits> {
    let (mut hits, page, scored) = find(reader, request)?;
    for candidate in page {
        let article = reader.article_at(candidate.address)?;
        hits.hits.push(Hit { article, score: scored.then_some(candidate.score) });
    }
    Ok(hits)
}

/// Counts, and the documents of the page asked for, their articles unread; and whether they are
/// scored.
pub fn find(reader: &Reader, request: &Request) -> Result<(Hits, Vec<Candidate>, bool)> {
    let damaged = |error: tantivy::TantivyError| reader.damaged(&error);
    let mut analyzer = Analyzer::default();
    let cut_short = CutShort::default();
    let lowered = lower(request.tree, reader, &mut analyzer, &cut_short).map_err(damaged)?;
    let scored = request.sort == Sort::Relevance && request.tree.has_text();
    let scoring = match scored {
        true => EnableScoring::enabled_from_searcher(&reader.searcher),
        false => EnableScoring::disabled_from_searcher(&reader.searcher),
    };
    let weight = lowered.upper.weight(scoring).map_err(damaged)?;
    let sure = lowered
        .lower
        .map(|query| query.weight(EnableScoring::disabled_from_searcher(&reader.searcher)));
    let sure = sure.transpose().map_err(damaged)?;
    let verifier = sure.is_some().then(|| Verifier::new(request.tree, analyzer));
    let mut hits = Hits::default();
    let mut totals = Totals::default();
    let mut words = if scored { evidence::wanted(request.tree) } else { None };
    if let Some(words) = &mut words {
        hits.capitals = evidence::meant_in_capitals(reader, words).map_err(damaged)?;
    }
    let recency = request.recency.filter(|_| scored).map(|recency| Ageing::of(reader, recency));
    let recency = recency.transpose()?;
    let wanted = request.offset.saturating_add(request.limit);
    // However small the page, the same hits are scored again: pages join.
    let kept = if words.is_some() && wanted > 0 { wanted.max(ranking::DEPTH) } else { wanted };
    let mut best = Best::new(reader, request.sort, kept);
    for (ord, (segment, dates)) in reader.segments().iter().zip(reader.dates()?).enumerate() {
        let known = sure.as_ref().map(|weight| Known::of(weight.as_ref(), segment)).transpose();
        let mut pass = Pass {
            known: known.map_err(damaged)?,
            reader,
            request,
            weight: weight.as_ref(),
            verifier: verifier.as_ref(),
            ord: ord as u32,
            segment,
            dates,
            scored,
            recency: recency.as_ref(),
            hits: &mut hits,
        };
        pass.run(&mut best, &mut totals)?;
    }
    let verified_short = verifier.as_ref().is_some_and(Verifier::was_cut_short);
    hits.cut_short = cut_short.is_set() || verified_short;
    let mut all = best.unordered()?;
    if let Some(words) = &words {
        let mut rest = Vec::new();
        if all.len() > ranking::DEPTH {
            rank::sort(reader, request.sort, &mut all)?;
            rest = all.split_off(ranking::DEPTH);
        }
        let rescoring = Rescoring { reader, words, recency: recency.as_ref() };
        all = rescoring.best(all, wanted).map_err(damaged)?;
        rank::sort(reader, request.sort, &mut all)?;
        // What was not scored again comes behind all that was.
        let least = all.iter().map(|hit| hit.score).fold(f32::MAX, f32::min);
        rest.iter_mut().for_each(|hit| hit.score = hit.score.min(least));
        all.append(&mut rest);
    } else {
        rank::sort(reader, request.sort, &mut all)?;
    }
    let page = all.into_iter().skip(request.offset).take(request.limit).collect();
    hits.facets = request.facets.iter().map(|kind| totals.facet(*kind)).collect();
    Ok((hits, page, scored))
}

/// Whether the best by a tree are found without scoring all: of plain words, and of nothing but them
/// joined by one operator (tantivy's `block_wand_union` and `block_wand_intersection`).
fn is_pruned(tree: &Tree) -> bool {
    let is_word = |tree: &Tree| match tree {
        Tree::Text(text) => {
            let [Slot { word: Word::Stems(stems), .. }] = text.slots.as_slice() else {
                return false;
            };
            stems.len() == 1 && text.zone == Zone::ANY && text.capitals.is_none()
        }
        _ => false,
    };
    match tree {
        Tree::And(trees) | Tree::Or(trees) => trees.iter().all(is_word),
        tree => is_word(tree),
    }
}

/// One segment's part of the answer.
pub(super) struct Pass<'a, 'r> {
    pub(super) reader: &'a Reader,
    pub(super) request: &'a Request<'r>,
    pub(super) weight: &'a dyn Weight,
    verifier: Option<&'a Verifier>,
    known: Option<Known>,
    ord: u32,
    pub(super) segment: &'a SegmentReader,
    pub(super) dates: &'a Dates,
    scored: bool,
    recency: Option<&'a Ageing>,
    pub(super) hits: &'a mut Hits,
}

impl Pass<'_, '_> {
    fn run(&mut self, best: &mut Best, totals: &mut Totals) -> Result<()> {
        let everything = Window { start: 0, end: self.segment.max_doc(), check: false };
        if !self.request.when.is_open() {
            let window = self.dates.window(&self.request.when);
            self.each(window, best, totals)?;
            self.count_left_out()?;
        } else if self.verifier.is_some() || self.request.sort == Sort::Oldest || self.costly() {
            self.each(everything, best, totals)?;
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
        self.count_coarse()
    }

    /// Whether looking at every match once is less than counting and ranking apart: where ranking can
    /// leave nothing out.
    fn costly(&self) -> bool {
        self.scored && !is_pruned(self.request.tree)
    }

    pub(super) fn damaged(&self, error: tantivy::TantivyError) -> crate::error::Error {
        self.reader.damaged(&error)
    }

    fn count(&self) -> Result<u32> {
        self.weight.count(self.segment).map_err(|error| self.damaged(error))
    }

    fn candidate(&self, doc: DocId, score: f32) -> Candidate {
        let order = self.dates.order.get_val(doc);
        // Never more than the score was: what pruning left out stays out.
        let score = score * self.recency.map_or(1.0, |recency| recency.factor(order));
        Candidate { score, order, address: DocAddress::new(self.ord, doc), capitals: 0 }
    }

    /// The best by score, without looking at what cannot be among them.
    fn ranked(&self, best: &mut Best) -> Result<()> {
        if self.request.offset.saturating_add(self.request.limit) == 0 {
            return Ok(());
        }
        let threshold = best.threshold();
        let offered = self.weight.for_each_pruning(threshold, self.segment, &mut |doc, score| {
            if !self.segment.is_deleted(doc) {
                best.offer(self.candidate(doc, score));
            }
            best.threshold()
        });
        offered.map_err(|error| self.damaged(error))
    }

    /// The newest: the first documents that match, and those of the same second behind them.
    fn newest(&self, best: &mut Best) -> Result<()> {
        let mut docs =
            self.weight.scorer(self.segment, 1.0).map_err(|error| self.damaged(error))?;
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
        let counted = self.weight.for_each_no_score(segment, &mut |docs| {
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

    /// Every match of a window: counted, offered and put into its facets.
    fn each(&mut self, window: Window, best: &mut Best, totals: &mut Totals) -> Result<()> {
        let failed = |reader: &Reader, error: tantivy::TantivyError| reader.damaged(&error);
        let reader = self.reader;
        let mut docs =
            self.weight.scorer(self.segment, 1.0).map_err(|error| failed(reader, error))?;
        let counter = Counter::new(totals, &self.request.facets, self.segment, self.dates);
        let mut counter = counter.map_err(|error| failed(reader, error))?;
        let facets = !self.request.facets.is_empty();
        let mut doc = docs.doc();
        if doc < window.start {
            doc = docs.seek(window.start);
        }
        while doc < window.end {
            let alive = !self.segment.is_deleted(doc);
            let dated = !window.check || self.dates.matches(&self.request.when, doc);
            if alive && dated && self.verified(doc)? {
                self.hits.total += 1;
                if facets {
                    counter.add(&[doc]);
                }
                let score = if self.scored { docs.score() } else { 0.0 };
                if !self.scored || score > best.threshold() {
                    best.offer(self.candidate(doc, score));
                }
            }
            doc = docs.advance();
        }
        counter.finish().map_err(|error| failed(reader, error))
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
