//! The commit that is copied, in a folder that another process may be writing.

use super::transfer_plan::Transfer;
use crate::engine::embedded::storage::commit_checksum::{Files, split_checksum};
use crate::engine::embedded::storage::errors::{rebuild_hint, unreadable};
use crate::engine::embedded::storage::file_names::META;
use crate::engine::embedded::storage::verification::{not_beheaded, still_there};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::error::{Error, Result};

/// The number of open files that copying needs in addition to those that are copied.
const SPARE: usize = 16;

/// Returns the `meta.json` of a folder's commit, and the files it lists.
pub fn commit(folder: &Path) -> Result<(Vec<u8>, Files)> {
    not_beheaded(folder)?;
    let path = folder.join(META);
    let bytes = fs::read(&path).map_err(|error| unread(folder, META, &error))?;
    let files = match split_checksum(&bytes) {
        Ok((_, Some(files))) => files,
        Ok((_, None)) => return Err(damaged(folder, META)),
        Err(cause) => {
            return Err(Error::index("reading", &path, cause).hint(rebuild_hint(folder)));
        }
    };
    Ok((bytes, files))
}

/// Opens the files to copy, as many as a process may have open. An open file can be read even after a writer deletes
/// it. Returns `None` if a writer has replaced the commit.
pub fn open_all(
    from: &Path,
    meta: &[u8],
    transfers: &[Transfer],
) -> Result<Option<Vec<Option<File>>>> {
    let mut opened = Vec::new();
    for transfer in transfers {
        match File::open(from.join(&transfer.from)) {
            Ok(file) => opened.push(Some(file)),
            Err(error) if too_many_are_open(&error) && opened.len() > SPARE => {
                // Writing the copy needs some open files, too.
                opened.truncate(opened.len() - SPARE);
                opened.resize_with(transfers.len(), || None);
                break;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return begin_again(from, meta).map(|()| None);
            }
            Err(error) => return Err(unread(from, &transfer.from, &error)),
        }
    }
    Ok(Some(opened))
}

fn too_many_are_open(error: &io::Error) -> bool {
    // EMFILE and ENFILE have these numbers on Linux, macOS and the BSDs.
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

/// Handles a file that was not found: returns an error unless a writer has replaced the commit that names it.
pub fn begin_again(from: &Path, meta: &[u8]) -> Result<()> {
    let now = fs::read(from.join(META)).map_err(|error| unread(from, META, &error))?;
    if now != meta {
        return Ok(());
    }
    let (_, files) = commit(from)?;
    still_there(from, &files)
}

/// Returns the error for a file that could not be read.
pub fn unread(folder: &Path, name: &str, error: &io::Error) -> Error {
    unreadable("reading", &folder.join(name), error, folder)
}

/// Returns the error for a file that differs from what was written.
pub fn damaged(folder: &Path, name: &str) -> Error {
    let cause = "its checksum is wrong: it is damaged, and was not copied";
    Error::index("reading", &folder.join(name), cause).hint(rebuild_hint(folder))
}
