//! What a run says: the summary, a line a file, and progress.

use std::collections::BTreeMap;

use serde::Serialize;

use super::skips::Skips;
use crate::archive::Walk;

/// The account of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Files by verdict.
    pub files: Files,
    /// Articles by what became of them.
    pub articles: Articles,
    /// Bytes of the files read.
    pub bytes: u64,
    /// Wall time.
    pub seconds: f64,
    /// What was read, by format.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub formats: BTreeMap<String, Read>,
    /// Files and articles skipped, by reason.
    #[serde(skip)]
    pub skips: Skips,
    /// The number of articles in the folders of this run.
    #[serde(skip)]
    pub held: u64,
    /// Things worth knowing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Whether the run was stopped before its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

/// What was read in one format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Read {
    /// Files, and members of containers.
    pub files: u64,
    /// The articles in them.
    pub articles: u64,
}

impl Read {
    /// Counts a file of so many articles.
    pub fn add(&mut self, articles: u64) {
        self.files += 1;
        self.articles += articles;
    }
}

/// `seen = indexed + unchanged + skipped`; `removed` are files gone since the last run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Files {
    /// Files walked.
    pub seen: u64,
    /// Files read into the index.
    pub indexed: u64,
    /// Files as they were.
    pub unchanged: u64,
    /// Files gone.
    pub removed: u64,
    /// Files that gave nothing.
    pub skipped: u64,
    /// Files and folders that a pattern leaves out; they are not among those seen. A folder is not entered, and
    /// counts as one.
    #[serde(skip_serializing_if = "is_zero")]
    pub excluded: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// `added + updated + unchanged` articles lie in the files seen; `copies` are further places of
/// theirs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Articles {
    /// New articles.
    pub added: u64,
    /// Articles whose text changed where it stands.
    pub updated: u64,
    /// Articles gone from their last place.
    pub removed: u64,
    /// Articles as they were, moved ones too.
    pub unchanged: u64,
    /// Further places of articles.
    pub copies: u64,
    /// Articles left out inside files that were read.
    pub skipped: u64,
    /// Articles in the index.
    pub total: u64,
}

impl Summary {
    /// Whether any article or file came, went or changed.
    pub fn changes_anything(&self) -> bool {
        let articles = &self.articles;
        self.files.indexed
            + self.files.removed
            + articles.added
            + articles.updated
            + articles.removed
            > 0
    }

    /// Adds the account of another run.
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
        self.interrupted |= other.interrupted;
    }
}

/// One line of `--report`.
#[derive(Debug, Clone, Serialize)]
pub struct Line<'a> {
    /// The file below its root.
    pub path: &'a str,
    /// The root.
    pub root: &'a str,
    /// `file`, or `article` for one skipped inside a file.
    pub kind: &'static str,
    /// `indexed`, `unchanged`, `skipped`, `removed` or `excluded`.
    pub verdict: &'static str,
    /// The form it was read as.
    pub format: Option<&'a str>,
    /// Articles it gave.
    pub articles: u64,
    /// Why it was skipped: one of [`Reason::ALL`](crate::archive::Reason::ALL).
    pub reason: Option<&'a str>,
    /// What more there is to say of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a str>,
    /// The line of a skipped article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl<'a> Line<'a> {
    /// The line of a file that gave nothing.
    pub fn of_file(path: &'a str, root: &'a str, verdict: &'static str) -> Self {
        let (format, reason, detail, line) = (None, None, None, None);
        Line { path, root, kind: "file", verdict, format, articles: 0, reason, detail, line }
    }
}

/// Watches a run, and may stop it.
pub trait Observer {
    /// The walk is about to begin: whoever shows progress may count ahead.
    fn starting(&mut self, _walk: &Walk) {}
    /// So many more articles and bytes are done.
    fn advanced(&mut self, _articles: u64, _bytes: u64) {}
    /// A file is done.
    fn file(&mut self) {}
    /// A line of the report.
    fn line(&mut self, _line: &Line) {}
    /// All is read; what follows is the commit.
    fn committing(&mut self) {}
    /// Whether to stop and commit what is done.
    fn interrupted(&self) -> bool {
        false
    }
    /// The same question, for other threads.
    fn stop_flag(&self) -> std::sync::Arc<std::sync::atomic::AtomicBool> {
        std::sync::Arc::default()
    }
}

/// An observer that ignores the run and never stops it.
impl Observer for () {}
