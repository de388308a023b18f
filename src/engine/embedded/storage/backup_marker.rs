//! The record that makes a folder a backup, and the note that marks an unfinished restore.
//!
//! The record says which index the folder is a copy of. Like `meta.json`, it ends in a checksum, so that a file of
//! another program is not mistaken for it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::commit_checksum::{append_checksum_of, split_checksum};
use super::file_names::META;
use super::index_number::prefix_in;

/// The name of the record in the folder of a backup.
pub const BACKUP: &str = "backup.json";

/// The version of the record.
const VERSION: u32 = 1;

/// The index that a backup is a copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    version: u32,
    /// The random number of the index, in hexadecimal.
    pub number: String,
    /// The folder that the index was in when the backup was created.
    pub folder: String,
}

impl Origin {
    /// Returns the record of an index in a folder.
    pub fn new(number: String, folder: &Path) -> Origin {
        Origin { version: VERSION, number, folder: folder.display().to_string() }
    }

    /// Reads the record of a backup. Returns `None` if the folder has none.
    ///
    /// # Errors
    ///
    /// Fails if the record is damaged, with the kind `InvalidData`.
    pub fn read(folder: &Path) -> io::Result<Option<Origin>> {
        let path = folder.join(BACKUP);
        // Reading a pipe with this name would never end.
        match fs::metadata(&path) {
            Ok(about) if !about.is_file() => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            about => about?,
        };
        let invalid = |cause: String| io::Error::new(io::ErrorKind::InvalidData, cause);
        let bytes = fs::read(&path)?;
        let (data, files) = split_checksum(&bytes).map_err(invalid)?;
        let origin: Origin =
            serde_json::from_slice(data).map_err(|error| invalid(error.to_string()))?;
        match files.is_some() && origin.version == VERSION {
            true => Ok(Some(origin)),
            false => Err(invalid("it is not a record of a backup".into())),
        }
    }

    /// Returns the bytes of the record.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        append_checksum_of(&serde_json::to_vec(self)?, &BTreeMap::new())
    }
}

/// Returns whether a folder has a record of a backup that can be read.
pub fn is_backup(folder: &Path) -> bool {
    matches!(Origin::read(folder), Ok(Some(_)))
}

/// Returns the name of the file that exists while a restore writes an index into an empty folder.
pub fn restoring(prefix: &str) -> String {
    format!("{prefix}-restoring")
}

/// Returns whether an interrupted restore has left an index without a commit in a folder.
pub fn is_being_restored(folder: &Path) -> bool {
    let note = prefix_in(folder).map(|prefix| folder.join(restoring(&prefix)));
    let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
    !folder.join(META).exists() && note.is_some_and(|note| is_file(&note))
}
