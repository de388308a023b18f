//! The records of roots and files in the catalogue.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::articles::Articles;
use crate::archive::{Reason, Why, is_built_in_now};

/// The number of bytes of a file's hash that are kept. The hash only decides if size and time leave a doubt.
pub const HASH: usize = 5;

/// A path given to `dateline index`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Root {
    /// The canonical path. Bytes that are not UTF-8 are percent-encoded.
    pub path: String,
    /// The `--source` of the last run.
    pub source: Option<String>,
    /// The `--tz` of the last run.
    pub zone: String,
    /// The `--format` and `--map` of the last run, or an empty string.
    pub reading: String,
    /// The files, by their path below the root.
    pub files: BTreeMap<Arc<str>, Arc<FileRecord>>,
}

/// A file that was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// The size in bytes.
    pub size: u64,
    /// The modification time in nanoseconds since 1970.
    pub modified: i64,
    /// A checksum of the inode and change time, or 0 if the system has neither.
    pub identity: u32,
    /// The first bytes of the BLAKE3 hash of the content.
    pub hash: u64,
    /// What the run did with the file.
    pub verdict: Verdict,
    /// Whether the file has to be read again in the next run, even if its time is unchanged. Either an article in it
    /// supplied a key that was taken and may have become free, or the run was stopped within the file.
    pub unsettled: bool,
    /// Whether the file is a member of a container. If so, its path starts with that of the container.
    pub member: bool,
}

/// What a run did with a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The file was read and may have articles.
    Indexed {
        /// The format that the file was read as.
        format: Arc<str>,
        /// The articles in the file, in order.
        articles: Articles,
        /// The articles in the file that were left out: line and reason.
        skipped: Box<[(u64, Arc<str>)]>,
    },
    /// The file has no articles.
    Skipped {
        /// The reason, with details after a colon.
        reason: Arc<str>,
        /// The articles that the file had before it became unreadable.
        kept: Articles,
    },
}

impl Verdict {
    /// Returns the verdict for a file without articles, now and before.
    pub fn skipped(reason: impl Into<Arc<str>>) -> Verdict {
        Verdict::Skipped { reason: reason.into(), kept: Articles::default() }
    }

    /// Returns the articles in the file, or those kept from before it became unreadable.
    pub fn articles(&self) -> &Articles {
        match self {
            Verdict::Indexed { articles, .. } => articles,
            Verdict::Skipped { kept, .. } => kept,
        }
    }
}

/// Returns the part of a content hash that the catalogue keeps.
pub fn file_hash(hash: &[u8]) -> u64 {
    hash.iter().take(HASH).rev().fold(0, |kept, byte| kept << 8 | u64::from(*byte))
}

/// The approximate memory of a file in bytes, without its path and articles.
pub const FILE: usize = 200;

/// The format of a file that was read only in part. Its articles are those found in it, and those from before that may
/// still be in it.
pub const PARTLY_READ: &str = "partly read";

/// The separator between the path of a container and that of a member.
pub const WITHIN: &str = "!/";

impl Root {
    /// Returns the members of a container, including those of nested containers.
    pub fn members(&self, container: &str) -> impl Iterator<Item = (&Arc<str>, &Arc<FileRecord>)> {
        // Paths that start with the container's path follow it directly. Usually, none does.
        let after = self.files.range::<str, _>((Bound::Excluded(container), Bound::Unbounded));
        let beginning =
            after.map_while(move |entry| Some((entry.0.strip_prefix(container)?, entry)));
        let members =
            beginning.filter(|(rest, (_, record))| rest.starts_with(WITHIN) && record.member);
        members.map(|(_, entry)| entry)
    }
}

impl FileRecord {
    /// Returns the articles in the file, or those kept from before it became unreadable.
    pub fn articles(&self) -> &Articles {
        self.verdict.articles()
    }

    /// Returns whether the file was read in part, so that some of its articles may no longer be in it.
    pub fn is_partly_read(&self) -> bool {
        matches!(&self.verdict, Verdict::Indexed { format, .. } if **format == *PARTLY_READ)
    }

    /// Returns whether reading the file failed, either at once or before its end.
    pub fn ended_early(&self) -> bool {
        let unreadable = |reason: &str| Why::split(reason).0 == Reason::Unreadable.as_str();
        let skips = match &self.verdict {
            Verdict::Indexed { skipped, .. } => &**skipped,
            Verdict::Skipped { .. } => &[],
        };
        let within = skips.iter().any(|(_, reason)| unreadable(reason));
        self.is_unreadable() || self.is_partly_read() || within
    }

    /// Returns whether the file was skipped.
    pub fn is_skipped(&self) -> bool {
        matches!(&self.verdict, Verdict::Skipped { .. })
    }

    /// Returns whether another build skipped the file, because it cannot read the format, which this build reads.
    pub fn is_built_in_now(&self) -> bool {
        matches!(&self.verdict, Verdict::Skipped { reason, .. } if is_built_in_now(reason))
    }

    /// Returns whether the file itself was skipped because it could not be read.
    pub fn is_unreadable(&self) -> bool {
        let unreadable = Reason::Unreadable.as_str();
        matches!(&self.verdict, Verdict::Skipped { reason, .. } if Why::split(reason).0 == unreadable)
    }
}
