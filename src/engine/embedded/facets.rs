//! Facets: every match counted once, by source, language, year, month, day.

use std::collections::BTreeMap;

use chrono::Datelike;
use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::window::Dates;
use crate::article::day_from_number;
use crate::engine::{Facet, FacetKind};

/// Precision ranks below this are coarser than a day.
const DAY: i64 = 2;

/// Counts of all segments.
#[derive(Default)]
pub struct Totals {
    names: [FxHashMap<String, u64>; 2],
    without: [u64; 2],
    /// By day, of articles known to the day.
    days: BTreeMap<i64, u64>,
    /// By first day and whether the month is known, of coarser ones.
    coarse: BTreeMap<(i64, bool), u64>,
    undated: u64,
}

/// Counts one segment.
pub struct Counter<'a> {
    totals: &'a mut Totals,
    names: [Option<Names>; 2],
    dates: Option<Dates>,
    /// Counts by day from `first` on; a segment rarely spans more than some decades.
    days: Vec<u32>,
    first: i64,
}

/// Counts by the number of a value in its segment's dictionary.
struct Names {
    column: StrColumn,
    counts: Vec<u64>,
}

/// Days counted in an array; beyond it in the map.
const ARRAY: i64 = 200_000;

impl<'a> Counter<'a> {
    /// A counter for the facets wanted.
    pub fn new(
        totals: &'a mut Totals,
        wanted: &[FacetKind],
        segment: &SegmentReader,
        dates: &Dates,
    ) -> tantivy::Result<Self> {
        let names = |kind: FacetKind| {
            if !wanted.contains(&kind) {
                return Ok(None);
            }
            let column = segment.fast_fields().str(kind.name())?;
            Ok::<_, tantivy::TantivyError>(column.map(|column| {
                let counts = vec![0; column.num_terms()];
                Names { column, counts }
            }))
        };
        let names = [names(FacetKind::Source)?, names(FacetKind::Lang)?];
        let dated = wanted
            .iter()
            .any(|kind| matches!(kind, FacetKind::Year | FacetKind::Month | FacetKind::Day));
        let first = dates.day_lo.min_value();
        let span = (dates.day_lo.max_value() - first + 1).clamp(0, ARRAY);
        let days = vec![0; if dated { span as usize } else { 0 }];
        Ok(Counter { totals, names, dates: dated.then(|| dates.clone()), days, first })
    }

    /// Counts a document.
    pub fn add(&mut self, doc: DocId) {
        for (names, without) in self.names.iter_mut().zip(&mut self.totals.without) {
            match names
                .as_mut()
                .and_then(|names| names.column.ords().first(doc).map(|ord| (names, ord)))
            {
                Some((names, ord)) => names.counts[ord as usize] += 1,
                None => *without += 1,
            }
        }
        let Some(dates) = &self.dates else { return };
        if doc >= dates.undated {
            self.totals.undated += 1;
            return;
        }
        let day = dates.day_lo.get_val(doc);
        let precision = if dates.inexact > 0 { dates.precision.get_val(doc) } else { DAY };
        if precision < DAY {
            *self.totals.coarse.entry((day, precision == 1)).or_default() += 1;
        } else if let Some(count) = self.days.get_mut((day - self.first) as usize) {
            *count += 1;
        } else {
            *self.totals.days.entry(day).or_default() += 1;
        }
    }

    /// Adds this segment's counts to the totals.
    pub fn finish(self) -> tantivy::Result<()> {
        for (day, count) in (self.first..).zip(self.days).filter(|(_, count)| *count > 0) {
            *self.totals.days.entry(day).or_default() += u64::from(count);
        }
        for (names, totals) in self.names.into_iter().zip(&mut self.totals.names) {
            let Some(names) = names else { continue };
            for (ord, count) in names.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let mut name = String::new();
                names.column.ord_to_str(ord as u64, &mut name)?;
                *totals.entry(name).or_default() += count;
            }
        }
        Ok(())
    }
}

impl Totals {
    /// A facet of what was counted.
    pub fn facet(&self, kind: FacetKind) -> Facet {
        match kind {
            FacetKind::Source | FacetKind::Lang => {
                let which = usize::from(kind == FacetKind::Lang);
                let mut values: Vec<_> =
                    self.names[which].iter().map(|(name, count)| (name.clone(), *count)).collect();
                values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                Facet { kind, values, without: self.without[which], coarser: 0 }
            }
            FacetKind::Year | FacetKind::Month | FacetKind::Day => self.dated(kind),
        }
    }

    fn dated(&self, kind: FacetKind) -> Facet {
        let mut buckets: BTreeMap<i64, (String, u64)> = BTreeMap::new();
        let mut coarser = 0;
        let days = self.days.iter().map(|(day, count)| (*day, *count, FacetKind::Day));
        let coarse = self.coarse.iter().map(|((day, month_known), count)| {
            (*day, *count, if *month_known { FacetKind::Month } else { FacetKind::Year })
        });
        for (number, count, known) in days.chain(coarse) {
            let Some(day) = day_from_number(number) else { continue };
            let (bucket, name) = match (kind, known) {
                (FacetKind::Year, _) => (i64::from(day.year()), format!("{:04}", day.year())),
                (FacetKind::Month, FacetKind::Day | FacetKind::Month) => (
                    i64::from(day.year()) * 12 + i64::from(day.month0()),
                    format!("{:04}-{:02}", day.year(), day.month()),
                ),
                (FacetKind::Day, FacetKind::Day) => {
                    (number, format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()))
                }
                _ => {
                    coarser += count;
                    continue;
                }
            };
            buckets.entry(bucket).or_insert((name, 0)).1 += count;
        }
        Facet { kind, values: buckets.into_values().collect(), without: self.undated, coarser }
    }
}
