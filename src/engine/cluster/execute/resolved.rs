//! Resolves the bounds of a plan to one exact query, by verifying the articles between them.

use serde_json::{Value, json};

use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::plan::physical_plan::Plan;
use crate::engine::cluster::queries::boolean::{all, all_of, any_of, filtered};
use crate::engine::cluster::queries::date::date;
use crate::engine::cluster::queries::keys::keys;
use crate::engine::cluster::schema::names::KEY;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::cluster::snapshot::record_reader::{take_hits, text};
use crate::engine::verifier::Verifier;
use crate::engine::{Exactness, Request};
use crate::error::{Error, Kind};
use crate::query::tree::DateRange;

/// The number of articles that are verified at once.
const BATCH: usize = 200;

/// The maximum number of articles between the bounds that are verified. Verifying them takes about half a minute
/// (15,000 articles per second).
const MOST: u64 = 500_000;

/// The exact query of a request, without its date range.
pub struct Resolved {
    /// The query that decides which articles match.
    pub query: Value,
    /// The query that scores them, if it is another one.
    pub scoring: Option<Value>,
    /// Whether the query is exact.
    pub exactness: Exactness,
}

impl Resolved {
    /// Returns a query for the matches in a date range, without scores.
    pub fn within(&self, when: &DateRange) -> Value {
        let mut filters = vec![self.query.clone()];
        filters.extend((!when.is_open()).then(|| date(when)));
        json!({"bool": {"filter": filters}})
    }

    /// Returns a query for the matches in a date range, with scores.
    pub fn scored_within(&self, when: &DateRange) -> Value {
        let mut filters = Vec::new();
        filters.extend((!when.is_open()).then(|| date(when)));
        match &self.scoring {
            None => filtered(self.query.clone(), filters),
            Some(scoring) => {
                filters.push(self.query.clone());
                filtered(scoring.clone(), filters)
            }
        }
    }
}

/// Returns the exact query of a plan.
pub fn resolve(view: &View, request: &Request, plan: &Plan) -> Answer<Resolved> {
    let upper = &plan.bounds.upper;
    let Some(lower) = &plan.bounds.lower else {
        let exactness = Exactness::Exact;
        return Ok(Resolved { query: upper.clone(), scoring: None, exactness });
    };
    let between = all_of(vec![upper.clone()], vec![lower.clone()]);
    let verifier = Verifier::new(request.tree);
    let verified = verified(view, &between, &verifier)?;
    let query = any_of(vec![lower.clone(), keys(verified.iter().map(String::as_str))]);
    let exactness = Exactness::of(verifier.was_cut_short());
    Ok(Resolved { query, scoring: Some(upper.clone()), exactness })
}

/// Returns the keys of the articles between the bounds that match.
fn verified(view: &View, between: &Value, verifier: &Verifier) -> Answer<Vec<String>> {
    let snapshot = &view.snapshot;
    let query = json!({"bool": {"must": [all()], "filter": [between]}});
    let mut body = json!({
        "size": BATCH,
        "query": {"constant_score": {"filter": query}},
        "sort": [{KEY: "asc"}],
        "track_total_hits": true,
    });
    let mut found = Vec::new();
    loop {
        let mut answer = view.search("", &body)?;
        if let Some(number) = answer["hits"]["total"]["value"].as_u64()
            && number > MOST
        {
            let message = format!(
                "the cluster cannot decide this query, and {number} articles are too many to read"
            );
            let error = Error::new(Kind::Unsupported, message)
                .hint("narrow the dates, or use words without wildcards next to one another");
            return Err(Problem::Ended(error));
        }
        // Counting once is enough.
        body["track_total_hits"] = json!(false);
        let hits = take_hits(&mut answer);
        let last = hits.len() < BATCH;
        for hit in hits {
            snapshot.client.budget().check().map_err(Problem::Ended)?;
            body["search_after"] = json!([text(&hit, "_id")?]);
            let article = snapshot.read(hit)?;
            if verifier.matches(&article) {
                found.push(article.key);
            }
        }
        if last {
            return Ok(found);
        }
    }
}
