//! The catalogue's file.
//!
//! ```text
//! magic "DLCATAL1" · header length u32 · header (JSON) · sections, where the header says
//!   path blocks   u32 each: where a block of 16 paths begins in `paths`
//!   paths         per path: bytes shared with the one before, bytes that follow (varints), bytes
//!   hashes        16 bytes each: keys that are hashes, sorted
//!   own           u32 each: where a brought key begins in `own bytes`, and its end at last
//!   own bytes     brought keys, sorted
//!   place blocks  u32 for each block of 16 keys, hashes first: where it begins in `places`
//!   places        per key: its order (day and second of the day: varints), the count
//!                 of its places, then file number and line of each (varints)
//!   facts         one zstd frame: what only a writer needs of files and keys, column by column
//! ```
//!
//! Numbers are little-endian; varints are LEB128. Files are numbered in the order of roots and
//! paths. A search reads the header and, for each hit, some bytes of the sections before `facts`.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use crate::article::KEY_BITS;
use crate::packing::{varint, zigzag};

use super::{FileRecord, KeyNumber, KeyRecord, Keys, Placed, Root, Verdict, facts};

pub const MAGIC: &[u8; 8] = b"DLCATAL1";

/// Bytes kept of a file's hash: it decides only where size and time leave a doubt.
pub const HASH: usize = 5;

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

const SECTIONS: usize = 8;

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
    fn of(keys: &Keys, roots: &[&Root]) -> Numbering {
        // Places first, then numbers: one list serves both.
        let mut number = keys.places(roots.iter().copied());
        let sorted = keys.sorted(|key| number[key as usize] > 0);
        for (new, old) in (0..).zip(&sorted) {
            number[*old as usize] = new;
        }
        Numbering { sorted, number }
    }
}

/// The file of a catalogue, in parts that are never joined: of millions of articles they are
/// large. Keys without a place are left out, and roots that hold nothing and were never walked.
pub fn encode(run: i64, roots: &[Root], keys: &Keys) -> io::Result<Vec<Vec<u8>>> {
    let roots: Vec<&Root> =
        roots.iter().filter(|root| !root.files.is_empty() || !root.zone.is_empty()).collect();
    let files: Vec<(&str, &FileRecord)> = roots
        .iter()
        .flat_map(|root| root.files.iter().map(|(path, record)| (path.as_ref(), record.as_ref())))
        .collect();
    let numbering = Numbering::of(keys, &roots);
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    paths(&files, &mut sections);

    sections[Section::Facts as usize] = facts::encode(keys, &files, &numbering)?;
    places(keys, &files, &numbering, &mut sections)?;

    // Hashes first, then brought keys, each in order.
    let records = || numbering.sorted.iter().map(|number| keys.get(*number));
    let hashes = numbering.sorted.partition_point(|number| keys.get(*number).hash().is_some());
    sections[Section::Hashes as usize].reserve_exact(hashes * 16);
    for hash in records().filter_map(KeyRecord::hash) {
        sections[Section::Hashes as usize].extend(hash);
    }
    let mut own_bytes = Vec::new();
    for record in records().skip(hashes) {
        push_u32(&mut sections[Section::Own as usize], own_bytes.len())?;
        own_bytes.extend_from_slice(record.key().as_bytes());
    }
    push_u32(&mut sections[Section::Own as usize], own_bytes.len())?;
    sections[Section::OwnBytes as usize] = own_bytes;

    let mut skipped: BTreeMap<String, u64> = BTreeMap::new();
    let mut bytes = 0;
    for (_, record) in &files {
        match &record.verdict {
            Verdict::Skipped(_) if record.member => {}
            Verdict::Skipped(reason) => *skipped.entry(reason.to_string()).or_default() += 1,
            Verdict::Indexed { .. } if record.member => {}
            Verdict::Indexed { .. } => bytes += record.size,
        }
    }
    let header = Header {
        run,
        roots: roots
            .iter()
            .map(|root| RootHeader {
                path: root.path.clone(),
                source: root.source.clone(),
                zone: root.zone.clone(),
                reading: root.reading.clone(),
                files: root.files.len(),
            })
            .collect(),
        sources: spellings(records().filter_map(|record| keys.source(record))),
        files: files.len(),
        members: files.iter().filter(|(_, record)| record.member).count(),
        hashes,
        own: numbering.sorted.len() - hashes,
        skipped,
        bytes,
        sections: sections.iter().map(Vec::len).collect(),
    };
    let header = serde_json::to_vec(&header)?;
    let mut first = MAGIC.to_vec();
    push_u32(&mut first, header.len())?;
    first.extend_from_slice(&header);
    Ok(std::iter::once(first).chain(sections).collect())
}

/// The spelling each source is shown in, by its folded form: the commonest, of equally common
/// ones the first in the alphabet.
fn spellings<'a>(sources: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for source in sources {
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

fn paths(files: &Files, sections: &mut [Vec<u8>; SECTIONS]) {
    let mut out = Vec::new();
    let mut last = "";
    for (number, (path, _)) in files.iter().enumerate() {
        if number % BLOCK == 0 {
            sections[Section::PathBlocks as usize].extend((out.len() as u32).to_le_bytes());
            last = "";
        }
        let shared = path.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        varint(&mut out, shared as u64);
        varint(&mut out, (path.len() - shared) as u64);
        out.extend_from_slice(&path.as_bytes()[shared..]);
        last = path;
    }
    sections[Section::Paths as usize] = out;
}

fn places(
    keys: &Keys,
    files: &Files,
    numbering: &Numbering,
    sections: &mut [Vec<u8>; SECTIONS],
) -> io::Result<()> {
    // All places, key by key, without a list for each: counted, then filled in. While they are
    // filled in, `ends` says where the next place of a key goes; afterwards, where they end.
    let mut ends = vec![0_u32; numbering.sorted.len() + 1];
    let all = || {
        (0_u32..).zip(files).flat_map(|(file, (_, record))| {
            let placed = move |(ordinal, placed): (u32, &Placed)| {
                (numbering.number[placed.key as usize] as usize, file, ordinal)
            };
            (0_u32..).zip(record.articles()).map(placed)
        })
    };
    for (key, ..) in all() {
        ends[key + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut places = vec![(0, 0); ends[numbering.sorted.len()] as usize];
    for (key, file, ordinal) in all() {
        places[ends[key] as usize] = (file, ordinal);
        ends[key] += 1;
    }
    let mut out = Vec::new();
    let mut start = 0;
    for (at, (number, end)) in numbering.sorted.iter().zip(&ends).enumerate() {
        if at % BLOCK == 0 {
            push_u32(&mut sections[Section::PlaceBlocks as usize], out.len())?;
        }
        push_order(&mut out, keys.get(*number));
        let end = *end as usize;
        varint(&mut out, (end - start) as u64);
        for (file, ordinal) in &places[start..end] {
            varint(&mut out, u64::from(*file));
            varint(&mut out, files[*file as usize].1.articles()[*ordinal as usize].line());
        }
        start = end;
    }
    sections[Section::Places as usize] = out;
    Ok(())
}

/// `order` in as few bytes as it has information: its lower bits follow from the key.
fn push_order(out: &mut Vec<u8>, record: &KeyRecord) {
    let second = record.order() >> KEY_BITS;
    zigzag(out, second.div_euclid(86_400));
    varint(out, second.rem_euclid(86_400) as u64);
}

fn push_u32(out: &mut Vec<u8>, value: usize) -> io::Result<()> {
    let value =
        u32::try_from(value).map_err(|_| io::Error::other("the catalogue is larger than 4 GB"))?;
    out.extend(value.to_le_bytes());
    Ok(())
}
