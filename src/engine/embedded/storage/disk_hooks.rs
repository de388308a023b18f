//! Hooks on every step in an index's folder, for tests that simulate power loss, full disks and failing writes.

use std::fmt::Debug;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file_names::is_unsorted_store;
use crate::error::harmless;
use tantivy::directory::{AntiCallToken, TerminatingWrite, WritePtr};

/// A step in an index's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    /// Creates an empty file.
    Create(&'a Path),
    /// Appends bytes to a file.
    Write(&'a Path, &'a [u8]),
    /// Flushes the content of a file.
    Flush(&'a Path),
    /// Replaces a file atomically: writes and flushes a temporary file with this content, and renames it.
    Replace(&'a Path, &'a [u8]),
    /// Deletes a file.
    Remove(&'a Path),
    /// Flushes the entries of the folder.
    FlushFolder,
}

/// A hook that is called before each step. If it returns an error, the step fails with it.
pub trait Watch: Debug + Send + Sync {
    /// Called before a step. Returns how many bytes of a [`Step::Write`] to write.
    fn before(&self, step: &Step) -> io::Result<usize>;
}

/// The hook, if there is one.
pub type Watcher = Option<Arc<dyn Watch>>;

/// Calls the hook. Returns how many bytes of a [`Step::Write`] to write.
pub fn notify(watcher: &Watcher, step: &Step) -> io::Result<usize> {
    match watcher {
        Some(watch) => watch.before(step),
        None => Ok(match step {
            Step::Write(_, bytes) => bytes.len(),
            _ => 0,
        }),
    }
}

/// A file writer that computes length and checksum, and calls the hook.
pub struct Writing<F: FnOnce(u64, u32)> {
    inner: WritePtr,
    path: PathBuf,
    watcher: Watcher,
    length: u64,
    crc: crc32fast::Hasher,
    done: Option<F>,
}

impl<F: FnOnce(u64, u32) + Send + Sync + 'static> Writing<F> {
    /// Wraps a writer. `done` receives the length and the CRC-32 at the end.
    pub fn wrap(inner: WritePtr, path: &Path, watcher: &Watcher, done: F) -> WritePtr {
        BufWriter::new(Box::new(Writing {
            inner,
            path: path.to_path_buf(),
            watcher: watcher.clone(),
            length: 0,
            crc: crc32fast::Hasher::new(),
            done: Some(done),
        }))
    }
}

impl<F: FnOnce(u64, u32)> Write for Writing<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let most = notify(&self.watcher, &Step::Write(&self.path, bytes))?;
        let count = self.inner.write(&bytes[..most.min(bytes.len())])?;
        self.crc.update(&bytes[..count]);
        self.length += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<F: FnOnce(u64, u32) + Send + Sync> TerminatingWrite for Writing<F> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        // Unsorted records are read once and deleted, so they need not survive a crash.
        let is_needed = !self.path.to_str().is_some_and(is_unsorted_store);
        if is_needed {
            notify(&self.watcher, &Step::Flush(&self.path))?;
        }
        self.inner.flush()?;
        if is_needed {
            self.inner.get_mut().terminate_ref(token)?;
        }
        if let Some(done) = self.done.take() {
            done(self.length, std::mem::take(&mut self.crc).finalize());
        }
        Ok(())
    }
}

/// Makes a file readable for everyone who can access the folder.
#[cfg(unix)]
pub fn share(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let readable = std::fs::Permissions::from_mode(0o644);
    harmless(std::fs::set_permissions(path, readable), "the index works for its owner");
}

#[cfg(not(unix))]
pub fn share(_path: &Path) {}
