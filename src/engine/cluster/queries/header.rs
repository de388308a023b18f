//! Queries for headers.

use serde_json::{Value, json};

use super::boolean::{any_of, term};
use crate::analysis::fold;
use crate::query::tree::{Filter, FilterField};

/// Returns a query for the articles with a header.
pub fn header(filter: &Filter) -> Value {
    let fields: &[&str] = match filter.field {
        FilterField::Id => &["id"],
        FilterField::Publisher => &["source"],
        FilterField::Agency => &["agency"],
        FilterField::Lang => &["lang"],
        FilterField::Dateline => &["place"],
        FilterField::Byline => &["byline"],
        FilterField::Section => &["section"],
        FilterField::Topic => &["topic"],
        // Whether an article has a source does not depend on the agency.
        FilterField::Source if filter.wild && filter.value == "*" => &["source"],
        FilterField::Source => &["source", "agency"],
        // The catalogue has already resolved keys and paths.
        FilterField::Key | FilterField::Path => &[],
    };
    let value = match filter.field {
        FilterField::Id => filter.value.clone(),
        _ => fold::name(&filter.value),
    };
    let query = |field: &&str| match filter.wild {
        false => term(field, &value),
        // A backslash has no meaning in our patterns.
        true => json!({"wildcard": {*field: {"value": value.replace('\\', "\\\\")}}}),
    };
    any_of(fields.iter().map(query).collect())
}
