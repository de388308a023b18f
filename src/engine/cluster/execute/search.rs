//! Answers a request: a page of hits, the total, and facets.

use serde_json::{Value, json};

use super::facets::Facets;
use super::planned::{Asked, planned};
use super::{counts, page};
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::snapshot::index::{Snapshot, total};
use crate::engine::{Hits, Request};
use crate::error::Result;

/// Answers a request.
pub fn search(snapshot: &Snapshot, request: &Request) -> Result<Hits> {
    planned(snapshot, request, false, answer)
}

/// Answers a planned request.
pub fn answer(asked: &Asked) -> Answer<Hits> {
    let Asked { plan, resolved, request, view } = asked;
    let inside = resolved.within(&request.when);
    let facets = Facets::of(&plan.facets);
    let mut aggregations = facets.aggregations();
    aggregations.extend(counts::aggregations());
    let body = json!({
        "size": 0,
        "track_total_hits": true,
        "query": inside,
        "aggs": Value::Object(aggregations),
    });
    let mut hits = Hits { capitals: plan.capitals(), ..Hits::default() };
    let (page, counted) = page::page(asked, body)?;
    hits.hits = page;
    hits.total = total(&counted)?;
    counts::add_dates(&counted, &mut hits);
    counts::add_excluded(view, request, resolved, &mut hits)?;
    hits.facets = facets.complete(view, &inside, &counted)?;
    hits.exactness = resolved.exactness;
    Ok(hits)
}
