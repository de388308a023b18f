//! Counts matches whose date is imprecise, missing, or only partly in the date range.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::segment_collector::SegmentCollector;
use crate::engine::Hits;
use crate::error::Result;
use crate::query::tree::Position;

/// Adds the date counts that the plan asks for to `hits`.
pub fn count(collector: &SegmentCollector, hits: &mut Hits) -> Result<()> {
    let (plan, when, dates) = (collector.plan.date_counts, collector.when, collector.dates);
    if plan.undated {
        let undated = match when.is_open() {
            true => &mut hits.undated,
            false => &mut hits.undated_excluded,
        };
        *undated += count_undated(collector)?;
    }
    if plan.cut_days {
        hits.overlapping += count_cut_days(collector)?;
    }
    if plan.overlapping {
        let overlaps = |doc| dates.position(&when, doc) == Position::Overlaps;
        hits.overlapping += count_inexact(collector, overlaps)?;
    }
    if plan.imprecise {
        let inside = |doc| when.is_open() || dates.matches(&when, doc);
        hits.imprecise += count_inexact(collector, inside)?;
    }
    Ok(())
}

/// Counts matches whose day is only partly inside a range with times.
fn count_cut_days(collector: &SegmentCollector) -> Result<u64> {
    let (when, dates) = (collector.when, collector.dates);
    let interval = dates.neighborhood(&when);
    let failed = |error| collector.damaged(error);
    let weight = collector.counting_weight().map_err(failed)?;
    let mut docs = weight.scorer(collector.segment, 1.0).map_err(failed)?;
    let mut doc = docs.doc();
    if doc < interval.start {
        doc = docs.seek(interval.start);
    }
    let mut count = 0;
    while doc < interval.end {
        let cut =
            dates.is_known_to_the_day(doc) && dates.position(&when, doc) == Position::Overlaps;
        if cut && !collector.segment.is_deleted(doc) && collector.is_verified(doc)? {
            count += 1;
        }
        doc = docs.advance();
    }
    Ok(count)
}

/// Counts matches without a date, which are the last documents.
fn count_undated(collector: &SegmentCollector) -> Result<u64> {
    let failed = |error| collector.damaged(error);
    let weight = collector.counting_weight().map_err(failed)?;
    let mut docs = weight.scorer(collector.segment, 1.0).map_err(failed)?;
    let first = collector.dates.undated;
    let mut doc = if docs.doc() < first { docs.seek(first) } else { docs.doc() };
    let mut count = 0;
    while doc != TERMINATED {
        if !collector.segment.is_deleted(doc) && collector.is_verified(doc)? {
            count += 1;
        }
        doc = docs.advance();
    }
    Ok(count)
}

/// Counts matches known only to the month or the year that satisfy a condition.
fn count_inexact(collector: &SegmentCollector, condition: impl Fn(DocId) -> bool) -> Result<u64> {
    let failed = |error| collector.damaged(error);
    let flag = collector.snapshot.fields.flag;
    let index = collector.segment.inverted_index(flag).map_err(failed)?;
    let term = Term::from_field_text(flag, "inexact");
    let inexact = index.read_postings(&term, IndexRecordOption::Basic);
    let Some(mut inexact) = inexact.map_err(|error| failed(error.into()))? else { return Ok(0) };
    let weight = collector.counting_weight().map_err(failed)?;
    let mut docs = weight.scorer(collector.segment, 1.0).map_err(failed)?;
    let mut count = 0;
    while inexact.doc() != TERMINATED && docs.doc() != TERMINATED {
        let doc = inexact.doc();
        let found = if docs.doc() < doc { docs.seek(doc) } else { docs.doc() };
        if found == doc
            && !collector.segment.is_deleted(doc)
            && condition(doc)
            && collector.is_verified(doc)?
        {
            count += 1;
        }
        inexact.advance();
    }
    Ok(count)
}
