//! The ledger: what became of each file and each article, decided in the order of the walk.
//!
//! Order matters. The first place of an article in the walk is its place, the others are copies;
//! the first article to bring a key keeps it. Whatever order files change in from run to run, the
//! index ends as a clean build would.

use rustc_hash::FxHashSet;

use super::pipeline::{Messages, Step};
use super::reading::{Message, Piece, broken_off, read_now};
use super::report::Line;
use super::roots::Scope;
use super::{Observer, Options, Summary};
use crate::archive::Entry;
use crate::article::Article;
use crate::catalogue::{Catalogue, FileRecord, KeyNumber, KeyRecord, Placed, Verdict};
use crate::engine::Store;
use crate::engine::embedded::fields::Fields;
use crate::engine::embedded::{Document, Preparer, Reader, Writer};
use crate::error::{Error, Result};
use crate::normalise::Normalised;

/// Keeps account of a run.
pub struct Ledger<'a> {
    pub(super) new: Catalogue,
    pub(super) scope: &'a Scope,
    options: &'a Options,
    /// What stored articles are compressed with.
    dictionary: &'a [u8],
    /// The index before this run.
    pub(super) before: Option<Reader>,
    /// Keys below this number were in the index before the run.
    pub(super) known: usize,
    /// Keys a file of this run has confirmed, or that have been written in it.
    confirmed: FxHashSet<KeyNumber>,
    /// Keys whose content is another than before the run.
    pub(super) replaced: FxHashSet<KeyNumber>,
    /// Files walked: root and path.
    pub(super) seen: Vec<FxHashSet<Box<str>>>,
    /// The articles changed files had before: root, path, keys.
    pub(super) former: Vec<(usize, Box<str>, Vec<KeyNumber>)>,
    pub(super) summary: Summary,
}

impl<'a> Ledger<'a> {
    /// Opens the account.
    pub fn new(
        new: Catalogue,
        scope: &'a Scope,
        options: &'a Options,
        before: Option<Reader>,
        dictionary: &'a [u8],
    ) -> Self {
        let (known, roots) = (new.keys.len(), new.roots.len());
        Ledger {
            new,
            scope,
            options,
            dictionary,
            before,
            known,
            confirmed: FxHashSet::default(),
            replaced: FxHashSet::default(),
            seen: vec![FxHashSet::default(); roots],
            former: Vec::new(),
            summary: Summary::default(),
        }
    }

    /// Enters the next file of the walk.
    pub fn file(
        &mut self,
        entry: Entry,
        step: Step,
        messages: Messages,
        mut writer: Option<&mut Writer>,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        self.summary.files.seen += 1;
        self.seen[entry.root].insert(entry.path.as_str().into());
        let mut reread;
        let (step, messages): (Step, Messages) = match step {
            Step::Unchanged if self.holds_a_replaced_key(&entry) => {
                let fields = writer.as_ref().map(|writer| writer.fields());
                reread = read_now(&entry, self.options, fields, self.dictionary).into_iter();
                (Step::Reading, &mut reread)
            }
            step => (step, messages),
        };
        let (verdict, hash, contended) = match step {
            Step::Unchanged => {
                self.confirm(&entry);
                self.enter_unchanged(&entry, observer);
                return Ok(());
            }
            Step::Unreadable(reason) => (Verdict::Skipped(reason.into()), 0, false),
            Step::Reading => {
                let mut articles = Vec::new();
                let mut skipped = Vec::new();
                let mut contended = false;
                let mut end = None;
                for message in messages {
                    match message {
                        Message::End(result, hash) => {
                            end = Some((result, hash));
                            break;
                        }
                        Message::Articles(pieces) => {
                            for piece in pieces {
                                match piece {
                                    Piece::Skipped(line, reason) => {
                                        skipped.push((line, reason.into()))
                                    }
                                    Piece::Article(line, article, document) => {
                                        let (key, lost) = self.article(
                                            &entry,
                                            *article,
                                            document,
                                            writer.as_deref_mut(),
                                        )?;
                                        contended |= lost;
                                        articles.push(Placed { line, key });
                                    }
                                }
                            }
                        }
                    }
                }
                let (result, hash) = end.ok_or_else(|| broken_off(&entry))?;
                self.summary.bytes += entry.size;
                let verdict = match result {
                    Err(reason) => Verdict::Skipped(reason.into()),
                    Ok(_) if articles.is_empty() && skipped.len() == 1 => {
                        Verdict::Skipped(skipped.remove(0).1)
                    }
                    Ok(_) if articles.is_empty() => Verdict::Skipped("no article".into()),
                    Ok(format) => Verdict::Indexed { format: format.into(), articles, skipped },
                };
                (verdict, hash, contended)
            }
        };
        let record =
            FileRecord { size: entry.size, modified: entry.modified, hash, verdict, contended };
        self.enter(&entry, record, observer);
        Ok(())
    }

    /// Enters an article of a file that was read. Returns its key, and whether it lost the key it
    /// brought to another.
    fn article(
        &mut self,
        entry: &Entry,
        normalised: Normalised,
        document: Option<Document>,
        writer: Option<&mut Writer>,
    ) -> Result<(KeyNumber, bool)> {
        let Normalised { mut article, derived } = normalised;
        let source_inherited = article.flags.source_inherited;
        let order = article.order();
        let mut document = document;
        let mut lost = false;
        if let Some(number) = self.new.number(&article.key)
            && self.new.keys[number as usize].content() != derived
        {
            if self.confirmed.contains(&number) {
                self.summary.notices.push(format!(
                    "{}: the key {:?} belongs to another article; this one is known by {derived}",
                    entry.path, article.key
                ));
                article.key.clone_from(&derived);
                document = match (document, writer.as_ref()) {
                    (Some(_), Some(writer)) => Some(self.prepare(&article, writer.fields())?),
                    _ => None,
                };
                lost = true;
            } else {
                // The article of this key has changed, or gone: a place later in the walk that
                // still has the old one will be read again.
                let record = &mut self.new.keys[number as usize];
                record.derived = (*record.key != derived).then(|| derived.as_str().into());
                record.source = article.source.as_deref().map(Into::into);
                record.source_inherited = source_inherited;
                let former = std::mem::replace(&mut record.order, order);
                self.confirmed.insert(number);
                self.replaced.insert(number);
                self.write(number, former, document, writer)?;
                return Ok((number, false));
            }
        }
        let number = match self.new.number(&article.key) {
            Some(number) => number,
            None => {
                let number = self.new.add_key(KeyRecord {
                    key: article.key.as_str().into(),
                    derived: (article.key != derived).then(|| derived.into()),
                    source: article.source.as_deref().map(Into::into),
                    source_inherited,
                    order,
                });
                self.write(number, order, document, writer)?;
                self.confirmed.insert(number);
                return Ok((number, lost));
            }
        };
        // The first place in the walk says what an article inherits; `--source` and `--tz` may
        // have changed since the last run.
        let first = self.confirmed.insert(number);
        let record = &mut self.new.keys[number as usize];
        if first
            && (self.scope.changed[entry.root]
                || (source_inherited && record.source.as_deref() != article.source.as_deref()))
        {
            record.source = article.source.as_deref().map(Into::into);
            record.source_inherited = source_inherited;
            let former = std::mem::replace(&mut record.order, order);
            self.write(number, former, document, writer)?;
        }
        Ok((number, lost))
    }

    /// Writes an article's document, in place of the one the index had.
    fn write(
        &mut self,
        number: KeyNumber,
        former: i64,
        document: Option<Document>,
        writer: Option<&mut Writer>,
    ) -> Result<()> {
        let (Some(document), Some(writer)) = (document, writer) else { return Ok(()) };
        if (number as usize) < self.known {
            writer.remove(&document.key, former)?;
        }
        writer.add(document)
    }

    pub(super) fn prepare(&self, article: &Article, fields: Fields) -> Result<Document> {
        let fail = |error| Error::io("writing to", &self.options.index, error);
        Preparer::new(fields, self.dictionary)
            .and_then(|mut preparer| preparer.prepare(article))
            .map_err(fail)
    }

    /// Whether an article of an unchanged file brought a key that has gone to another in this run.
    fn holds_a_replaced_key(&self, entry: &Entry) -> bool {
        !self.replaced.is_empty()
            && self.new.roots[entry.root].files.get(entry.path.as_str()).is_some_and(|record| {
                record.articles().iter().any(|placed| self.replaced.contains(&placed.key))
            })
    }

    /// An unchanged file confirms its keys.
    fn confirm(&mut self, entry: &Entry) {
        if let Some(record) = self.new.roots[entry.root].files.get(entry.path.as_str()) {
            self.confirmed.extend(record.articles().iter().map(|placed| placed.key));
        }
    }

    fn enter_unchanged(&mut self, entry: &Entry, observer: &mut dyn Observer) {
        let Some(record) = self.new.roots[entry.root].files.get(entry.path.as_str()) else {
            return;
        };
        let verdict = match &record.verdict {
            Verdict::Indexed { .. } => "unchanged",
            Verdict::Skipped(_) => "skipped",
        };
        let record = record.clone();
        self.account(entry, &record, verdict, observer);
    }

    /// Enters what was found in a file that was read.
    fn enter(&mut self, entry: &Entry, record: FileRecord, observer: &mut dyn Observer) {
        let files = &mut self.new.roots[entry.root].files;
        let old = files.insert(entry.path.as_str().into(), record.clone());
        let same =
            old.as_ref().is_some_and(|old| old.hash == record.hash && old.size == record.size);
        let verdict = match &record.verdict {
            Verdict::Skipped(_) => "skipped",
            Verdict::Indexed { .. } if same && !self.scope.changed[entry.root] => "unchanged",
            Verdict::Indexed { .. } => "indexed",
        };
        if let Some(old) = old {
            let keys = old.articles().iter().map(|placed| placed.key).collect();
            self.former.push((entry.root, entry.path.as_str().into(), keys));
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
        observer.file(articles, entry.size);
    }
}
