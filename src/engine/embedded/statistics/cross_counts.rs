//! Counts matches by the values of a field and, for each value, by day.

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, TantivyError};

use crate::engine::embedded::execute;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::date_columns::DateColumns;
use crate::engine::spellings::merged;
use crate::engine::{Days, FacetKind, Hits, Request, ValueDays};
use crate::error::Result;

/// Counts a request's matches by the values of a field that has a column, most articles first. An article with several
/// values counts for each of them. Articles without a value come last.
pub fn crossed(
    snapshot: &Snapshot,
    request: &Request,
    kind: FacetKind,
) -> Result<(Hits, Vec<ValueDays>)> {
    let (hits, mut found) = execute::every(snapshot, request)?;
    // Each segment has its own dictionary. Sorting by segment lets each value be looked up once.
    found.sort_unstable();
    let dates = snapshot.dates()?;
    let mut values: FxHashMap<String, Days> = FxHashMap::default();
    let mut without = Days::default();
    for of_segment in found.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(first) = of_segment.first() else { continue };
        let dates = &dates[first.segment_ord as usize];
        let segment = &snapshot.segments()[first.segment_ord as usize];
        let column = segment.fast_fields().str(kind.field());
        let column = column.map_err(|error| snapshot.damaged(&error))?;
        let by_number = by_number(column.as_ref(), of_segment, dates, &mut without);
        for (number, days) in by_number {
            let mut name = String::new();
            if let Some(column) = &column {
                let read = column.ord_to_str(number, &mut name);
                read.map_err(|error| snapshot.damaged(&TantivyError::from(error)))?;
            }
            values.entry(name).or_default().add(days);
        }
    }
    let mut rows = if kind.is_printed() {
        merged(values, Days::total, Days::add)
    } else {
        values.into_iter().collect()
    };
    rows.sort_by(|a, b| b.1.total().cmp(&a.1.total()).then_with(|| a.0.cmp(&b.0)));
    let named = rows.into_iter().map(|(value, days)| ValueDays { value: Some(value), days });
    let mut rows: Vec<ValueDays> = named.collect();
    if without.total() > 0 {
        rows.push(ValueDays { value: None, days: without });
    }
    Ok((hits, rows))
}

/// Counts the documents of a segment by the number of their value in the segment's dictionary.
fn by_number(
    column: Option<&StrColumn>,
    docs: &[DocAddress],
    dates: &DateColumns,
    without: &mut Days,
) -> FxHashMap<u64, Days> {
    let mut found: FxHashMap<u64, Days> = FxHashMap::default();
    for DocAddress { doc_id, .. } in docs {
        let mut has_value = false;
        for number in column.iter().flat_map(|column| column.ords().values_for_doc(*doc_id)) {
            has_value = true;
            count(found.entry(number).or_default(), *doc_id, dates);
        }
        if !has_value {
            count(without, *doc_id, dates);
        }
    }
    found
}

fn count(days: &mut Days, doc: u32, dates: &DateColumns) {
    if doc >= dates.undated {
        days.undated += 1;
    } else if dates.is_known_to_the_day(doc) {
        *days.days.entry(dates.day_lo.get_val(doc)).or_default() += 1;
    } else {
        days.imprecise += 1;
    }
}
