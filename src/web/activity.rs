//! What the server does besides answering, as its pages say it: how far the update of the index is.

use std::sync::{Arc, RwLock};

/// A line about what is being done. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Activity(Arc<RwLock<Option<String>>>);

impl Activity {
    /// Says what is being done, or with `None` that nothing is.
    pub fn say(&self, text: Option<String>) {
        // Nothing panics while the lock is held.
        if let Ok(mut line) = self.0.write() {
            *line = text;
        }
    }

    /// Returns what is being done.
    pub fn text(&self) -> Option<String> {
        self.0.read().ok().and_then(|line| line.clone())
    }
}
