//! One index takes the place of another, in one step.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::directory::{Folder, MANAGED, META};
use super::lock::{LOCK, NOTE, WriteLock};
use super::sealing::unseal;
use super::writer::Terms;
use super::{Payload, rebuild_hint};
use crate::error::{Error, Result};

/// Files that each index has of its own, under the same name in each.
const OWN: [&str; 4] = [META, MANAGED, LOCK, NOTE];

/// The right to replace an index, while which nobody else writes it.
pub struct Takeover {
    folder: Folder,
    _lock: WriteLock,
}

impl Takeover {
    /// Keeps others from writing the index in a folder.
    pub fn begin(folder: &Path, terms: &Terms) -> Result<Takeover> {
        let (folder, lock) = Folder::writable(folder, terms.wait, &terms.watcher)?;
        Ok(Takeover { folder, _lock: lock })
    }

    /// Moves the files of a new index to where the old one is, `meta.json` last: their names are no
    /// other files' names. Then the old one's files are removed.
    pub fn take_place(self, new: &Path, old: &Path) -> io::Result<()> {
        for entry in fs::read_dir(new)? {
            let entry = entry?;
            let name = entry.file_name();
            if !OWN.iter().any(|own| name == *own) {
                fs::rename(entry.path(), old.join(name))?;
            }
        }
        flush(old)?;
        fs::rename(new.join(META), old.join(META))?;
        flush(old)?;
        // It lists files of the old index; tantivy begins another.
        match fs::remove_file(old.join(MANAGED)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => self.folder.remove_debris(),
        }
        Ok(())
    }
}

/// What the commit of an index carries, read without opening the index.
pub fn payload(folder: &Path) -> Result<Payload> {
    let path = folder.join(META);
    let fail = |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
    let bytes = fs::read(&path).map_err(|error| fail(error.to_string()))?;
    let (data, _) = unseal(&bytes).map_err(fail)?;
    let meta: serde_json::Value =
        serde_json::from_slice(data).map_err(|error| fail(error.to_string()))?;
    let payload = meta["payload"].as_str().unwrap_or("{}");
    serde_json::from_str(payload).map_err(|error| fail(error.to_string()))
}

#[cfg(unix)]
fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn flush(_folder: &Path) -> io::Result<()> {
    Ok(())
}
