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

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::article::KEY_BITS;
use crate::packing::{string, varint, zigzag};

use super::{Catalogue, FileRecord, KeyRecord, Verdict};

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

pub fn encode(catalogue: &Catalogue) -> io::Result<Vec<u8>> {
    let files: Vec<(&str, &FileRecord)> = catalogue
        .roots
        .iter()
        .flat_map(|root| root.files.iter().map(|(path, record)| (path.as_ref(), record.as_ref())))
        .collect();
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    paths(&files, &mut sections);

    // Hashes first, then brought keys, each in order: `compact` has sorted them.
    let records = catalogue.keys.records();
    let hashes = records.partition_point(|record| record.hash().is_some());
    for hash in records[..hashes].iter().filter_map(KeyRecord::hash) {
        sections[Section::Hashes as usize].extend(hash);
    }
    let mut own_bytes = Vec::new();
    for record in &records[hashes..] {
        push_u32(&mut sections[Section::Own as usize], own_bytes.len())?;
        own_bytes.extend_from_slice(record.key().as_bytes());
    }
    push_u32(&mut sections[Section::Own as usize], own_bytes.len())?;
    sections[Section::OwnBytes as usize] = own_bytes;
    places(catalogue, &files, &mut sections)?;
    sections[Section::Facts as usize] = zstd::bulk::compress(&facts(catalogue, &files), 3)?;

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
        run: catalogue.run,
        roots: catalogue
            .roots
            .iter()
            .map(|root| RootHeader {
                path: root.path.clone(),
                source: root.source.clone(),
                zone: root.zone.clone(),
                reading: root.reading.clone(),
                files: root.files.len(),
            })
            .collect(),
        sources: catalogue.spellings(),
        files: files.len(),
        members: files.iter().filter(|(_, record)| record.member).count(),
        hashes,
        own: records.len() - hashes,
        skipped,
        bytes,
        sections: sections.iter().map(Vec::len).collect(),
    };
    let header = serde_json::to_vec(&header)?;
    let mut out = MAGIC.to_vec();
    push_u32(&mut out, header.len())?;
    out.extend_from_slice(&header);
    for section in sections {
        out.extend_from_slice(&section);
    }
    Ok(out)
}

fn paths(files: &[(&str, &FileRecord)], sections: &mut [Vec<u8>; SECTIONS]) {
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
    catalogue: &Catalogue,
    files: &[(&str, &FileRecord)],
    sections: &mut [Vec<u8>; SECTIONS],
) -> io::Result<()> {
    // All places, key by key, without a list for each: counted, then filled in.
    let counts = catalogue.places();
    let mut starts = Vec::with_capacity(counts.len() + 1);
    starts.push(0);
    for count in &counts {
        starts.push(starts[starts.len() - 1] + *count as usize);
    }
    let mut filled = starts.clone();
    let mut all = vec![(0_u32, 0_u64); starts[counts.len()]];
    for (file, (_, record)) in (0_u32..).zip(files) {
        for placed in record.articles() {
            let at = &mut filled[placed.key as usize];
            all[*at] = (file, placed.line);
            *at += 1;
        }
    }
    let mut out = Vec::new();
    for (at, record) in catalogue.keys.records().iter().enumerate() {
        if at % BLOCK == 0 {
            push_u32(&mut sections[Section::PlaceBlocks as usize], out.len())?;
        }
        push_order(&mut out, record);
        let places = &all[starts[at]..starts[at + 1]];
        varint(&mut out, places.len() as u64);
        for (file, line) in places {
            varint(&mut out, u64::from(*file));
            varint(&mut out, *line);
        }
    }
    sections[Section::Places as usize] = out;
    Ok(())
}

/// `order` in as few bytes as it has information: its lower bits follow from the key.
fn push_order(out: &mut Vec<u8>, record: &KeyRecord) {
    let second = record.order >> KEY_BITS;
    zigzag(out, second.div_euclid(86_400));
    varint(out, second.rem_euclid(86_400) as u64);
}

/// Strings that repeat, by number.
#[derive(Default)]
struct Names<'a> {
    list: Vec<&'a str>,
    numbers: FxHashMap<&'a str, u64>,
}

impl<'a> Names<'a> {
    fn number(&mut self, name: &'a str) -> u64 {
        let next = self.list.len() as u64;
        let list = &mut self.list;
        *self.numbers.entry(name).or_insert_with(|| {
            list.push(name);
            next
        })
    }
}

fn facts(catalogue: &Catalogue, files: &[(&str, &FileRecord)]) -> Vec<u8> {
    let mut names = Names::default();
    let (mut sizes, mut times, mut hashes, mut verdicts) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut last_time = 0_i64;
    for (_, record) in files {
        varint(&mut sizes, record.size);
        zigzag(&mut times, record.modified.wrapping_sub(last_time));
        last_time = record.modified;
        hashes.extend(&record.hash.to_le_bytes()[..HASH]);
        let member = if record.member { MEMBER } else { 0 };
        match &record.verdict {
            Verdict::Skipped(reason) => {
                verdicts.push(1 | member);
                varint(&mut verdicts, names.number(reason));
            }
            Verdict::Indexed { format, articles, skipped } => {
                verdicts.push(if record.unsettled { 2 } else { 0 } | member);
                varint(&mut verdicts, names.number(format));
                varint(&mut verdicts, articles.len() as u64);
                for placed in articles {
                    varint(&mut verdicts, placed.line);
                    varint(&mut verdicts, u64::from(placed.key));
                }
                varint(&mut verdicts, skipped.len() as u64);
                for (line, reason) in skipped {
                    varint(&mut verdicts, *line);
                    varint(&mut verdicts, names.number(reason));
                }
            }
        }
    }
    let mut keys = Vec::new();
    for record in catalogue.keys.records() {
        keys.push(
            u8::from(record.source_inherited)
                | u8::from(record.source.is_some()) << 1
                | u8::from(record.is_brought()) << 2,
        );
        if let Some(source) = &record.source {
            varint(&mut keys, names.number(source));
        }
        if record.is_brought() {
            string(&mut keys, &record.content());
        }
    }
    let mut out = Vec::new();
    varint(&mut out, names.list.len() as u64);
    for name in names.list {
        string(&mut out, name);
    }
    for part in [sizes, times, hashes, verdicts, keys] {
        out.extend_from_slice(&part);
    }
    out
}

fn push_u32(out: &mut Vec<u8>, value: usize) -> io::Result<()> {
    let value =
        u32::try_from(value).map_err(|_| io::Error::other("the catalogue is larger than 4 GB"))?;
    out.extend(value.to_le_bytes());
    Ok(())
}
