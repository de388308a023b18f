//! Counts matches by the values of a field and, for each value, by day.

use std::collections::BTreeMap;

use serde_json::json;

use crate::engine::cluster::execute::buckets::{count, each_bucket};
use crate::engine::cluster::execute::day_counts::day_of;
use crate::engine::cluster::execute::planned::planned;
use crate::engine::cluster::execute::search::answer;
use crate::engine::cluster::schema::names::{DAY_LO, DAY_PRECISION, PRECISION, UNDATED_PRECISION};
use crate::engine::cluster::snapshot::index::Snapshot;
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
    let request = Request { limit: 0, facets: Vec::new(), ..request.clone() };
    let sources = json!([
        {"value": {"terms": {"field": kind.field(), "missing_bucket": true}}},
        {PRECISION: {"terms": {"field": PRECISION}}},
        {DAY_LO: {"terms": {"field": DAY_LO, "missing_bucket": true}}},
    ]);
    planned(snapshot, &request, true, |asked| {
        let hits = answer(asked)?;
        let mut values: BTreeMap<Option<String>, Days> = BTreeMap::new();
        let query = asked.resolved.within(&request.when);
        each_bucket(asked.view, &query, &sources, None, |bucket| {
            let key = &bucket["key"];
            let days = values.entry(key["value"].as_str().map(str::to_string)).or_default();
            match (key[PRECISION].as_i64(), day_of(&key[DAY_LO])) {
                (Some(UNDATED_PRECISION), _) | (_, None) => days.undated += count(bucket),
                (Some(DAY_PRECISION..), Some(day)) => {
                    *days.days.entry(day).or_default() += count(bucket);
                }
                _ => days.imprecise += count(bucket),
            }
        })?;
        let without = values.remove(&None);
        let values = values.into_iter().filter_map(|(value, days)| Some((value?, days)));
        let mut rows: Vec<(String, Days)> = match kind.is_printed() {
            true => merged(values, Days::total, Days::add),
            false => values.collect(),
        };
        rows.sort_by(|a, b| b.1.total().cmp(&a.1.total()).then_with(|| a.0.cmp(&b.0)));
        let named = rows.into_iter().map(|(value, days)| ValueDays { value: Some(value), days });
        let mut rows: Vec<ValueDays> = named.collect();
        rows.extend(without.map(|days| ValueDays { value: None, days }));
        Ok((hits, rows))
    })
}
