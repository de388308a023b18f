//! Engines find and score articles.
//!
//! A [`Request`] goes in, [`Hits`] come out. Where the match is within an article is a question for `matching/`, which is
//! the same for every engine. [`embedded`] is the engine that stores an index in a folder.

pub mod embedded;
mod request;
mod response;
pub mod verifier;

use std::collections::BTreeMap;

pub use request::{FacetKind, Request, Sort};
pub use response::{Counts, Days, DocHandle, Expanded, Facet, Hit, Hits, ValueDays};

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::Result;
use crate::query::tree::Slot;

/// Finds articles.
pub trait Engine {
    /// Answers a request.
    fn search(&self, request: &Request) -> Result<Hits>;
    /// Returns the article of a key, if the index has it. `order` is [`Article::order`], which locates it.
    fn article(&self, key: &str, order: i64) -> Result<Option<Article>>;
    /// Describes how a request is executed, one line per step, with estimates.
    fn plan(&self, request: &Request) -> Result<Vec<String>>;
    /// Returns the number of articles in the index.
    fn total(&self) -> u64;
    /// Counts the matches of a request by day.
    fn days(&self, request: &Request) -> Result<(Hits, Days)>;
    /// Counts the matches of a request by the values of a field that has a column and, for each value, by day. The value
    /// with the most articles comes first. An article with several values counts for each.
    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)>;
    /// Counts the words of a request's matches by day, titles included. Leaves out articles not known to the day.
    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>>;
    /// Returns every match of a request in date order: the oldest first if `sort` is [`Sort::Oldest`], otherwise the
    /// newest first.
    fn every(&self, request: &Request) -> Result<(Hits, Vec<DocHandle>)>;
    /// Returns a reader of articles. Each thread needs its own.
    fn articles(&self) -> Result<Box<dyn Articles>>;
}

/// Reads articles.
pub trait Articles: Send {
    /// Returns the article of a handle.
    fn read(&mut self, handle: DocHandle) -> Result<Article>;
}

/// The vocabulary of an index, if the engine knows it.
pub trait Vocabulary {
    /// Visits every term with the number of articles that have it. The matches of `request` are compared with those of
    /// `base`, which include them; without a base, with the whole archive. `group` assigns a match to a part by its day,
    /// which is `None` if it is unknown.
    fn spread(
        &self,
        request: &Request,
        base: Option<&Request>,
        groups: usize,
        group: &dyn Fn(Option<i64>) -> Option<usize>,
        visit: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()>;
    /// Returns the total frequency of each term in all articles, and the number of positions of all articles.
    fn occurrences(&self, terms: &[String]) -> Result<(Vec<u64>, u64)>;
    /// Returns the word most similar to one that no article has: the one with the fewest changed letters, then the one
    /// with the most articles.
    fn similar(&self, word: &str, analyzer: &mut Analyzer) -> Result<Option<String>>;
    /// Returns the words that a pattern matches, those with the most articles first.
    fn expansions(&self, slot: &Slot, analyzer: &mut Analyzer) -> Result<Vec<Expanded>>;
}

/// Adds and removes articles. Nothing takes effect before a commit.
pub trait Store {
    /// A prepared article, made on any thread.
    type Document: Send;
    /// Adds an article.
    fn add(&mut self, document: Self::Document) -> Result<()>;
    /// Removes an article, if the index has it. `order` is [`Article::order`].
    fn remove(&mut self, key: &str, order: i64) -> Result<()>;
}
