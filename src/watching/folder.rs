//! The folder of saved searches: finding, creating and locking it, and replacing its files in one step.
//!
//! A downloaded archive must not make the program write anywhere else, so nothing in the folder is written through a
//! link. The lock file holds a random number, which is part of the name of every temporary file.
//!
//! Only this file knows that the folder is in that of an embedded index. An engine that keeps saved searches elsewhere
//! would need another file like this one, and nothing else here would change.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(super) use crate::engine::embedded::{SEARCHES, random};
use crate::engine::embedded::{WATCH, WATCH_LOCK, WATCH_MARK, flush, is_watch_folder};
use crate::error::{Error, Kind, Result, harmless};

/// The interval between attempts to take a lock that is held.
const AGAIN: Duration = Duration::from_millis(50);

/// The maximum size, in bytes, of the file of saved searches. A thousand of them take about 100 kB.
const LARGEST: u64 = 16 << 20;

/// The beginning of the names of the files of saved searches, in the folder of an index.
pub const FOLDER: &str = "watch/";

/// Returns the folder of saved searches of the index in a folder, which may have none.
pub fn of(index: &Path) -> PathBuf {
    index.join(WATCH)
}

/// Returns whether the index in a folder has saved searches.
pub fn has_searches(index: &Path) -> bool {
    is_watch_folder(&of(index))
}

/// Reads a file of the folder of saved searches. `None` if it does not exist.
pub fn read(folder: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let path = folder.join(name);
    let failed = |error: io::Error| {
        Error::io("reading", &path, error).hint("remove the cause, then run the same command again")
    };
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
        Ok(about) if !about.is_file() => {
            return Err(Error::io("reading", &path, "it is not a regular file")
                .hint("move it out of the folder of the index"));
        }
        Ok(about) if about.len() > LARGEST => {
            return Err(Error::io(
                "reading",
                &path,
                format!("it is larger than {} MB", LARGEST >> 20),
            )
            .hint("divide the saved searches between archives"));
        }
        Ok(_) => {}
    }
    fs::read(&path).map(Some).map_err(failed)
}

/// Reads the file of saved searches. Empty if it does not exist.
pub fn read_searches(folder: &Path) -> Result<String> {
    let bytes = read(folder, SEARCHES)?.unwrap_or_default();
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
        Error::io("reading", &folder.join(SEARCHES), format!("line {line}: it is not UTF-8"))
            .hint("correct the file")
    })
}

/// The folder of saved searches of an index, locked against other processes that change it.
#[derive(Debug)]
pub struct WatchFolder {
    path: PathBuf,
    lock: File,
    /// The random number in the lock file.
    number: String,
}

impl WatchFolder {
    /// Locks the folder of saved searches of an index, and creates it if it does not exist. Waits up to `wait` for
    /// another process.
    ///
    /// # Errors
    ///
    /// Fails if another process still holds the lock after that, or if what is there is not a folder of saved searches.
    pub fn lock(index: &Path, wait: Duration) -> Result<WatchFolder> {
        let path = of(index);
        let failed = |error: io::Error| {
            Error::io("writing", &path, error).hint(
                "make the folder of the index writable, or copy the index: dateline copy FROM TO",
            )
        };
        match fs::create_dir(&path) {
            Ok(()) => flush(index).map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
        if !is_watch_folder(&path) {
            return Err(Error::io("writing", &path, "it is not a folder of saved searches")
                .hint("move it out of the folder of the index"));
        }
        let file = path.join(WATCH_LOCK);
        let options = OpenOptions::new().read(true).write(true).clone();
        let lock = match fs::symlink_metadata(&file) {
            Ok(about) if !about.is_file() => {
                return Err(Error::io("locking", &file, "it is not a regular file")
                    .hint("move it out of the folder of the index"));
            }
            Ok(_) => options.open(&file).map_err(failed)?,
            Err(_) => options.clone().create_new(true).open(&file).map_err(failed)?,
        };
        let until = Instant::now().checked_add(wait);
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if until.is_some_and(|end| Instant::now() >= end) => {
                    let message = format!("the saved searches in {} are in use", path.display());
                    return Err(Error::new(Kind::Index, message).hint(
                        "another process runs or changes them; pass --wait 600 to wait for it",
                    ));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(AGAIN),
            }
        }
        let number = number(&lock).map_err(failed)?;
        Ok(WatchFolder { path, lock, number })
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Replaces a file in one step. After a power failure, it has the old content or the new one.
    pub fn replace(&self, name: &str, content: &[u8]) -> Result<()> {
        self.fill(name, content)
    }

    /// Replaces a file by what `content` gives, as [`WatchFolder::replace`] does.
    pub fn fill(&self, name: &str, mut content: impl Read) -> Result<()> {
        let written = self.create(name).and_then(|(mut file, temporary)| {
            io::copy(&mut content, &mut file)?;
            file.sync_all()?;
            fs::rename(temporary, self.path.join(name))?;
            self.flush()
        });
        written.map_err(|error| self.unwritten(name, error))
    }

    /// Creates a temporary file that will get a name later.
    pub fn create(&self, name: &str) -> io::Result<(File, PathBuf)> {
        // Only the holder of the lock creates files of this name, so one that exists was left by a killed process.
        let temporary = self.path.join(format!(".{}-{name}", self.number));
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok((
            OpenOptions::new().read(true).append(true).create_new(true).open(&temporary)?,
            temporary,
        ))
    }

    /// Flushes the names of the files in the folder to the disk.
    pub fn flush(&self) -> io::Result<()> {
        flush(&self.path)
    }

    /// Returns whether a name is that of a temporary file.
    pub fn is_temporary(&self, name: &str) -> bool {
        name.strip_prefix('.').is_some_and(|rest| rest.starts_with(&self.number))
    }

    /// Returns the error for a file that could not be written.
    pub fn unwritten(&self, name: &str, error: io::Error) -> Error {
        Error::io("writing", &self.path.join(name), error)
            .hint("nothing was lost: remove the cause, then run the same command again")
    }
}

impl Drop for WatchFolder {
    fn drop(&mut self) {
        // A command of the user that is still running would keep the lock with its copy of the file.
        harmless(self.lock.unlock(), "the file is closed next");
    }
}

/// Returns the random number in a lock file. Writes one first if the file is new.
fn number(mut lock: &File) -> io::Result<String> {
    let mut text = String::new();
    lock.take(1 << 10).read_to_string(&mut text)?;
    let digits = |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let written = text.strip_prefix(WATCH_MARK).map(str::trim_end);
    if let Some(number) = written.filter(|number| digits(number)) {
        return Ok(number.to_string());
    }
    // A power loss may leave zeros in the file.
    if text.bytes().any(|byte| byte != 0) {
        let problem = "the file lock in it is not a lock file of dateline";
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    let number = random();
    lock.set_len(0)?;
    io::Seek::rewind(&mut lock)?;
    lock.write_all(format!("{WATCH_MARK}{number}\n").as_bytes())?;
    lock.sync_all()?;
    Ok(number)
}
