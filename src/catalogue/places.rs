//! The places of each key, as the inverse of the articles of each file.
//!
//! Keys are processed in windows, so that only the places of a sixteenth of the keys, or of a million keys, are held in
//! memory at once.

use std::io;

use super::keys::Keys;
use super::layout::{Files, Numbering};
use crate::packing::{varint, zigzag};

/// The minimum number of keys in a window.
const WINDOW: usize = 1 << 20;

/// The maximum number of windows.
const WINDOWS: usize = 16;

/// The file of a place, and the line in it.
type Place = (u32, u64);

/// Calls `visit` for each key, with its number in the file and the bytes of its places: the day and second of the key's
/// order, the number of places, and the file and line of each place.
pub fn each(
    keys: &Keys,
    files: &Files,
    numbering: &Numbering,
    visit: &mut dyn FnMut(usize, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let window = WINDOW.max(numbering.sorted.len().div_ceil(WINDOWS));
    let mut out = Vec::new();
    for (at, within) in numbering.sorted.chunks(window).enumerate() {
        let first = at * window;
        let (places, ends) = collect(files, numbering, first, within.len());
        let mut start = 0;
        for (at, (number, end)) in within.iter().zip(ends).enumerate() {
            // Only the second of `order` is stored, because the lower bits follow from the key.
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
            visit(first + at, &out)?;
            start = end as usize;
        }
    }
    Ok(())
}

/// Returns the places of the keys in a window, grouped by key, and where the places of each key end.
fn collect(
    files: &Files,
    numbering: &Numbering,
    first: usize,
    count: usize,
) -> (Vec<Place>, Vec<u32>) {
    // Places are counted and then filled in, which avoids a list per key. While they are filled in, `ends` holds the
    // position of each key's next place. Afterwards, it holds the end of its places.
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
