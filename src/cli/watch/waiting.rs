//! What is new for the saved searches at the end of an indexing run.

use std::path::Path;

use chrono::Local;

use dateline::error::Result;
use dateline::searching::Index;
use dateline::watching::{self, Waiting};

use super::address::refuse_address;

/// Returns what is new for each saved search of an index, without counting it as reported. Returns nothing if the index
/// is in a cluster or has no saved searches.
pub fn waiting(location: &Path) -> Result<Vec<Waiting>> {
    if refuse_address(location).is_err() || !watching::has_searches(location) {
        return Ok(Vec::new());
    }
    watching::waiting(location, &Index::open(location)?, Local::now().fixed_offset())
}
