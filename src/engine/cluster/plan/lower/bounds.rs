//! The bounds that a tree is lowered to.

use serde_json::Value;

use crate::analysis::Language;
use crate::engine::cluster::queries::boolean::{any_of, none};

/// A query that matches at least what a tree matches, and a query that matches at most that.
#[derive(Debug, Clone, PartialEq)]
pub struct Lowered {
    /// The upper bound.
    pub upper: Value,
    /// The lower bound. `None` if the upper bound is exact.
    pub lower: Option<Value>,
}

impl Lowered {
    /// Returns bounds that are equal.
    pub fn exact(query: Value) -> Lowered {
        Lowered { upper: query, lower: None }
    }

    /// Returns the bounds of a tree of which only the upper bound is known.
    pub fn at_most(upper: Value) -> Lowered {
        Lowered { upper, lower: Some(none()) }
    }

    /// Returns the lower bound, which is the upper bound if that is exact.
    pub fn lower_or_upper(&self) -> Value {
        self.lower.clone().unwrap_or_else(|| self.upper.clone())
    }

    /// Returns the bounds of a disjunction.
    pub fn any_of(parts: Vec<Lowered>) -> Lowered {
        let exact = parts.iter().all(|part| part.lower.is_none());
        let lower = (!exact).then(|| any_of(parts.iter().map(Lowered::lower_or_upper).collect()));
        Lowered { upper: any_of(parts.into_iter().map(|part| part.upper).collect()), lower }
    }

    /// Returns the bounds with both queries changed.
    pub fn map(self, change: impl Fn(Value) -> Value) -> Lowered {
        Lowered { upper: change(self.upper), lower: self.lower.map(change) }
    }
}

/// What lowering needs to know.
pub struct Lowering<'a> {
    /// The languages of the index.
    pub languages: &'a [Language],
    /// The language of the articles that a positional tree is lowered for. `None` if its stems do not depend on it.
    pub within: Option<Language>,
    /// Whether patterns within phrases may be lowered to the words that match them. OpenSearch refuses more than 1,024.
    pub expands: bool,
}
