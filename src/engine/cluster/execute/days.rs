//! Counts matches and their words by day.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::buckets::{count, each_bucket};
use super::planned::planned;
use super::search::answer;
use crate::article::day_from_number;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::schema::names::{
    DAY_LO, DAY_MILLIS, DAY_PRECISION, PRECISION, TITLE_WORDS, UNDATED_PRECISION, WORDS,
};
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::{Days, Facet, FacetKind, Hits, Request};
use crate::error::Result;

/// Counts the matches of a request by day.
pub fn days(snapshot: &Snapshot, request: &Request) -> Result<(Hits, Days)> {
    let request = Request { limit: 0, facets: Vec::new(), ..request.clone() };
    planned(snapshot, &request, true, |asked| {
        let mut hits = answer(asked)?;
        let days = Days {
            days: by_day(asked.view, &asked.resolved.within(&request.when))?,
            imprecise: hits.imprecise,
            undated: hits.undated,
        };
        hits.facets = vec![facet(&days)];
        Ok((hits, days))
    })
}

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

/// Counts the words of the matches that are known to the day, by day.
pub fn words(snapshot: &Snapshot, request: &Request) -> Result<BTreeMap<i64, u64>> {
    planned(snapshot, request, true, |asked| {
        let query = known_to_the_day(&asked.resolved.within(&request.when));
        let sum = |field: &str| json!({"sum": {"field": field}});
        let sums = json!({TITLE_WORDS: sum(TITLE_WORDS), WORDS: sum(WORDS)});
        let mut words = BTreeMap::new();
        each_bucket(asked.view, &query, &by(DAY_LO), Some(sums), |bucket| {
            let value = |name: &str| bucket[name]["value"].as_f64().unwrap_or_default();
            if let Some(day) = day_of(&bucket["key"][DAY_LO]) {
                // A double counts the words of a day exactly up to 2^53.
                let sum = (value(TITLE_WORDS) + value(WORDS)) as u64;
                *words.entry(day).or_default() += sum;
            }
        })?;
        Ok(words)
    })
}

/// Returns the day of a bucket's key.
pub fn day_of(millis: &Value) -> Option<i64> {
    millis.as_i64().map(|millis| millis.div_euclid(DAY_MILLIS))
}

fn by(field: &str) -> Value {
    json!([{field: {"terms": {"field": field}}}])
}

fn known_to_the_day(query: &Value) -> Value {
    let precise = json!({"range": {PRECISION: {"gte": DAY_PRECISION, "lt": UNDATED_PRECISION}}});
    json!({"bool": {"filter": [query, precise]}})
}
