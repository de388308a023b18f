//! Writes the file of a catalogue.
//!
//! ```text
//! magic "DLCATAL2" · header length u32 · header (JSON) · sections, as listed in the header
//!   path blocks   u32 each: the position in `paths` of each block of 16 paths
//!   paths         per path: number of bytes shared with the previous path, number of
//!                 bytes that follow (varints), these bytes
//!   hashes        16 bytes each: keys that are hashes, sorted
//!   own           u32 each: the position in `own bytes` of each supplied key, and the end
//!   own bytes     supplied keys, sorted
//!   place blocks  u32 for each block of 16 keys, hashes first: its position in `places`
//!   places        per key: its order (day and second of the day: varints), the number
//!                 of its places, then the file number and line of each (varints)
//!   facts         one zstd frame: file and key data that only writers need, by column
//! checksums       u32 for each 4 kB of the above (`blocks.rs`)
//! ```
//!
//! Numbers are little-endian, and varints are LEB128. Files are numbered in the order of roots and paths. A search
//! reads the header and, for each hit, a few bytes of the sections before `facts`.

use std::io::{self, Write};

use crate::packing::varint;

use super::blocks::Summing;
use super::keys::Keys;
use super::layout::{BLOCK, Files, Header, MAGIC, Numbering, SECTIONS, Section};
use super::records::{FileRecord, Root};
use super::totals::{spellings_of, stored_roots, totals};
use super::{facts, places};

/// Writes the file of a catalogue. Leaves out keys without a place, and roots without files that were never walked.
///
/// The file is large if there are millions of articles. Large sections are therefore generated twice: once for their
/// length, which comes first in the file, and once to be written.
pub fn encode(run: i64, roots: &[Root], keys: &Keys, out: &mut dyn Write) -> io::Result<()> {
    let roots = stored_roots(roots);
    let files: Vec<(&str, &FileRecord)> = roots
        .iter()
        .flat_map(|root| root.files.iter().map(|(path, record)| (path.as_ref(), record.as_ref())))
        .collect();
    let numbering = Numbering::of(keys, &roots);
    let (path_blocks, paths) = paths(&files);
    // Hashes come first, then supplied keys. Both are sorted.
    let hashes = numbering.sorted.partition_point(|number| keys.hash(*number).is_some());
    let (mut own, mut own_bytes) = (Vec::new(), Vec::new());
    for number in &numbering.sorted[hashes..] {
        push_u32(&mut own, own_bytes.len())?;
        own_bytes.extend_from_slice(keys.key(*number).as_bytes());
    }
    push_u32(&mut own, own_bytes.len())?;
    let (mut place_blocks, mut places) = (Vec::new(), 0);
    places::each(keys, &files, &numbering, &mut |key, bytes| {
        if key % BLOCK == 0 {
            push_u32(&mut place_blocks, places)?;
        }
        places += bytes.len();
        Ok(())
    })?;
    let mut facts = facts::Length(0);
    facts::encode(keys, &files, &numbering, &mut facts)?;

    let totals = totals(&roots, spellings_of(keys, &numbering.sorted));
    let mut sections = [0; SECTIONS];
    for (section, length) in [
        (Section::PathBlocks, path_blocks.len()),
        (Section::Paths, paths.len()),
        (Section::Hashes, hashes * 16),
        (Section::Own, own.len()),
        (Section::OwnBytes, own_bytes.len()),
        (Section::PlaceBlocks, place_blocks.len()),
        (Section::Places, places),
        (Section::Facts, facts.0 as usize),
    ] {
        sections[section as usize] = length;
    }
    let header = Header {
        run,
        roots: totals.roots,
        sources: totals.sources,
        files: totals.files,
        members: totals.members,
        hashes,
        own: numbering.sorted.len() - hashes,
        skipped: totals.skipped,
        bytes: totals.bytes,
        sections: sections.into(),
    };
    let mut out = Summing::new(out);
    let header = serde_json::to_vec(&header)?;
    let mut length = Vec::new();
    push_u32(&mut length, header.len())?;
    for part in [MAGIC.as_slice(), &length, &header, &path_blocks, &paths] {
        out.write_all(part)?;
    }
    for hash in numbering.sorted.iter().filter_map(|number| keys.hash(*number)) {
        out.write_all(&hash)?;
    }
    for part in [&own, &own_bytes, &place_blocks] {
        out.write_all(part)?;
    }
    places::each(keys, &files, &numbering, &mut |_, bytes| out.write_all(bytes))?;
    facts::encode(keys, &files, &numbering, &mut out)?;
    out.finish()
}

fn paths(files: &Files) -> (Vec<u8>, Vec<u8>) {
    let (mut blocks, mut out) = (Vec::new(), Vec::new());
    let mut last = "";
    for (number, (path, _)) in files.iter().enumerate() {
        if number % BLOCK == 0 {
            blocks.extend((out.len() as u32).to_le_bytes());
            last = "";
        }
        let shared = path.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        varint(&mut out, shared as u64);
        varint(&mut out, (path.len() - shared) as u64);
        out.extend_from_slice(&path.as_bytes()[shared..]);
        last = path;
    }
    (blocks, out)
}

fn push_u32(out: &mut Vec<u8>, value: usize) -> io::Result<()> {
    let larger = || io::Error::other("the catalogue is larger than 4 GB");
    let value = u32::try_from(value).ok().ok_or_else(larger)?;
    out.extend(value.to_le_bytes());
    Ok(())
}
