//! The list of the files that tantivy manages, with those that dateline adds.

use std::collections::BTreeSet;

/// The content of the list of managed files.
#[derive(Debug, Default)]
pub struct Managed {
    /// tantivy's own list. Empty before tantivy writes it.
    pub data: Vec<u8>,
    /// The files that were created and not deleted since.
    pub made: BTreeSet<String>,
    /// The files that were deleted after the last flush of the folder. Power loss may restore them.
    pub deleted: Vec<String>,
    /// Whether the list was replaced after the last flush of the folder.
    pub replaced: bool,
}
