//! The bounds that a tree is lowered to.

use serde_json::Value;

use crate::analysis::Language;
use crate::engine::bounds::{Bounds, Combine};
use crate::engine::cluster::queries::boolean::{all_of, any_of, none};

/// The queries of a tree.
pub type Lowered = Bounds<Value>;

impl Combine for Value {
    fn duplicate(&self) -> Value {
        self.clone()
    }

    fn nothing() -> Value {
        none()
    }

    fn any_of(queries: Vec<Value>) -> Value {
        any_of(queries)
    }

    fn all_of(required: Vec<Value>, excluded: Vec<Value>) -> Value {
        all_of(required, excluded)
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
