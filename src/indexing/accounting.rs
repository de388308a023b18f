//! Entering a file: its record in the catalogue, its place in the sums, its line in the report.

use std::sync::Arc;

use super::Observer;
use super::ledger::Ledger;
use super::report::Line;
use crate::archive::Entry;
use crate::catalogue::{FileRecord, Verdict};

impl Ledger<'_> {
    pub(super) fn enter_unchanged(&mut self, entry: &Entry, observer: &mut dyn Observer) {
        let Some(record) = self.new.roots[entry.root].files.get(entry.path.as_str()) else {
            return;
        };
        let verdict = match &record.verdict {
            Verdict::Indexed { .. } => "unchanged",
            Verdict::Skipped(_) => "skipped",
        };
        let record = Arc::clone(record);
        observer.advanced(record.articles().len() as u64, entry.size);
        self.account(entry, &record, verdict, observer);
    }

    /// Enters what was found in a file that was read.
    pub(super) fn enter(
        &mut self,
        entry: &Entry,
        path: Arc<str>,
        record: FileRecord,
        observer: &mut dyn Observer,
    ) {
        let record = Arc::new(record);
        let files = &mut self.new.roots[entry.root].files;
        let old = files.insert(Arc::clone(&path), Arc::clone(&record));
        let same =
            old.as_ref().is_some_and(|old| old.hash == record.hash && old.size == record.size);
        let verdict = match &record.verdict {
            Verdict::Skipped(_) => "skipped",
            Verdict::Indexed { .. } if same && !self.scope.changed[entry.root] => "unchanged",
            Verdict::Indexed { .. } => "indexed",
        };
        if let Some(old) = old {
            let keys = old.articles().iter().map(|placed| placed.key).collect();
            self.former.push((entry.root, path, keys));
        }
        self.account(entry, &record, verdict, observer);
    }

    fn account(
        &mut self,
        entry: &Entry,
        record: &FileRecord,
        verdict: &'static str,
        observer: &mut dyn Observer,
    ) {
        let files = &mut self.summary.files;
        match verdict {
            "unchanged" => files.unchanged += 1,
            "indexed" => files.indexed += 1,
            _ => files.skipped += 1,
        }
        let root = self.new.roots[entry.root].path.as_str();
        let articles = record.articles().len() as u64;
        let mut line = Line {
            path: &entry.path,
            root,
            kind: "file",
            verdict,
            format: None,
            articles,
            reason: None,
            line: None,
        };
        match &record.verdict {
            Verdict::Skipped(reason) => {
                line.reason = Some(reason);
                observer.line(&line);
                self.summary.skip(reason, || entry.path.clone());
            }
            Verdict::Indexed { format, skipped, .. } => {
                line.format = Some(format);
                observer.line(&line);
                for (number, reason) in skipped {
                    self.summary.articles.skipped += 1;
                    self.summary.skip(reason, || format!("{} line {number}", entry.path));
                    observer.line(&Line {
                        kind: "article",
                        verdict: "skipped",
                        articles: 0,
                        reason: Some(reason),
                        line: Some(*number),
                        ..line.clone()
                    });
                }
            }
        }
        observer.file();
    }
}
