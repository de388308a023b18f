//! The page of a request: its best hits, rescored if the plan says so, with their articles.

use std::cmp::Ordering as Order;

use serde_json::Value;

use super::planned::Asked;
use super::recency::Decay;
use super::rescore::Rescorer;
use super::top_hits::{Candidate, Ordering, read_articles, top_hits};
use crate::engine::Hit;
use crate::engine::cluster::client::problem::Answer;

/// Returns the hits of the page, and the answer to `body`, which counts all matches.
pub fn page(asked: &Asked, mut body: Value) -> Answer<(Vec<Hit>, Value)> {
    let Asked { request, plan, resolved, view } = asked;
    if request.limit == 0 {
        return Ok((Vec::new(), view.search("", &body)?));
    }
    let decay = request.recency.filter(|_| plan.scored);
    let decay = decay.map(|recency| Decay::of(&view.snapshot, recency)).transpose()?;
    let ordering = Ordering::of(request.sort, plan.scored);
    if ordering == Ordering::Score {
        let query = resolved.scored_within(&request.when);
        body["query"] = match &decay {
            Some(decay) => decay.query(query),
            None => query,
        };
    }
    let depth = plan.rescore.as_ref().map_or(0, |rescore| rescore.depth);
    let wanted = request.wanted().max(depth);
    let (mut found, counted) = top_hits(view, ordering, body, wanted)?;
    if let Some(rescore) = &plan.rescore {
        let rescorer = Rescorer::of(&view.snapshot, &rescore.words, decay)?;
        let rescored = depth.min(found.len());
        let (first, rest) = found.split_at_mut(rescored);
        read_articles(view, first)?;
        rescorer.rescore(first);
        first.sort_by(by_rank);
        // The scores of the two stages are not comparable, so scores that were not rescored are capped at the lowest
        // rescored one.
        let least = first.iter().map(|hit| hit.score).fold(f32::MAX, f32::min);
        rest.iter_mut().for_each(|hit| hit.score = hit.score.min(least));
    }
    let mut page: Vec<Candidate> =
        found.into_iter().skip(request.offset).take(request.limit).collect();
    read_articles(view, &mut page)?;
    let hit = |candidate: Candidate| {
        let score = plan.scored.then_some(candidate.score);
        candidate.article.map(|article| Hit { article, score })
    };
    Ok((page.into_iter().filter_map(hit).collect(), counted))
}

/// Compares rescored hits. `Less` is better.
fn by_rank(a: &Candidate, b: &Candidate) -> Order {
    (b.capitals.cmp(&a.capitals))
        .then(b.score.total_cmp(&a.score))
        .then(b.order.cmp(&a.order))
        .then_with(|| a.key.cmp(&b.key))
}
