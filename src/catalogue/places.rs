//! The places of each key: what the files say, turned round.
//!
//! Keys are taken a window at a time, so that no more is held than a sixteenth of all places, or those
//! of a million keys.

use std::io;

use super::keys::Keys;
use super::layout::{Files, Numbering};
use crate::packing::{varint, zigzag};

/// Keys in a window, at least.
const WINDOW: usize = 1 << 20;

/// Windows, at most.
const WINDOWS: usize = 16;

/// The file of a place and the line in it.
type Place = (u32, u64);

/// Tells the bytes of each key's places by the key's number in the file, in their order: the day and
/// second of the key's order, the number of its places, and the file and line of each.
pub fn each(
    keys: &Keys,
    files: &Files,
    numbering: &Numbering,
    tell: &mut dyn FnMut(usize, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let window = WINDOW.max(numbering.sorted.len().div_ceil(WINDOWS));
    let mut out = Vec::new();
    for (at, within) in numbering.sorted.chunks(window).enumerate() {
        let first = at * window;
        let (places, ends) = collect(files, numbering, first, within.len());
        let mut start = 0;
        for (at, (number, end)) in within.iter().zip(ends).enumerate() {
            // `order` in as few bytes as it has information: its lower bits follow from the key.
            let second = keys.second(*number);
            out.clear();
            zigzag(&mut out, second.div_euclid(86_400));
            varint(&mut out, second.rem_euclid(86_400) as u64);
            let places = &places[start..end as usize];
            varint(&mut out, places.len() as u64);
            for (file, line) in places {
                varint(&mut out, u64::from(*file));
                varint(&mut out, *line);
            }
            tell(first + at, &out)?;
            start = end as usize;
        }
    }
    Ok(())
}

/// The places of the keys of a window, key by key, and where those of each end.
fn collect(
    files: &Files,
    numbering: &Numbering,
    first: usize,
    count: usize,
) -> (Vec<Place>, Vec<u32>) {
    // Without a list for each key: counted, then filled in. While they are filled in, `ends` says
    // where the next place of a key goes; afterwards, where they end.
    let all = || {
        (0_u32..).zip(files).flat_map(|(file, (_, record))| {
            record.articles().iter().filter_map(move |placed| {
                let key = numbering.number[placed.key as usize] as usize;
                let key = key.checked_sub(first).filter(|key| *key < count)?;
                Some((key, (file, placed.line)))
            })
        })
    };
    let mut ends = vec![0_u32; count + 1];
    for (key, _) in all() {
        ends[key + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut places = vec![Place::default(); ends[count] as usize];
    for (key, place) in all() {
        places[ends[key] as usize] = place;
        ends[key] += 1;
    }
    (places, ends)
}
