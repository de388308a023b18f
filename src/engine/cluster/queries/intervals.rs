//! Rules of OpenSearch's `intervals` query: which stretches of positions match.

use serde_json::{Value, json};

use crate::engine::cluster::schema::names::{BODY, BODY_FORMS, TITLE, TITLE_FORMS};
use crate::engine::cluster::schema::token_encoding::{PARAGRAPH, SENTENCE};
use crate::query::tree::{Reach, Zone};

/// A part of an article, which has positions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// The body.
    Body,
}

impl Part {
    /// Both parts.
    pub const BOTH: [Part; 2] = [Part::Title, Part::Body];

    /// Returns the field of the part's stems.
    pub fn stems(self) -> &'static str {
        if self == Part::Title { TITLE } else { BODY }
    }

    /// Returns the field of the part's surface forms.
    pub fn forms(self) -> &'static str {
        if self == Part::Title { TITLE_FORMS } else { BODY_FORMS }
    }

    /// Returns the parts that a zone includes.
    pub fn of(zone: Zone) -> Vec<Part> {
        let included = |part: &Part| if *part == Part::Title { zone.title } else { zone.body };
        Part::BOTH.into_iter().filter(included).collect()
    }
}

/// Returns a query for the articles in which a rule has an interval.
pub fn query(part: Part, rule: Value) -> Value {
    json!({"intervals": {part.stems(): rule}})
}

/// Returns the rule of one term of another field at the same positions.
pub fn word_of(field: &str, term: &str) -> Value {
    json!({"match": {"query": term, "analyzer": "keyword", "use_field": field}})
}

/// Returns the rule of a mark.
pub fn mark(part: Part, mark: &str) -> Value {
    word_of(part.forms(), mark)
}

/// Returns the rule of any of some rules.
pub fn any_of(mut rules: Vec<Value>) -> Value {
    match rules.len() {
        1 => rules.remove(0),
        _ => json!({"any_of": {"intervals": rules}}),
    }
}

/// Returns the rule of a sequence of rules, with at most `gaps` positions between them in all. -1 sets no limit.
pub fn ordered(rules: Vec<Value>, gaps: i64) -> Value {
    json!({"all_of": {"intervals": rules, "ordered": true, "max_gaps": gaps}})
}

/// Returns a rule whose intervals satisfy a filter, such as `contained_by`.
pub fn filtered(rule: Value, how: &str, by: Value) -> Value {
    json!({"all_of": {"intervals": [rule], "filter": {how: by}}})
}

/// Returns the rules of sentences or paragraphs: those of several words, and those of one.
pub fn stretches(part: Part, reach: Reach) -> [Value; 2] {
    let [begins, ends, only] = if reach == Reach::Sentence { SENTENCE } else { PARAGRAPH };
    [ordered(vec![mark(part, begins), mark(part, ends)], -1), mark(part, only)]
}

/// Returns an equivalent rule in a different form. Lucene combines equal rules into a repetition, whose gaps it counts
/// differently.
pub fn again(rule: &Value, number: usize) -> Value {
    // No term begins with four full stops, so the filter excludes nothing.
    let nothing = json!({"match": {"query": format!("....{number}"), "analyzer": "keyword"}});
    filtered(rule.clone(), "not_overlapping", nothing)
}
