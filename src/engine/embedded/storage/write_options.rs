//! The options that an index is opened for writing with.

use std::time::Duration;

use super::disk_hooks::Watcher;

/// The options that an index is opened for writing with.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// The memory budget, in bytes. tantivy may use two fifths of what the catalogue leaves of it before it writes a
    /// segment.
    pub memory: usize,
    /// How long to wait for another writer to end.
    pub wait: Duration,
    /// The hook that sees every step in the folder.
    pub watcher: Watcher,
}
