//! Queries for words that match a pattern.

use serde_json::{Value, json};

use super::expression;
use super::intervals::word_of;
use crate::query::tree::Pattern;

/// The maximum number of words that a pattern within a phrase expands to, per shard. OpenSearch refuses more than
/// 1,024.
const EXPANSIONS: u32 = 1_000;

/// The number of states of an automaton. OpenSearch's default is 10,000.
const STATES: u32 = 100_000;

/// Returns a query for the articles that have a word in a field of surface forms. Returns `None` if only `matching/`
/// can decide it.
pub fn pattern(pattern: &Pattern, field: &str) -> Option<Value> {
    let expression = match pattern {
        Pattern::Fuzzy(word, edits) => {
            // The default rewrite takes only the 50 best words.
            let fuzzy = json!({"value": word, "fuzziness": edits, "max_expansions": 1_024, "rewrite": "constant_score"});
            return Some(json!({"fuzzy": {field: fuzzy}}));
        }
        Pattern::Wild(text) => match text.strip_suffix('*') {
            Some(prefix) if !prefix.is_empty() && prefix.chars().all(char::is_alphanumeric) => {
                return Some(json!({"prefix": {field: {"value": prefix}}}));
            }
            _ => expression::of_wild(text),
        },
        Pattern::Regex(text) => expression::of_regex(text)?,
    };
    let regexp =
        json!({"value": expression, "flags": "INTERSECTION", "max_determinized_states": STATES});
    Some(json!({"regexp": {field: regexp}}))
}

/// Returns a query for articles that have any word, as an upper bound of patterns that [`pattern`] cannot lower.
pub fn any_word(field: &str) -> Value {
    json!({"exists": {"field": field}})
}

/// Returns the intervals of a pattern. OpenSearch refuses it if too many words match. Returns `None` if only
/// `matching/` can decide it.
pub fn intervals(pattern: &Pattern, field: &str) -> Option<Value> {
    let expression = match pattern {
        Pattern::Fuzzy(word, edits) => {
            let fuzzy = json!({"term": word, "fuzziness": edits.to_string(), "use_field": field, "analyzer": "keyword"});
            return Some(json!({"fuzzy": fuzzy}));
        }
        Pattern::Wild(text) if text.chars().all(|c| c.is_alphanumeric()) => {
            return Some(word_of(field, text));
        }
        Pattern::Wild(text) => expression::of_wild(text),
        Pattern::Regex(text) => expression::of_regex(text)?,
    };
    let regexp = json!({"pattern": expression, "flags": "INTERSECTION", "use_field": field, "max_expansions": EXPANSIONS});
    Some(json!({"regexp": regexp}))
}
