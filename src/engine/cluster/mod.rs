//! The cluster engine: an OpenSearch cluster on other machines, behind the same traits as the embedded engine.
//!
//! The folders have the names of those of `embedded` wherever they have the same task, and the same dependencies.
//! `client` is the only folder that speaks HTTP. The cluster finds articles and counts them. Where a query of its
//! language cannot decide which articles match, two queries bound them, and `engine::verifier` decides the articles
//! between the bounds.

pub mod client;
mod execute;
mod plan;
mod queries;
#[doc(hidden)]
pub mod schema;
mod snapshot;
mod statistics;
pub mod store;
mod verification;
#[doc(hidden)]
pub mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::analysis::{Analyzer, Language, Majorities};
use crate::article::Article;
use crate::engine::store::{SourceLanguages, WithLanguages};
use crate::engine::{
    Budget, Capabilities, Commit, Counts, Days, DocumentReader, Engine, Expanded, FacetKind, Hits,
    Matches, Request, Searcher, TermMatches, TermStatistics, ValueDays,
};
use crate::error::Result;
use crate::query::tree::{Slot, Word};
use crate::ranking::Collection;
use client::Client;
pub use schema::mapping::Parts;
pub use schema::period::Period;
pub use snapshot::catalogue::PlacesCatalogue;
use snapshot::index::Snapshot;
use statistics::unsupported::unsupported;

/// The engine over an index in a cluster.
pub struct ClusterEngine {
    snapshot: Snapshot,
}

impl ClusterEngine {
    /// Opens the index that a client has the address of.
    ///
    /// # Errors
    ///
    /// Fails if there is no such index, if it is not from dateline, or if it was written by another version.
    pub fn open(client: Client) -> Result<ClusterEngine> {
        Ok(ClusterEngine { snapshot: Snapshot::open(client)? })
    }

    /// Opens the catalogue of the index.
    ///
    /// # Errors
    ///
    /// Fails if no run that indexes articles has ended yet.
    pub fn catalogue(&self) -> Result<PlacesCatalogue> {
        PlacesCatalogue::open(&self.snapshot)
    }
}

impl Engine for ClusterEngine {
    fn within(&self, budget: &Budget) -> Box<dyn Engine> {
        Box::new(ClusterEngine { snapshot: self.snapshot.within(budget) })
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            atomic_commits: false,
            lists_words: false,
            counts_articles_of_words: false,
            counts_occurrences: false,
        }
    }

    fn commit(&self) -> Result<Commit> {
        let meta = self.snapshot.meta();
        let (segments, bytes) = self.snapshot.size()?;
        Ok(Commit {
            schema: meta.schema,
            analysis: meta.analysis,
            written_by: meta.written_by.clone(),
            segments,
            bytes,
        })
    }

    fn location(&self) -> PathBuf {
        PathBuf::from(self.snapshot.client.address().to_string())
    }
}

impl DocumentReader for ClusterEngine {
    fn article(&self, key: &str, _order: i64) -> Result<Option<Article>> {
        Ok(self.snapshot.article(key)?)
    }
}

impl SourceLanguages for ClusterEngine {
    fn majorities(&self) -> Result<Majorities> {
        Ok(statistics::source_languages::majorities(&self.snapshot)?)
    }

    fn unsettled(&self, limit: usize) -> Result<WithLanguages<'_>> {
        let (matches, languages) = statistics::source_languages::unsettled(&self.snapshot, limit)?;
        Ok((Box::new(matches), languages))
    }
}

impl Searcher for ClusterEngine {
    fn search(&self, request: &Request) -> Result<Hits> {
        execute::search::search(&self.snapshot, request)
    }

    fn total(&self) -> u64 {
        self.snapshot.total()
    }

    fn languages(&self) -> Result<&[Language]> {
        Ok(self.snapshot.languages())
    }

    fn days(&self, request: &Request) -> Result<(Hits, Days)> {
        execute::days::days(&self.snapshot, request)
    }

    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)> {
        statistics::cross_counts::crossed(&self.snapshot, request, kind)
    }

    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>> {
        execute::days::words(&self.snapshot, request)
    }

    fn every(&self, request: &Request) -> Result<(Hits, Box<dyn Matches>)> {
        let (hits, matches) = execute::every::every(&self.snapshot, request)?;
        Ok((hits, Box::new(matches)))
    }

    fn plan(&self, request: &Request) -> Result<Vec<String>> {
        Ok(plan::select::plan(&self.snapshot, request, true)?.describe())
    }
}

impl TermStatistics for ClusterEngine {
    fn visit_terms(
        &self,
        _: &Request,
        _: Option<&Request>,
        _: usize,
        _: &dyn Fn(Option<i64>) -> Option<usize>,
        _: &dyn Fn(&str, u64) -> bool,
        _: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()> {
        unsupported("statistics of all words", "a cluster does not list its words")
    }

    fn newest_having(&self, _: &Request, _: &[&str], _: usize) -> Result<TermMatches> {
        unsupported("statistics of all words", "a cluster does not list its words")
    }

    fn collection(&self, _: &[String]) -> Result<Collection> {
        unsupported("scores by the words of other articles", "a cluster does not list its words")
    }

    fn occurrences(&self, _: &[String]) -> Result<(Vec<u64>, u64)> {
        unsupported("frequencies in the whole archive", "a cluster does not count occurrences")
    }

    fn similar(&self, word: &str, _: &mut Analyzer) -> Result<Option<String>> {
        Ok(statistics::vocabulary::similar(&self.snapshot, word)?)
    }

    fn expansions(&self, slot: &Slot, _: &mut Analyzer) -> Result<Vec<Expanded>> {
        if !matches!(slot.word, Word::Pattern(_)) {
            return Ok(Vec::new());
        }
        unsupported("the words that a pattern matches", "a cluster does not list its words")
    }
}
