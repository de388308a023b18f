//! Keeps the articles of files that could not be read completely, until the file is read or known to be gone.
//!
//! A failing disk, a share that is not mounted, or a copy in progress says nothing about the articles. Only a file that
//! was read to its end, or that is missing from a complete listing, does.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Observer;
use super::converters::CONVERTED;
use super::ledger::Ledger;
use super::report::Line;
use crate::archive::{Entry, Reason};
use crate::catalogue::{Articles, FileRecord, KeyNumber, Placing, Verdict};
use crate::engine::store::Store;

/// Returns whether a file that was skipped for this reason may still contain its former articles.
pub fn is_lost(reason: &str) -> bool {
    [Reason::Unreadable.as_str(), Reason::Panic.as_str()].contains(&reason)
}

/// Returns a reason, followed by the number of articles kept.
pub fn kept_text(reason: &str, kept: usize) -> String {
    let articles = if kept == 1 { "article" } else { "articles" };
    let between = if reason.contains(": ") { ", " } else { ": " };
    format!("{reason}{between}{kept} {articles} kept")
}

/// What was found in a file that was read in part.
pub struct Found {
    /// The file's articles: first those that were read, then those that were kept.
    pub articles: Articles,
    /// The number of articles kept in the file and its members.
    pub kept: usize,
    /// The number of articles kept in the file's members.
    pub members: usize,
}

impl<S: Store> Ledger<'_, S> {
    /// Returns the verdict on a converted file that has not changed since, and keeps its articles. A run without a
    /// converter cannot read the file, which says nothing about its articles.
    pub(super) fn still_converted(&mut self, entry: &Entry, hash: u64) -> Option<Verdict> {
        let root = &self.new.roots[entry.root];
        let former = root.files.get(entry.path.as_str()).filter(|former| former.hash == hash)?;
        match &former.verdict {
            Verdict::Indexed { format, articles, .. } if **format == *CONVERTED => {
                self.confirmed.extend(articles.keys());
                Some(former.verdict.clone())
            }
            _ => None,
        }
    }

    /// Keeps all articles of a file or member that could not be read. Returns the verdict on it, and the number of
    /// articles kept in its members.
    pub(super) fn keep_all(
        &mut self,
        entry: &Entry,
        path: &str,
        reason: &str,
        observer: &mut dyn Observer,
    ) -> (Verdict, usize) {
        let found = self.keep_rest(entry, path, Articles::default(), observer);
        let reason = match found.kept {
            0 => reason.into(),
            kept => kept_text(reason, kept).into(),
        };
        (Verdict::Skipped { reason, kept: found.articles }, found.members)
    }

    /// Adds a file's former articles to those that were read, and keeps its members that were not read. `path` may also
    /// be that of a member.
    pub(super) fn keep_rest(
        &mut self,
        entry: &Entry,
        path: &str,
        read: Articles,
        observer: &mut dyn Observer,
    ) -> Found {
        let root = &self.new.roots[entry.root];
        let former = root.files.get(path).map(Arc::clone);
        let members: Vec<(Arc<str>, Arc<FileRecord>)> = root
            .members(path)
            .filter(|(path, _)| !self.seen[entry.root].contains(*path))
            .map(|(path, record)| (Arc::clone(path), Arc::clone(record)))
            .collect();
        let known: FxHashSet<KeyNumber> = read.keys().collect();
        let mut articles: Placing = read.iter().collect();
        let mut kept = 0;
        if let Some(former) = &former {
            for placed in former.articles().iter().filter(|placed| !known.contains(&placed.key)) {
                articles.extend([placed]);
                self.confirmed.insert(placed.key);
                kept += 1;
            }
        }
        let mut in_members = 0;
        for (path, record) in members {
            self.seen[entry.root].insert(Arc::clone(&path));
            self.confirmed.extend(record.articles().keys());
            let count = record.articles().len();
            in_members += count;
            let detail = kept_text("not read", count);
            observer.line(&Line {
                kind: "member",
                articles: count as u64,
                reason: Some(Reason::Unreadable.as_str()),
                detail: Some(&detail),
                ..Line::of_file(&path, &entry.root_path.to_string_lossy(), "skipped")
            });
        }
        Found { articles: articles.finish(), kept: kept + in_members, members: in_members }
    }
}
