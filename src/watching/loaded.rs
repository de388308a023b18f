//! Reads the folder of saved searches.

use std::path::Path;

use super::folder::{SEARCHES, read_searches};
use super::searches::Searches;
use super::seen::Seen;
use super::state::{STATE, State};
use crate::error::Result;

/// The content of a folder of saved searches.
pub struct Loaded {
    /// The saved searches.
    pub searches: Searches,
    /// What was delivered.
    pub state: State,
    /// The articles that were seen.
    pub seen: Seen,
    /// Whether there is a log of deliveries, which a killed run left.
    pub had_log: bool,
}

impl Loaded {
    /// Reads a folder, with the log applied.
    pub fn read(folder: &Path) -> Result<Loaded> {
        let searches = Searches::parse(&folder.join(SEARCHES), &read_searches(folder)?)?;
        let mut state = State::read(folder)?.unwrap_or_default();
        let search = |name: &str| searches.get(name).map(|named| named.search.clone());
        let had_log = state.apply_log(folder, search)?;
        let seen = Seen::open(folder, &state.files)?;
        Ok(Loaded { searches, state, seen, had_log })
    }
}

/// Reads a folder that another process may change. A file that was replaced in the meantime is not an error.
pub fn steady<T>(folder: &Path, read: impl Fn(&Path) -> Result<T>) -> Result<T> {
    loop {
        let before = std::fs::read(folder.join(STATE)).ok();
        let found = read(folder);
        if found.is_ok() || std::fs::read(folder.join(STATE)).ok() == before {
            return found;
        }
    }
}
