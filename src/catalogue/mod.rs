//! The catalogue: which files were seen, what became of each, and where each article lies.
//!
//! It belongs to a commit: an immutable file beside the segments, flushed before the commit that
//! names it with its length and checksum. What can change while an article's text does not (its
//! paths, its copies) is here and not in its document. [`encoding`] is the file's form, [`decoding`]
//! reads it, [`view`] is what a search reads of it without unpacking it.
//!
//! A run that indexes holds it in memory, whatever the archive's size: an article takes about 100
//! bytes, a file about 200. A run compares it with the one before, so records are shared by both.

mod decoding;
mod encoding;
mod keys;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use encoding::RootHeader;
pub use keys::{KeyNumber, KeyRecord, Keys};
pub use view::{Place, View};

/// All that is known of the archive.
#[derive(Debug, Clone, Default, PartialEq)]
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

/// An article's place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its key.
    pub key: KeyNumber,
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

    /// How often each key is placed.
    pub fn places(&self) -> Vec<u32> {
        let mut places = vec![0; self.keys.len()];
        for file in self.roots.iter().flat_map(|root| root.files.values()) {
            for placed in file.articles() {
                places[placed.key as usize] += 1;
            }
        }
        places
    }

    /// The spelling each source is shown in, by its folded form: the commonest, of equally common
    /// ones the first in the alphabet.
    pub fn spellings(&self) -> BTreeMap<String, String> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for source in self.keys.records().iter().filter_map(|record| record.source.as_deref()) {
            *counts.entry(source).or_default() += 1;
        }
        let mut shown: BTreeMap<String, (u64, &str)> = BTreeMap::new();
        for (spelling, count) in counts {
            let best = shown.entry(crate::analysis::fold::name(spelling)).or_insert((0, spelling));
            if count > best.0 {
                *best = (count, spelling);
            }
        }
        shown.into_iter().map(|(folded, (_, spelling))| (folded, spelling.to_string())).collect()
    }

    /// Drops keys that no file places any more and numbers the others in their order.
    pub fn compact(&mut self) {
        let places = self.places();
        if let Some(new_number) = self.keys.sort_and_keep(|number| places[number as usize] > 0) {
            for file in self.roots.iter_mut().flat_map(|root| root.files.values_mut()) {
                if let Verdict::Indexed { articles, .. } = &mut Arc::make_mut(file).verdict {
                    for placed in articles {
                        placed.key = new_number[placed.key as usize];
                    }
                }
            }
        }
        self.roots.retain(|root| !root.files.is_empty() || !root.zone.is_empty());
    }

    /// Whether another catalogue differs in nothing but the time of its run.
    pub fn says_the_same(&self, other: &Catalogue) -> bool {
        self.roots == other.roots && self.keys == other.keys
    }

    /// The catalogue as the bytes of its file. Call [`Catalogue::compact`] before.
    pub fn encode(&self) -> std::io::Result<Vec<u8>> {
        encoding::encode(self)
    }

    /// Reads a file of [`Catalogue::encode`].
    pub fn decode(bytes: &[u8]) -> std::io::Result<Catalogue> {
        decoding::decode(bytes)
    }
}

#[cfg(test)]
mod tests;
