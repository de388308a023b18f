//! The embedded engine: tantivy in a folder.
//!
//! [`EmbeddedEngine`] answers from one commit, [`Writer`] makes the next. The folders below are in the order of their
//! dependencies: `execute` → `plan` → `queries` → `snapshot` → `schema`, `storage`; `statistics` uses the first three,
//! and `write` uses `queries`, `schema` and `storage`. `docs/decisions/0001-index-layout.md` describes the index.

mod execute;
mod plan;
mod queries;
mod schema;
mod snapshot;
mod statistics;
mod storage;
mod write;

use std::collections::BTreeMap;
use std::path::Path;

use crate::analysis::{Analyzer, Language, Majorities};
use crate::article::Article;
use crate::engine::{
    Articles, Counts, Days, DocHandle, Engine, Expanded, FacetKind, Hits, Request, ValueDays,
    Vocabulary,
};
use crate::error::Result;
use crate::query::tree::Slot;

pub use plan::alternatives::Choice;
pub use plan::physical_plan::Plan;
pub use schema::document::{Document, Preparer};
pub use schema::{fields, stored_record};
pub use snapshot::commit::Snapshot;
pub use statistics::source_languages::Unsettled;
pub use storage::backup_marker::{BACKUP, Origin, is_backup};
pub use storage::copy::target::{Copied, Means, Target};
pub use storage::disk_hooks;
pub use storage::errors::rebuild_hint;
pub use storage::index_number::number_in;
pub use storage::mapped_file::Mapped;
pub use storage::opening::read_payload;
pub use storage::owned_files::{Owned, Purpose};
pub use storage::payload::{Payload, SideFile};
pub use storage::replacement::Replacement;
pub use storage::verification::{Damage, Verified, bytes_in, not_beheaded, steadily, verify};
pub use storage::write_lock::{WriteLock, is_being_written};
pub use storage::write_options::WriteOptions;
pub use write::writer::{Writer, growth};

/// The engine over one commit of an index in a folder.
pub struct EmbeddedEngine {
    snapshot: Snapshot,
}

impl EmbeddedEngine {
    /// Opens the last commit of the index in a folder.
    pub fn open(folder: &Path) -> Result<EmbeddedEngine> {
        Ok(EmbeddedEngine { snapshot: Snapshot::open(folder)? })
    }

    /// Returns the commit that the engine answers from.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns the folder of the index.
    pub fn folder(&self) -> &Path {
        self.snapshot.folder()
    }

    /// Returns the payload of the commit.
    pub fn payload(&self) -> &Payload {
        self.snapshot.payload()
    }

    /// Returns the languages that articles are analyzed in. English if the index is empty.
    pub fn languages(&self) -> Result<&[Language]> {
        let languages = self.snapshot.languages();
        languages.map_err(|error| self.snapshot.damaged(&error))
    }

    /// Answers a request without reading the stored articles of the page, for benches. Returns the `order` of each
    /// article instead.
    pub fn find(&self, request: &Request) -> Result<(Hits, Vec<i64>)> {
        let found = execute::find(&self.snapshot, request)?;
        let page = found.page.iter().map(|candidate| candidate.order).collect();
        Ok((found.hits, page))
    }

    /// Returns every plan that answers a request, each with its choice, for tests that compare them. The selected one
    /// comes first.
    pub fn plans(&self, request: &Request) -> Result<Vec<(Choice, Plan)>> {
        plan::alternatives::alternatives(&self.snapshot, request)
    }

    /// Executes one of the [`plans`](Self::plans) of a request. Returns the counts, and the `order` and the score of each
    /// article of the page.
    pub fn execute(&self, request: &Request, plan: &Plan) -> Result<(Hits, Vec<(i64, f32)>)> {
        let found = execute::execute(&self.snapshot, request, plan)?;
        let page = found.page.iter().map(|hit| (hit.order, hit.score)).collect();
        Ok((found.hits, page))
    }

    /// Counts the articles of each source in each known language. Counts nothing if all articles are analyzed in
    /// English, because then no source can decide otherwise.
    pub fn majorities(&self) -> Result<Majorities> {
        let majorities = statistics::source_languages::majorities(&self.snapshot);
        majorities.map_err(|error| self.snapshot.damaged(&error))
    }

    /// Returns up to `limit` articles without a language of their own that are not analyzed in the language of their
    /// source.
    pub fn unsettled(&self, limit: usize) -> Result<Vec<Unsettled>> {
        let unsettled = statistics::source_languages::unsettled(&self.snapshot, limit);
        unsettled.map_err(|error| self.snapshot.damaged(&error))
    }
}

impl Engine for EmbeddedEngine {
    fn search(&self, request: &Request) -> Result<Hits> {
        execute::search(&self.snapshot, request)
    }

    fn article(&self, key: &str, order: i64) -> Result<Option<Article>> {
        self.snapshot.article(key, order)
    }

    fn plan(&self, request: &Request) -> Result<Vec<String>> {
        let described = plan::select::plan(&self.snapshot, request)?.describe(&self.snapshot);
        described.map_err(|error| self.snapshot.damaged(&error))
    }

    fn total(&self) -> u64 {
        self.snapshot.searcher.num_docs()
    }

    fn days(&self, request: &Request) -> Result<(Hits, Days)> {
        let by_day = Request { limit: 0, facets: vec![FacetKind::Day], ..request.clone() };
        let found = execute::find(&self.snapshot, &by_day)?;
        Ok((found.hits, found.totals.days()))
    }

    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)> {
        statistics::cross_counts::crossed(&self.snapshot, request, kind)
    }

    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>> {
        execute::words(&self.snapshot, request)
    }

    fn every(&self, request: &Request) -> Result<(Hits, Vec<DocHandle>)> {
        let (hits, found) = execute::every(&self.snapshot, request)?;
        Ok((hits, found.into_iter().map(snapshot::record_reader::handle).collect()))
    }

    fn articles(&self) -> Result<Box<dyn Articles>> {
        Ok(Box::new(self.snapshot.records()?))
    }
}

impl Vocabulary for EmbeddedEngine {
    fn spread(
        &self,
        request: &Request,
        base: Option<&Request>,
        groups: usize,
        group: &dyn Fn(Option<i64>) -> Option<usize>,
        visit: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()> {
        statistics::term_statistics::spread(&self.snapshot, request, base, groups, group, visit)
    }

    fn occurrences(&self, terms: &[String]) -> Result<(Vec<u64>, u64)> {
        let found = statistics::term_statistics::occurrences(&self.snapshot, terms);
        found.map_err(|error| self.snapshot.damaged(&error))
    }

    fn similar(&self, word: &str, analyzer: &mut Analyzer) -> Result<Option<String>> {
        let found = statistics::vocabulary::similar(&self.snapshot, word, analyzer);
        found.map_err(|error| self.snapshot.damaged(&error))
    }

    fn expansions(&self, slot: &Slot, analyzer: &mut Analyzer) -> Result<Vec<Expanded>> {
        let found = statistics::vocabulary::expansions(&self.snapshot, slot, analyzer);
        found.map_err(|error| self.snapshot.damaged(&error))
    }
}
