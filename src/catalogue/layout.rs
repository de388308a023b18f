//! The layout of the catalogue file: its header, its sections, and the codes of verdicts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::key_set::KeyNumber;
use super::keys::Keys;
use super::records::{FileRecord, Root};

pub const MAGIC: &[u8; 8] = b"DLCATAL2";

/// Paths, and keys' places, in a block.
pub const BLOCK: usize = 16;

/// What a search reads whole.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Header {
    pub run: i64,
    pub roots: Vec<RootHeader>,
    /// Folded source → the spelling shown.
    pub sources: BTreeMap<String, String>,
    pub files: usize,
    pub hashes: usize,
    pub own: usize,
    /// Members of containers among the files.
    #[serde(default)]
    pub members: usize,
    /// Files that gave no article and are no members, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Bytes of all files that were indexed.
    pub bytes: u64,
    /// Lengths of the sections, in their order.
    pub sections: Vec<usize>,
}

/// What is remembered of a root, besides its files.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RootHeader {
    pub path: String,
    pub source: Option<String>,
    pub zone: String,
    #[serde(default)]
    pub reading: String,
    pub files: usize,
}

/// The sections, in their order.
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

/// A verdict's number: skipped; 0 is indexed.
pub const SKIPPED: u8 = 1;

/// A verdict's number: indexed, to be read again at the next run.
pub const UNSETTLED: u8 = 2;

/// A verdict's number: skipped, and its former articles were kept.
pub const KEPT: u8 = 3;

/// What is added to a verdict's number for a member of a container.
pub const MEMBER: u8 = 4;

/// The files of all roots, in their order.
pub type Files<'a> = [(&'a str, &'a FileRecord)];

/// The keys that have a place, in their order, and the number each has in the file by its number
/// in memory.
pub struct Numbering {
    pub sorted: Vec<KeyNumber>,
    pub number: Vec<KeyNumber>,
}

impl Numbering {
    pub fn of(keys: &Keys, roots: &[&Root]) -> Numbering {
        // Places first, then numbers: one list serves both.
        let mut number = keys.places(roots.iter().copied());
        let sorted = keys.sorted(|key| number[key as usize] > 0);
        for (new, old) in (0..).zip(&sorted) {
            number[*old as usize] = new;
        }
        Numbering { sorted, number }
    }
}
