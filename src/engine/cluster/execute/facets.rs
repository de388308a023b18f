//! Counts facets: each match once per value, by name or by date.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde_json::{Map, Value, json};

use super::buckets::{count, each_bucket};
use super::counts::count_precise;
use super::day_counts;
use crate::article::day_from_number;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::schema::names::{DAY_LO, DAY_PRECISION, PRECISION, UNDATED_PRECISION};
use crate::engine::cluster::snapshot::index::buckets;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::spellings::merged;
use crate::engine::{Days, Facet, FacetKind};

/// The number of values that are counted with the search. Further ones are counted in separate requests.
const INLINE: usize = 10_000;

/// The facets of a request.
pub struct Facets<'a> {
    kinds: &'a [FacetKind],
}

impl<'a> Facets<'a> {
    /// Returns the facets of these kinds.
    pub fn of(kinds: &'a [FacetKind]) -> Facets<'a> {
        Facets { kinds }
    }

    /// Returns the aggregations that count them.
    pub fn aggregations(&self) -> Map<String, Value> {
        let mut all = Map::new();
        for kind in self.kinds {
            let field = kind.field();
            match kind {
                FacetKind::Year => {
                    all.insert(values(*kind), histogram("year"));
                }
                FacetKind::Month => {
                    let known = json!({"range": {PRECISION: {"gte": 1, "lt": UNDATED_PRECISION}}});
                    let months = json!({"filter": known, "aggs": {"months": histogram("month")}});
                    all.insert(values(*kind), months);
                }
                FacetKind::Day => {}
                _ => {
                    all.insert(values(*kind), json!({"terms": {"field": field, "size": INLINE}}));
                    all.insert(without(*kind), json!({"missing": {"field": field}}));
                }
            }
        }
        all
    }

    /// Returns the facets of the matches of a query. `counted` is the answer to [`aggregations`](Self::aggregations).
    pub fn complete(&self, view: &View, query: &Value, counted: &Value) -> Answer<Vec<Facet>> {
        let facet = |kind: &FacetKind| match kind {
            FacetKind::Year => Ok(by_date(*kind, &counted["aggregations"][values(*kind)], counted)),
            FacetKind::Month => {
                let months = &counted["aggregations"][values(*kind)]["months"];
                Ok(by_date(*kind, months, counted))
            }
            FacetKind::Day => Ok(day_counts::facet(&Days {
                days: day_counts::by_day(view, query)?,
                imprecise: count_precise(counted, |precision| precision < DAY_PRECISION),
                undated: count_precise(counted, |precision| precision == UNDATED_PRECISION),
            })),
            kind => named(*kind, view, query, counted),
        };
        self.kinds.iter().map(facet).collect()
    }
}

fn values(kind: FacetKind) -> String {
    format!("facet_{}", kind.name())
}

fn without(kind: FacetKind) -> String {
    format!("without_{}", kind.name())
}

fn histogram(interval: &str) -> Value {
    let histogram = json!({"field": DAY_LO, "calendar_interval": interval, "min_doc_count": 1});
    json!({"date_histogram": histogram})
}

/// Returns a facet by year or month.
fn by_date(kind: FacetKind, found: &Value, counted: &Value) -> Facet {
    let name = |(key, count): (&Value, u64)| {
        let day = day_from_number(day_counts::day_of(key)?)?;
        let name = match kind {
            FacetKind::Year => format!("{:04}", day.year()),
            _ => format!("{:04}-{:02}", day.year(), day.month()),
        };
        Some((name, count))
    };
    let coarser = match kind {
        FacetKind::Year => 0,
        _ => count_precise(counted, |precision| precision < 1),
    };
    let undated = count_precise(counted, |precision| precision == UNDATED_PRECISION);
    let values = buckets(found).filter_map(name).collect();
    Facet { kind, values, without: undated, coarser, beyond: 0 }
}

/// Returns a facet by name.
fn named(kind: FacetKind, view: &View, query: &Value, counted: &Value) -> Answer<Facet> {
    let found = &counted["aggregations"][values(kind)];
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    if found["sum_other_doc_count"].as_u64() == Some(0) {
        for (value, count) in buckets(found) {
            all.insert(value.as_str().unwrap_or_default().to_string(), count);
        }
    } else {
        let sources = json!([{"value": {"terms": {"field": kind.field()}}}]);
        each_bucket(view, query, &sources, None, |bucket| {
            let value = bucket["key"]["value"].as_str().unwrap_or_default();
            all.insert(value.to_string(), count(bucket));
        })?;
    }
    let mut values: Vec<(String, u64)> = match kind.is_printed() {
        true => merged(all, |count| *count, |all, more| *all += more),
        false => all.into_iter().collect(),
    };
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let without = counted["aggregations"][without(kind)]["doc_count"].as_u64();
    Ok(Facet { kind, values, without: without.unwrap_or_default(), coarser: 0, beyond: 0 })
}
