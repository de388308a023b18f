//! Ranks with tantivy's block-max pruning, which skips documents that cannot be among the best.

use super::rescore::SegmentRescorer;
use super::segment_collector::SegmentCollector;
use super::top_docs::TopDocs;

/// Offers the documents whose BM25 score is competitive.
pub fn rank(collector: &SegmentCollector, best: &mut TopDocs) -> tantivy::Result<()> {
    let (segment, ord) = (collector.segment, collector.ord);
    let min_score = best.min_competitive_score(ord);
    let mut seen = 0;
    collector.ranking_weight()?.for_each_pruning(min_score, segment, &mut |doc, score| {
        seen += 1;
        if collector.is_over(seen) {
            return f32::MAX;
        }
        if !segment.is_deleted(doc) {
            best.offer(collector.candidate(doc, score));
        }
        best.min_competitive_score(ord)
    })
}

/// Offers the documents whose rescored score may be competitive, judged by their BM25 score. That score may count stems
/// of other languages, so it is never too low.
pub fn rank_rescored(
    collector: &SegmentCollector,
    mut rescorer: SegmentRescorer,
    best: &mut TopDocs,
) -> tantivy::Result<()> {
    let segment = collector.segment;
    let mut failure = None;
    let min_score = rescorer.min_first_score(best);
    let weight = collector.unfiltered_weight()?;
    let mut seen = 0;
    let ranked = weight.for_each_pruning(min_score, segment, &mut |doc, _| {
        seen += 1;
        if collector.is_over(seen) {
            return f32::MAX;
        }
        if !segment.is_deleted(doc)
            && let Err(error) = rescorer.offer(doc, best)
        {
            failure.get_or_insert(error);
            return f32::MAX;
        }
        rescorer.min_first_score(best)
    });
    ranked.and(failure.map_or(Ok(()), Err))
}
