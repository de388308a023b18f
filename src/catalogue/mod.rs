//! The catalogue: which files were seen, what became of each, and where each article lies.
//!
//! It belongs to a commit: an immutable file beside the segments, flushed before the commit that
//! names it with its length and checksum. What can change while an article's text does not (its
//! paths, its copies) is here and not in its document. [`encoding`] is the file's form, [`decoding`]
//! reads it, [`view`] is what a search reads of it without unpacking it.
//!
//! A run that indexes holds it in memory, whatever the archive's size: an article takes about 40
//! bytes, and some 10 more while the catalogue is written; a file takes about 250. A run compares its files
//! with those before, so their records are shared by both.

mod articles;
mod blocks;
mod decoding;
mod encoding;
mod facts;
mod key_set;
mod keys;
mod names;
mod places;
mod sections;
pub mod view;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use crate::archive::{Reason, Why};
pub use articles::{Articles, Placed, Placing};
pub use encoding::RootHeader;
pub use key_set::KeySet;
pub use keys::{KeyNumber, Keys};
pub use view::{Place, View};

/// All that is known of the archive.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// When the run that wrote it began, nanoseconds since 1970.
    pub run: i64,
    /// The roots, sorted by path.
    pub roots: Vec<Root>,
    /// The articles' keys.
    pub keys: Keys,
}

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
    hash.iter().take(encoding::HASH).rev().fold(0, |kept, byte| kept << 8 | u64::from(*byte))
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

impl Catalogue {
    /// The root of this path, added where it is new; roots stay sorted.
    pub fn root(&mut self, path: &str) -> usize {
        match self.roots.binary_search_by(|root| root.path.as_str().cmp(path)) {
            Ok(at) => at,
            Err(at) => {
                self.roots.insert(at, Root { path: path.to_string(), ..Root::default() });
                at
            }
        }
    }

    /// Bytes it takes in memory at most, about.
    pub fn bytes(&self) -> usize {
        let files = self.roots.iter().flat_map(|root| &root.files);
        let of_file = |(path, record): (&Arc<str>, &Arc<FileRecord>)| {
            FILE + path.len() + record.articles().bytes()
        };
        self.keys.bytes_when_growing() + files.map(of_file).sum::<usize>()
    }

    /// Writes the catalogue's file. Keys without a place are left out.
    pub fn encode(&self, out: &mut dyn Write) -> io::Result<()> {
        self.encode_with(&self.roots, out)
    }

    /// The same with other roots.
    pub fn encode_with(&self, roots: &[Root], out: &mut dyn Write) -> io::Result<()> {
        encoding::encode(self.run, roots, &self.keys, out)
    }

    /// Reads a file of [`Catalogue::encode`].
    pub fn decode(bytes: &[u8]) -> io::Result<Catalogue> {
        Self::decode_in_pieces(bytes, &|| {})
    }

    /// The same; is told when what has been read so far is not needed for a while.
    pub fn decode_in_pieces(bytes: &[u8], passed: &dyn Fn()) -> io::Result<Catalogue> {
        decoding::decode(bytes, passed)
    }
}

#[cfg(test)]
mod tests;
