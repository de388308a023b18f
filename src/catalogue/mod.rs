//! The catalogue: which files were seen, what became of each, and where each article lies.
//!
//! It belongs to a commit: an immutable file beside the segments, flushed before the commit that
//! names it with its length and checksum. What can change while an article's text does not (its
//! paths, its copies) is here and not in its document. [`encoding`] is the file's form, [`decoding`]
//! reads it, [`view`] is what a search reads of it without unpacking it.
//!
//! A run that indexes holds it in memory, whatever the archive's size: an article takes about 60
//! bytes, and as much again while its file is written; a file takes about 200. A run compares its
//! files with those before, so their records are shared by both.

mod decoding;
mod encoding;
mod facts;
mod keys;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use encoding::RootHeader;
pub use keys::{KeyNumber, KeyRecord, KeySet, Keys, Source};
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
        articles: Box<[Placed]>,
        /// Articles in it that were left out: line and reason.
        skipped: Box<[(u64, Arc<str>)]>,
    },
    /// It gave none, and why.
    Skipped(Arc<str>),
}

/// The part of a content hash that the catalogue keeps.
pub fn file_hash(hash: &[u8]) -> u64 {
    hash.iter().take(encoding::HASH).rev().fold(0, |kept, byte| kept << 8 | u64::from(*byte))
}

/// An article's place in a file: 12 bytes, since there are millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its key.
    pub key: KeyNumber,
    line: [u32; 2],
}

impl Placed {
    /// The article of a key, which begins on a line, from 1.
    pub fn new(line: u64, key: KeyNumber) -> Placed {
        Placed { key, line: [(line >> 32) as u32, line as u32] }
    }

    /// The line it begins on, from 1.
    pub fn line(self) -> u64 {
        u64::from(self.line[0]) << 32 | u64::from(self.line[1])
    }
}

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
    /// The articles it gave.
    pub fn articles(&self) -> &[Placed] {
        match &self.verdict {
            Verdict::Indexed { articles, .. } => articles,
            Verdict::Skipped(_) => &[],
        }
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

    /// The catalogue's file, in parts. Keys without a place are left out.
    pub fn encode(&self) -> std::io::Result<Vec<Vec<u8>>> {
        self.encode_with(&self.roots)
    }

    /// The same with other roots.
    pub fn encode_with(&self, roots: &[Root]) -> std::io::Result<Vec<Vec<u8>>> {
        encoding::encode(self.run, roots, &self.keys)
    }

    /// Reads a file of [`Catalogue::encode`].
    pub fn decode(bytes: &[u8]) -> std::io::Result<Catalogue> {
        decoding::decode(bytes)
    }
}

#[cfg(test)]
mod tests;
