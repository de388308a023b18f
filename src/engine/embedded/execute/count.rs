//! Counts the matches of a segment in a separate pass, without scores.

use super::facets::{FacetCounter, FacetTotals};
use super::segment_collector::SegmentCollector;
use crate::engine::FacetKind;

/// Counts the matches and, if any are requested, their facets.
pub fn count(
    collector: &SegmentCollector,
    facets: &[FacetKind],
    totals: &mut FacetTotals,
) -> tantivy::Result<u64> {
    let (segment, weight) = (collector.segment, collector.counting_weight()?);
    if facets.is_empty() {
        return weight.count(segment).map(u64::from);
    }
    let mut counter = FacetCounter::new(totals, facets, segment, collector.dates)?;
    let mut total = 0;
    weight.for_each_no_score(segment, &mut |docs| {
        if !segment.has_deletes() {
            total += docs.len() as u64;
            return counter.add(docs);
        }
        for doc in docs.iter().filter(|doc| !segment.is_deleted(**doc)) {
            total += 1;
            counter.add(&[*doc]);
        }
    })?;
    counter.finish()?;
    Ok(total)
}
