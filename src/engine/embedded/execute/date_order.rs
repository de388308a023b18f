//! Ranks by date. Documents are sorted newest first, so the first matches are the newest.

use tantivy::{DocSet, TERMINATED};

use super::segment_collector::SegmentCollector;
use super::top_docs::TopDocs;

/// Offers matches until one is not competitive.
pub fn rank(collector: &SegmentCollector, best: &mut TopDocs) -> tantivy::Result<()> {
    let mut docs = collector.ranking_weight()?.scorer(collector.segment, 1.0)?;
    while docs.doc() != TERMINATED {
        let doc = docs.doc();
        if !collector.segment.is_deleted(doc) {
            let candidate = collector.candidate(doc, 0.0);
            // A later match of the same second may still rank higher by its key.
            if best.is_full_above(&candidate) || !best.offer(candidate) {
                break;
            }
        }
        docs.advance();
    }
    Ok(())
}
