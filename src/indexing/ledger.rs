//! The ledger: the account of a run, from its files and articles so far to the new catalogue.
//!
//! Its methods are in separate files: `verdicts` (each file of the walk), `articles`, `accounting`, `keeping`,
//! `checkpoint` and `closing`.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Summary;
use super::due::Due;
use super::previous_run::PreviousRun;
use super::reading::IndexingContext;
use super::reread::Reread;
use super::roots::Scope;
use crate::archive::Entry;
use crate::catalogue::{Articles, Catalogue, FileRecord, KeyNumber, KeySet, Verdict};
use crate::engine::store::{Preparation, Store};

/// The documents of a store's index.
pub type DocumentOf<S> = <<S as Store>::Preparation as Preparation>::Document;

/// The account of a run.
pub struct Ledger<'a, S: Store> {
    pub(super) new: Catalogue,
    pub(super) scope: &'a Scope,
    /// What the last run knew.
    pub(super) last_run: &'a PreviousRun,
    pub(super) context: IndexingContext<'a, S::Preparation>,
    /// The index before this run.
    pub(super) before: Option<S::Engine>,
    /// The number of keys in the index before the run. Lower key numbers belong to these keys.
    pub(super) known: usize,
    /// Keys that a file has confirmed in this run, or that were written in it.
    pub(super) confirmed: KeySet,
    /// Keys whose content has changed in this run.
    pub(super) replaced: FxHashSet<KeyNumber>,
    /// Keys that a checkpoint has removed from the index because no file had them any more.
    pub(super) dropped: FxHashSet<KeyNumber>,
    /// When the next checkpoint is due.
    pub(super) due: Due,
    /// The number of articles cut at the maximum length.
    pub(super) cut: u64,
    /// The first files with such articles.
    pub(super) cut_in: Vec<String>,
    /// The paths of the files walked, for each root.
    pub(super) seen: Vec<FxHashSet<Arc<str>>>,
    /// The former records of files that were read: root, path and record.
    pub(super) former: Vec<(usize, Arc<str>, Arc<FileRecord>)>,
    /// Folders that could not be read: root and path.
    pub(super) closed: FxHashSet<(usize, Box<str>)>,
    /// What differs in articles that were read again.
    pub(super) reread: Reread,
    pub(super) summary: Summary,
}

impl<'a, S: Store> Ledger<'a, S> {
    /// Opens the ledger. A checkpoint is due when the catalogue has grown by `growth` bytes.
    pub fn new(
        new: Catalogue,
        scope: &'a Scope,
        context: IndexingContext<'a, S::Preparation>,
        before: Option<S::Engine>,
        last_run: &'a PreviousRun,
        growth: usize,
    ) -> Self {
        let (known, roots) = (new.keys.len(), new.roots.len());
        // Files outside the walk keep their keys.
        let mut confirmed = KeySet::default();
        for (number, root) in new.roots.iter().enumerate() {
            for (_, record) in root.files.iter().filter(|(path, _)| !scope.covers(number, path)) {
                confirmed.extend(record.articles().keys());
            }
        }
        let due = Due::new(context.options.commits, new.keys.bytes(), growth);
        Ledger {
            new,
            scope,
            last_run,
            context,
            before,
            known,
            confirmed,
            replaced: FxHashSet::default(),
            dropped: FxHashSet::default(),
            due,
            cut: 0,
            cut_in: Vec::new(),
            seen: vec![FxHashSet::default(); roots],
            former: Vec::new(),
            closed: FxHashSet::default(),
            reread: Reread::default(),
            summary: Summary::default(),
        }
    }

    /// Returns the verdict on a file that was read.
    pub(super) fn indexed(
        &mut self,
        format: &str,
        articles: Articles,
        skipped: Vec<(u64, Arc<str>)>,
    ) -> Verdict {
        let format = self.new.keys.name(format);
        Verdict::Indexed { format, articles, skipped: skipped.into() }
    }

    /// Marks a file as walked. Returns `false` if another file has the same path.
    pub(super) fn see(&mut self, entry: &Entry, path: Arc<str>) -> bool {
        self.seen[entry.root].insert(path)
    }
}
