//! What the catalogue records of roots and files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::articles::Articles;
use crate::archive::{Reason, Why};

/// Bytes kept of a file's hash: it decides only where size and time leave a doubt.
pub const HASH: usize = 5;

/// A path given to `dateline index`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Root {
    /// Its canonical path, bytes that are not UTF-8 percent-encoded.
    pub path: String,
    /// `--source` of the last run.
    pub source: Option<String>,
    /// `--tz` of the last run.
    pub zone: String,
    /// `--format` and `--map` of the last run, empty for none.
    pub reading: String,
    /// Its files by their path below it.
    pub files: BTreeMap<Arc<str>, Arc<FileRecord>>,
}

/// One file seen.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified: i64,
    /// A checksum of its inode and change time; 0 where the system has neither.
    pub identity: u32,
    /// The beginning of the BLAKE3 hash of its content.
    pub hash: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// Whether it has to be read again at the next run whatever its time says: because an article in
    /// it brought a key that another had taken and that may have become free, or because the run
    /// was stopped within it.
    pub unsettled: bool,
    /// Whether it is a member of a container, whose path its own begins with.
    pub member: bool,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It gave articles (or could have).
    Indexed {
        /// The form it was read as.
        format: Arc<str>,
        /// Its articles in their order.
        articles: Articles,
        /// Articles in it that were left out: line and reason.
        skipped: Box<[(u64, Arc<str>)]>,
    },
    /// It gave none.
    Skipped {
        /// Why, with details after a colon.
        reason: Arc<str>,
        /// The articles it gave before it became unreadable.
        kept: Articles,
    },
}

impl Verdict {
    /// The verdict on a file that gave no article and has none.
    pub fn skipped(reason: impl Into<Arc<str>>) -> Verdict {
        Verdict::Skipped { reason: reason.into(), kept: Articles::default() }
    }

    /// The articles it gave, and those kept from before it became unreadable.
    pub fn articles(&self) -> &Articles {
        match self {
            Verdict::Indexed { articles, .. } => articles,
            Verdict::Skipped { kept, .. } => kept,
        }
    }
}

/// The part of a content hash that the catalogue keeps.
pub fn file_hash(hash: &[u8]) -> u64 {
    hash.iter().take(HASH).rev().fold(0, |kept, byte| kept << 8 | u64::from(*byte))
}

/// Bytes a file takes besides its path and its articles, about.
pub const FILE: usize = 200;

/// The format of a file that was read in part: the articles found in it, and those it had before that may
/// still be in it.
pub const PARTLY_READ: &str = "partly read";

/// What stands between the path of a container and that of a member.
pub const WITHIN: &str = "!/";

impl Root {
    /// The members of a container, those of containers in it too.
    pub fn members(&self, container: &str) -> impl Iterator<Item = (&Arc<str>, &Arc<FileRecord>)> {
        let prefix = format!("{container}{WITHIN}");
        let from = (std::ops::Bound::Included(prefix.as_str()), std::ops::Bound::Unbounded);
        let after = self.files.range::<str, _>(from);
        let within = move |(path, _): &(&Arc<str>, &Arc<FileRecord>)| path.starts_with(&prefix);
        after.take_while(within).filter(|(_, record)| record.member)
    }
}

impl FileRecord {
    /// The articles it gave, and those kept from before it became unreadable.
    pub fn articles(&self) -> &Articles {
        self.verdict.articles()
    }

    /// Whether the file was read in part, so that some of its articles may no longer be in it.
    pub fn is_partly_read(&self) -> bool {
        matches!(&self.verdict, Verdict::Indexed { format, .. } if **format == *PARTLY_READ)
    }

    /// Whether reading the file failed, at once or before its end.
    pub fn ended_early(&self) -> bool {
        let unreadable = |reason: &str| Why::split(reason).0 == Reason::Unreadable.as_str();
        let skips = match &self.verdict {
            Verdict::Indexed { skipped, .. } => &**skipped,
            Verdict::Skipped { .. } => &[],
        };
        let within = skips.iter().any(|(_, reason)| unreadable(reason));
        self.is_unreadable() || self.is_partly_read() || within
    }

    /// Whether the file gave nothing and was skipped with a reason.
    pub fn is_skipped(&self) -> bool {
        matches!(&self.verdict, Verdict::Skipped { .. })
    }

    /// Whether the file itself was skipped because it could not be read.
    pub fn is_unreadable(&self) -> bool {
        let unreadable = Reason::Unreadable.as_str();
        matches!(&self.verdict, Verdict::Skipped { reason, .. } if Why::split(reason).0 == unreadable)
    }
}
