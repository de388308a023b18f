//! Opens the index that has the saved searches.

use std::path::PathBuf;

use dateline::error::Result;
use dateline::searching::Index;

use super::address::refuse_address;
use crate::cli::Common;
use crate::cli::inside::{self, Inside};

/// Opens the index in a folder, and returns the folder, too. Refuses an address. Returns `None` if Ctrl-C stopped the
/// update of `--in`.
pub fn open(inside: &Inside, common: &Common) -> Result<Option<(PathBuf, Index)>> {
    let Some(asked) = inside.ask(common)? else { return Ok(None) };
    refuse_address(&asked.folder)?;
    let index = inside::open(&asked.folder)?;
    Ok(Some((asked.folder, index)))
}
