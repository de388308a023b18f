//! The index that the server searches: opened once, shared by all threads, and opened again when there is a new commit.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::engine::Budget;
use crate::error::{Error, Kind, Result};
use crate::searching::{Index, Location};

/// How often the server looks for a new commit.
const INTERVAL: Duration = Duration::from_millis(250);

/// The time that looking for a commit or opening one may take, in the thread that follows the index.
const PATIENCE: Duration = Duration::from_secs(5);

/// An index whose commits are followed.
pub struct Followed {
    location: Location,
    index: RwLock<Option<Arc<Index>>>,
    commits: AtomicU64,
}

impl Followed {
    /// Opens the index, if it is there already, and starts a thread that follows it.
    ///
    /// # Errors
    ///
    /// Fails if the thread cannot be started.
    pub fn start(location: Location) -> Result<Arc<Followed>> {
        // What is read before the index is opened belongs to that commit or an earlier one.
        let seen = location.commit(&patience());
        // `current` opens it again, and returns the error.
        let index = location.open(&patience()).ok().map(Arc::new);
        let opened = if index.is_some() { seen.ok().flatten() } else { None };
        let followed =
            Arc::new(Followed { location, index: RwLock::new(index), commits: AtomicU64::new(0) });
        let weak = Arc::downgrade(&followed);
        let follow = move || {
            let mut before = opened;
            while let Some(followed) = weak.upgrade() {
                let now = followed.look();
                if now.is_some() && now != before && followed.reopen() {
                    before = now;
                }
                drop(followed);
                thread::sleep(INTERVAL);
            }
        };
        let started = thread::Builder::new().name("follow".into()).spawn(follow);
        started.map_err(|error| {
            Error::because(Kind::Io, "starting a thread that follows the index", error)
        })?;
        Ok(followed)
    }

    /// Returns the last commit that could be opened. If none was, it is opened within a budget.
    ///
    /// # Errors
    ///
    /// Fails with the reason if none could be opened so far.
    pub fn current(&self, budget: &Budget) -> Result<Arc<Index>> {
        if let Some(index) = self.known() {
            return Ok(index);
        }
        // It may have been created a moment ago.
        let index = Arc::new(self.location.open(budget)?);
        self.replace(&index);
        Ok(index)
    }

    /// Returns the number of commits that were opened since the start, without the first.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Looks for a commit. One that cannot be seen now is looked for again a moment later.
    fn look(&self) -> Option<Vec<u8>> {
        self.location.commit(&patience()).ok().flatten()
    }

    /// Opens a new commit. If that fails, the commit that is open still answers.
    fn reopen(&self) -> bool {
        match self.location.open(&patience()) {
            Ok(index) => {
                self.replace(&Arc::new(index));
                self.commits.fetch_add(1, Ordering::Relaxed);
                true
            }
            Err(error) => {
                if self.known().is_some() {
                    tracing::warn!(error = %error, "opening a new commit");
                }
                false
            }
        }
    }

    fn known(&self) -> Option<Arc<Index>> {
        // Nothing panics while the lock is held.
        self.index.read().ok().and_then(|index| index.clone())
    }

    fn replace(&self, index: &Arc<Index>) {
        if let Ok(mut known) = self.index.write() {
            *known = Some(Arc::clone(index));
        }
    }
}

fn patience() -> Budget {
    Budget::until(Instant::now() + PATIENCE)
}
