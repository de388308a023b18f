//! Executes a plan, with one `match` on the ranking of each segment and one on its counting.

pub mod conjunction;
pub mod count;
pub mod date_order;
pub mod expanded;
pub mod facets;
pub mod imprecise_dates;
pub mod lazy_weight;
pub mod occurrences;
pub mod pruned;
pub mod recency;
pub mod rescore;
pub mod scan;
pub mod segment_collector;
pub mod single_term;
pub mod term_scores;
pub mod top_docs;
pub mod verify;
pub mod window_scorer;

use std::collections::BTreeMap;
use std::ops::Range;

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, DocId, TantivyError};

use self::facets::FacetTotals;
use self::lazy_weight::LazyWeight;
use self::recency::RecencyDecay;
use self::rescore::{Rescorer, SegmentRescorer};
use self::segment_collector::{SegmentCollector, Weights};
use self::top_docs::{ScoredDoc, TopDocs};
use self::verify::SegmentVerifier;
use super::plan::physical_plan::{Counting, Operator, Plan, Ranking, Rescore, SegmentPlan};
use super::plan::select::plan_of_all;
use super::snapshot::commit::Snapshot;
use super::snapshot::date_columns::DateColumns;
use crate::article::Article;
use crate::engine::verifier::Verifier;
use crate::engine::{Exactness, Hit, Hits, Request, Sort};
use crate::error::Result;
use crate::query::tree::DateRange;

/// The number of articles of a page that are in memory at once.
const READ_TOGETHER: usize = 128;

/// The answer to a request before the stored articles of the page are read.
pub struct Found {
    /// The counts and facets.
    pub hits: Hits,
    /// The documents of the page.
    pub page: Vec<ScoredDoc>,
    /// Whether hits have scores.
    pub scored: bool,
    /// The counts from which the facets are computed.
    pub totals: FacetTotals,
}

/// Executes a plan for a request and visits the hits of its page in order.
pub fn search(
    snapshot: &Snapshot,
    request: &Request,
    plan: &Plan,
    visit: &mut dyn FnMut(Hit) -> Result<()>,
) -> Result<Hits> {
    let Found { hits, page, scored, .. } = execute(snapshot, request, plan)?;
    for candidates in page.chunks(READ_TOGETHER) {
        snapshot.budget.check()?;
        // In document order, each block of stored records is decompressed once.
        let mut by_document: Vec<usize> = (0..candidates.len()).collect();
        by_document.sort_unstable_by_key(|place| candidates[*place].address);
        let mut articles: Vec<Option<Article>> = vec![None; candidates.len()];
        for place in by_document {
            articles[place] = Some(snapshot.article_at(candidates[place].address)?);
        }
        for (article, candidate) in articles.into_iter().flatten().zip(candidates) {
            visit(Hit { article, score: scored.then_some(candidate.score) })?;
        }
    }
    Ok(hits)
}

/// Executes a plan for a request without reading stored articles of the page.
pub fn execute(snapshot: &Snapshot, request: &Request, plan: &Plan) -> Result<Found> {
    let failed = |error: TantivyError| snapshot.damaged(&error);
    let execution = Execution::of(snapshot, request, plan)?;
    let recency = execution.recency.as_ref();
    let own = plan.expansion.as_ref().map_or(1.0, |expansion| expansion.own);
    let (inline, at_end) = match &plan.rescore {
        Rescore::None => (None, None),
        Rescore::Inline(terms) => (Some(Rescorer::new(snapshot, terms, recency, own)), None),
        Rescore::Top { terms, depth } => {
            (None, Some((Rescorer::new(snapshot, terms, recency, own), *depth)))
        }
    };
    let mut best = TopDocs::new(snapshot, request.sort, plan.keep);
    let mut totals = FacetTotals::default();
    let mut hits = Hits { capitals: plan.capitals.clone(), ..Hits::default() };
    for ord in 0..plan.segments.len() {
        let collector = execution.segment(ord)?;
        let rescorer = || match &inline {
            Some(rescorer) => {
                rescorer.in_segment(ord as u32, &*collector.dates.order).map(Some).map_err(failed)
            }
            None => Ok(None),
        };
        hits.total += rank(&collector, plan, rescorer, &mut best, &mut totals)?;
        hits.total += match collector.plan.counting {
            Counting::FromRanking => 0,
            Counting::Apart => {
                count::count(&collector, &plan.facets, &mut totals).map_err(failed)?
            }
            Counting::Scan => scan::count(&collector, &plan.facets, &mut totals)?,
        };
        imprecise_dates::count(&collector, &mut hits)?;
        snapshot.budget.check()?;
    }
    hits.exactness = execution.exactness();
    let mut all = best.unordered()?;
    match at_end {
        Some((rescorer, depth)) => all = rescore_top(snapshot, request, &rescorer, depth, all)?,
        None => top_docs::sort(snapshot, request.sort, &mut all)?,
    }
    hits.facets = plan.facets.iter().map(|kind| totals.facet(*kind)).collect();
    let page = all.into_iter().skip(request.offset).take(request.limit).collect();
    Ok(Found { hits, page, scored: plan.scored, totals })
}

/// Ranks the matches of a segment. Returns their number if the ranking counts them, otherwise 0.
fn rank<'r>(
    collector: &SegmentCollector,
    plan: &Plan,
    rescorer: impl FnOnce() -> Result<Option<SegmentRescorer<'r>>>,
    best: &mut TopDocs,
    totals: &mut FacetTotals,
) -> Result<u64> {
    let needed = |missing: &str| TantivyError::InternalError(format!("the plan has no {missing}"));
    let term = || plan.single_term.as_ref().ok_or_else(|| needed("term"));
    let ranked = match &collector.plan.ranking {
        Ranking::None => Ok(0),
        Ranking::TermScan(list) => {
            term().and_then(|term| single_term::scan(term, list, collector, best))
        }
        Ranking::TermPruned(list) => {
            term().and_then(|term| single_term::pruned(term, list, collector, best))
        }
        Ranking::Conjunction => {
            let rescorer = rescorer()?.ok_or_else(|| needed("scoring terms"));
            rescorer.and_then(|rescorer| conjunction::rank(rescorer, collector, best))
        }
        Ranking::Window(operator) => {
            let rescorer = rescorer()?.ok_or_else(|| needed("scoring terms"));
            rescorer.and_then(|rescorer| match operator {
                Operator::All => window_scorer::rank_all(rescorer, collector, best),
                Operator::Any => window_scorer::rank_any(rescorer, collector, best),
            })
        }
        Ranking::Pruned => match rescorer()? {
            Some(rescorer) => pruned::rank_rescored(collector, rescorer, best).map(|()| 0),
            None => pruned::rank(collector, best).map(|()| 0),
        },
        Ranking::DateOrder => date_order::rank(collector, best).map(|()| 0),
        Ranking::Expanded => {
            let expansion = plan.expansion.as_ref().ok_or_else(|| needed("expansion"));
            let expansion = expansion.map_err(|error| collector.damaged(error))?;
            return expanded::rank(collector, expansion, rescorer()?, &plan.facets, totals, best);
        }
        Ranking::Scan => return scan::rank(collector, rescorer()?, &plan.facets, totals, best),
    };
    ranked.map_err(|error| collector.damaged(error))
}

/// Rescores the best `depth` candidates. The others follow in their original order.
fn rescore_top(
    snapshot: &Snapshot,
    request: &Request,
    rescorer: &Rescorer,
    depth: usize,
    mut all: Vec<ScoredDoc>,
) -> Result<Vec<ScoredDoc>> {
    let mut rest = Vec::new();
    if all.len() > depth {
        top_docs::sort(snapshot, request.sort, &mut all)?;
        rest = all.split_off(depth);
    }
    let mut best = TopDocs::new(snapshot, request.sort, request.wanted());
    rescorer.offer(all, &mut best).map_err(|error| snapshot.damaged(&error))?;
    all = best.unordered()?;
    top_docs::sort(snapshot, request.sort, &mut all)?;
    // The scores of the two stages are not comparable, so scores that were not rescored are capped at the lowest
    // rescored one.
    let least = all.iter().map(|hit| hit.score).fold(f32::MAX, f32::min);
    rest.iter_mut().for_each(|hit| hit.score = hit.score.min(least));
    all.append(&mut rest);
    Ok(all)
}

/// Returns every match in date order: oldest first if the request sorts that way, otherwise newest first.
pub fn every(snapshot: &Snapshot, request: &Request) -> Result<(Hits, Vec<DocAddress>)> {
    let mut found = Vec::new();
    let hits = for_each(snapshot, request, &mut |collector, doc| {
        found.push(collector.candidate(doc, 0.0));
    })?;
    let sort = if request.sort == Sort::Oldest { Sort::Oldest } else { Sort::Newest };
    top_docs::sort(snapshot, sort, &mut found)?;
    Ok((hits, found.into_iter().map(|candidate| candidate.address).collect()))
}

/// Counts, per day, the words of all matches that are known to the day.
pub fn words(snapshot: &Snapshot, request: &Request) -> Result<BTreeMap<i64, u64>> {
    let mut columns = Vec::new();
    for segment in snapshot.segments() {
        let column = |name| Ok(segment.fast_fields().i64(name)?.first_or_default_col(0));
        let both = column("title_words").and_then(|title| Ok((title, column("words")?)));
        columns.push(both.map_err(|error: TantivyError| snapshot.damaged(&error))?);
    }
    let mut words = BTreeMap::new();
    for_each(snapshot, request, &mut |collector, doc| {
        if collector.dates.is_known_to_the_day(doc) {
            let (title, body) = &columns[collector.ord as usize];
            let count = title.get_val(doc) + body.get_val(doc);
            *words.entry(collector.dates.day_lo.get_val(doc)).or_insert(0) += count.max(0) as u64;
        }
    })?;
    Ok(words)
}

/// Visits every match, segment by segment, and returns the counts.
fn for_each(
    snapshot: &Snapshot,
    request: &Request,
    visit: &mut dyn FnMut(&SegmentCollector, u32),
) -> Result<Hits> {
    let plan = plan_of_all(snapshot, request)?;
    let execution = Execution::of(snapshot, request, &plan)?;
    let mut hits = Hits::default();
    for ord in 0..plan.segments.len() {
        let collector = execution.segment(ord)?;
        let weight = collector.ranking_weight().map_err(|error| snapshot.damaged(&error))?;
        hits.total += collector.for_each_match(weight, &mut |doc, _| visit(&collector, doc))?;
        imprecise_dates::count(&collector, &mut hits)?;
        snapshot.budget.check()?;
    }
    hits.exactness = execution.exactness();
    Ok(hits)
}

/// The state that all segments of an execution share.
struct Execution<'a> {
    snapshot: &'a Snapshot,
    request: &'a Request<'a>,
    plan: &'a Plan,
    weights: Option<Weights<'a>>,
    /// The weight of the lower bound, and the verifier of documents between the bounds.
    bounds: Option<(Box<dyn Weight>, Verifier)>,
    recency: Option<RecencyDecay>,
}

impl<'a> Execution<'a> {
    fn of(
        snapshot: &'a Snapshot,
        request: &'a Request<'a>,
        plan: &'a Plan,
    ) -> Result<Execution<'a>> {
        let failed = |error: TantivyError| snapshot.damaged(&error);
        let weights = plan.queries.as_ref().map(|queries| Weights {
            ranked: LazyWeight::of(queries.upper.as_ref(), plan.scored),
            counted: (!queries.ranked_weight_counts)
                .then(|| LazyWeight::of(queries.upper.as_ref(), false)),
            unfiltered: queries.unfiltered.as_deref().map(|query| LazyWeight::of(query, true)),
        });
        let mut bounds = None;
        if let Some(lower) = plan.queries.as_ref().and_then(|queries| queries.lower.as_ref()) {
            let unscored = EnableScoring::disabled_from_searcher(&snapshot.searcher);
            let weight = lower.weight(unscored).map_err(failed)?;
            bounds = Some((weight, Verifier::new(request.tree)));
        }
        let recency = request.recency.filter(|_| plan.scored);
        let recency = recency.map(|recency| RecencyDecay::of(snapshot, recency)).transpose()?;
        Ok(Execution { snapshot, request, plan, weights, bounds, recency })
    }

    fn segment(&self, ord: usize) -> Result<SegmentCollector<'_>> {
        let segment = &self.snapshot.segments()[ord];
        let (dates, plan) = (&self.snapshot.dates()?[ord], &self.plan.segments[ord]);
        let verifier = self.bounds.as_ref().map(|(lower, verifier)| {
            let intervals = asked_for(dates, plan, &self.request.when, segment.max_doc());
            let verifier = SegmentVerifier::new(verifier, lower.as_ref(), segment, intervals);
            verifier.map_err(|error| self.snapshot.damaged(&error))
        });
        Ok(SegmentCollector {
            snapshot: self.snapshot,
            ord: ord as u32,
            segment,
            dates,
            plan,
            when: self.request.when,
            scored: self.plan.scored,
            recency: self.recency.as_ref(),
            weights: self.weights.as_ref(),
            verifier: verifier.transpose()?,
        })
    }

    fn exactness(&self) -> Exactness {
        let queries = self.plan.queries.as_ref();
        Exactness::of(
            queries.is_some_and(|queries| queries.limits.was_cut_short())
                || self.bounds.as_ref().is_some_and(|(_, verifier)| verifier.was_cut_short()),
        )
    }
}

/// Returns the intervals of the documents of a segment that are ranked or counted: those of the date range, and those
/// without a date.
fn asked_for(
    dates: &DateColumns,
    plan: &SegmentPlan,
    when: &DateRange,
    size: DocId,
) -> [Range<DocId>; 2] {
    // Documents known only to the month or the year are counted wherever they are.
    if dates.inexact > 0 {
        return [0..size, size..size];
    }
    let interval = if plan.date_counts.cut_days { dates.neighborhood(when) } else { plan.interval };
    [interval.start..interval.end, dates.undated..size]
}
