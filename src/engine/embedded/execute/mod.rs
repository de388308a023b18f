//! Answers a request, segment by segment.

pub mod conjunction;
pub mod facets;
pub mod imprecise_dates;
pub mod recency;
pub mod rescore;
pub mod segment_collector;
pub mod single_term;
pub mod top_docs;
pub mod verify;
pub mod window_scorer;

use std::collections::BTreeMap;

use tantivy::DocAddress;
use tantivy::query::{EnableScoring, Weight};

use self::conjunction::Joined;
use self::facets::Totals;
use self::recency::RecencyDecay;
use self::rescore::Rescorer;
use self::segment_collector::{LazyWeight, SegmentCollector, is_pruned};
use self::single_term::Alone;
use self::top_docs::{ScoredDoc, TopDocs};
use self::verify::{Known, Verifier};
use crate::analysis::{Analyzer, Stem};
use crate::engine::embedded::plan::lower::plain::{in_any_language, is_one_stem};
use crate::engine::embedded::plan::lower::tree::lower;
use crate::engine::embedded::plan::scoring_terms;
use crate::engine::embedded::queries::span::CutShort;
use crate::engine::embedded::snapshot::date_columns::DateColumns;
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::engine::{Hit, Hits, Request, Sort};
use crate::error::Result;
use crate::ranking;

/// Answers a request.
pub fn search(snapshot: &Snapshot, request: &Request) -> Result<Hits> {
    let Found { mut hits, page, scored, .. } = find(snapshot, request)?;
    for candidate in page {
        let article = snapshot.article_at(candidate.address)?;
        hits.hits.push(Hit { article, score: scored.then_some(candidate.score) });
    }
    Ok(hits)
}

/// What was found, the articles of the page unread.
pub struct Found {
    /// The counts and facets.
    pub hits: Hits,
    /// The documents of the page.
    pub page: Vec<ScoredDoc>,
    /// Whether they are scored.
    pub scored: bool,
    /// What facets are made of.
    pub totals: Totals,
}

/// A request made ready to be asked of each segment.
struct Prepared {
    weighed: LazyWeight,
    /// The same in articles of whatever language, where that is more.
    loose: Option<LazyWeight>,
    /// The same without scores, which is what counts.
    counted: Option<LazyWeight>,
    /// Of what matches for certain, where not all that `weight` finds does.
    sure: Option<Box<dyn Weight>>,
    verifier: Option<Verifier>,
    cut_short: CutShort,
}

impl Prepared {
    fn of(snapshot: &Snapshot, request: &Request, scored: bool) -> tantivy::Result<Prepared> {
        let mut analyzer = Analyzer::default();
        let cut_short = CutShort::default();
        let lowered = lower(request.tree, snapshot, &mut analyzer, &cut_short)?;
        // How many articles have a word is known without looking at them.
        let known = is_one_stem(request.tree) && request.facets.is_empty();
        let counted = (scored && !known).then(|| LazyWeight::of(lowered.upper.box_clone(), false));
        let weighed = LazyWeight::of(lowered.upper, scored);
        let loose = scored.then(|| in_any_language(snapshot.fields.text, request.tree)).flatten();
        let loose = loose.map(|query| LazyWeight::of(query, true));
        let unscored = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        let sure = lowered.lower.map(|query| query.weight(unscored)).transpose()?;
        let verifier = sure.is_some().then(|| Verifier::new(request.tree, analyzer));
        Ok(Prepared { weighed, loose, counted, sure, verifier, cut_short })
    }

    fn pass<'a, 'r>(
        &'a self,
        snapshot: &'a Snapshot,
        request: &'a Request<'r>,
        ord: usize,
        hits: &'a mut Hits,
    ) -> Result<SegmentCollector<'a, 'r>> {
        let segment = &snapshot.segments()[ord];
        let known = self.sure.as_ref().map(|weight| Known::of(weight.as_ref(), segment));
        Ok(SegmentCollector {
            known: known.transpose().map_err(|error| snapshot.damaged(&error))?,
            snapshot,
            request,
            weighed: &self.weighed,
            counted: self.counted.as_ref().unwrap_or(&self.weighed),
            loose: self.loose.as_ref(),
            verifier: self.verifier.as_ref(),
            ord: ord as u32,
            segment,
            dates: &snapshot.dates()?[ord],
            scored: false,
            recency: None,
            rescoring: None,
            joined: None,
            hits,
        })
    }

    fn was_cut_short(&self) -> bool {
        self.cut_short.is_set() || self.verifier.as_ref().is_some_and(Verifier::was_cut_short)
    }
}

/// Every document that matches, whatever page is asked for: the newest first, unless the oldest are
/// asked for first.
pub fn every(snapshot: &Snapshot, request: &Request) -> Result<(Hits, Vec<DocAddress>)> {
    let prepared =
        Prepared::of(snapshot, request, false).map_err(|error| snapshot.damaged(&error))?;
    let mut hits = Hits::default();
    let mut found = Vec::new();
    for ord in 0..snapshot.segments().len() {
        let mut pass = prepared.pass(snapshot, request, ord, &mut hits)?;
        let window = pass.window();
        let mut docs = Vec::new();
        pass.each(window, &mut |doc, _| docs.push(doc))?;
        found.extend(docs.into_iter().map(|doc| pass.candidate(doc, 0.0)));
        pass.count_dates()?;
    }
    hits.cut_short = prepared.was_cut_short();
    let sort = if request.sort == Sort::Oldest { Sort::Oldest } else { Sort::Newest };
    top_docs::sort(snapshot, sort, &mut found)?;
    Ok((hits, found.into_iter().map(|candidate| candidate.address).collect()))
}

/// The words of every document that matches and is known to the day, by its day.
pub fn words(snapshot: &Snapshot, request: &Request) -> Result<BTreeMap<i64, u64>> {
    let failed = |error: tantivy::TantivyError| snapshot.damaged(&error);
    let (_, found) = every(snapshot, request)?;
    let mut columns = Vec::new();
    for segment in snapshot.segments() {
        let column = |name| {
            Ok::<_, tantivy::TantivyError>(segment.fast_fields().i64(name)?.first_or_default_col(0))
        };
        columns.push((column("title_words").map_err(failed)?, column("words").map_err(failed)?));
    }
    let mut words = BTreeMap::new();
    for DocAddress { segment_ord, doc_id } in found {
        let dates = &snapshot.dates()?[segment_ord as usize];
        if dates.is_known_to_the_day(doc_id) {
            let (title, body) = &columns[segment_ord as usize];
            let count = title.get_val(doc_id) + body.get_val(doc_id);
            *words.entry(dates.day_lo.get_val(doc_id)).or_insert(0) += count.max(0) as u64;
        }
    }
    Ok(words)
}

/// Counts, and the documents of the page asked for, their articles unread.
pub fn find(snapshot: &Snapshot, request: &Request) -> Result<Found> {
    let damaged = |error: tantivy::TantivyError| snapshot.damaged(&error);
    let scored = request.sort == Sort::Relevance && request.tree.has_text();
    let recency =
        request.recency.filter(|_| scored).map(|recency| RecencyDecay::of(snapshot, recency));
    let recency = recency.transpose()?;
    let wanted = request.offset.saturating_add(request.limit);
    let mut hits = Hits::default();
    let mut totals = Totals::default();
    if wanted > 0
        && let Some(word) = Alone::of(snapshot, request).map_err(damaged)?
    {
        let mut best = TopDocs::new(snapshot, request.sort, wanted);
        hits.total = word.offer(recency.as_ref(), &mut best)?;
        let mut all = best.unordered()?;
        top_docs::sort(snapshot, request.sort, &mut all)?;
        if request.when.is_timed() || snapshot.dates()?.iter().any(DateColumns::has_coarse) {
            let prepared = Prepared::of(snapshot, request, scored).map_err(damaged)?;
            for ord in 0..snapshot.segments().len() {
                prepared.pass(snapshot, request, ord, &mut hits)?.count_dates()?;
            }
        }
        return Ok(Found { hits, page: page(all, request), scored, totals });
    }
    let prepared = Prepared::of(snapshot, request, scored).map_err(damaged)?;
    let mut words = match scored && !scoring_terms::is_settled(request.tree) {
        true => scoring_terms::wanted(request.tree),
        false => None,
    };
    if let Some(words) = &mut words {
        hits.capitals = scoring_terms::meant_in_capitals(snapshot, words).map_err(damaged)?;
    }
    // Where the first score says what the second is at most, each match is scored again as it is
    // found: of plain words. Otherwise, however small the page, the same hits are: pages join.
    let at_once = is_pruned(request.tree) && hits.capitals.is_empty();
    // A word that was typed in capitals and is not meant so has the same order by both.
    let alone =
        at_once && matches!(words.as_deref(), Some([word]) if Stem::alone(&word.stems).is_some());
    let rescoring = words.as_deref().filter(|_| wanted > 0 && !alone);
    let rescoring = rescoring.map(|words| Rescorer::of(snapshot, words, recency.as_ref()));
    let rescoring = rescoring.transpose().map_err(damaged)?;
    let (at_once, later) = if at_once { (rescoring, None) } else { (None, rescoring) };
    let joined = Joined::of(request.tree).filter(|_| request.facets.is_empty());
    let kept = if later.is_some() { wanted.max(ranking::DEPTH) } else { wanted };
    let mut best = TopDocs::new(snapshot, request.sort, kept);
    for ord in 0..snapshot.segments().len() {
        let pass = prepared.pass(snapshot, request, ord, &mut hits)?;
        let (recency, rescoring) = (recency.as_ref(), at_once.as_ref());
        SegmentCollector { scored, recency, rescoring, joined, ..pass }
            .run(&mut best, &mut totals)?;
    }
    hits.cut_short = prepared.was_cut_short();
    let mut all = best.unordered()?;
    if let Some(rescoring) = later {
        let mut rest = Vec::new();
        if all.len() > ranking::DEPTH {
            top_docs::sort(snapshot, request.sort, &mut all)?;
            rest = all.split_off(ranking::DEPTH);
        }
        let mut best = TopDocs::new(snapshot, request.sort, wanted);
        rescoring.offer(all, &mut best).map_err(damaged)?;
        all = best.unordered()?;
        top_docs::sort(snapshot, request.sort, &mut all)?;
        // What was not scored again comes behind all that was.
        let least = all.iter().map(|hit| hit.score).fold(f32::MAX, f32::min);
        rest.iter_mut().for_each(|hit| hit.score = hit.score.min(least));
        all.append(&mut rest);
    } else {
        top_docs::sort(snapshot, request.sort, &mut all)?;
    }
    hits.facets = request.facets.iter().map(|kind| totals.facet(*kind)).collect();
    Ok(Found { hits, page: page(all, request), scored, totals })
}

fn page(all: Vec<ScoredDoc>, request: &Request) -> Vec<ScoredDoc> {
    all.into_iter().skip(request.offset).take(request.limit).collect()
}
