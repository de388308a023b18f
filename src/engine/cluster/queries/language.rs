//! Queries limited to articles in some languages.

use serde_json::{Value, json};

use super::boolean::filtered;
use crate::analysis::{Language, Languages};
use crate::engine::cluster::schema::names::ANALYSIS;

/// Returns a query for the matches of `query` that are analyzed in one of `languages`. `known` are those of the index.
pub fn in_languages(query: Value, languages: Languages, known: &[Language]) -> Value {
    if languages == Languages::ALL {
        return query;
    }
    let codes: Vec<&str> = known
        .iter()
        .filter(|language| languages.contains(**language))
        .map(|language| language.code())
        .collect();
    filtered(query, vec![json!({"terms": {ANALYSIS: codes}})])
}
