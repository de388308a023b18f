//! Plans a request, and resolves its bounds, before it is answered.

use super::resolved::{Resolved, resolve};
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::plan::physical_plan::Plan;
use crate::engine::cluster::plan::select::plan;
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::{FacetKind, Request};
use crate::error::Result;

/// The number of hits that one request returns at most, which is OpenSearch's default limit.
pub const WINDOW: usize = 10_000;

/// A planned request.
pub struct Asked<'a> {
    /// The request.
    pub request: &'a Request<'a>,
    /// The plan.
    pub plan: &'a Plan,
    /// The exact query.
    pub resolved: &'a Resolved,
    /// The view that every part of the answer comes from.
    pub view: &'a View,
}

/// Plans a request, and answers it with `answer`. `several` is whether the answer takes several requests to the
/// cluster. If the cluster refuses to expand a pattern within a phrase, because too many words match it, plans again
/// without.
pub fn planned<T>(
    snapshot: &Snapshot,
    request: &Request,
    several: bool,
    answer: impl Fn(&Asked) -> Answer<T>,
) -> Result<T> {
    let attempt = |expands: bool| {
        let plan = plan(snapshot, request, expands)?;
        let several = several
            || plan.bounds.lower.is_some()
            || !request.when.is_open()
            || request.wanted() > WINDOW
            || request.facets.contains(&FacetKind::Day);
        let view = if several { View::fixed(snapshot)? } else { View::live(snapshot) };
        let resolved = resolve(&view, request, &plan)?;
        answer(&Asked { request, plan: &plan, resolved: &resolved, view: &view })
    };
    let found = match attempt(true) {
        Err(problem) if has_too_many_words(&problem) => attempt(false),
        found => found,
    };
    Ok(found?)
}

/// Returns whether too many words match a pattern.
pub fn has_too_many_words(problem: &Problem) -> bool {
    let reason = problem.refusal().map(|refusal| refusal.reason.as_str()).unwrap_or_default();
    reason.contains("too many terms") || reason.contains("maxClauseCount")
}
