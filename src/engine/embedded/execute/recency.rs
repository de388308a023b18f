//! Recency decay: scores fall with age.

use crate::article::{KEY_BITS, UNDATED_SECONDS};
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::error::Result;
use crate::ranking::Recency;

/// The decay of scores with age, counted from a known instant.
pub struct RecencyDecay {
    recency: Recency,
    as_of: i64,
}

impl RecencyDecay {
    /// Returns the decay for a snapshot. Age is counted from the newest article unless `recency` has its own instant.
    pub fn of(snapshot: &Snapshot, recency: Recency) -> Result<RecencyDecay> {
        let newest =
            snapshot.dates()?.iter().map(|dates| dates.order.max_value() >> KEY_BITS).max();
        Ok(RecencyDecay { recency, as_of: recency.as_of.or(newest).unwrap_or_default() })
    }

    /// Returns the factor for the score of a document with this sort key.
    pub fn factor(&self, order: i64) -> f32 {
        let second = order >> KEY_BITS;
        self.recency.factor((second != UNDATED_SECONDS).then_some(second), self.as_of) as f32
    }
}
