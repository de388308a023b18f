//! Queries for keys.

use serde_json::{Value, json};

use super::boolean::{any_of, none};
use crate::engine::cluster::schema::names::KEY;

/// The maximum number of values in one `terms` query. OpenSearch's default limit is 65,536.
const MOST: usize = 50_000;

/// Returns a query for the articles with these keys.
pub fn keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Value {
    let keys: Vec<&str> = keys.into_iter().collect();
    if keys.is_empty() {
        return none();
    }
    any_of(keys.chunks(MOST).map(|keys| json!({"terms": {KEY: keys}})).collect())
}
