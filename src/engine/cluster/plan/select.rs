//! Selects the plan of a request.

use serde_json::{Value, json};

use super::lower::tree::lower;
use super::physical_plan::{Plan, Rescore};
use crate::analysis::Stem;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::queries::boolean::{any_of, term};
use crate::engine::cluster::queries::intervals::{Part, filtered, mark, query, word_of};
use crate::engine::cluster::schema::token_encoding::{OTHERWISE, printed};
use crate::engine::cluster::snapshot::index::{Snapshot, total};
use crate::engine::scoring_terms::{ScoringTerm, is_one_stem, is_settled, wanted};
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
    mean_capitals(snapshot, &mut words)?;
    let in_capitals = words.iter().any(|word| word.capitals.is_some());
    // Rescoring does not change the order if there is only one word.
    if !in_capitals && is_one_stem(request.tree) {
        return Ok(None);
    }
    // The forms in capitals are not part of the first score, so they may be further down.
    let depth = if in_capitals { ranking::DEPTH } else { DEPTH };
    Ok(Some(Rescore { words, depth }))
}

/// Clears `capitals` of the words typed in capitals that articles do not also print in lower case. The capital form of
/// the others ranks first, unless all words of a longer query are in capitals.
fn mean_capitals(snapshot: &Snapshot, words: &mut [ScoringTerm]) -> Answer<()> {
    if words.iter().all(|word| word.capitals.is_none()) {
        return Ok(());
    }
    if words.len() > 1 && words.iter().all(|word| word.capitals.is_some()) {
        words.iter_mut().for_each(|word| word.capitals = None);
        return Ok(());
    }
    for word in words {
        let Some(form) = &word.capitals else { continue };
        let lower = form.to_lowercase();
        let own_stem = Stem::is_among(&lower, &word.stems);
        let small = |part: Part| match own_stem {
            // Every article that prints the word has its stem.
            true => term(part.stems(), &lower),
            false => {
                let alone = word_of(part.forms(), &lower);
                query(part, filtered(alone, "not_contained_by", mark(part, OTHERWISE)))
            }
        };
        let printed_so = |part: Part| term(part.forms(), &printed(form));
        let found = counts(snapshot, [in_either(printed_so), in_either(small)])?;
        let (large, small) = (found[0], found[1]);
        // As in the embedded engine: the word itself is printed in more than a tenth of the articles that have its
        // stem.
        let also_small =
            if own_stem { small.saturating_sub(large) * 10 > small } else { small > 0 };
        if large == 0 || !also_small {
            word.capitals = None;
        }
    }
    Ok(())
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
