//! Counts matches and their words by day.

use std::collections::BTreeMap;

use serde_json::json;

use super::buckets::each_bucket;
use super::day_counts::{by, by_day, day_of, facet, known_to_the_day};
use super::planned::planned;
use super::search::answer;
use crate::engine::cluster::schema::names::{DAY_LO, TITLE_WORDS, WORDS};
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::engine::{Days, Hits, Request};
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
