//! Recency decay: scores fall with age.

use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::error::Result;
use crate::ranking::Recency;

/// How scores fall with age, the day it is counted from known.
pub struct RecencyDecay {
    recency: Recency,
    as_of: i64,
}

impl RecencyDecay {
    /// Without a day of its own it is counted from the newest article.
    pub fn of(snapshot: &Snapshot, recency: Recency) -> Result<RecencyDecay> {
        let newest =
            snapshot.dates()?.iter().map(|dates| dates.order.max_value() >> KEY_BITS).max();
        Ok(RecencyDecay { recency, as_of: recency.as_of.or(newest).unwrap_or_default() })
    }

    /// What the score of a document is multiplied with.
    pub fn factor(&self, order: i64) -> f32 {
        let second = order >> KEY_BITS;
        self.recency.factor((second != UNDATED_SECONDS).then_some(second), self.as_of) as f32
    }
}
