//! The physical plan of a request.
//!
//! A plan holds queries and the choices for each segment, but nothing that was computed from documents. `execute/`
//! matches on it once.

use tantivy::postings::TermInfo;
use tantivy::query::Query;

use super::expansion_lists::ExpansionLists;
use super::single_term::SingleTerm;
use super::term_lists::TermLists;
use crate::engine::FacetKind;
use crate::engine::embedded::queries::span::SpanLimits;
use crate::engine::embedded::snapshot::date_columns::DocInterval;

/// The physical plan of a request.
pub struct Plan {
    /// Whether hits have scores.
    pub(crate) scored: bool,
    /// The number of best documents to keep.
    pub(crate) keep: usize,
    /// How documents are rescored.
    pub(crate) rescore: Rescore,
    /// The terms that score documents in addition to the query's words, if there are any.
    pub(crate) expansion: Option<ExpansionLists>,
    /// The queries. `None` if the term of `single_term` answers everything.
    pub(crate) queries: Option<Queries>,
    /// The term of a request for a single plain word.
    pub(crate) single_term: Option<SingleTerm>,
    /// The facets to count.
    pub(crate) facets: Vec<FacetKind>,
    /// Words typed in capitals whose capital form ranks first.
    pub(crate) capitals: Vec<String>,
    /// The plan of each segment.
    pub(crate) segments: Vec<SegmentPlan>,
}

/// The queries of a plan.
pub struct Queries {
    /// The upper bound of the tree.
    pub upper: Box<dyn Query>,
    /// The lower bound. `None` if the upper bound is exact. Stored articles decide between the bounds.
    pub lower: Option<Box<dyn Query>>,
    /// The upper bound without language filters, which tantivy prunes. `None` if there are no filters.
    pub unfiltered: Option<Box<dyn Query>>,
    /// Whether the weight that ranks also counts, because it knows the count without looking at documents.
    pub ranked_weight_counts: bool,
    /// The flag that span queries set when an article exceeds the span limit.
    pub limits: SpanLimits,
}

/// How documents are rescored. This does not depend on the page, so that pages of any size fit together.
pub enum Rescore {
    /// Documents are not rescored. Their order by BM25 is final.
    None,
    /// Each match is rescored when it is found, because its BM25 score bounds the rescored one.
    Inline(TermLists),
    /// The best `depth` documents by BM25 are rescored at the end.
    Top {
        /// The words to score.
        terms: TermLists,
        /// The number of documents to rescore.
        depth: usize,
    },
}

/// The plan of a segment.
pub struct SegmentPlan {
    /// The interval of documents that contains all matches.
    pub interval: DocInterval,
    /// How the best documents are found.
    pub ranking: Ranking,
    /// How matches are counted.
    pub counting: Counting,
    /// Which date counts are needed.
    pub date_counts: DateCounts,
}

/// How the best documents of a segment are found.
#[derive(Debug, Clone, PartialEq)]
pub enum Ranking {
    /// No documents are wanted, or no documents match.
    None,
    /// Scores each document of a posting list.
    TermScan(TermInfo),
    /// Scores a posting list with block-max pruning.
    TermPruned(TermInfo),
    /// Skips from posting list to posting list, rarest first.
    Conjunction,
    /// Reads posting lists window by window.
    Window(Operator),
    /// tantivy's block-max pruning.
    Pruned,
    /// Takes the first matches, because documents are in date order.
    DateOrder,
    /// Visits every match, and scores it by the terms of an expansion, too.
    Expanded,
    /// Visits every match.
    Scan,
}

/// How the words of a query are combined, if the query has nothing but words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// A document needs all of them.
    All,
    /// A document needs any of them.
    Any,
}

/// How the matches of a segment and their facets are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// Ranking visits every match.
    FromRanking,
    /// A second pass counts, without scores.
    Apart,
    /// A scan counts, because documents have to be checked.
    Scan,
}

/// The date counts that a segment needs in addition to the total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateCounts {
    /// Undated matches, which are part of the total or excluded by a date range.
    pub undated: bool,
    /// Matches known only to the month or the year.
    pub imprecise: bool,
    /// Matches whose day is only partly inside a range with times.
    pub cut_days: bool,
    /// Matches known only to the month or the year that overlap the range.
    pub overlapping: bool,
}
