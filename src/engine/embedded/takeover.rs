//! One index takes the place of another, in one step.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::cause::remedy;
use super::directory::{Folder, META};
use super::lock::WriteLock;
use super::owned::{Owned, Purpose};
use super::sealing::unseal;
use super::sound::gone;
use super::writer::Terms;
use super::{Payload, rebuild_hint};
use crate::error::{Error, Result};

/// The right to replace an index, while which nobody else writes it.
pub struct Takeover {
    folder: Folder,
    lock: WriteLock,
}

impl Takeover {
    /// Keeps others from writing the index in a folder.
    pub fn begin(folder: &Path, terms: &Terms) -> Result<Takeover> {
        let (folder, lock) = Folder::writable(folder, Purpose::Index, terms)?;
        Ok(Takeover { folder, lock })
    }

    /// Returns the folder the new index grows in, within the old one's. Its name has the random number of the old
    /// index in it: a folder that is there is one that an interrupted rebuild left.
    pub fn beside(&self, old: &Path) -> PathBuf {
        old.join(format!("{}-rebuild", self.lock.prefix()))
    }

    /// Moves the files of a new index to where the old one is, `meta.json` last: their names are no
    /// other files' names. Then the old one's files are removed.
    pub fn take_place(self, new: &Path, old: &Path) -> io::Result<()> {
        let moved = Owned::read(new)?.data()?;
        let before = Owned::read(old)?;
        // From here on, whichever `meta.json` is there, the list names the files of both.
        self.folder.record(before.data()?.into_iter().chain(moved.iter().cloned()))?;
        flush(old)?;
        for name in moved {
            let to = old.join(&name);
            // Dictionaries are named by their content.
            if to.exists() && !before.holds(&name) {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    format!("{name} exists already"),
                ));
            }
            fs::rename(new.join(name), to)?;
        }
        flush(old)?;
        fs::rename(new.join(META), old.join(META))?;
        flush(old)?;
        self.folder.remove_debris();
        // The list of a rebuilt index names no other files.
        self.folder.record([])
    }
}

/// What the commit of an index carries, read without opening the index.
pub fn payload(folder: &Path) -> Result<Payload> {
    let path = folder.join(META);
    let fail = |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
    let bytes = fs::read(&path).map_err(|error| {
        Error::index("opening", &path, gone(&error)).hint(remedy(&error, folder))
    })?;
    let (data, _) = unseal(&bytes).map_err(fail)?;
    let meta: serde_json::Value =
        serde_json::from_slice(data).map_err(|error| fail(error.to_string()))?;
    match &meta["payload"] {
        // Created and never committed.
        serde_json::Value::Null => Ok(Payload::default()),
        serde_json::Value::String(payload) => {
            serde_json::from_str(payload).map_err(|error| fail(error.to_string()))
        }
        _ => Err(fail("its payload is not a text".to_string())),
    }
}

#[cfg(unix)]
pub fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub fn flush(_folder: &Path) -> io::Result<()> {
    Ok(())
}
