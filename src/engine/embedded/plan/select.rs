//! Selects the plan of a request.
//!
//! Ranking and counting are separate questions. If only a total and the best few are wanted, tantivy counts without
//! scores and ranks with block-max pruning. A date range is an interval of documents, and the newest matches are the
//! first documents. If ranking cannot skip anything, one pass over all matches costs less than two.

use super::capitals::meant_in_capitals;
use super::expansion_lists::ExpansionLists;
use super::lower::plain::in_any_language;
use super::lower::tree::lower;
use super::physical_plan::{
    Counting, DateCounts, Operator, Plan, Queries, Ranking, Rescore, SegmentPlan,
};
use super::single_term::SingleTerm;
use super::term_lists::TermLists;
use crate::analysis::{Analyzer, Stem};
use crate::engine::embedded::queries::span::SpanLimits;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::date_columns::{DateColumns, DocInterval};
use crate::engine::scoring_terms::{is_one_stem, is_settled, plain_word, wanted};
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::query::tree::{DateRange, Tree};
use crate::ranking;

/// The maximum length of a posting list whose documents are scored one by one. In longer lists, pruning skips most
/// documents.
const SHORT: u32 = 1 << 11;

/// A conjunction whose words each occur in more than one of this many documents gains nothing from skipping.
const DENSE: u32 = 16;

/// Selects the plan of a request.
pub fn plan(snapshot: &Snapshot, request: &Request) -> Result<Plan> {
    let failed = |error: tantivy::TantivyError| snapshot.damaged(&error);
    if let Some(term) = SingleTerm::of(snapshot, request).map_err(failed)? {
        return of_single_term(snapshot, request, term);
    }
    let by_terms = request.expansion.is_some_and(|expansion| expansion.own == 0.0);
    let scored = request.sort == Sort::Relevance && (request.tree.has_text() || by_terms);
    let expansion = request.expansion.filter(|_| scored && request.wanted() > 0);
    let expansion = expansion.map(|expansion| ExpansionLists::of(snapshot, expansion));
    let expansion = expansion.transpose().map_err(failed)?;
    let prunable = is_prunable(request.tree);
    let own = scored && !by_terms && !is_settled(request.tree);
    let mut words = if own { wanted(request.tree) } else { None };
    let capitals = match &mut words {
        Some(words) => meant_in_capitals(snapshot, words).map_err(failed)?,
        None => Vec::new(),
    };
    let inline = prunable && capitals.is_empty();
    // Rescoring does not change the order if there is only one word.
    let one_word =
        inline && matches!(words.as_deref(), Some([word]) if Stem::alone(&word.stems).is_some());
    let words = words.filter(|_| request.wanted() > 0 && !one_word);
    let terms = words.map(|words| TermLists::of(snapshot, words)).transpose().map_err(failed)?;
    let rescore = match terms {
        None => Rescore::None,
        Some(terms) if inline => Rescore::Inline(terms),
        Some(terms) => Rescore::Top { terms, depth: ranking::DEPTH },
    };
    let keep = match &rescore {
        Rescore::Top { depth, .. } => request.wanted().max(*depth),
        _ => request.wanted(),
    };
    let queries = queries(snapshot, request, scored).map_err(failed)?;
    let mut segments = Vec::with_capacity(snapshot.segments().len());
    for (ord, dates) in snapshot.dates()?.iter().enumerate() {
        let size = snapshot.segments()[ord].max_doc();
        // Date ranges and bounds are checked for each match.
        let checked = !request.when.is_open() || queries.lower.is_some();
        let ranking = match &rescore {
            _ if request.wanted() == 0 => Ranking::None,
            _ if expansion.is_some() => Ranking::Expanded,
            _ if checked || request.sort == Sort::Oldest => Ranking::Scan,
            _ if scored && !prunable => Ranking::Scan,
            Rescore::Inline(terms) => joined(request, terms, ord, size),
            _ if scored => Ranking::Pruned,
            _ => Ranking::DateOrder,
        };
        let counting = match ranking {
            Ranking::None if request.wanted() == 0 && checked => Counting::Scan,
            Ranking::None if request.wanted() == 0 => Counting::Apart,
            Ranking::DateOrder | Ranking::Pruned => Counting::Apart,
            _ => Counting::FromRanking,
        };
        segments.push(SegmentPlan {
            interval: interval(&request.when, dates, size),
            ranking,
            counting,
            date_counts: DateCounts::of(&request.when, dates, size),
        });
    }
    let (queries, single_term, facets) = (Some(queries), None, request.facets.clone());
    Ok(Plan { scored, keep, rescore, expansion, queries, single_term, facets, capitals, segments })
}

/// Returns the plan of a request that visits every match, without scores.
pub fn plan_of_all(snapshot: &Snapshot, request: &Request) -> Result<Plan> {
    let queries = queries(snapshot, request, false).map_err(|error| snapshot.damaged(&error))?;
    let segments = snapshot.dates()?.iter().zip(snapshot.segments());
    let segments = segments.map(|(dates, segment)| SegmentPlan {
        interval: interval(&request.when, dates, segment.max_doc()),
        ranking: Ranking::Scan,
        counting: Counting::FromRanking,
        date_counts: DateCounts::of(&request.when, dates, segment.max_doc()),
    });
    Ok(Plan {
        scored: false,
        keep: usize::MAX,
        rescore: Rescore::None,
        expansion: None,
        queries: Some(queries),
        single_term: None,
        facets: Vec::new(),
        capitals: Vec::new(),
        segments: segments.collect(),
    })
}

fn of_single_term(snapshot: &Snapshot, request: &Request, term: SingleTerm) -> Result<Plan> {
    let mut segments = Vec::with_capacity(term.lists.len());
    for (ord, dates) in snapshot.dates()?.iter().enumerate() {
        let size = snapshot.segments()[ord].max_doc();
        let ranking = match &term.lists[ord] {
            None => Ranking::None,
            Some(list) if list.doc_freq <= SHORT || !request.when.is_open() => {
                Ranking::TermScan(list.clone())
            }
            Some(list) => Ranking::TermPruned(list.clone()),
        };
        segments.push(SegmentPlan {
            interval: interval(&request.when, dates, size),
            ranking,
            counting: Counting::FromRanking,
            date_counts: DateCounts::of(&request.when, dates, size),
        });
    }
    let counts_dates = segments.iter().any(|segment| segment.date_counts != DateCounts::default());
    let queries = counts_dates.then(|| queries(snapshot, request, true)).transpose();
    Ok(Plan {
        scored: true,
        keep: request.wanted(),
        rescore: Rescore::None,
        expansion: None,
        queries: queries.map_err(|error| snapshot.damaged(&error))?,
        single_term: Some(term),
        facets: Vec::new(),
        capitals: Vec::new(),
        segments,
    })
}

/// Lowers the tree of a request.
pub fn queries(snapshot: &Snapshot, request: &Request, scored: bool) -> tantivy::Result<Queries> {
    let limits = SpanLimits::of(&snapshot.budget);
    let lowered = lower(request.tree, snapshot, &mut Analyzer::default(), &limits)?;
    let unfiltered = match scored {
        true => in_any_language(snapshot.fields.text, request.tree),
        false => None,
    };
    Ok(Queries {
        upper: lowered.upper,
        lower: lowered.lower,
        unfiltered,
        ranked_weight_counts: !scored || is_one_stem(request.tree) && request.facets.is_empty(),
        limits,
    })
}

/// Returns whether tantivy prunes a query when it looks for the best matches: plain words, combined by one operator
/// (`block_wand_union`, `block_wand_intersection`). A word with several stems is a disjunction, which can only be
/// flattened into another disjunction. tantivy scores every match of a boosted word.
pub fn is_prunable(tree: &Tree) -> bool {
    let prunes = |tree: &Tree| plain_word(tree).is_some_and(|(_, boost)| boost == 1.0);
    match tree {
        Tree::And(trees) => trees.iter().all(|tree| prunes(tree) && is_one_stem(tree)),
        Tree::Or(trees) => trees.iter().all(prunes),
        tree => prunes(tree),
    }
}

impl Operator {
    /// Returns the operator of a tree that combines words with one stem each. Returns `None` for other trees.
    pub fn of(tree: &Tree) -> Option<Operator> {
        match tree {
            Tree::And(trees) if trees.iter().all(is_one_stem) => Some(Operator::All),
            Tree::Or(trees) if trees.iter().all(is_one_stem) => Some(Operator::Any),
            _ => None,
        }
    }
}

/// Returns a ranking that also counts, in one pass over the posting lists, if the query has nothing but words and no
/// facets are counted. Otherwise, returns [`Ranking::Pruned`].
fn joined(request: &Request, terms: &TermLists, ord: usize, size: u32) -> Ranking {
    let operator = Operator::of(request.tree).filter(|_| request.facets.is_empty());
    let rarest = terms.doc_freqs(ord).min().unwrap_or_default();
    match operator {
        None => Ranking::Pruned,
        Some(Operator::Any) => Ranking::Window(Operator::Any),
        Some(Operator::All) if rarest == 0 => Ranking::None,
        Some(Operator::All) if rarest > size / DENSE => Ranking::Window(Operator::All),
        Some(Operator::All) => Ranking::Conjunction,
    }
}

fn interval(when: &DateRange, dates: &DateColumns, size: u32) -> DocInterval {
    match when.is_open() {
        true => DocInterval { start: 0, end: size, check: false },
        false => dates.interval(when),
    }
}

impl DateCounts {
    /// Returns which counts a segment of `size` documents needs.
    fn of(when: &DateRange, dates: &DateColumns, size: u32) -> DateCounts {
        let excludes = !when.is_open() && !when.inexact;
        DateCounts {
            undated: dates.undated < size,
            imprecise: dates.inexact > 0,
            cut_days: excludes && when.is_timed(),
            overlapping: excludes && dates.inexact > 0,
        }
    }
}
