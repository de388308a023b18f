//! Engines find and score articles; how they keep them is their own business.
//!
//! A [`Request`] goes in, [`Hits`] come out. Where in an article the match lies is not asked here:
//! that is `matching/`, the same for every engine. [`embedded`] is the one engine there is.

pub mod embedded;

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

/// A facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetKind {
    /// The source.
    Source,
    /// The language.
    Lang,
    /// The year, of articles known to the year or better.
    Year,
    /// The month, of articles known to the month or better.
    Month,
    /// The day, of articles known to the day or better.
    Day,
}

impl FacetKind {
    /// Its name in flags and JSON.
    pub fn name(self) -> &'static str {
        match self {
            FacetKind::Source => "source",
            FacetKind::Lang => "lang",
            FacetKind::Year => "year",
            FacetKind::Month => "month",
            FacetKind::Day => "day",
        }
    }

    /// The facet of this name.
    pub fn named(name: &str) -> Option<FacetKind> {
        [FacetKind::Source, FacetKind::Lang, FacetKind::Year, FacetKind::Month, FacetKind::Day]
            .into_iter()
            .find(|kind| kind.name() == name)
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
}

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
}

/// A word a pattern holds of, and the articles that have it in this form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The word, folded.
    pub word: String,
    /// Articles that have it; of a word that is its own stem, those that have any inflection of it.
    pub articles: u64,
}

/// What an engine may know of its words.
pub trait Vocabulary {
    /// Whether any article has a word of one of these stems.
    fn knows(&self, stems: &[String]) -> Result<bool>;
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
