//! Selects the plan of a request.

use serde_json::{Value, json};

use super::lower::tree::lower;
use super::physical_plan::{Plan, Rescore};
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::queries::boolean::{any_of, term};
use crate::engine::cluster::queries::intervals::{Part, filtered, mark, query, word_of};
use crate::engine::cluster::schema::token_encoding::{OTHERWISE, printed};
use crate::engine::cluster::snapshot::index::{Snapshot, total};
use crate::engine::scoring_terms::{
    Printed, ScoringTerm, is_one_stem, is_settled, meant_in_capitals, wanted,
};
use crate::engine::{Request, Sort};
use crate::ranking;

/// The number of hits that are rescored. Their articles are fetched, so it is lower than in the embedded engine.
const DEPTH: usize = 100;

/// Selects the plan of a request. `expands` is whether patterns within phrases may be expanded.
pub fn plan(snapshot: &Snapshot, request: &Request, expands: bool) -> Answer<Plan> {
    let scored = request.sort == Sort::Relevance && request.tree.has_text();
    let words = match scored && request.wanted() > 0 && !is_settled(request.tree) {
        true => wanted(request.tree),
        false => None,
    };
    Ok(Plan {
        bounds: lower(request.tree, snapshot.languages(), expands),
        scored,
        rescore: words.map(|words| rescore(snapshot, request, words)).transpose()?.flatten(),
        facets: request.facets.clone(),
    })
}

fn rescore(
    snapshot: &Snapshot,
    request: &Request,
    mut words: Vec<ScoringTerm>,
) -> Answer<Option<Rescore>> {
    clear_capitals(snapshot, &mut words)?;
    let in_capitals = words.iter().any(|word| word.capitals.is_some());
    // Rescoring does not change the order if there is only one word.
    if !in_capitals && is_one_stem(request.tree) {
        return Ok(None);
    }
    // The forms in capitals are not part of the first score, so they may be further down.
    let depth = if in_capitals { ranking::DEPTH } else { DEPTH };
    Ok(Some(Rescore { words, depth }))
}

/// Clears `capitals` of the words whose capital form does not rank first.
fn clear_capitals(snapshot: &Snapshot, words: &mut [ScoringTerm]) -> Answer<()> {
    meant_in_capitals(words, |form, lower, is_stem| {
        let in_lowercase = |part: Part| match is_stem {
            // Every article that prints the word has its stem.
            true => term(part.stems(), lower),
            false => {
                let alone = word_of(part.forms(), lower);
                query(part, filtered(alone, "not_contained_by", mark(part, OTHERWISE)))
            }
        };
        let in_capitals = |part: Part| term(part.forms(), &printed(form));
        let found = counts(snapshot, [in_either(in_capitals), in_either(in_lowercase)])?;
        Ok(Printed { in_capitals: found[0], in_lowercase: found[1] })
    })
    .map(drop)
}

/// Returns a query for the articles that satisfy a query in the title or the body.
pub fn in_either(query: impl Fn(Part) -> Value) -> Value {
    any_of(Part::BOTH.into_iter().map(query).collect())
}

/// Returns the numbers of articles that match some queries.
pub fn counts(snapshot: &Snapshot, queries: impl IntoIterator<Item = Value>) -> Answer<Vec<u64>> {
    let body = |query: Value| {
        let query = json!({"constant_score": {"filter": query}});
        json!({"size": 0, "track_total_hits": true, "query": query})
    };
    let bodies: Vec<Value> = queries.into_iter().map(body).collect();
    snapshot.searches(&bodies)?.iter().map(total).collect()
}
