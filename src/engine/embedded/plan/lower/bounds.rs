//! The result of lowering: an exact query, or two bounds.

use tantivy::query::Query;

use crate::analysis::Analyzer;
use crate::engine::embedded::queries::span::SpanLimits;
use crate::engine::embedded::snapshot::commit::Snapshot;

/// The queries of a tree. If they differ, `matching/` decides the articles between them.
pub struct Lowered {
    /// The upper bound, which matches everything that the tree matches, and perhaps more.
    pub upper: Box<dyn Query>,
    /// The lower bound, which matches nothing that the tree does not match. `None` if the upper bound is exact.
    pub lower: Option<Box<dyn Query>>,
}

impl Lowered {
    /// Returns the result for a query that matches exactly what the tree matches.
    pub fn exact(upper: Box<dyn Query>) -> Lowered {
        Lowered { upper, lower: None }
    }

    /// Returns the lower bound, or the upper bound if that is exact.
    pub fn lower_or_upper(&self) -> Box<dyn Query> {
        self.lower.as_ref().unwrap_or(&self.upper).box_clone()
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
