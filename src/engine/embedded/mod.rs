//! The embedded engine: tantivy in a folder.
//!
//! [`EmbeddedEngine`] answers from one commit, and a [`FolderStore`](store::FolderStore) opens the writer of the next
//! one. The folders are listed in the order of their dependencies: `execute` → `plan` → `queries` → `snapshot` →
//! `schema`, `storage`. `statistics` uses the first three, and `write` uses `queries`, `schema` and `storage`.
//! `docs/decisions/0001-index-layout.md` describes the index.

mod execute;
mod plan;
mod queries;
mod schema;
mod snapshot;
mod statistics;
mod storage;
pub mod store;
mod verification;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::DocAddress;

use crate::analysis::{Analyzer, Language, Majorities};
use crate::article::Article;
use crate::engine::store::{SourceLanguages, WithLanguages};
use crate::engine::{
    Articles, Budget, Capabilities, Commit, Counts, Dated, Days, DocumentReader, Engine, Expanded,
    FacetKind, Hit, Hits, Matches, Request, Searcher, TermMatches, TermStatistics, ValueDays,
};
use crate::error::{Error, Result};
use crate::query::tree::Slot;
use crate::ranking::Collection;

pub use plan::alternatives::Choice;
pub use plan::physical_plan::Plan;
use plan::select::plan;
pub use schema::document::{Document, Preparer};
pub use schema::{dictionary, fields, stored_record};
pub use snapshot::commit::Snapshot;
use snapshot::record_reader::MatchReader;
pub(crate) use storage::backup_marker::{BACKUP, Origin, is_backup};
pub(crate) use storage::copy::target::{Copied, Means, Target};
pub use storage::disk_hooks;
pub use storage::errors::rebuild_hint;
pub(crate) use storage::index_number::{number_in, random};
pub(crate) use storage::opening::read_payload;
pub(crate) use storage::owned_files::{Owned, Purpose};
pub use storage::payload::{Payload, SideFile};
pub(crate) use storage::replacement::flush;
pub use storage::verification::{DamagedFile, bytes_in, verify};
pub(crate) use storage::verification::{has_commit, steadily};
pub(crate) use storage::watch_marker::{SEARCHES, WATCH, WATCH_LOCK, WATCH_MARK, is_watch_folder};
pub use storage::write_lock::{WriteLock, is_being_written};
pub(crate) use storage::write_options::WriteOptions;

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

    /// Returns the payload of the commit.
    pub fn payload(&self) -> &Payload {
        self.snapshot.payload()
    }

    /// Answers a request without reading the stored articles of the page, for benchmarks. Returns the `order` of each
    /// article instead.
    pub fn find(&self, request: &Request) -> Result<(Hits, Vec<i64>)> {
        let found = execute::execute(&self.snapshot, request, &plan(&self.snapshot, request)?)?;
        let page = found.page.iter().map(|candidate| candidate.order).collect();
        Ok((found.hits, page))
    }

    /// Returns every plan that answers a request, each with its choice, for tests that compare them. The selected plan
    /// comes first.
    pub fn plans(&self, request: &Request) -> Result<Vec<(Choice, Plan)>> {
        plan::alternatives::alternatives(&self.snapshot, request)
    }

    /// Executes one of the [`plans`](Self::plans) of a request. Returns the counts, and the `order` and the score of
    /// each article of the page.
    pub fn execute(&self, request: &Request, plan: &Plan) -> Result<(Hits, Vec<(i64, f32)>)> {
        let found = execute::execute(&self.snapshot, request, plan)?;
        let page = found.page.iter().map(|hit| (hit.order, hit.score)).collect();
        Ok((found.hits, page))
    }

    /// Returns an error if the budget is spent, because the answer may then be incomplete.
    fn complete<T>(&self, answer: Result<T>) -> Result<T> {
        let answer = answer?;
        self.snapshot.budget.check()?;
        Ok(answer)
    }
}

impl Engine for EmbeddedEngine {
    fn within(&self, budget: &Budget) -> Box<dyn Engine> {
        Box::new(EmbeddedEngine { snapshot: self.snapshot.within(budget) })
    }

    fn commit(&self) -> Result<Commit> {
        let (folder, payload) = (self.snapshot.folder(), self.payload());
        Ok(Commit {
            schema: payload.schema,
            analysis: payload.analysis,
            written_by: payload.written_by.clone(),
            segments: self.snapshot.segments().len(),
            bytes: bytes_in(folder).map_err(|error| Error::io("reading", folder, error))?,
        })
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            atomic_commits: true,
            lists_words: true,
            counts_articles_of_words: true,
            counts_occurrences: true,
        }
    }

    fn location(&self) -> PathBuf {
        self.snapshot.folder().to_path_buf()
    }
}

impl DocumentReader for EmbeddedEngine {
    fn article(&self, key: &str, order: i64) -> Result<Option<Article>> {
        self.snapshot.article(key, order)
    }
}

impl Searcher for EmbeddedEngine {
    fn search(&self, request: &Request) -> Result<Hits> {
        let mut page = Vec::new();
        let mut answer = self.visit_hits(request, &mut |hit| {
            page.push(hit);
            Ok(())
        })?;
        answer.hits = page;
        Ok(answer)
    }

    fn visit_hits(
        &self,
        request: &Request,
        visit: &mut dyn FnMut(Hit) -> Result<()>,
    ) -> Result<Hits> {
        let plan = plan(&self.snapshot, request)?;
        self.complete(execute::search(&self.snapshot, request, &plan, visit))
    }

    fn plan(&self, request: &Request) -> Result<Vec<String>> {
        let described = plan(&self.snapshot, request)?.describe(&self.snapshot);
        self.complete(described.map_err(|error| self.snapshot.damaged(&error)))
    }

    fn total(&self) -> u64 {
        self.snapshot.searcher.num_docs()
    }

    fn languages(&self) -> Result<&[Language]> {
        let languages = self.snapshot.languages();
        languages.map_err(|error| self.snapshot.damaged(&error))
    }

    fn days(&self, request: &Request) -> Result<(Hits, Days)> {
        let by_day = Request { limit: 0, facets: vec![FacetKind::Day], ..request.clone() };
        let plan = plan(&self.snapshot, &by_day)?;
        let found = self.complete(execute::execute(&self.snapshot, &by_day, &plan))?;
        Ok((found.hits, found.totals.days()))
    }

    fn crossed(&self, request: &Request, kind: FacetKind) -> Result<(Hits, Vec<ValueDays>)> {
        self.complete(statistics::cross_counts::crossed(&self.snapshot, request, kind))
    }

    fn words(&self, request: &Request) -> Result<BTreeMap<i64, u64>> {
        self.complete(execute::words(&self.snapshot, request))
    }

    fn occurrences_of_word(&self, request: &Request) -> Result<Option<BTreeMap<i64, u64>>> {
        self.complete(execute::occurrences::count(&self.snapshot, request))
    }

    fn every(&self, request: &Request) -> Result<(Hits, Box<dyn Matches>)> {
        let (hits, docs) = self.complete(execute::every(&self.snapshot, request))?;
        Ok((hits, Box::new(EveryMatch { snapshot: self.snapshot.clone(), docs })))
    }
}

impl SourceLanguages for EmbeddedEngine {
    fn majorities(&self) -> Result<Majorities> {
        let majorities = statistics::source_languages::majorities(&self.snapshot);
        majorities.map_err(|error| self.snapshot.damaged(&error))
    }

    fn unsettled(&self, limit: usize) -> Result<WithLanguages<'_>> {
        let unsettled = statistics::source_languages::unsettled(&self.snapshot, limit);
        let unsettled = unsettled.map_err(|error| self.snapshot.damaged(&error))?;
        let (docs, languages) = unsettled.into_iter().unzip();
        Ok((Box::new(EveryMatch { snapshot: self.snapshot.clone(), docs }), languages))
    }
}

/// The documents that match a request.
struct EveryMatch {
    snapshot: Snapshot,
    docs: Vec<DocAddress>,
}

impl Matches for EveryMatch {
    fn len(&self) -> usize {
        self.docs.len()
    }

    fn articles(&self) -> Result<Box<dyn Articles + '_>> {
        let records = self.snapshot.records()?;
        Ok(Box::new(MatchReader { docs: &self.docs, records, budget: &self.snapshot.budget }))
    }

    fn number(&self, position: usize) -> Option<u64> {
        let at = self.docs.get(position)?;
        Some(u64::from(at.segment_ord) << 32 | u64::from(at.doc_id))
    }

    fn dated(&self) -> Result<Option<Vec<Option<Dated>>>> {
        let dates = self.snapshot.dates()?;
        let dated = |at: &DocAddress| {
            let (columns, doc) = (&dates[at.segment_ord as usize], at.doc_id);
            columns.is_known_to_the_day(doc).then(|| Dated {
                day: columns.day_lo.get_val(doc),
                order: columns.order.get_val(doc),
            })
        };
        Ok(Some(self.docs.iter().map(dated).collect()))
    }
}

impl TermStatistics for EmbeddedEngine {
    fn visit_terms(
        &self,
        request: &Request,
        base: Option<&Request>,
        groups: usize,
        group: &dyn Fn(Option<i64>) -> Option<usize>,
        is_wanted: &dyn Fn(&str, u64) -> bool,
        visit: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()> {
        let snapshot = &self.snapshot;
        self.complete(statistics::parts::visit_terms(
            snapshot, request, base, groups, group, is_wanted, visit,
        ))
    }

    fn newest_having(
        &self,
        request: &Request,
        terms: &[&str],
        count: usize,
    ) -> Result<TermMatches> {
        let found = statistics::parts::newest_having(&self.snapshot, request, terms, count);
        let (docs, terms) = self.complete(found)?;
        Ok((Box::new(EveryMatch { snapshot: self.snapshot.clone(), docs }), terms))
    }

    fn collection(&self, terms: &[String]) -> Result<Collection> {
        let found = statistics::term_statistics::collection(&self.snapshot, terms);
        self.complete(found.map_err(|error| self.snapshot.damaged(&error)))
    }

    fn occurrences(&self, terms: &[String]) -> Result<(Vec<u64>, u64)> {
        let found = statistics::term_statistics::occurrences(&self.snapshot, terms);
        self.complete(found.map_err(|error| self.snapshot.damaged(&error)))
    }

    fn similar(&self, word: &str, analyzer: &mut Analyzer) -> Result<Option<String>> {
        let found = statistics::vocabulary::similar(&self.snapshot, word, analyzer);
        self.complete(found.map_err(|error| self.snapshot.damaged(&error)))
    }

    fn expansions(&self, slot: &Slot, analyzer: &mut Analyzer) -> Result<Vec<Expanded>> {
        let found = statistics::vocabulary::expansions(&self.snapshot, slot, analyzer);
        self.complete(found.map_err(|error| self.snapshot.damaged(&error)))
    }
}
