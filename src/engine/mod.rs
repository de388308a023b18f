//! Engines store articles, find them and score them.
//!
//! An engine answers a [`Request`] with [`Hits`]. `matching/`, which all engines share, locates matches within an
//! article. [`embedded`] is the engine that stores an index in a folder. `cluster` is the engine that stores it in an
//! OpenSearch cluster.
//!
//! An engine implements [`Searcher`], [`DocumentReader`] and [`TermStatistics`], which together are an [`Engine`], and
//! [`Catalogue`]. A [`Store`](store::Store) writes the index of an engine, and [`Maintenance`] verifies it. Numbers of segments and documents stay
//! inside. Outside an engine, an article is identified by its key (with its [`order`](Article::order) as a hint for
//! finding it), and a match by its position among the matches.

#[doc(hidden)]
pub mod agreement;
pub(crate) mod bounds;
mod budget;
mod capabilities;
mod catalogue;
#[cfg(feature = "cluster")]
pub mod cluster;
#[doc(hidden)]
pub mod embedded;
mod filters;
mod maintenance;
mod request;
mod response;
pub(crate) mod scoring_terms;
mod spellings;
#[doc(hidden)]
pub mod store;
pub(crate) mod verifier;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use budget::Budget;
pub use capabilities::Capabilities;
pub use catalogue::Catalogue;
pub use filters::{PathFilter, Wildcard};
pub use maintenance::{Damage, Maintenance, Storage, Verified};
pub use request::{FacetKind, Request, Sort};
pub use response::{Commit, Counts, Days, Exactness, Expanded, Facet, Hit, Hits, ValueDays};

use crate::analysis::{Analyzer, Language};
use crate::article::Article;
use crate::error::Result;
use crate::query::tree::Slot;
use crate::ranking::Collection;

/// An engine over one commit of an index. Threads share it.
pub trait Engine: Searcher + DocumentReader + TermStatistics {
    /// Returns the same engine for a search with a budget.
    fn within(&self, budget: &Budget) -> Box<dyn Engine>;
    /// Describes the commit that the engine answers from.
    ///
    /// # Errors
    ///
    /// Fails if the size of the index cannot be determined.
    fn commit(&self) -> Result<Commit>;
    /// Returns what the engine can do, so that callers need not find out by failing.
    fn capabilities(&self) -> Capabilities;
    /// Returns the folder or the address of the index, as it is shown to users. Empty if it has neither.
    fn location(&self) -> PathBuf;
}

/// Finds articles.
///
/// # Errors
///
/// Every method fails if the index cannot be read, or if the engine's [`Budget`] is spent.
pub trait Searcher: Send + Sync {
    /// Answers a request.
    fn search(&self, request: &Request) -> Result<Hits>;
    /// Answers a request and visits the hits of its page, the first one first, instead of returning them. The visitor's
    /// errors end the search. An engine that reads articles while it visits them holds only a few at a time.
    fn visit_hits(
        &self,
        request: &Request,
        visit: &mut dyn FnMut(Hit) -> Result<()>,
    ) -> Result<Hits> {
        let mut answer = self.search(request)?;
        std::mem::take(&mut answer.hits).into_iter().try_for_each(visit)?;
        Ok(answer)
    }
    /// Returns the number of articles in the index.
    fn total(&self) -> u64;
    /// Returns the languages that articles are analyzed in. English if the index is empty.
    fn languages(&self) -> Result<&[Language]>;
    /// Counts the matches of a request by day.
    fn days(&self, request: &Request) -> Result<(Hits, Days)>;
    /// Counts the matches of a request by the values of a field that has a column and, for each value, by day. The
    /// value with the most articles comes first. An article with several values counts for each.
    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)>;
    /// Counts the words of a request's matches by day, including titles. Leaves out articles not known to the day.
    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>>;
    /// Counts the occurrences of a request's word in the matches by day, if the index can tell without reading
    /// articles. Leaves out articles not known to the day. Returns `None` for other queries than one word with
    /// conditions.
    fn occurrences_of_word(&self, _: &Request) -> Result<Option<BTreeMap<i64, u64>>> {
        Ok(None)
    }
    /// Returns every match of a request in date order: the oldest first if `sort` is [`Sort::Oldest`], otherwise the
    /// newest first.
    fn every(&self, request: &Request) -> Result<(Hits, Box<dyn Matches>)>;
    /// Describes how a request is executed, one line per step, with estimates.
    fn plan(&self, request: &Request) -> Result<Vec<String>>;
}

/// Matches, and for each of them the numbers of the terms that it has.
pub type TermMatches = (Box<dyn Matches>, Vec<Vec<usize>>);

/// Every match of a request, in an order. A match is identified by its position in this order.
pub trait Matches: Send + Sync {
    /// Returns the number of matches.
    fn len(&self) -> usize;
    /// Returns a reader of their articles. Each thread needs its own.
    ///
    /// # Errors
    ///
    /// Fails if the stored articles cannot be opened.
    fn articles(&self) -> Result<Box<dyn Articles + '_>>;
    /// Returns a number that identifies the article of a match within the commit, or `None` if the engine would have to
    /// read the article.
    fn number(&self, _position: usize) -> Option<u64> {
        None
    }
    /// Returns the day and the order of each match whose date is known to the day, and `None` for other matches.
    /// Returns `None` for all of them if the engine would have to read the articles.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    fn dated(&self) -> Result<Option<Vec<Option<Dated>>>> {
        Ok(None)
    }
    /// Returns whether nothing matches.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The day and the order of an article whose date is known to the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The number of its day (`article::day_number`).
    pub day: i64,
    /// [`Article::order`].
    pub order: i64,
}

/// Reads articles of matches.
pub trait Articles: Send {
    /// Returns the article at a position below [`Matches::len`].
    ///
    /// # Errors
    ///
    /// Fails if the article cannot be read.
    fn read(&mut self, position: usize) -> Result<Article>;
    /// Returns the article at a position as [`read`](Articles::read) does, but perhaps without its key, which may take
    /// time to compute.
    ///
    /// # Errors
    ///
    /// Fails if the article cannot be read.
    fn read_without_key(&mut self, position: usize) -> Result<Article> {
        self.read(position)
    }
}

/// Reads single articles.
pub trait DocumentReader: Send + Sync {
    /// Returns the article of a key, if the index has it. `order` is [`Article::order`], which locates it.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    fn article(&self, key: &str, order: i64) -> Result<Option<Article>>;
}

/// The terms of an index and how often they occur.
///
/// # Errors
///
/// Every method fails if the index cannot be read, or with [`Kind::Unsupported`](crate::error::Kind::Unsupported) if it
/// needs what the engine lacks ([`Capabilities`]).
pub trait TermStatistics: Send + Sync {
    /// Visits every term that is wanted, with the number of articles that have it. The matches of `request` are compared
    /// with those of `base`, which include them; without a base, with the whole archive. `group` assigns a match to a
    /// part by its day, which is `None` if it is unknown. `is_wanted` gets a term and the number of articles that may
    /// have it.
    fn visit_terms(
        &self,
        request: &Request,
        base: Option<&Request>,
        groups: usize,
        group: &dyn Fn(Option<i64>) -> Option<usize>,
        is_wanted: &dyn Fn(&str, u64) -> bool,
        visit: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()>;
    /// Returns the matches of a request that are among the `count` newest that have some term, and for each of them the
    /// numbers of these terms.
    fn newest_having(&self, request: &Request, terms: &[&str], count: usize)
    -> Result<TermMatches>;
    /// Returns how many articles have each term, for scores.
    fn collection(&self, terms: &[String]) -> Result<Collection>;
    /// Returns the total frequency of each term in all articles, and the number of positions of all articles.
    fn occurrences(&self, terms: &[String]) -> Result<(Vec<u64>, u64)>;
    /// Returns the indexed word most similar to `word`. Prefers the fewest edits, then the same first letter, then the
    /// most articles.
    fn similar(&self, word: &str, analyzer: &mut Analyzer) -> Result<Option<String>>;
    /// Returns the words that a pattern matches, those with the most articles first.
    fn expansions(&self, slot: &Slot, analyzer: &mut Analyzer) -> Result<Vec<Expanded>>;
}
