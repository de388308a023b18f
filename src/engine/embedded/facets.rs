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

/// Counts one segment. Documents have to come in their order.
pub struct Counter<'a> {
    totals: &'a mut Totals,
    names: Vec<(usize, Names)>,
    /// Facets by name that are wanted but of which the segment has no value at all.
    nameless: Vec<usize>,
    dates: Option<&'a Dates>,
    /// The day that is being counted: its number, its matches so far and the document behind its
    /// last. Documents are in date order, so a day's stand together.
    day: (i64, u64, DocId),
}

/// Counts by the number of a value in its segment's dictionary.
struct Names {
    column: StrColumn,
    counts: Vec<u64>,
}

impl<'a> Counter<'a> {
    /// A counter for the facets wanted.
    pub fn new(
        totals: &'a mut Totals,
        wanted: &[FacetKind],
        segment: &SegmentReader,
        dates: &'a Dates,
    ) -> tantivy::Result<Self> {
        let mut names = Vec::new();
        let mut nameless = Vec::new();
        for (which, kind) in [FacetKind::Source, FacetKind::Lang].into_iter().enumerate() {
            if !wanted.contains(&kind) {
                continue;
            }
            match segment.fast_fields().str(kind.name())? {
                Some(column) if column.num_terms() > 0 => {
                    let counts = vec![0; column.num_terms()];
                    names.push((which, Names { column, counts }));
                }
                _ => nameless.push(which),
            }
        }
        let by_date =
            |kind: &FacetKind| matches!(kind, FacetKind::Year | FacetKind::Month | FacetKind::Day);
        let dates = wanted.iter().any(by_date).then_some(dates);
        Ok(Counter { totals, names, nameless, dates, day: (0, 0, 0) })
    }

    /// Counts a document.
    pub fn add(&mut self, doc: DocId) {
        for (which, names) in &mut self.names {
            match names.column.ords().first(doc) {
                Some(ord) => names.counts[ord as usize] += 1,
                None => self.totals.without[*which] += 1,
            }
        }
        for which in &self.nameless {
            self.totals.without[*which] += 1;
        }
        if let Some(dates) = self.dates {
            self.add_date(doc, dates);
        }
    }

    fn add_date(&mut self, doc: DocId, dates: &Dates) {
        if doc < self.day.2 {
            self.day.1 += 1;
            return;
        }
        if doc >= dates.undated {
            self.totals.undated += 1;
            return;
        }
        let day = dates.day_lo.get_val(doc);
        if dates.are_days_whole() {
            self.end_day();
            self.day = (day, 1, dates.behind_day(day));
            return;
        }
        let precision = dates.precision.get_val(doc);
        if precision < DAY {
            *self.totals.coarse.entry((day, precision == 1)).or_default() += 1;
        } else {
            *self.totals.days.entry(day).or_default() += 1;
        }
    }

    fn end_day(&mut self) {
        let (day, count, _) = self.day;
        if count > 0 {
            *self.totals.days.entry(day).or_default() += count;
        }
    }

    /// Adds this segment's counts to the totals.
    pub fn finish(mut self) -> tantivy::Result<()> {
        self.end_day();
        for (which, names) in self.names {
            for (ord, count) in names.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let mut name = String::new();
                names.column.ord_to_str(ord as u64, &mut name)?;
                *self.totals.names[which].entry(name).or_default() += count;
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
