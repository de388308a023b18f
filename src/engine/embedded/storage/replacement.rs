//! Replaces an index with another one atomically, for a rebuild.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::directory::Folder;
use super::file_names::META;
use super::owned_files::{Owned, Purpose};
use super::write_lock::WriteLock;
use super::write_options::WriteOptions;
use crate::error::Result;

/// The exclusive right to replace an index. No other process can write it in the meantime.
pub struct Replacement {
    folder: Folder,
    lock: WriteLock,
}

impl Replacement {
    /// Locks the index in a folder.
    pub fn begin(folder: &Path, options: &WriteOptions) -> Result<Replacement> {
        let (folder, lock) = Folder::writable(folder, Purpose::Index, options)?;
        Ok(Replacement { folder, lock })
    }

    /// Returns the folder in which the new index is built, inside the old one's. Its name contains the random number of
    /// the old index, so a folder with this name can only be the remains of an interrupted rebuild.
    pub fn beside(&self, old: &Path) -> PathBuf {
        old.join(format!("{}-rebuild", self.lock.prefix()))
    }

    /// Moves the files of a new index into the folder of the old one, `meta.json` last. Then removes the files of the
    /// old index. Only dictionaries can have the same name in both.
    pub fn take_place(self, new: &Path, old: &Path) -> io::Result<()> {
        let moved = Owned::read(new)?.data()?;
        let before = Owned::read(old)?;
        // From now on, the list names the files of both, regardless of which `meta.json` is in the folder.
        self.folder.record(before.data()?.into_iter().chain(moved.iter().cloned()))?;
        flush(old)?;
        for name in moved {
            let to = old.join(&name);
            // Only dictionaries can have the same name, because it contains the checksum of their content.
            if to.try_exists()? && !before.holds(&name) {
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

/// Flushes the entries of a folder.
#[cfg(unix)]
pub fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Does nothing, because other systems cannot flush a folder.
#[cfg(not(unix))]
pub fn flush(_folder: &Path) -> io::Result<()> {
    Ok(())
}
