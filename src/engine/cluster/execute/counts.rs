//! Counts matches whose date is imprecise, missing, or only partly in the date range.

use serde_json::{Map, Value, json};

use super::resolved::Resolved;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::queries::date::overlapping;
use crate::engine::cluster::schema::names::{DAY_PRECISION, PRECISION, UNDATED_PRECISION};
use crate::engine::cluster::snapshot::index::buckets;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::{Hits, Request};

/// The name of the aggregation that counts precisions.
const PRECISIONS: &str = "precisions";

/// Returns the aggregations that [`precisions`] reads.
pub fn aggregations() -> Map<String, Value> {
    let precisions = json!({"terms": {"field": PRECISION, "size": 10}});
    Map::from_iter([(PRECISIONS.to_string(), precisions)])
}

/// Returns the number of matches of each precision.
pub fn precisions(counted: &Value) -> Vec<(i64, u64)> {
    let counts = buckets(&counted["aggregations"][PRECISIONS]);
    counts.filter_map(|(precision, count)| Some((precision.as_i64()?, count))).collect()
}

/// Returns the number of matches with a precision that satisfies a condition.
pub fn count_precise(counted: &Value, holds: impl Fn(i64) -> bool) -> u64 {
    let wanted = precisions(counted).into_iter().filter(|(precision, _)| holds(*precision));
    wanted.map(|(_, count)| count).sum()
}

/// Adds the number of undated and of imprecise matches.
pub fn add_dates(counted: &Value, hits: &mut Hits) {
    hits.undated = count_precise(counted, |precision| precision == UNDATED_PRECISION);
    hits.imprecise = count_precise(counted, |precision| precision < DAY_PRECISION);
}

/// Adds the number of matches that the date range leaves out because their dates are not known precisely enough.
pub fn add_excluded(
    view: &View,
    request: &Request,
    resolved: &Resolved,
    hits: &mut Hits,
) -> Answer<()> {
    let when = request.when;
    if when.is_open() {
        return Ok(());
    }
    let undated = json!({"term": {PRECISION: {"value": UNDATED_PRECISION}}});
    let counted = view.search(
        "",
        &json!({
            "size": 0,
            "query": {"bool": {"filter": [resolved.query]}},
            "aggs": {
                "undated": {"filter": undated},
                "overlapping": {"filter": overlapping(&when)},
            },
        }),
    )?;
    let count =
        |name: &str| counted["aggregations"][name]["doc_count"].as_u64().unwrap_or_default();
    hits.undated_excluded = count("undated");
    if !when.inexact {
        hits.overlapping = count("overlapping");
    }
    Ok(())
}
