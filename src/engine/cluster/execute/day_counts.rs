//! Counts the matches of a query by day.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::buckets::{count, each_bucket};
use crate::article::day_from_number;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::schema::names::{
    DAY_LO, DAY_MILLIS, DAY_PRECISION, PRECISION, UNDATED_PRECISION,
};
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::{Days, Facet, FacetKind};

/// Returns the facet of days.
pub fn facet(days: &Days) -> Facet {
    let name = |(day, count): (&i64, &u64)| {
        let day = day_from_number(*day)?;
        Some((format!("{}", day.format("%Y-%m-%d")), *count))
    };
    Facet {
        kind: FacetKind::Day,
        values: days.days.iter().filter_map(name).collect(),
        without: days.undated,
        coarser: days.imprecise,
        beyond: 0,
    }
}

/// Counts the matches of a query that are known to the day, by day.
pub fn by_day(view: &View, query: &Value) -> Answer<BTreeMap<i64, u64>> {
    let mut days = BTreeMap::new();
    each_bucket(view, &known_to_the_day(query), &by(DAY_LO), None, |bucket| {
        if let Some(day) = day_of(&bucket["key"][DAY_LO]) {
            *days.entry(day).or_default() += count(bucket);
        }
    })?;
    Ok(days)
}

/// Returns the day of a bucket's key.
pub fn day_of(millis: &Value) -> Option<i64> {
    millis.as_i64().map(|millis| millis.div_euclid(DAY_MILLIS))
}

pub fn by(field: &str) -> Value {
    json!([{field: {"terms": {"field": field}}}])
}

pub fn known_to_the_day(query: &Value) -> Value {
    let precise = json!({"range": {PRECISION: {"gte": DAY_PRECISION, "lt": UNDATED_PRECISION}}});
    json!({"bool": {"filter": [query, precise]}})
}
