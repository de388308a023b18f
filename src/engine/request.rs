//! What a user asks of an engine.

use crate::query::tree::{DateRange, Tree};
use crate::ranking::{Expansion, Recency};

/// A search request.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The query.
    pub tree: &'a Tree,
    /// The date range of matches, in addition to those in the tree.
    pub when: DateRange,
    /// The order of hits.
    pub sort: Sort,
    /// The decay of scores with age, if any.
    pub recency: Option<Recency>,
    /// Terms that score matches in addition to the query's words, if any. They change no count.
    pub expansion: Option<&'a Expansion>,
    /// The number of hits to skip.
    pub offset: usize,
    /// The maximum number of hits to return.
    pub limit: usize,
    /// The facets to count.
    pub facets: Vec<FacetKind>,
}

impl<'a> Request<'a> {
    /// Returns a request that only counts the matches of a tree.
    pub fn counting(tree: &'a Tree) -> Request<'a> {
        Request {
            tree,
            when: DateRange::default(),
            sort: Sort::Newest,
            recency: None,
            expansion: None,
            offset: 0,
            limit: 0,
            facets: Vec::new(),
        }
    }

    /// Returns how many of the best hits have to be found: those of the page, and those before it.
    pub fn wanted(&self) -> usize {
        self.offset.saturating_add(self.limit)
    }
}

/// The order of hits. Ties go to the newer article, then to the smaller key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    Relevance,
    /// The newest first, undated articles last.
    Newest,
    /// The oldest first, undated articles last.
    Oldest,
}

/// A facet: a field of the schema, or a part of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FacetKind {
    /// The source.
    Source,
    /// The agency that the source credits.
    Agency,
    /// The language.
    Lang,
    /// The place that the dateline names.
    Dateline,
    /// The author. An article may have several.
    Byline,
    /// The section that the article was printed in.
    Section,
    /// A keyword, tag or subject. An article may have several.
    Topic,
    /// The article's own id.
    Id,
    /// A flag of the article: undated, unread, inexact, zoned, suspect, truncated.
    Flag,
    /// The year, of articles known to the year or better.
    Year,
    /// The month, of articles known to the month or better.
    Month,
    /// The day, of articles known to the day or better.
    Day,
}

impl FacetKind {
    /// All facets, in the order in which they are listed.
    pub const ALL: [FacetKind; 12] = [
        FacetKind::Source,
        FacetKind::Agency,
        FacetKind::Lang,
        FacetKind::Dateline,
        FacetKind::Byline,
        FacetKind::Section,
        FacetKind::Topic,
        FacetKind::Id,
        FacetKind::Flag,
        FacetKind::Year,
        FacetKind::Month,
        FacetKind::Day,
    ];

    /// Returns the facet's name in flags and JSON.
    pub fn name(self) -> &'static str {
        match self {
            FacetKind::Dateline => "dateline",
            FacetKind::Byline => "byline",
            FacetKind::Section => "section",
            FacetKind::Topic => "topic",
            FacetKind::Year => "year",
            FacetKind::Month => "month",
            FacetKind::Day => "day",
            kind => kind.field(),
        }
    }

    /// Returns the facet of a name.
    pub fn named(name: &str) -> Option<FacetKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns whether the facet is a part of the date.
    pub fn is_dated(self) -> bool {
        matches!(self, FacetKind::Year | FacetKind::Month | FacetKind::Day)
    }

    /// Returns the field of the schema that the facet counts.
    pub(crate) fn field(self) -> &'static str {
        match self {
            FacetKind::Source => "source",
            FacetKind::Agency => "agency",
            FacetKind::Lang => "lang",
            FacetKind::Dateline => "place_printed",
            FacetKind::Byline => "byline_printed",
            FacetKind::Section => "section_printed",
            FacetKind::Topic => "topic_printed",
            FacetKind::Id => "id",
            FacetKind::Flag => "flag",
            FacetKind::Year | FacetKind::Month | FacetKind::Day => "day_lo",
        }
    }

    /// Returns whether the field is a column.
    pub(crate) fn has_column(self) -> bool {
        !matches!(self, FacetKind::Id | FacetKind::Flag)
    }

    /// Returns whether the field has values as they were printed, several of which may mean the same.
    pub(crate) fn is_printed(self) -> bool {
        matches!(
            self,
            FacetKind::Dateline | FacetKind::Byline | FacetKind::Section | FacetKind::Topic
        )
    }
}
