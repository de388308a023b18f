//! The contents of the archive, as every page shows them.

use std::sync::Mutex;

use super::activity::Activity;
use crate::answers::info;
use crate::error::Result;
use crate::searching::{Index, articles};

/// How much the archive holds.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// The number of articles: `21,577 articles`.
    pub articles: String,
    /// The first and the last day.
    pub days: Option<(String, String)>,
    /// What is being done to the index.
    pub activity: Option<String>,
}

/// What the last commit holds, counted once per commit.
pub struct Known {
    held: Mutex<Option<(String, Held)>>,
    activity: Activity,
}

impl Known {
    /// Nothing is known yet.
    pub fn new(activity: Activity) -> Known {
        Known { held: Mutex::default(), activity }
    }

    /// Returns what an index holds, and what is being done to it.
    pub fn of(&self, index: &Index) -> Result<Held> {
        Ok(Held { activity: self.activity.text(), ..self.counted(index)? })
    }

    fn counted(&self, index: &Index) -> Result<Held> {
        let commit = index.fingerprint();
        // Nothing panics while the lock is held.
        if let Ok(known) = self.held.lock()
            && let Some((known, held)) = known.as_ref()
            && *known == commit
        {
            return Ok(held.clone());
        }
        let held = Held {
            articles: articles(index.engine.total()),
            days: info::days(index)?,
            activity: None,
        };
        if let Ok(mut known) = self.held.lock() {
            *known = Some((commit, held.clone()));
        }
        Ok(held)
    }
}
