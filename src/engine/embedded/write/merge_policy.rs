//! The merge policy: which segments are merged, and how many at once.
//!
//! A merge holds a few MB of each of its segments until it ends: their term lists and fifty blocks of their stored
//! articles. So at most [`AT_ONCE`] segments are merged at once, smallest first, and the result is merged with the
//! rest. The order is that of a Huffman code (Huffman, 1952) with as many symbols.

use tantivy::SegmentMeta;
use tantivy::index::SegmentId;

/// The maximum number of segments that a search has to visit.
const MAX_SEGMENTS: usize = 8;

/// The maximum number of segments that are merged at once.
const AT_ONCE: usize = 16;

/// A segment, with its number of articles. Unlike tantivy's `SegmentMeta`, it does not keep the segment's files from
/// being deleted.
pub type Sized = (u32, SegmentId);

/// Returns the segments to merge. These are all segments if this run added a large part of the articles or if a large
/// part is deleted, and the small ones if there are too many segments.
pub fn segments_to_merge(metas: &[SegmentMeta], added: u64) -> Vec<Sized> {
    let alive: u64 = metas.iter().map(|meta| u64::from(meta.num_docs())).sum();
    let dead: u64 = metas.iter().map(|meta| u64::from(meta.num_deleted_docs())).sum();
    let bulk = metas.len() > 1 && added * 5 >= alive;
    let sized = |meta: &SegmentMeta| (meta.num_docs(), meta.id());
    if bulk || dead * 5 > alive {
        return metas.iter().map(sized).collect();
    }
    if metas.len() <= MAX_SEGMENTS {
        return Vec::new();
    }
    metas.iter().map(sized).filter(|(docs, _)| u64::from(*docs) * 10 < alive).collect()
}

/// Removes the next segments to merge from `parts`, and returns them: at most `AT_ONCE`, leaving enough for the last
/// merge to be a full one.
pub fn next<Id>(parts: &mut Vec<(u32, Id)>) -> Vec<(u32, Id)> {
    if parts.len() <= AT_ONCE {
        return std::mem::take(parts);
    }
    parts.sort_by_key(|(docs, _)| *docs);
    let count = (parts.len() - AT_ONCE + 1).min(AT_ONCE);
    parts.drain(..count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_merged_at_once_and_seldom_twice() {
        for count in 1..300_u32 {
            let mut parts: Vec<(u32, u32)> = (0..count).map(|id| (1 + id % 7, id)).collect();
            let whole: u32 = parts.iter().map(|(docs, _)| docs).sum();
            let (mut written, mut last) = (0, 0);
            while !parts.is_empty() {
                let merged = next(&mut parts);
                assert!(merged.len() <= AT_ONCE, "{} of {count}", merged.len());
                last = merged.iter().map(|(docs, _)| docs).sum();
                written += last;
                if !parts.is_empty() {
                    parts.push((last, count + written));
                }
            }
            assert_eq!(last, whole, "{count} end as one");
            let times = if count <= 16 { 1 } else { 2 + u32::from(count > 256) };
            assert!(written <= times * whole, "{count}: {written} of {whole}");
        }
    }
}
