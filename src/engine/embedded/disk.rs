//! What is done to an index's folder, step by step, for tests that watch it, cut it off or make a step
//! fail: power loss and full disks are shown with it (`tests/power.rs`).

use std::fmt::Debug;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::harmless;
use tantivy::directory::{AntiCallToken, TerminatingWrite, WritePtr};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    /// A file is made, empty.
    Create(&'a Path),
    /// Bytes are added to it.
    Write(&'a Path, &'a [u8]),
    /// Its content is flushed.
    Flush(&'a Path),
    /// A file is replaced by a flushed one of this content, by renaming.
    Replace(&'a Path, &'a [u8]),
    /// A file is removed.
    Remove(&'a Path),
    /// The folder's entries are flushed.
    FlushFolder,
}

/// Is told of each step before it is done; an error is that of the step, which is not done.
pub trait Watch: Debug + Send + Sync {
    /// About to be done. Of a `Write` so many bytes are done as are returned.
    fn before(&self, step: &Step) -> io::Result<usize>;
}

/// Whoever watches.
pub type Watcher = Option<Arc<dyn Watch>>;

/// Tells of a step.
pub fn tell(watcher: &Watcher, step: &Step) -> io::Result<usize> {
    match watcher {
        Some(watch) => watch.before(step),
        None => Ok(match step {
            Step::Write(_, bytes) => bytes.len(),
            _ => 0,
        }),
    }
}

/// A file being written whose bytes are counted, summed and told.
pub struct Writing<F: FnOnce(u64, u32)> {
    inner: WritePtr,
    path: PathBuf,
    watcher: Watcher,
    length: u64,
    crc: crc32fast::Hasher,
    done: Option<F>,
}

impl<F: FnOnce(u64, u32) + Send + Sync + 'static> Writing<F> {
    /// Wraps a writer; `done` gets the length and CRC-32 when it ends.
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
        let most = tell(&self.watcher, &Step::Write(&self.path, bytes))?;
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
        tell(&self.watcher, &Step::Flush(&self.path))?;
        self.inner.flush()?;
        self.inner.get_mut().terminate_ref(token)?;
        if let Some(done) = self.done.take() {
            done(self.length, std::mem::take(&mut self.crc).finalize());
        }
        Ok(())
    }
}

/// Makes a file readable to everyone who may enter the folder.
#[cfg(unix)]
pub fn share(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let readable = std::fs::Permissions::from_mode(0o644);
    harmless(std::fs::set_permissions(path, readable), "the index works for its owner");
}

#[cfg(not(unix))]
pub fn share(_path: &Path) {}
