//! The index that the server searches: opened once, shared by all threads, and opened again when there is a new commit.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

use crate::error::{Error, Kind, Result};
use crate::searching::Index;

/// How often the folder of the index is looked at for a new commit.
const INTERVAL: Duration = Duration::from_millis(250);

/// An index whose commits are followed.
pub struct Followed {
    folder: PathBuf,
    index: RwLock<Option<Arc<Index>>>,
    commits: AtomicU64,
}

impl Followed {
    /// Opens the index in `folder`, if it is there already, and starts a thread that follows it.
    ///
    /// # Errors
    ///
    /// Fails if the thread cannot be started.
    pub fn start(folder: &Path) -> Result<Arc<Followed>> {
        // What is read before the index is opened belongs to that commit or an earlier one.
        let seen = meta(folder);
        // `current` opens it again, and returns the error.
        let index = Index::open(folder).ok().map(Arc::new);
        let opened = if index.is_some() { seen } else { None };
        let followed = Arc::new(Followed {
            folder: folder.to_path_buf(),
            index: RwLock::new(index),
            commits: AtomicU64::new(0),
        });
        let weak = Arc::downgrade(&followed);
        let follow = move || {
            let mut before = opened;
            while let Some(followed) = weak.upgrade() {
                let now = meta(&followed.folder);
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

    /// Returns the last commit that could be opened.
    ///
    /// # Errors
    ///
    /// Fails with the reason if none could be opened so far.
    pub fn current(&self) -> Result<Arc<Index>> {
        if let Some(index) = self.known() {
            return Ok(index);
        }
        // It may have been created a moment ago.
        let index = Arc::new(Index::open(&self.folder)?);
        self.replace(&index);
        Ok(index)
    }

    /// Returns the number of commits that were opened since the start, without the first.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Opens a new commit. If that fails, the commit that is open still answers.
    fn reopen(&self) -> bool {
        match Index::open(&self.folder) {
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

/// Reads the file that a commit replaces last.
fn meta(folder: &Path) -> Option<Vec<u8>> {
    // A file that cannot be read now is read again a moment later.
    std::fs::read(folder.join("meta.json")).ok()
}
