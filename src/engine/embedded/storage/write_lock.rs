//! The write lock: one writer at a time.
//!
//! The operating system releases the lock when the process that holds it ends, for any reason. A note next to the lock
//! file says which process holds it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::index_number::{LOCK, lock_file, note, prefix_in, prefix_of, random};
use super::owned_files::Owned;
use crate::error::{Error, Kind, Result, harmless};

/// The interval between attempts to take a lock that is held.
const AGAIN: Duration = Duration::from_millis(50);

/// The right to write an index, until it is dropped.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
    prefix: String,
    note: PathBuf,
}

/// The content of the note: the process that writes.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    process: u32,
    /// The time at which it started, as in RFC 3339.
    since: String,
}

impl WriteLock {
    /// Takes the lock of the index in a folder. Waits up to `wait` for another writer.
    ///
    /// # Errors
    ///
    /// Fails if another process still holds the lock after that. The error names the process.
    pub fn acquire(folder: &Path, wait: Duration) -> Result<WriteLock> {
        let path = folder.join(LOCK);
        let refused = |error: std::io::Error| {
            Error::io("locking", &path, error).hint("make the folder writable, or name another one")
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(refused)?;
        let until = Instant::now().checked_add(wait);
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(refused(error)),
                Err(TryLockError::WouldBlock) if until.is_some_and(|end| Instant::now() >= end) => {
                    return Err(busy(folder));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(AGAIN),
            }
        }
        let prefix = mark(&mut file, folder).map_err(refused)?;
        let note = folder.join(note(&prefix));
        let since: DateTime<Utc> = SystemTime::now().into();
        let since = since.to_rfc3339_opts(SecondsFormat::Secs, true);
        let holder = Holder { process: std::process::id(), since };
        let text = serde_json::to_vec(&holder).map_err(io::Error::from);
        harmless(text.and_then(|text| fs::write(&note, text)), "the lock holds without the note");
        Ok(WriteLock { file, prefix, note })
    }

    /// Gives the index the random number of another index, whose content it now has. No temporary files may exist
    /// except the note.
    pub fn adopt(&mut self, number: &str) -> io::Result<()> {
        let text = lock_file(number);
        if prefix_of(text.as_bytes()).is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a random number"));
        }
        // Both numbers have the same length, so that a power loss leaves one of them.
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()
    }

    /// Returns the prefix of the names of temporary files and folders of this index.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        harmless(fs::remove_file(&self.note), "the next run overwrites it");
        // Closing the file is not enough: a process that another thread has just forked would keep the lock until it
        // executes its program.
        harmless(self.file.unlock(), "the file is closed next");
    }
}

/// Returns the prefix of the names of temporary files, from the number in a lock file. Writes a number first if the
/// file is new.
fn mark(file: &mut File, folder: &Path) -> io::Result<String> {
    let mut text = Vec::new();
    file.rewind()?;
    Read::by_ref(file).take(1 << 10).read_to_end(&mut text)?;
    if let Some(prefix) = prefix_of(&text) {
        return Ok(prefix);
    }
    // A power loss may leave zeros in the file.
    let empty = text.iter().all(|byte| *byte == 0);
    if !empty && !Owned::read(folder)?.is_index() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it is not a lock file of dateline",
        ));
    }
    let text = lock_file(&random());
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    prefix_of(text.as_bytes()).ok_or_else(|| io::Error::other("a random number has no digits"))
}

/// Returns whether a process is writing the index in a folder.
pub fn is_being_written(folder: &Path) -> bool {
    let note = prefix_in(folder).map(|prefix| folder.join(note(&prefix)));
    // Without a note, the lock is free, and even a shared lock of this process could get in a writer's way.
    note.is_some_and(|note| note.exists())
        && File::open(folder.join(LOCK))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn busy(folder: &Path) -> Error {
    let note = prefix_in(folder).map(|prefix| folder.join(note(&prefix)));
    let note = note.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let who = match serde_json::from_str::<Holder>(&note) {
        Ok(Holder { process, since }) => {
            format!("process {process} has been writing it since {since}")
        }
        Err(_) => "another process is writing it".to_string(),
    };
    Error::new(Kind::Index, format!("the index {} is busy: {who}", folder.display()))
        .hint("pass --wait 600 to wait for it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_let_go_is_free_though_a_forked_process_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let lock = WriteLock::acquire(folder.path(), Duration::ZERO).unwrap();
        assert!(WriteLock::acquire(folder.path(), Duration::ZERO).is_err());
        // Simulates a process that another thread has just forked.
        let _forked = lock.file.try_clone().unwrap();
        drop(lock);
        WriteLock::acquire(folder.path(), Duration::ZERO).unwrap();
    }
}
