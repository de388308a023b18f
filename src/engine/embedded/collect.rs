//! Answers a request, segment by segment.
//!
//! Counting and ranking are two questions. Where nothing but a total and the best few are wanted,
//! tantivy counts without scoring and ranks with block-max pruning; a range of dates is an interval
//! of documents; newest first is the first documents there are.

use tantivy::query::{EnableScoring, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::evidence;
use super::facets::{Counter, Totals};
use super::lower::lower;
use super::rank::{self, Ageing, Best, Candidate};
use super::reader::Reader;
use super::verify::{Known, Verifier};
use super::window::{Dates, Window};
use crate::analysis::Analyzer;
use crate::engine::{Hit, Hits, Request, Sort};
use crate::error::Result;
use crate::query::tree::Position;
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
    let lowered = lower(request.tree, reader, &mut analyzer).map_err(damaged)?;
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
    let mut all = best.finish()?;
    if let Some(words) = &words {
        let top = all.len().min(ranking::DEPTH);
        let (best, rest) = all.split_at_mut(top);
        evidence::rescore(reader, best, words).map_err(damaged)?;
        if let Some(recency) = &recency {
            best.iter_mut().for_each(|hit| hit.score *= recency.factor(hit.order));
        }
        rank::sort(reader, request.sort, best)?;
        // What was not scored again comes behind all that was.
        let least = best.iter().map(|hit| hit.score).fold(f32::MAX, f32::min);
        rest.iter_mut().for_each(|hit| hit.score = hit.score.min(least));
    }
    let page = all.into_iter().skip(request.offset).take(request.limit).collect();
    hits.facets = request.facets.iter().map(|kind| totals.facet(*kind)).collect();
    Ok((hits, page, scored))
}

/// One segment's part of the answer.
struct Pass<'a, 'r> {
    reader: &'a Reader,
    request: &'a Request<'r>,
    weight: &'a dyn Weight,
    verifier: Option<&'a Verifier>,
    known: Option<Known>,
    ord: u32,
    segment: &'a SegmentReader,
    dates: &'a Dates,
    scored: bool,
    recency: Option<&'a Ageing>,
    hits: &'a mut Hits,
}

impl Pass<'_, '_> {
    fn run(&mut self, best: &mut Best, totals: &mut Totals) -> Result<()> {
        let everything = Window { start: 0, end: self.segment.max_doc(), check: false };
        if !self.request.when.is_open() {
            let window = self.dates.window(&self.request.when);
            self.each(window, best, totals)?;
            self.count_left_out()?;
        } else if self.verifier.is_some() || self.request.sort == Sort::Oldest {
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

    fn damaged(&self, error: tantivy::TantivyError) -> crate::error::Error {
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
    fn verified(&self, doc: DocId) -> Result<bool> {
        match (self.verifier, &self.known) {
            (Some(verifier), Some(known)) => {
                verifier.holds(known, self.reader, DocAddress::new(self.ord, doc))
            }
            _ => Ok(true),
        }
    }

    /// Undated and imprecise articles among all that matched.
    fn count_coarse(&mut self) -> Result<()> {
        let when = self.request.when;
        if when.is_open() && self.dates.undated < self.segment.max_doc() {
            self.hits.undated += self.count_undated()?;
        }
        if self.dates.inexact > 0 {
            let dates = self.dates;
            self.hits.imprecise +=
                self.count_inexact(|doc| when.is_open() || dates.matches(&when, doc))?;
        }
        Ok(())
    }

    /// What a range of dates left out, though it may belong there.
    fn count_left_out(&mut self) -> Result<()> {
        let when = self.request.when;
        if self.dates.undated < self.segment.max_doc() {
            self.hits.undated_excluded += self.count_undated()?;
        }
        if when.is_timed() && !when.inexact {
            self.hits.overlapping += self.count_cut_days()?;
        }
        if self.dates.inexact > 0 && !when.inexact {
            let dates = self.dates;
            self.hits.overlapping +=
                self.count_inexact(|doc| dates.position(&when, doc) == Position::Overlaps)?;
        }
        Ok(())
    }

    /// Matches known to the day that a range with times cuts in two.
    fn count_cut_days(&self) -> Result<u64> {
        let when = self.request.when;
        let window = self.dates.neighbourhood(&when);
        let failed = |error| self.damaged(error);
        let mut docs = self.weight.scorer(self.segment, 1.0).map_err(failed)?;
        let mut doc = docs.doc();
        if doc < window.start {
            doc = docs.seek(window.start);
        }
        let mut count = 0;
        while doc < window.end {
            let cut = self.dates.is_known_to_the_day(doc)
                && self.dates.position(&when, doc) == Position::Overlaps;
            if cut && !self.segment.is_deleted(doc) && self.verified(doc)? {
                count += 1;
            }
            doc = docs.advance();
        }
        Ok(count)
    }

    /// Matches without a date: the last documents.
    fn count_undated(&self) -> Result<u64> {
        let mut docs =
            self.weight.scorer(self.segment, 1.0).map_err(|error| self.damaged(error))?;
        let mut count = 0;
        let mut doc = docs.doc();
        if doc < self.dates.undated {
            doc = docs.seek(self.dates.undated);
        }
        while doc != TERMINATED {
            if !self.segment.is_deleted(doc) && self.verified(doc)? {
                count += 1;
            }
            doc = docs.advance();
        }
        Ok(count)
    }

    /// Matches known to the month or year only that satisfy a condition.
    fn count_inexact(&self, condition: impl Fn(DocId) -> bool) -> Result<u64> {
        let failed = |error| self.damaged(error);
        let flag = self.reader.fields.flag;
        let index = self.segment.inverted_index(flag).map_err(failed)?;
        let inexact =
            index.read_postings(&Term::from_field_text(flag, "inexact"), IndexRecordOption::Basic);
        let Some(mut inexact) = inexact.map_err(|error| failed(error.into()))? else {
            return Ok(0);
        };
        let mut docs = self.weight.scorer(self.segment, 1.0).map_err(failed)?;
        let mut count = 0;
        while inexact.doc() != TERMINATED && docs.doc() != TERMINATED {
            let doc = inexact.doc();
            let found = if docs.doc() < doc { docs.seek(doc) } else { docs.doc() };
            if found == doc
                && !self.segment.is_deleted(doc)
                && condition(doc)
                && self.verified(doc)?
            {
                count += 1;
            }
            inexact.advance();
        }
        Ok(count)
    }
}
