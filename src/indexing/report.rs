//! The output of a run: the summary, one line per file, and progress.

use std::collections::BTreeMap;

use serde::Serialize;

use super::skips::Skips;
use crate::archive::Walk;

/// The summary of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Counts of files by verdict.
    pub files: Files,
    /// Counts of articles by outcome (added, updated, unchanged, removed).
    pub articles: Articles,
    /// The number of bytes of the files read.
    pub bytes: u64,
    /// The wall-clock time of the run.
    pub seconds: f64,
    /// The files and articles read, by format.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub formats: BTreeMap<String, Read>,
    /// Files and articles skipped, by reason.
    #[serde(skip)]
    pub skips: Skips,
    /// The number of articles in the folders of this run.
    #[serde(skip)]
    pub held: u64,
    /// Notices for the user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Whether the articles arrived as lines instead of files. Each then counts as a file, too.
    #[serde(skip)]
    pub lines: bool,
    /// Whether the run was interrupted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

/// The files and articles read in one format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Read {
    /// The number of files and members of containers.
    pub files: u64,
    /// The number of articles in them.
    pub articles: u64,
}

impl Read {
    /// Counts a file with `articles` articles.
    pub fn add(&mut self, articles: u64) {
        self.files += 1;
        self.articles += articles;
    }
}

/// Counts of files by verdict: `seen = indexed + unchanged + skipped`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Files {
    /// Files found by the walk.
    pub seen: u64,
    /// Files read into the index.
    pub indexed: u64,
    /// Files that have not changed.
    pub unchanged: u64,
    /// Files that are gone since the last run.
    pub removed: u64,
    /// Files without an article that could be read.
    pub skipped: u64,
    /// Files and folders that a pattern excludes. They are not counted in `seen`. An excluded folder counts as one and
    /// is not entered.
    #[serde(skip_serializing_if = "is_zero")]
    pub excluded: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Counts of articles by outcome. `added + updated + unchanged` articles are in the files seen; `copies` counts their
/// additional places.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Articles {
    /// New articles.
    pub added: u64,
    /// Articles whose text was changed in place.
    pub updated: u64,
    /// Articles that no longer have a place.
    pub removed: u64,
    /// Articles that have not changed, including moved ones.
    pub unchanged: u64,
    /// Additional places of articles.
    pub copies: u64,
    /// Articles skipped in files that were read.
    pub skipped: u64,
    /// Articles in the index.
    pub total: u64,
}

impl Summary {
    /// Returns whether any article or file was added, removed or changed.
    pub fn changes_anything(&self) -> bool {
        let articles = &self.articles;
        self.files.indexed
            + self.files.removed
            + articles.added
            + articles.updated
            + articles.removed
            > 0
    }

    /// Adds the summary of another run.
    pub(super) fn add(&mut self, other: Summary) {
        let (files, articles) = (&mut self.files, &mut self.articles);
        files.seen += other.files.seen;
        files.indexed += other.files.indexed;
        files.unchanged += other.files.unchanged;
        files.removed += other.files.removed;
        files.skipped += other.files.skipped;
        files.excluded += other.files.excluded;
        articles.added += other.articles.added;
        articles.updated += other.articles.updated;
        articles.removed += other.articles.removed;
        articles.unchanged += other.articles.unchanged;
        articles.copies += other.articles.copies;
        articles.skipped += other.articles.skipped;
        articles.total = other.articles.total;
        self.bytes += other.bytes;
        self.seconds += other.seconds;
        for (format, read) in other.formats {
            let known = self.formats.entry(format).or_default();
            known.files += read.files;
            known.articles += read.articles;
        }
        self.skips.extend(other.skips);
        self.held += other.held;
        self.notices.extend(other.notices);
        self.lines |= other.lines;
        self.interrupted |= other.interrupted;
    }
}

/// One line of `--report`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Line<'a> {
    /// The file's path below its root.
    pub path: &'a str,
    /// The root.
    pub root: &'a str,
    /// `file`, `member` for a file in a container, or `article` for an article skipped in a file.
    pub kind: &'static str,
    /// `indexed`, `unchanged`, `skipped`, `removed` or `excluded`.
    pub verdict: &'static str,
    /// The format that the file was read as.
    pub format: Option<&'a str>,
    /// The number of articles in the file.
    pub articles: u64,
    /// The reason why it was skipped: one of [`Reason::ALL`](crate::archive::Reason::ALL).
    pub reason: Option<&'a str>,
    /// Details of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a str>,
    /// The line of a skipped article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl<'a> Line<'a> {
    /// Returns the line of a file without articles.
    pub fn of_file(path: &'a str, root: &'a str, verdict: &'static str) -> Self {
        let (format, reason, detail, line) = (None, None, None, None);
        Line { path, root, kind: "file", verdict, format, articles: 0, reason, detail, line }
    }
}

/// Observes a run, and can stop it.
pub trait Observer {
    /// Called when the walk is about to begin. An observer that shows progress can count the files first.
    fn starting(&mut self, _walk: &Walk) {}
    /// Called when more articles and bytes are done.
    fn advanced(&mut self, _articles: u64, _bytes: u64) {}
    /// Called when a file is done.
    fn file(&mut self) {}
    /// Called with each line of the report.
    fn line(&mut self, _line: &Line) {}
    /// Called when everything has been read and the commit starts.
    fn committing(&mut self) {}
    /// Returns whether to stop and commit what is done.
    fn interrupted(&self) -> bool {
        false
    }
    /// Returns the flag that stops other threads.
    fn stop_flag(&self) -> std::sync::Arc<std::sync::atomic::AtomicBool> {
        std::sync::Arc::default()
    }
}

/// An observer that ignores the run and never stops it.
impl Observer for () {}
