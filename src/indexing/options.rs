//! The options for updating an index.

use std::path::PathBuf;
use std::time::Duration;

use super::GivenOptions;
use super::converters::Converters;
#[cfg(feature = "cluster")]
use crate::engine::cluster::store::ClusterStore;
use crate::engine::embedded::store::FolderStore;
use crate::engine::embedded::{WriteOptions, disk_hooks};

/// The options for updating an index.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The folder of the index.
    pub index: PathBuf,
    /// The options for reading files that were given for this run.
    pub given: GivenOptions,
    /// The number of threads that read and prepare files.
    pub threads: usize,
    /// The memory limit, in bytes.
    pub memory: usize,
    /// How long to wait for another run that writes the index.
    pub wait: Duration,
    /// The limits between two commits of a long run.
    pub commits: Commits,
    /// Observes the changes to files in the index's folder.
    pub watcher: disk_hooks::Watcher,
    /// The commands that convert files of other formats.
    pub converters: Converters,
    /// Whether to report only what would be done.
    pub dry_run: bool,
    /// Whether to read every file again, even if its size and times are unchanged.
    pub verify: bool,
    /// Roots to drop, with all their files.
    pub forget: Vec<PathBuf>,
    /// Whether a run may remove all articles of a root, or most of a large one.
    pub allow_removals: bool,
    /// The cluster that holds the index. Without one, `index` is a folder.
    #[cfg(feature = "cluster")]
    pub cluster: Option<ClusterStore>,
    /// Whether a rebuild may forget roots whose list in the old index cannot be read.
    pub discard_unknown_roots: bool,
}

/// The limits between two commits of a long run, which bound how much work is lost if it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Commits {
    /// The time between two commits.
    pub time: Duration,
    /// The bytes of files read between two commits.
    pub bytes: u64,
}

impl Default for Commits {
    fn default() -> Self {
        Commits { time: Duration::from_secs(60), bytes: 1 << 30 }
    }
}

impl Options {
    /// Returns the default options for an index in a folder.
    pub fn of(index: PathBuf) -> Options {
        Options {
            index,
            given: GivenOptions::default(),
            threads: std::thread::available_parallelism().map_or(2, usize::from),
            memory: 512 << 20,
            wait: Duration::ZERO,
            commits: Commits::default(),
            watcher: None,
            converters: Converters::default(),
            dry_run: false,
            verify: false,
            forget: Vec::new(),
            allow_removals: false,
            #[cfg(feature = "cluster")]
            cluster: None,
            discard_unknown_roots: false,
        }
    }

    /// Returns the store that holds the index.
    pub(super) fn store(&self) -> FolderStore {
        let (memory, wait, watcher) = (self.memory, self.wait, self.watcher.clone());
        FolderStore::new(self.index.clone(), WriteOptions { memory, wait, watcher })
    }
}
