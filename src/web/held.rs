//! What the archive holds, as every page says it.

use std::sync::Mutex;

use crate::answers::info;
use crate::error::Result;
use crate::searching::{Index, grouped};

/// How much the archive holds.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// The number of articles, with commas.
    pub articles: String,
    /// The first and the last day.
    pub days: Option<(String, String)>,
}

/// What the last commit holds, counted once per commit.
#[derive(Default)]
pub struct Known(Mutex<Option<(String, Held)>>);

impl Known {
    /// Returns what an index holds.
    pub fn of(&self, index: &Index) -> Result<Held> {
        let commit = index.fingerprint();
        // Nothing panics while the lock is held.
        if let Ok(known) = self.0.lock()
            && let Some((known, held)) = known.as_ref()
            && *known == commit
        {
            return Ok(held.clone());
        }
        let held = Held { articles: grouped(index.engine.total()), days: info::days(index)? };
        if let Ok(mut known) = self.0.lock() {
            *known = Some((commit, held.clone()));
        }
        Ok(held)
    }
}
