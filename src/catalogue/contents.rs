//! The catalogue in memory, as a writer uses it.

use super::keys::Keys;
use super::records::Root;

/// All that is known of the archive.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// When the run that wrote it began, nanoseconds since 1970.
    pub run: i64,
    /// The roots, sorted by path.
    pub roots: Vec<Root>,
    /// The articles' keys.
    pub keys: Keys,
}
