//! The result of lowering: an exact query, or two bounds.

use tantivy::query::{EmptyQuery, Occur, Query};

use crate::analysis::Analyzer;
use crate::engine::bounds::{Bounds, Combine};
use crate::engine::embedded::queries::boolean::{all_of, one_or};
use crate::engine::embedded::queries::span::SpanLimits;
use crate::engine::embedded::snapshot::commit::Snapshot;

/// The queries of a tree.
pub type Lowered = Bounds<Box<dyn Query>>;

impl Combine for Box<dyn Query> {
    fn duplicate(&self) -> Box<dyn Query> {
        self.box_clone()
    }

    fn nothing() -> Box<dyn Query> {
        Box::new(EmptyQuery)
    }

    fn any_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
        one_or(queries.into_iter().map(|query| (Occur::Should, query)).collect())
    }

    fn all_of(required: Vec<Box<dyn Query>>, excluded: Vec<Box<dyn Query>>) -> Box<dyn Query> {
        let required = required.into_iter().map(|query| (Occur::Must, query));
        let excluded = excluded.into_iter().map(|query| (Occur::MustNot, query));
        all_of(required.chain(excluded).collect())
    }
}

/// The context for lowering a tree.
pub struct Lowering<'a> {
    /// The snapshot whose terms the tree is lowered to.
    pub snapshot: &'a Snapshot,
    /// The analyzer of surface forms.
    pub analyzer: &'a mut Analyzer,
    /// The limits of span queries.
    pub limits: &'a SpanLimits,
}
