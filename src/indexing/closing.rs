//! Closing the ledger: files that are gone, articles without a place, the totals, and articles whose first place has
//! changed.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inherited::place_hash;
use super::ledger::Ledger;
use super::removals;
use super::report::Line;
use super::source_folder::nearest_folder;
use super::{Observer, Summary};
use crate::archive::{Entry, ROOT};
use crate::catalogue::{Catalogue, FileRecord, KeyNumber, Root, WITHIN};
use crate::engine::DocumentReader;
use crate::engine::store::{Indexer, Store};
use crate::error::Result;

/// The outcome of a closed ledger.
pub struct Closed {
    /// The new catalogue.
    pub catalogue: Catalogue,
    /// The totals of the run.
    pub summary: Summary,
    /// Whether the catalogue differs from the previous one.
    pub changed: bool,
}

impl<S: Store> Ledger<'_, S> {
    /// Counts an article of a file that was cut at the maximum length.
    pub(super) fn is_cut_in(&mut self, path: &str) {
        /// The number of files to name.
        const NAMED: usize = 5;
        self.cut += 1;
        if self.cut_in.len() < NAMED && self.cut_in.last().is_none_or(|last| last != path) {
            self.cut_in.push(path.to_string());
        }
    }

    /// Closes the ledger: removes files that are gone and articles without a place, computes the totals, and determines
    /// whether the catalogue differs from the previous one.
    pub fn finish(
        mut self,
        interrupted: bool,
        mut writer: Option<&mut S::Indexer>,
        observer: &mut dyn Observer,
    ) -> Result<Closed> {
        match interrupted {
            true => {
                let mut roots = std::mem::take(&mut self.new.roots);
                self.leave_open(&mut roots);
                self.new.roots = roots;
            }
            false => self.remove_gone(observer),
        }
        self.forget(observer);
        let places = self.new.keys.places(&self.new.roots);
        let corrected = self.count(&places);
        if !interrupted && !self.context.options.allow_removals {
            let corrected = |key| corrected.contains(&key);
            let (before, forgotten) = (&self.last_run.roots, &self.scope.forgotten);
            let index = &self.context.options.index;
            removals::check_places(index, before, forgotten, &places, corrected)?;
        }
        for number in (0..self.new.keys.len()).filter(|number| places[*number] == 0) {
            if number < self.known && !corrected.contains(&(number as KeyNumber)) {
                self.summary.articles.removed += 1;
            }
            if let Some(writer) = writer.as_deref_mut() {
                let (keys, number) = (&self.new.keys, number as KeyNumber);
                writer.remove(&keys.key(number), keys.order(number))?;
            }
        }
        if let Some(writer) = writer {
            self.move_house(&places, writer)?;
        }
        if self.cut > 0 {
            let limits = self.scope.options.iter().map(|root| root.own.max_article);
            let megabytes = limits.max().unwrap_or(crate::archive::MAX_ARTICLE) >> 20;
            let named = self.cut_in.join(", ");
            let more = if self.cut > self.cut_in.len() as u64 { ", …" } else { "" };
            self.summary.notices.push(format!(
                "articles longer than {megabytes} MB: {}, indexed up to that length (--max-article): {named}{more}",
                self.cut
            ));
        }
        self.summary.notices.extend(self.reread.notice());
        let changed = self.new.keys.changed() || self.new.roots != self.last_run.roots;
        self.summary.articles.total = places.iter().filter(|places| **places > 0).count() as u64;
        let walked =
            self.new.roots.iter().zip(&self.scope.parts).filter(|(_, part)| part.is_some());
        let files = walked.flat_map(|(root, _)| root.files.values());
        self.summary.held = files.map(|record| record.articles().len() as u64).sum();
        Ok(Closed { catalogue: self.new, summary: self.summary, changed })
    }

    fn remove_gone(&mut self, observer: &mut dyn Observer) {
        for (number, root) in self.new.roots.iter_mut().enumerate() {
            let seen = &self.seen[number];
            // A folder that could not be listed completely may still contain its files.
            let hidden = |path: &str| {
                self.closed.contains(&(number, ROOT.into()))
                    || path
                        .match_indices('/')
                        .any(|(end, _)| self.closed.contains(&(number, path[..end].into())))
            };
            let gone = |path: &str| {
                self.scope.covers(number, path) && !seen.contains(path) && !hidden(path)
            };
            let paths: Vec<Arc<str>> =
                root.files.keys().filter(|path| gone(path)).cloned().collect();
            for path in paths {
                let member = root.files.remove(&path).is_some_and(|record| record.member);
                self.summary.files.removed += u64::from(!member);
                observer.line(&removed(&path, &root.path, member));
            }
        }
    }

    fn forget(&mut self, observer: &mut dyn Observer) {
        for root in &self.scope.forgotten {
            for (path, record) in &root.files {
                self.summary.files.removed += u64::from(!record.member);
                observer.line(&removed(path, &root.path, record.member));
            }
        }
    }

    /// Counts the articles in the files seen. The first place of an article counts as the article, every other place as
    /// a copy. Returns the former keys of articles that were corrected in place.
    fn count(&mut self, places: &[u32]) -> FxHashSet<KeyNumber> {
        let mut counted = vec![false; self.new.keys.len()];
        let mut former: FxHashMap<(usize, &str), &FileRecord> = FxHashMap::default();
        for (root, path, record) in &self.former {
            former.insert((*root, path), record);
        }
        let mut corrections = FxHashSet::default();
        let articles = &mut self.summary.articles;
        for (number, root) in self.new.roots.iter().enumerate() {
            for (path, record) in &root.files {
                let in_run = self.seen[number].contains(path);
                let former = former.get(&(number, path.as_ref()));
                let mut former = former.into_iter().flat_map(|was| was.articles().keys());
                for key in record.articles().keys() {
                    let was = former.next();
                    let first = !std::mem::replace(&mut counted[key as usize], true);
                    if !in_run {
                        continue;
                    }
                    let corrected = was.is_some_and(|was| {
                        (was as usize) < self.known && places[was as usize] == 0
                    });
                    match () {
                        () if !first => articles.copies += 1,
                        () if self.replaced.contains(&key) => articles.updated += 1,
                        () if (key as usize) < self.known => articles.unchanged += 1,
                        // The article that was at this position is gone, so this one is its correction.
                        () if corrected && was.is_some_and(|was| corrections.insert(was)) => {
                            articles.updated += 1;
                        }
                        () => articles.added += 1,
                    }
                }
            }
        }
        corrections
    }

    /// Writes articles again that inherit their source, title or date from their first place, if that place has changed
    /// and its file was not read.
    fn move_house(&mut self, places: &[u32], writer: &mut S::Indexer) -> Result<()> {
        if self.before.is_none() {
            return Ok(());
        }
        let mut first = vec![true; self.new.keys.len()];
        let mut moved = Vec::new();
        let mut to_read = Vec::new();
        for (root_number, root) in self.new.roots.iter().enumerate() {
            let walked = self.scope.parts[root_number].is_some();
            for (path, record) in &root.files {
                for key in record.articles().keys() {
                    let (number, keys) = (key as usize, &self.new.keys);
                    let is_first = std::mem::take(&mut first[number]);
                    let stored = number < self.known && places[number] > 0;
                    if !is_first || !walked || !stored {
                        continue;
                    }
                    let options = &self.scope.options[root_number];
                    if keys.place(key) != 0
                        && keys.place(key) != place_hash(path, record.modified, options)
                    {
                        to_read.push((key, entry_of(root_number, root, path, record)));
                        continue;
                    }
                    if !keys.source_inherited(key) {
                        continue;
                    }
                    let folder = || nearest_folder(Path::new(&root.path), path);
                    let options = options.for_path(path);
                    let source = options.source.clone().unwrap_or_else(folder);
                    if keys.source(key) != Some(source.as_str()) {
                        moved.push((key, source));
                    }
                }
            }
        }
        for (number, entry) in to_read {
            self.move_in(&entry, number, writer)?;
        }
        let Some(before) = &self.before else { return Ok(()) };
        for (number, source) in moved {
            let (key, order) = (self.new.keys.key(number), self.new.keys.order(number));
            let Some(mut article) = before.article(&key, order)? else { continue };
            writer.remove(&key, order)?;
            self.new.keys.set_source(number, (Some(&source), true));
            article.source = Some(source);
            if let Some(document) = self.prepare(&article)? {
                writer.add(document)?;
            }
        }
        Ok(())
    }
}

/// Returns the walk entry for the file of a record, or for the container of a member, so that it can be read again.
fn entry_of(number: usize, root: &Root, path: &str, record: &FileRecord) -> Entry {
    let file = path.split(WITHIN).next().unwrap_or(path);
    let root_path: Arc<Path> = Path::new(&root.path).into();
    let below = root_path.join(file);
    let is_root = root_path.is_file();
    let location = if is_root { root_path.to_path_buf() } else { below };
    let size = std::fs::metadata(&location).map_or(record.size, |about| about.len());
    Entry {
        root: number,
        root_path,
        path: file.to_string(),
        location,
        size,
        modified: record.modified,
        identity: record.identity,
        obstacle: None,
        excluded: false,
    }
}

fn removed<'a>(path: &'a str, root: &'a str, member: bool) -> Line<'a> {
    let kind = if member { "member" } else { "file" };
    Line { kind, ..Line::of_file(path, root, "removed") }
}
