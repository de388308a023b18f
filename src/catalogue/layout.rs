//! The layout of the catalogue file: its header, its sections, and the codes of verdicts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::key_set::KeyNumber;
use super::keys::Keys;
use super::records::{FileRecord, Root};

pub const MAGIC: &[u8; 8] = b"DLCATAL2";

/// The number of paths, or of keys with their places, in a block.
pub const BLOCK: usize = 16;

/// The header, which a search reads completely.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Header {
    pub run: i64,
    pub roots: Vec<RootHeader>,
    /// The spelling to show for each folded source.
    pub sources: BTreeMap<String, String>,
    pub files: usize,
    pub hashes: usize,
    pub own: usize,
    /// The number of files that are members of containers.
    #[serde(default)]
    pub members: usize,
    /// The number of files without articles that are not members, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// The total size of the indexed files, in bytes.
    pub bytes: u64,
    /// The lengths of the sections, in order.
    pub sections: Vec<usize>,
}

/// What is recorded about a root, in addition to its files.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RootHeader {
    /// The canonical path.
    pub path: String,
    /// The source of articles that do not state theirs.
    pub source: Option<String>,
    /// The time zone of dates without one.
    pub zone: String,
    /// The other options for reading its files, as JSON.
    #[serde(default)]
    pub reading: String,
    /// The number of files, including members of containers.
    pub files: usize,
    /// The number of files that are members of containers.
    #[serde(default)]
    pub members: usize,
}

/// The sections, in order.
#[derive(Debug, Clone, Copy)]
#[repr(usize)]
pub enum Section {
    PathBlocks,
    Paths,
    Hashes,
    Own,
    OwnBytes,
    PlaceBlocks,
    Places,
    Facts,
}

pub const SECTIONS: usize = 8;

/// The code of a skipped file. The code of an indexed file is 0.
pub const SKIPPED: u8 = 1;

/// The code of an indexed file that has to be read again in the next run.
pub const UNSETTLED: u8 = 2;

/// The code of a skipped file whose former articles were kept.
pub const KEPT: u8 = 3;

/// Added to the code of a member of a container.
pub const MEMBER: u8 = 4;

/// The files of all roots, in order.
pub type Files<'a> = [(&'a str, &'a FileRecord)];

/// The keys that have a place, in order, and the number in the file for each number in memory.
pub struct Numbering {
    pub sorted: Vec<KeyNumber>,
    pub number: Vec<KeyNumber>,
}

impl Numbering {
    pub fn of(keys: &Keys, roots: &[&Root]) -> Numbering {
        // The list first holds the numbers of places, and then the new numbers.
        let mut number = keys.places(roots.iter().copied());
        let sorted = keys.sorted(|key| number[key as usize] > 0);
        for (new, old) in (0..).zip(&sorted) {
            number[*old as usize] = new;
        }
        Numbering { sorted, number }
    }
}
