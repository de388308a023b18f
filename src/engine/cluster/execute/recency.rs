//! Recency decay: scores fall with age.

use serde_json::{Value, json};

use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::schema::names::SEC_LO;
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::ranking::Recency;
use crate::ranking::recency::FLOOR;

/// The decay of scores with age, counted from a known instant.
#[derive(Clone, Copy)]
pub struct Decay {
    recency: Recency,
    as_of: i64,
}

impl Decay {
    /// Returns the decay for an index. Age is counted from the newest article unless `recency` has its own instant.
    pub fn of(snapshot: &Snapshot, recency: Recency) -> Answer<Decay> {
        let as_of = match recency.as_of {
            Some(as_of) => as_of,
            None => snapshot.lengths()?.newest.unwrap_or_default() >> KEY_BITS,
        };
        Ok(Decay { recency, as_of })
    }

    /// Returns the factor for the score of an article with this sort number.
    pub fn factor(&self, order: i64) -> f32 {
        let second = order >> KEY_BITS;
        self.recency.factor((second != UNDATED_SECONDS).then_some(second), self.as_of) as f32
    }

    /// Returns a query with the scores of `query` times the factor.
    pub fn query(&self, query: Value) -> Value {
        let variable = 1.0 - FLOOR;
        let newer = json!({"range": {SEC_LO: {"gt": self.as_of}}});
        let older = json!({"range": {SEC_LO: {"lte": self.as_of}}});
        let decay = json!({"origin": self.as_of, "scale": self.recency.half_life, "decay": 0.5});
        json!({"function_score": {
            "query": query,
            "functions": [
                {"weight": FLOOR},
                {"filter": newer, "weight": variable},
                {"filter": older, "exp": {SEC_LO: decay}, "weight": variable},
            ],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }})
    }
}
