//! One writer at a time: a lock on a file that the system gives back when its holder ends, however it
//! ends, and a note of who holds it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};

/// The file that is locked: the one tantivy locks.
pub const LOCK: &str = ".tantivy-writer.lock";
/// The note, there only while someone writes.
pub const NOTE: &str = "writer.json";

/// How often a lock that is held is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// The right to write an index, until it is dropped.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
    note: PathBuf,
}

/// Who writes.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    process: u32,
    /// RFC 3339.
    since: String,
}

impl WriteLock {
    /// Takes the lock of the index in a folder, waiting for it as long as told.
    pub fn acquire(folder: &Path, wait: Duration) -> Result<WriteLock> {
        let path = folder.join(LOCK);
        let refused = |error: std::io::Error| {
            Error::io("locking", &path, error).hint("write another index: --index FOLDER")
        };
        let file = OpenOptions::new()
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
        let note = folder.join(NOTE);
        let since: DateTime<Utc> = SystemTime::now().into();
        let since = since.to_rfc3339_opts(SecondsFormat::Secs, true);
        let holder = Holder { process: std::process::id(), since };
        // It is there to tell others; without it the lock holds all the same.
        let _: std::io::Result<()> =
            fs::write(&note, serde_json::to_string(&holder).unwrap_or_default());
        Ok(WriteLock { file, note })
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        let _: std::io::Result<()> = fs::remove_file(&self.note);
        // Closing the file would leave the lock with a process another thread has just forked, until
        // that runs its program.
        let _: std::io::Result<()> = self.file.unlock();
    }
}

fn busy(folder: &Path) -> Error {
    let note = fs::read_to_string(folder.join(NOTE)).unwrap_or_default();
    let who = match serde_json::from_str::<Holder>(&note) {
        Ok(Holder { process, since }) => {
            format!("process {process} has been writing it since {since}")
        }
        Err(_) => "another process is writing it".to_string(),
    };
    Error::new(Kind::Index, format!("opening the index {}: {who}", folder.display()))
        .hint("wait for it: run the same command again with --wait 600")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_let_go_is_free_though_a_forked_process_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let lock = WriteLock::acquire(folder.path(), Duration::ZERO).unwrap();
        assert!(WriteLock::acquire(folder.path(), Duration::ZERO).is_err());
        // What a process has that another thread has just forked.
        let _forked = lock.file.try_clone().unwrap();
        drop(lock);
        WriteLock::acquire(folder.path(), Duration::ZERO).unwrap();
    }
}
