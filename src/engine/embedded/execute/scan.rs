//! Visits every match of a segment: counts it, offers it to the top docs, and adds it to the facets.

use super::facets::{FacetCounter, FacetTotals};
use super::rescore::SegmentRescorer;
use super::segment_collector::SegmentCollector;
use super::top_docs::TopDocs;
use crate::engine::FacetKind;
use crate::error::Result;

/// Ranks and counts every match. Returns the number of matches.
pub fn rank(
    collector: &SegmentCollector,
    mut rescorer: Option<SegmentRescorer>,
    facets: &[FacetKind],
    totals: &mut FacetTotals,
    best: &mut TopDocs,
) -> Result<u64> {
    let failed = |error| collector.damaged(error);
    let counter = FacetCounter::new(totals, facets, collector.segment, collector.dates);
    let mut counter = counter.map_err(failed)?;
    let mut failure = None;
    let weight = collector.ranking_weight().map_err(failed)?;
    let total = collector.for_each_match(weight, &mut |doc, docs| {
        if !facets.is_empty() {
            counter.add(&[doc]);
        }
        let score = if collector.scored { docs.score() } else { 0.0 };
        match &mut rescorer {
            Some(rescorer) => {
                if score > rescorer.min_first_score(best) {
                    failure = rescorer.offer(doc, best).err().or(failure.take());
                }
            }
            None if collector.scored && score <= best.min_competitive_score(collector.ord) => {}
            None => {
                best.offer(collector.candidate(doc, score));
            }
        }
    })?;
    failure.map_or(Ok(()), Err).and_then(|()| counter.finish()).map_err(failed)?;
    Ok(total)
}

/// Counts every match without ranking. Returns the number of matches.
pub fn count(
    collector: &SegmentCollector,
    facets: &[FacetKind],
    totals: &mut FacetTotals,
) -> Result<u64> {
    let failed = |error| collector.damaged(error);
    let counter = FacetCounter::new(totals, facets, collector.segment, collector.dates);
    let mut counter = counter.map_err(failed)?;
    let weight = collector.counting_weight().map_err(failed)?;
    let total = collector.for_each_match(weight, &mut |doc, _| {
        if !facets.is_empty() {
            counter.add(&[doc]);
        }
    })?;
    counter.finish().map_err(failed)?;
    Ok(total)
}
