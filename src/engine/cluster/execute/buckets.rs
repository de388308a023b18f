//! Counts by all combinations of values, however many there are.

use serde_json::{Value, json};

use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::snapshot::point_in_time::View;

/// The number of buckets per request. OpenSearch's default limit is 65,535.
const PAGE: usize = 10_000;

/// Visits a bucket for each combination of values that matches have. `sources` are those of a composite aggregation,
/// and `inner` the aggregations in each bucket.
pub fn each_bucket(
    view: &View,
    query: &Value,
    sources: &Value,
    inner: Option<Value>,
    mut visit: impl FnMut(&Value),
) -> Answer<()> {
    let mut all = json!({"composite": {"size": PAGE, "sources": sources}});
    if let Some(inner) = inner {
        all["aggs"] = inner;
    }
    loop {
        let body = json!({"size": 0, "query": query, "aggs": {"all": all}});
        let answer = view.search("", &body)?;
        let found = &answer["aggregations"]["all"];
        let buckets = found["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
        buckets.iter().for_each(&mut visit);
        match found.get("after_key") {
            Some(after) if buckets.len() == PAGE => all["composite"]["after"] = after.clone(),
            _ => return Ok(()),
        }
    }
}

/// Returns the number of articles of a bucket.
pub fn count(bucket: &Value) -> u64 {
    bucket["doc_count"].as_u64().unwrap_or_default()
}
