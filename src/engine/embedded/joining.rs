//! Which segments are joined, and how many at once.
//!
//! A join holds something of each of its segments until it ends: the lists of their words, fifty blocks of
//! their stored articles, a few MB in all. So only [`AT_ONCE`] are joined at once, the smallest first (as
//! Huffman, 1952, does it for a code of so many letters), and what comes out is joined with the rest.

use tantivy::SegmentMeta;
use tantivy::index::SegmentId;

/// Segments a search may have to visit before they are joined.
const MAX_SEGMENTS: usize = 8;

/// Segments that are joined at once, at most.
const AT_ONCE: usize = 16;

/// A segment by the number of its articles. What tantivy tells of it keeps its files alive, so that none
/// would be removed.
pub type Sized = (u32, SegmentId);

/// The segments to join: all of them where this run brought or removed a good part of the
/// articles, the small ones where there are too many.
pub fn worth_joining(metas: &[SegmentMeta], added: u64) -> Vec<Sized> {
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

/// Takes the next ones to join out of those that are to become one: so few that the last join has as many
/// as may be joined at once.
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
    fn few_are_joined_at_once_and_seldom_twice() {
        for count in 1..300_u32 {
            let mut parts: Vec<(u32, u32)> = (0..count).map(|id| (1 + id % 7, id)).collect();
            let whole: u32 = parts.iter().map(|(docs, _)| docs).sum();
            let (mut written, mut last) = (0, 0);
            while !parts.is_empty() {
                let joined = next(&mut parts);
                assert!(joined.len() <= AT_ONCE, "{} of {count}", joined.len());
                last = joined.iter().map(|(docs, _)| docs).sum();
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
