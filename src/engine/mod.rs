//! Engines find and score articles; how they keep them is their own business.
//!
//! A [`Request`] goes in, [`Hits`] come out. Where in an article the match lies is not asked here:
//! that is `matching/`, the same for every engine. [`embedded`] is the one engine there is.

pub mod embedded;

use std::collections::BTreeMap;

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::Result;
use crate::query::tree::{DateRange, Slot, Tree};
use crate::ranking::Recency;

/// What to look for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The query.
    pub tree: &'a Tree,
    /// Dates outside which nothing matches, besides those in the tree.
    pub when: DateRange,
    /// The order of hits.
    pub sort: Sort,
    /// How scores fall with age, if they do.
    pub recency: Option<Recency>,
    /// Hits left out at the beginning.
    pub offset: usize,
    /// Hits wanted.
    pub limit: usize,
    /// Facets to count.
    pub facets: Vec<FacetKind>,
}

impl<'a> Request<'a> {
    /// How many articles a tree finds, and nothing else.
    pub fn counting(tree: &'a Tree) -> Request<'a> {
        Request {
            tree,
            when: DateRange::default(),
            sort: Sort::Newest,
            recency: None,
            offset: 0,
            limit: 0,
            facets: Vec::new(),
        }
    }
}

/// The order of hits. Ties: the newer article, then the smaller key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

/// A facet: a field of the schema, or a part of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// The source.
    Source,
    /// The agency the source credits.
    Agency,
    /// The language.
    Lang,
    /// The place a dateline names.
    Dateline,
    /// Who wrote it; an article may have several authors.
    Byline,
    /// The section it was printed in.
    Section,
    /// Its keywords, tags and subjects; an article may have several.
    Topic,
    /// The article's own id.
    Id,
    /// What is to be known of it: undated, unread, inexact, zoned, suspect, truncated.
    Flag,
    /// The year, of articles known to the year or better.
    Year,
    /// The month, of articles known to the month or better.
    Month,
    /// The day, of articles known to the day or better.
    Day,
}

impl FacetKind {
    const ALL: [FacetKind; 12] = [
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

    /// Its name in flags and JSON.
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

    /// The facet of this name.
    pub fn named(name: &str) -> Option<FacetKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is a part of the date.
    pub fn is_dated(self) -> bool {
        matches!(self, FacetKind::Year | FacetKind::Month | FacetKind::Day)
    }

    /// The field of the schema it counts.
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

    /// Whether its field is a column.
    pub(crate) fn has_column(self) -> bool {
        !matches!(self, FacetKind::Id | FacetKind::Flag)
    }

    /// Whether its field has values as they were written, so that several may be one.
    pub(crate) fn is_printed(self) -> bool {
        matches!(
            self,
            FacetKind::Dateline | FacetKind::Byline | FacetKind::Section | FacetKind::Topic
        )
    }
}

/// A facet, counted over all that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Which.
    pub kind: FacetKind,
    /// Each value and its articles: by count for names, in order for dates.
    pub values: Vec<(String, u64)>,
    /// Articles without a value (no source, no language, no date).
    pub without: u64,
    /// Articles whose date is coarser than the facet.
    pub coarser: u64,
    /// Values beyond those that were asked for.
    pub beyond: usize,
}

impl Facet {
    /// Keeps the values with the most articles, in the order they are in.
    pub fn keep(&mut self, most: usize) {
        if self.values.len() <= most {
            return;
        }
        let mut counts: Vec<(u64, usize)> =
            self.values.iter().enumerate().map(|(at, value)| (value.1, at)).collect();
        counts.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
        let kept: std::collections::HashSet<usize> =
            counts[..most].iter().map(|(_, at)| *at).collect();
        self.beyond = self.values.len() - most;
        let mut at = 0;
        self.values.retain(|_| {
            at += 1;
            kept.contains(&(at - 1))
        });
    }
}

/// Matches by the article's own day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// Articles of each day, by its number (`article::day_number`), of those known to the day.
    pub days: BTreeMap<i64, u64>,
    /// Articles known to the month or the year only.
    pub imprecise: u64,
    /// Articles without a date.
    pub undated: u64,
}

impl Days {
    /// The number of all matches.
    pub fn total(&self) -> u64 {
        self.days.values().sum::<u64>() + self.imprecise + self.undated
    }
}

/// The matches that have a value of a field, by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueDays {
    /// The value; `None` for articles without one.
    pub value: Option<String>,
    /// Their days.
    pub days: Days,
}

/// An article of an opened index, cheap to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle(pub(crate) u64);

/// One article found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The article.
    pub article: Article,
    /// Its score; None when sorted by date.
    pub score: Option<f32>,
}

/// What was found. All counts are exact, but for `cut_short`.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// Articles that match.
    pub total: u64,
    /// Of these, those without a date.
    pub undated: u64,
    /// Of these, those known to the month or the year only.
    pub imprecise: u64,
    /// Articles without a date that match but for the dates asked.
    pub undated_excluded: u64,
    /// Articles left out because only a part of what their date may mean lies in the dates asked.
    pub overlapping: u64,
    /// Whether an article had more places to look at than an answer may take: the counts may be off.
    pub cut_short: bool,
    /// Words typed in capitals that come first where they are printed so.
    pub capitals: Vec<String>,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// The facets asked for.
    pub facets: Vec<Facet>,
}

/// Finds articles.
pub trait Engine {
    /// Answers a request.
    fn search(&self, request: &Request) -> Result<Hits>;
    /// The article of this key; `order` is [`Article::order`], which says where to look.
    fn article(&self, key: &str, order: i64) -> Result<Option<Article>>;
    /// Articles held.
    fn total(&self) -> u64;
    /// Counts a request's matches by day.
    fn days(&self, request: &Request) -> Result<(Hits, Days)>;
    /// Counts a request's matches by the values of a field that has a column and, for each value, by day: the value
    /// with the most articles first. An article with several values counts for each.
    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)>;
    /// The words of a request's matches, titles included, by day, of those known to the day.
    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>>;
    /// Every match of a request, however many, by date: the oldest first if `sort` says so, else the
    /// newest.
    fn every(&self, request: &Request) -> Result<(Hits, Vec<Handle>)>;
    /// What reads articles, one for each thread.
    fn articles(&self) -> Result<Box<dyn Articles>>;
}

/// Reads articles.
pub trait Articles: Send {
    /// The article of a handle.
    fn read(&mut self, handle: Handle) -> Result<Article>;
}

/// A word a pattern holds of, and the articles that have it in this form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The word, folded.
    pub word: String,
    /// Articles that have it; of a word that is its own stem, those that have any inflection of it.
    pub articles: u64,
}

/// How many articles have a word: of each part of what was found, and of the rest of what it is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those of each part that have it.
    pub of_parts: Vec<u64>,
    /// All articles of each part.
    pub part_sizes: Vec<u64>,
    /// Those that what was found is compared with, without it, that have the word.
    pub rest: u64,
    /// All articles that what was found is compared with, without it.
    pub rest_size: u64,
}

/// What an engine may know of its words.
pub trait Vocabulary {
    /// Reports every term and how many articles have it. What `request` finds is compared with what `base` finds,
    /// which includes it; without a base, with the whole archive. `group` returns the part that an article is in
    /// by its day, which is `None` if it is unknown.
    fn spread(
        &self,
        request: &Request,
        base: Option<&Request>,
        groups: usize,
        group: &dyn Fn(Option<i64>) -> Option<usize>,
        tell: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()>;
    /// How often terms stand in all articles, and how many positions these have.
    fn occurrences(&self, terms: &[String]) -> Result<(Vec<u64>, u64)>;
    /// The word most like one that no article has: the fewest letters changed, then the most
    /// articles.
    fn similar(&self, word: &str, analyzer: &mut Analyzer) -> Result<Option<String>>;
    /// The words a pattern holds of, the most articles first.
    fn expansions(&self, slot: &Slot, analyzer: &mut Analyzer) -> Result<Vec<Expanded>>;
}

/// Takes articles in and out; nothing counts before `commit`.
pub trait Store {
    /// What an article has become on its way here, made on any thread.
    type Document: Send;
    /// Adds an article.
    fn add(&mut self, document: Self::Document) -> Result<()>;
    /// Takes an article out, should it be there. `order` is [`Article::order`].
    fn remove(&mut self, key: &str, order: i64) -> Result<()>;
}
