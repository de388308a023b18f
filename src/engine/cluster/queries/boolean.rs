//! Constructors of boolean and constant queries.

use serde_json::{Value, json};

/// Returns a query that matches nothing.
pub fn none() -> Value {
    json!({"match_none": {}})
}

/// Returns a query that matches everything.
pub fn all() -> Value {
    json!({"match_all": {}})
}

/// Returns whether a query certainly matches nothing.
pub fn is_none(query: &Value) -> bool {
    query.get("match_none").is_some()
}

/// Returns a query that matches what any of the queries matches.
pub fn any_of(mut queries: Vec<Value>) -> Value {
    queries.retain(|query| !is_none(query));
    match queries.len() {
        0 => none(),
        1 => queries.remove(0),
        _ => json!({"bool": {"should": queries, "minimum_should_match": 1}}),
    }
}

/// Returns a query that matches what all of `must` and none of `must_not` match.
pub fn all_of(mut must: Vec<Value>, must_not: Vec<Value>) -> Value {
    match (must.len(), must_not.len()) {
        (1, 0) => must.remove(0),
        (_, 0) => json!({"bool": {"must": must}}),
        (0, _) => json!({"bool": {"must": [silent(all())], "must_not": must_not}}),
        _ => json!({"bool": {"must": must, "must_not": must_not}}),
    }
}

/// Returns a query with the scores of `query`, for what `filters` match, too.
pub fn filtered(query: Value, filters: Vec<Value>) -> Value {
    match filters.is_empty() {
        true => query,
        false => json!({"bool": {"must": [query], "filter": filters}}),
    }
}

/// Returns a query whose matches have the score 0.
pub fn silent(query: Value) -> Value {
    match is_none(&query) {
        true => query,
        false => json!({"constant_score": {"filter": query, "boost": 0.0}}),
    }
}

/// Returns a query with scores multiplied by a factor.
pub fn boosted(query: Value, boost: f32) -> Value {
    match boost == 1.0 || is_none(&query) {
        true => query,
        false => json!({"bool": {"must": [query], "boost": boost}}),
    }
}

/// Returns a query for a term of a field.
pub fn term(field: &str, value: &str) -> Value {
    json!({"term": {field: {"value": value}}})
}
