//! What the previous run recorded about roots and their files.

use std::path::Path;

use crate::catalogue::{FileRecord, Root};

/// What the previous run recorded.
pub struct PreviousRun {
    /// When it began, in nanoseconds since 1970.
    pub run: i64,
    /// The roots, with a record of each file.
    pub roots: Vec<Root>,
}

impl PreviousRun {
    /// Returns the record of a file, by the path of its root and its path below it. The member of a container is not a
    /// file.
    pub fn file(&self, root: &Path, path: &str) -> Option<&FileRecord> {
        let root = self.roots.iter().find(|known| Path::new(&known.path) == root)?;
        let record = root.files.get(path).map(AsRef::as_ref);
        record.filter(|record| !record.member)
    }
}
