//! The catalogue in memory, as used by writers.

use super::keys::Keys;
use super::records::Root;

/// Everything that is recorded about an archive.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The time when the run that wrote it started, in nanoseconds since 1970.
    pub run: i64,
    /// The roots, sorted by path.
    pub roots: Vec<Root>,
    /// The keys of the articles.
    pub keys: Keys,
}
