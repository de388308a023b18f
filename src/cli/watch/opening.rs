//! Opens the index that has the saved searches.

use std::path::PathBuf;

use dateline::error::Result;
use dateline::searching::Index;

use super::address::refuse_address;
use crate::cli::Common;
use crate::cli::inside::{Asked, Inside};

/// Opens the index in a folder, and returns the folder, too. Refuses an address. Returns `None` if Ctrl-C stopped the
/// update of `--in`.
pub fn open(inside: &Inside, common: &Common) -> Result<Option<(PathBuf, Index)>> {
    inside.ask(common)?.map(opened).transpose()
}

/// Opens the index in a folder, and returns the folder, too. Refuses an address.
pub fn opened(asked: Asked) -> Result<(PathBuf, Index)> {
    refuse_address(&asked.folder)?;
    let index = asked.open()?;
    Ok((asked.folder, index))
}
