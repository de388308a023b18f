//! Recording a file: its entry in the catalogue, its share of the totals, and its line in the report.

use std::sync::Arc;

use super::Observer;
use super::keeping::kept_text;
use super::ledger::Ledger;
use super::report::Line;
use crate::archive::{Entry, Member, Reason, Why};
use crate::catalogue::{Articles, FileRecord, Verdict, WITHIN};
use crate::engine::store::Store;

impl<S: Store> Ledger<'_, S> {
    pub(super) fn enter_unchanged(&mut self, entry: &Entry, observer: &mut dyn Observer) {
        let Some(record) = self.new.roots[entry.root].files.get(entry.path.as_str()) else {
            return;
        };
        let verdict = match &record.verdict {
            Verdict::Indexed { .. } => "unchanged",
            Verdict::Skipped { .. } => "skipped",
        };
        let record = Arc::clone(record);
        observer.advanced(record.articles().len() as u64, entry.size);
        let members: Vec<_> = self.new.roots[entry.root]
            .members(&entry.path)
            .map(|(path, record)| (Arc::clone(path), Arc::clone(record)))
            .collect();
        let given: usize = members.iter().map(|(_, record)| record.articles().len()).sum();
        self.account(entry, &record, verdict, given, observer);
        for (path, member) in members {
            let verdict = match &member.verdict {
                Verdict::Indexed { .. } => "unchanged",
                Verdict::Skipped { .. } => "skipped",
            };
            observer.advanced(member.articles().len() as u64, 0);
            let entry = Entry { path: path.to_string(), ..entry.clone() };
            self.see(&entry, path);
            self.account(&entry, &member, verdict, 0, observer);
        }
    }

    /// Records a member of a container that was read, completely or in part. Returns the number of articles in it,
    /// including those kept from before.
    pub(super) fn member(
        &mut self,
        container: &Entry,
        member: Member,
        articles: Articles,
        skipped: Vec<(u64, Arc<str>)>,
        broken: bool,
        observer: &mut dyn Observer,
    ) -> usize {
        let path = format!("{}{WITHIN}{}", container.path, member.path);
        let entry = Entry { path, size: member.size, ..container.clone() };
        let (mut skipped, mut articles) = (skipped, articles);
        let mut members = 0;
        if broken && member.outcome.is_ok() {
            let found = self.keep_rest(container, &entry.path, articles, observer);
            (articles, members) = (found.articles, found.members);
            if found.kept > 0
                && let Some((_, reason)) = skipped.last_mut()
            {
                *reason = self.new.keys.name(&kept_text(reason, found.kept));
            }
        }
        let verdict = match member.outcome {
            Err(why) if broken => {
                let (verdict, kept) =
                    self.keep_all(container, &entry.path, &why.to_string(), observer);
                members = kept;
                verdict
            }
            Err(why) => Verdict::Skipped {
                reason: self.new.keys.name(&why.to_string()),
                kept: Articles::default(),
            },
            Ok(_) if articles.is_empty() && skipped.len() == 1 => {
                Verdict::skipped(skipped.remove(0).1)
            }
            Ok("zip" | "tar") if articles.is_empty() => {
                self.indexed("container", articles, skipped)
            }
            Ok(_) if articles.is_empty() => Verdict::skipped(Reason::NoArticle.as_str()),
            Ok(format) => self.indexed(format, articles, skipped),
        };
        let count = members + verdict.articles().len();
        let path: Arc<str> = entry.path.as_str().into();
        if !self.see(&entry, Arc::clone(&path)) {
            let reason = Reason::SamePath.as_str();
            self.summary.skips.add(reason, &entry.path);
            let root = self.new.roots[entry.root].path.as_str();
            let line = Line {
                reason: Some(reason),
                kind: "member",
                ..Line::of_file(&entry.path, root, "skipped")
            };
            observer.line(&line);
            return count;
        }
        let record = FileRecord {
            size: member.size,
            modified: entry.modified,
            identity: entry.identity,
            hash: crate::catalogue::file_hash(&member.hash),
            verdict,
            unsettled: false,
            member: true,
        };
        self.enter(&entry, path, record, 0, observer);
        count
    }

    /// Records what was found in a file that was read. `given` is the number of articles in its members.
    pub(super) fn enter(
        &mut self,
        entry: &Entry,
        path: Arc<str>,
        record: FileRecord,
        given: usize,
        observer: &mut dyn Observer,
    ) {
        let record = Arc::new(record);
        let files = &mut self.new.roots[entry.root].files;
        let old = files.insert(Arc::clone(&path), Arc::clone(&record));
        let same =
            old.as_ref().is_some_and(|old| old.hash == record.hash && old.size == record.size);
        let verdict = match &record.verdict {
            Verdict::Skipped { .. } => "skipped",
            Verdict::Indexed { .. } if same && !self.scope.changed[entry.root] => "unchanged",
            Verdict::Indexed { .. } => "indexed",
        };
        if let Some(old) = old {
            self.former.push((entry.root, path, old));
        }
        self.account(entry, &record, verdict, given, observer);
    }

    fn account(
        &mut self,
        entry: &Entry,
        record: &FileRecord,
        verdict: &'static str,
        given: usize,
        observer: &mut dyn Observer,
    ) {
        let files = &mut self.summary.files;
        match verdict {
            // Members are not counted as files. Only their container is.
            _ if record.member => {}
            "unchanged" => files.unchanged += 1,
            "indexed" => files.indexed += 1,
            _ => files.skipped += 1,
        }
        let root = self.new.roots[entry.root].path.as_str();
        let articles = (record.articles().len() + given) as u64;
        let mut line = Line {
            path: &entry.path,
            root,
            kind: if record.member { "member" } else { "file" },
            verdict,
            format: None,
            articles,
            reason: None,
            detail: None,
            line: None,
        };
        match &record.verdict {
            Verdict::Skipped { reason, .. } => {
                self.summary.skips.add(reason, &entry.path);
                let (reason, detail) = Why::split(reason);
                line = Line { reason: Some(reason), detail, ..line };
                observer.line(&line);
            }
            Verdict::Indexed { format, skipped, .. } => {
                line.format = Some(format);
                let own = record.articles().len() as u64;
                if verdict == "indexed" && own > 0 {
                    self.summary.formats.entry(format.to_string()).or_default().add(own);
                }
                observer.line(&line);
                for (number, reason) in skipped {
                    self.summary.skips.add(reason, &format!("{} line {number}", entry.path));
                    let (reason, detail) = Why::split(reason);
                    self.summary.articles.skipped += 1;
                    observer.line(&Line {
                        kind: "article",
                        verdict: "skipped",
                        articles: 0,
                        reason: Some(reason),
                        detail,
                        line: Some(*number),
                        ..line.clone()
                    });
                }
            }
        }
        if !record.member {
            observer.file();
        }
    }

    /// Returns whether an article of an unchanged file supplied a key that another article has taken over in this run.
    pub(super) fn holds_a_replaced_key(&self, entry: &Entry) -> bool {
        !self.replaced.is_empty()
            && self
                .records(entry)
                .any(|record| record.articles().keys().any(|key| self.replaced.contains(&key)))
    }

    /// Returns the records of a file in the catalogue: its own, and those of its members.
    fn records(&self, entry: &Entry) -> impl Iterator<Item = &Arc<FileRecord>> {
        let root = &self.new.roots[entry.root];
        let members = root.members(&entry.path).map(|(_, record)| record);
        root.files.get(entry.path.as_str()).into_iter().chain(members)
    }

    /// Confirms the keys of an unchanged file.
    pub(super) fn confirm(&mut self, entry: &Entry) {
        let records: Vec<Arc<FileRecord>> = self.records(entry).map(Arc::clone).collect();
        for record in records {
            self.confirmed.extend(record.articles().keys());
        }
    }
}
