//! Commits within a run, which limit how much work is lost if the run is killed.
//!
//! A checkpoint is the state that the run would leave if it stopped at that point. Files that the run has not reached
//! are unchanged, and the file being read is marked to be read again. Until the end of a run, it is not known whether
//! an article has moved to a file that has not been reached yet, or whether the run would remove so many articles that
//! it is refused. A checkpoint therefore keeps articles that a file no longer contains, and marks the file to be read
//! again. It removes only the former versions of articles that were corrected in place, and the articles of folders
//! that were forgotten.

use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashSet;

use super::ledger::Ledger;
use crate::archive::Entry;
use crate::catalogue::{
    FileRecord, KeyNumber, PARTLY_READ, Placed, Placing, Root, Verdict, WITHIN,
};
use crate::engine::store::{Indexer, Store};
use crate::error::Result;

impl<S: Store> Ledger<'_, S> {
    /// Commits what is done so far. `within` is the file being read, with the articles found in it so far.
    pub(super) fn checkpoint(
        &mut self,
        within: Option<(&Entry, &Placing)>,
        writer: &mut S::Indexer,
    ) -> Result<()> {
        let began = Instant::now();
        let mut roots = self.new.roots.clone();
        if let Some((entry, articles)) = within {
            enter_part(&mut roots, entry, articles.clone());
        }
        self.leave_open(&mut roots);
        for (number, places) in self.new.keys.places(&roots).into_iter().enumerate() {
            let number = number as KeyNumber;
            // A key that was dropped before is no longer in the index.
            if places == 0 && self.dropped.insert(number) {
                writer.remove(&self.new.keys.key(number), self.new.keys.order(number))?;
            }
        }
        writer.commit(&self.new, &roots)?;
        writer.remove_debris();
        let placed = within.map_or(0, |(_, articles)| articles.bytes());
        writer.make_room(self.new.bytes() + self.context.unchanged.bytes() + placed)?;
        self.due.done(began, self.held(placed));
        Ok(())
    }

    /// Returns whether a checkpoint is due, after another `bytes` bytes were read. `placed` is the size, in bytes, of
    /// the articles found so far in the file being read. A run that has changed nothing has nothing to commit.
    pub(super) fn is_due(&mut self, bytes: u64, placed: usize) -> bool {
        let held = self.held(placed);
        let due = self.due.advance(bytes, held);
        due && (self.new.keys.changed() || self.summary.changes_anything())
    }

    /// Returns the size, in bytes, of the part of the catalogue that grows with each article and file.
    fn held(&self, placed: usize) -> usize {
        let files = &self.summary.files;
        // The records of unchanged files were already held when the run began.
        let entered = files.seen.saturating_sub(files.unchanged) as usize;
        self.new.keys.bytes() + entered * crate::catalogue::FILE + placed
    }

    /// Marks what the next run has to read if this run ends here.
    pub(super) fn leave_open(&self, roots: &mut [Root]) {
        for (number, root) in roots.iter_mut().enumerate() {
            if let Some((source, zone, reading)) = &self.scope.former[number] {
                root.source.clone_from(source);
                root.zone.clone_from(zone);
                root.reading.clone_from(reading);
            }
            let unseen =
                root.files.iter_mut().filter(|(path, _)| !self.seen[number].contains(*path));
            for (_, record) in unseen {
                let replaced = |key: &KeyNumber| self.replaced.contains(key);
                if !record.unsettled && record.articles().keys().any(|key| replaced(&key)) {
                    Arc::make_mut(record).unsettled = true;
                }
            }
        }
        self.keep_lost(roots);
    }

    /// Puts articles that no longer have a place back into the files they were in, and marks these files to be read
    /// again.
    fn keep_lost(&self, roots: &mut [Root]) {
        let places = self.new.keys.places(&*roots);
        for (root, path, former) in &self.former {
            let files = &mut roots[*root].files;
            let Some(record) = files.get(path).map(Arc::clone) else { continue };
            let mut now = record.articles().keys();
            let lost = former.articles().iter().filter(|was| {
                let corrected = now.next().is_some_and(|key| key as usize >= self.known);
                places[was.key as usize] == 0 && !corrected
            });
            let lost: Vec<Placed> = lost.collect();
            if lost.is_empty() {
                continue;
            }
            let mut articles: Placing = record.articles().iter().collect();
            articles.extend(lost);
            let skipped = match &record.verdict {
                Verdict::Indexed { skipped, .. } => skipped.clone(),
                Verdict::Skipped { .. } => Box::default(),
            };
            let verdict = partly_read(articles, skipped);
            let record = FileRecord { verdict, unsettled: true, ..FileRecord::clone(&record) };
            files.insert(Arc::clone(path), Arc::new(record));
            if let Some((container, _)) = path.split_once(WITHIN)
                && let Some(container) = files.get_mut(container)
            {
                Arc::make_mut(container).unsettled = true;
            }
        }
    }
}

fn partly_read(articles: Placing, skipped: Box<[(u64, Arc<str>)]>) -> Verdict {
    Verdict::Indexed { format: PARTLY_READ.into(), articles: articles.finish(), skipped }
}

/// Records a file that is being read, with the articles found so far and those that it had before and may still have.
fn enter_part(roots: &mut [Root], entry: &Entry, mut articles: Placing) {
    let files = &mut roots[entry.root].files;
    if let Some(former) = files.get(entry.path.as_str()) {
        let found: FxHashSet<KeyNumber> = articles.clone().finish().keys().collect();
        articles.extend(former.articles().iter().filter(|was| !found.contains(&was.key)));
    }
    let record = FileRecord {
        size: entry.size,
        modified: entry.modified,
        identity: entry.identity,
        hash: 0,
        verdict: partly_read(articles, Box::default()),
        unsettled: true,
        member: false,
    };
    files.insert(entry.path.as_str().into(), Arc::new(record));
}
