//! Queries for keys and paths. Each matches at least what a condition matches; the reader then checks every hit.

use serde_json::{Value, json};

use crate::catalogue::WITHIN;
use crate::engine::{PathFilter, Wildcard};

/// The field of paths in the index of places.
const PATH: &str = "path";

/// How much work Lucene spends on the automaton of a pattern before it refuses the query.
const WORK: usize = 10_000;

/// Returns a query for the values of a keyword that a pattern matches.
pub fn like(field: &str, pattern: &Wildcard) -> Value {
    let characters = pattern.characters();
    let is_wild = |c: &char| matches!(c, '*' | '?');
    let beginning: String = characters.iter().take_while(|c| !is_wild(c)).collect();
    let many = characters.iter().position(|c| *c == '*').unwrap_or(characters.len());
    let asterisks = characters.iter().filter(|c| **c == '*').count();
    let work = (asterisks + 1) * characters.len() * characters.len();
    // Each `?` after a `*` may double the automaton.
    if work <= WORK && !characters[many..].contains(&'?') {
        let escaped: String = characters
            .iter()
            .flat_map(|c| (*c == '\\').then_some('\\').into_iter().chain([*c]))
            .collect();
        return json!({"wildcard": {field: {"value": escaped}}});
    }
    match beginning.is_empty() {
        true => json!({"match_all": {}}),
        false => prefix(field, beginning),
    }
}

/// Returns a query for the documents of places whose path satisfies a condition.
pub fn at(paths: &PathFilter) -> Value {
    let mut any = match paths {
        PathFilter::Wild(pattern) => vec![like(PATH, pattern)],
        PathFilter::Under { path, .. } => vec![
            json!({"term": {PATH: {"value": path}}}),
            prefix(PATH, format!("{path}/")),
            prefix(PATH, format!("{path}{WITHIN}")),
        ],
    };
    // OpenSearch stores a path that is too long for its index, but cannot find it.
    any.push(json!({"bool": {"must_not": [{"exists": {"field": PATH}}]}}));
    json!({"bool": {"should": any, "minimum_should_match": 1}})
}

fn prefix(field: &str, value: String) -> Value {
    json!({"prefix": {field: {"value": value}}})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_sent_unless_its_automaton_may_be_too_large() {
        let of = |pattern: &str| like("key", &Wildcard::new(pattern));
        assert_eq!(of("a?\\*b"), json!({"wildcard": {"key": {"value": "a?\\\\*b"}}}));
        assert_eq!(of("ab*c?"), json!({"prefix": {"key": {"value": "ab"}}}));
        assert_eq!(of(&"*a".repeat(40)), json!({"match_all": {}}));
    }

    #[test]
    fn only_the_documents_of_a_folder_are_read() {
        let query = at(&PathFilter::under("news/")).to_string();
        assert!(query.contains(r#"{"prefix":{"path":{"value":"news/"}}}"#), "{query}");
        assert!(!query.contains("match_all"), "{query}");
    }
}
