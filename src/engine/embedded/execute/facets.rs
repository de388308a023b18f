//! Counts facets: each match once per value, by name or by date.

use std::collections::BTreeMap;

use chrono::Datelike;
use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TERMINATED};

use crate::article::day_from_number;
use crate::engine::embedded::snapshot::date_columns::DateColumns;
use crate::engine::spellings::merged;
use crate::engine::{Days, Facet, FacetKind};

/// The precision rank of a day. Lower ranks are coarser.
const DAY: i64 = 2;

/// The facet counts of all segments.
#[derive(Default)]
pub struct FacetTotals {
    names: FxHashMap<FacetKind, Named>,
    /// The counts by day, of articles known to the day.
    days: BTreeMap<i64, u64>,
    /// The counts of coarser dates, by first day and whether the month is known.
    coarse: BTreeMap<(i64, bool), u64>,
    undated: u64,
}

/// The counts of a facet by name, in all segments.
#[derive(Default)]
struct Named {
    values: FxHashMap<String, u64>,
    without: u64,
}

/// Counts the facets of a segment. Documents must be added in document order.
pub struct FacetCounter<'a> {
    totals: &'a mut FacetTotals,
    segment: &'a SegmentReader,
    names: Vec<(FacetKind, Names)>,
    /// The facets whose field has no column. They are counted from posting lists at the end.
    listed: Vec<(FacetKind, Field)>,
    /// The matches, if `listed` needs them.
    matched: Option<BitSet>,
    /// The facets for which the segment has no values.
    nameless: Vec<FacetKind>,
    dates: Option<&'a DateColumns>,
    /// The number of matches per day, from `first` on. A segment rarely spans more than a few decades.
    days: Vec<u32>,
    first: i64,
}

/// The counts of a facet by name in a segment, by the number of the value in its dictionary.
struct Names {
    column: StrColumn,
    counts: Vec<u64>,
}

/// The maximum number of days that are counted in an array. Days beyond it are counted in the map.
const ARRAY: i64 = 200_000;

impl<'a> FacetCounter<'a> {
    /// Returns a counter for the facets in `wanted`.
    pub fn new(
        totals: &'a mut FacetTotals,
        wanted: &[FacetKind],
        segment: &'a SegmentReader,
        dates: &'a DateColumns,
    ) -> tantivy::Result<Self> {
        let mut names = Vec::new();
        let mut nameless = Vec::new();
        let mut listed = Vec::new();
        for kind in wanted.iter().copied().filter(|kind| !kind.is_dated()) {
            if !kind.has_column() {
                listed.push((kind, segment.schema().get_field(kind.field())?));
                continue;
            }
            match segment.fast_fields().str(kind.field())? {
                Some(column) if column.num_terms() > 0 => {
                    let counts = vec![0; column.num_terms()];
                    names.push((kind, Names { column, counts }));
                }
                _ => nameless.push(kind),
            }
        }
        let first = dates.day_lo.min_value();
        let span = (dates.day_lo.max_value() - first + 1).clamp(0, ARRAY);
        let dates = wanted.iter().any(|kind| kind.is_dated()).then_some(dates);
        let days = vec![0; if dates.is_some() { span as usize } else { 0 }];
        let matched = (!listed.is_empty()).then(|| BitSet::with_max_value(segment.max_doc()));
        Ok(FacetCounter { totals, segment, names, listed, matched, nameless, dates, days, first })
    }

    /// Counts documents, which must come in document order.
    pub fn add(&mut self, docs: &[DocId]) {
        for (kind, names) in &mut self.names {
            for doc in docs {
                let mut ords = names.column.ords().values_for_doc(*doc).peekable();
                let without = ords.peek().is_none();
                ords.for_each(|ord| names.counts[ord as usize] += 1);
                if without {
                    self.totals.names.entry(*kind).or_default().without += 1;
                }
            }
        }
        for kind in &self.nameless {
            self.totals.names.entry(*kind).or_default().without += docs.len() as u64;
        }
        if let Some(matched) = &mut self.matched {
            for doc in docs {
                matched.insert(*doc);
            }
        }
        let Some(dates) = self.dates else { return };
        let dated = docs.partition_point(|doc| *doc < dates.undated);
        self.totals.undated += (docs.len() - dated) as u64;
        match dates.are_days_whole() {
            true => self.add_days(&docs[..dated], dates),
            false => docs[..dated].iter().for_each(|doc| self.add_date(*doc, dates)),
        }
    }

    fn add_days(&mut self, docs: &[DocId], dates: &DateColumns) {
        if let [newest, .., oldest] = docs {
            let ends = (dates.day_lo.get_val(*newest), dates.day_lo.get_val(*oldest));
            self.add_run(docs, ends, dates);
        } else if let [doc] = docs {
            self.add_day(dates.day_lo.get_val(*doc), 1);
        }
    }

    /// Counts adjacent documents. Documents are in date order, so if the first and the last have the same day, all of
    /// them do. Otherwise, counts each half in the same way. No day is read twice.
    fn add_run(&mut self, docs: &[DocId], (newest, oldest): (i64, i64), dates: &DateColumns) {
        if newest == oldest {
            return self.add_day(newest, docs.len() as u32);
        }
        let (newer, older) = docs.split_at(docs.len() / 2);
        let end = match newer {
            [_] => newest,
            [.., last] => dates.day_lo.get_val(*last),
            [] => return,
        };
        let begin = match older {
            [_] => oldest,
            [first, ..] => dates.day_lo.get_val(*first),
            [] => return,
        };
        self.add_run(newer, (newest, end), dates);
        self.add_run(older, (begin, oldest), dates);
    }

    fn add_date(&mut self, doc: DocId, dates: &DateColumns) {
        let day = dates.day_lo.get_val(doc);
        let precision = dates.precision.get_val(doc);
        if precision < DAY {
            *self.totals.coarse.entry((day, precision == 1)).or_default() += 1;
        } else {
            self.add_day(day, 1);
        }
    }

    fn add_day(&mut self, day: i64, count: u32) {
        match self.days.get_mut((day - self.first) as usize) {
            Some(day) => *day += count,
            None => *self.totals.days.entry(day).or_default() += u64::from(count),
        }
    }

    /// Adds this segment's counts to the totals.
    pub fn finish(self) -> tantivy::Result<()> {
        for (day, count) in (self.first..).zip(self.days).filter(|(_, count)| *count > 0) {
            *self.totals.days.entry(day).or_default() += u64::from(count);
        }
        for (kind, names) in self.names {
            let total = self.totals.names.entry(kind).or_default();
            for (ord, count) in names.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let mut name = String::new();
                names.column.ord_to_str(ord as u64, &mut name)?;
                *total.values.entry(name).or_default() += count;
            }
        }
        let Some(matched) = &self.matched else { return Ok(()) };
        for (kind, field) in self.listed {
            let total = self.totals.names.entry(kind).or_default();
            let mut without = matched.clone();
            let index = self.segment.inverted_index(field)?;
            let mut values = index.terms().stream()?;
            while let Some((value, info)) = values.next() {
                let mut postings =
                    index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                let mut count = 0;
                while postings.doc() != TERMINATED {
                    if matched.contains(postings.doc()) {
                        count += 1;
                        without.remove(postings.doc());
                    }
                    postings.advance();
                }
                if count > 0 {
                    let name = String::from_utf8_lossy(value).into_owned();
                    *total.values.entry(name).or_default() += count;
                }
            }
            total.without += without.len() as u64;
        }
        Ok(())
    }
}

impl FacetTotals {
    /// Returns the counts of a facet.
    pub fn facet(&self, kind: FacetKind) -> Facet {
        if kind.is_dated() {
            return self.dated(kind);
        }
        let named = self.names.get(&kind);
        let values = named.map(|named| named.values.iter());
        let values = values.into_iter().flatten().map(|(name, count)| (name.clone(), *count));
        let mut values: Vec<(String, u64)> = match kind.is_printed() {
            true => merged(values, |count| *count, |all, more| *all += more),
            false => values.collect(),
        };
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let without = named.map_or(0, |named| named.without);
        Facet { kind, values, without, coarser: 0, beyond: 0 }
    }

    /// Returns the number of matches per day.
    pub fn days(self) -> Days {
        let imprecise = self.coarse.values().sum();
        Days { days: self.days, imprecise, undated: self.undated }
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
        Facet {
            kind,
            values: buckets.into_values().collect(),
            without: self.undated,
            coarser,
            beyond: 0,
        }
    }
}
