//! The folder an index lives in, as tantivy sees it.
//!
//! Readers need no lock and no right to write: a commit never changes a file, it adds new ones and
//! renames `meta.json`, which carries a seal ([`super::sealing`]). A reader that loses a file between reading `meta.json` and opening it
//! (a writer removed what it no longer needs) begins again, see `reader.rs`.
//!
//! A reader maps files. A writer reads them in pieces: a merge passes over every byte of the
//! index once, and mapped pages would count as its memory until something else needs the room
//! (1,000,000 articles: 940 MB resident).

use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tantivy::HasLen;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, OwnedBytes,
    TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::SideFile;
use super::disk::{Step, Watcher, Writing, tell};
use super::lock::WriteLock;
use super::sealing::{self, Files, seal, unseal};
use crate::error::{Error, Result};

/// What a commit replaces.
pub const META: &str = "meta.json";
/// tantivy's list of the files it has made, which concerns writers alone.
pub const MANAGED: &str = ".managed.json";

/// A folder opened for writing or for reading only.
#[derive(Debug, Clone)]
pub struct Folder {
    inner: MmapDirectory,
    path: PathBuf,
    writable: bool,
    watcher: Watcher,
    /// The files that were written, and those the commit that was read lists.
    files: Arc<Mutex<Option<Files>>>,
    /// Whether `meta.json` was replaced and the folder not flushed since.
    replaced: Arc<AtomicBool>,
}

impl Folder {
    /// Opens a folder to write in, once nobody else does, as long as the lock is kept.
    pub fn writable(path: &Path, wait: Duration, watcher: &Watcher) -> Result<(Folder, WriteLock)> {
        fs::create_dir_all(path).map_err(|error| {
            Error::io("creating", path, error).hint("name another index: --index FOLDER")
        })?;
        let lock = WriteLock::acquire(path, wait)?;
        let opened = Self::open(path).map_err(|error| Error::io("opening", path, error))?;
        Ok((Folder { writable: true, watcher: watcher.clone(), ..opened }, lock))
    }

    /// Opens a folder to read only.
    pub fn read_only(path: &Path) -> std::result::Result<Folder, OpenDirectoryError> {
        Self::open(path)
    }

    fn open(path: &Path) -> std::result::Result<Folder, OpenDirectoryError> {
        Ok(Folder {
            inner: MmapDirectory::open(path)?,
            path: path.to_path_buf(),
            writable: false,
            watcher: None,
            files: Arc::default(),
            replaced: Arc::default(),
        })
    }

    /// What the commit that was read lists; None where it has no seal.
    pub fn files(&self) -> Option<Files> {
        self.known().clone()
    }

    fn known(&self) -> MutexGuard<'_, Option<Files>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Before a file is removed that the commit before named, the one that does not has to last: tantivy
    /// removes files at once after a merge.
    fn settle(&self) -> io::Result<()> {
        match self.replaced.load(Ordering::SeqCst) {
            true => self.sync_directory(),
            false => Ok(()),
        }
    }

    fn forget(&self, name: &str) {
        if let Some(files) = self.known().as_mut() {
            files.remove(name);
        }
    }

    /// Writes and flushes a file that a commit is going to name and none has named yet.
    pub fn write_beside(
        &self,
        name: String,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<SideFile> {
        // A run may have left it that was killed.
        let left = self.path.join(&name);
        if left.exists() {
            tell(&self.watcher, &Step::Remove(Path::new(&name)))?;
            fs::remove_file(left)?;
        }
        let mut out = self.open_write(Path::new(&name)).map_err(|error| match error {
            OpenWriteError::IoError { io_error, .. } => io::Error::new(io_error.kind(), io_error),
            error => io::Error::other(error),
        })?;
        write(&mut out)?;
        out.terminate()?;
        let written = self.known().as_ref().and_then(|files| files.get(&name).copied());
        // What ends a file notes it there.
        let (length, crc) = written.ok_or_else(|| io::Error::other("it was not written"))?;
        Ok(SideFile { name, length, crc })
    }

    /// Whether a file of a commit, or one that was written for the next, has a name.
    pub fn knows(&self, name: &str) -> bool {
        self.known().as_ref().is_some_and(|files| files.contains_key(name))
    }

    /// Removes files that this program made and that no commit needs: those a run left that was
    /// killed. Failing to is harmless.
    pub fn remove_debris(&self) {
        let Ok(bytes) = fs::read(self.path.join(META)) else { return };
        let Ok((_, Some(files))) = unseal(&bytes) else { return };
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let made = sealing::is_tantivys(name) || SideFile::is_name(name);
            if made && !files.contains_key(name) {
                let told = self
                    .settle()
                    .and_then(|()| tell(&self.watcher, &Step::Remove(Path::new(name))));
                let _: io::Result<()> = told.and_then(|_| fs::remove_file(entry.path()));
                self.forget(name);
            }
        }
    }

    fn refused(&self) -> io::Error {
        io::Error::new(io::ErrorKind::PermissionDenied, "the index was opened for reading")
    }
}

type Opened<T> = std::result::Result<T, OpenReadError>;

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Opened<Arc<dyn FileHandle>> {
        if !self.writable {
            return self.inner.get_file_handle(path);
        }
        let fail = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => OpenReadError::wrap_io_error(error, path.to_path_buf()),
        };
        Ok(Arc::new(Unmapped::open(&self.path.join(path)).map_err(fail)?))
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        if !self.writable {
            return Ok(());
        }
        let told =
            self.settle().and_then(|()| tell(&self.watcher, &Step::Remove(path)).map(|_| ()));
        told.map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_path_buf(),
        })?;
        self.forget(&path.to_string_lossy());
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Opened<bool> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        let fail = |error| OpenWriteError::wrap_io_error(error, path.to_path_buf());
        if !self.writable {
            return Err(fail(self.refused()));
        }
        tell(&self.watcher, &Step::Create(path)).map_err(fail)?;
        let inner = self.inner.open_write(path)?;
        let (files, name) = (Arc::clone(&self.files), path.to_string_lossy().into_owned());
        Ok(Writing::wrap(inner, path, &self.watcher, move |length, crc| {
            let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
            files.get_or_insert_default().insert(name, (length, crc));
        }))
    }

    fn atomic_read(&self, path: &Path) -> Opened<Vec<u8>> {
        let managed = path == Path::new(MANAGED);
        let none = || OpenReadError::FileDoesNotExist(path.to_path_buf());
        // The list of files to clean up concerns writers alone, and may be unreadable to others.
        if managed && !self.writable {
            return Err(none());
        }
        let bytes = self.inner.atomic_read(path)?;
        let (data, files) = match unseal(&bytes) {
            Ok(unsealed) => unsealed,
            // It is made again as files are.
            Err(_) if managed => return Err(none()),
            Err(cause) => {
                let cause = io::Error::new(io::ErrorKind::InvalidData, cause);
                return Err(OpenReadError::wrap_io_error(cause, self.path.join(path)));
            }
        };
        if path == Path::new(META) {
            let mut known = self.known();
            match (known.as_mut(), files) {
                // What this run has written may not be committed yet.
                (Some(known), Some(files)) => known.extend(files),
                (None, files) => *known = files,
                (Some(_), None) => {}
            }
        }
        Ok(data.to_vec())
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if !self.writable {
            return Err(self.refused());
        }
        let sealed = seal(data, self.known().get_or_insert_default());
        tell(&self.watcher, &Step::Replace(path, &sealed))?;
        if path == Path::new(META) {
            self.replaced.store(true, Ordering::SeqCst);
        }
        self.inner.atomic_write(path, &sealed)?;
        share(&self.path.join(path));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        if !self.writable {
            return Ok(());
        }
        tell(&self.watcher, &Step::FlushFolder)?;
        self.inner.sync_directory()?;
        self.replaced.store(false, Ordering::SeqCst);
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        // A reader needs none; a writer has the one for writing since it opened the folder.
        match self.writable && lock.filepath != INDEX_WRITER_LOCK.filepath {
            true => self.inner.acquire_lock(lock),
            false => Ok(DirectoryLock::from(Box::new(()))),
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// tantivy makes its small files readable to their owner alone; an index is for everyone who may
/// enter its folder. Where this fails the index still works for its owner.
#[cfg(unix)]
fn share(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _: io::Result<()> = fs::set_permissions(path, fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn share(_path: &Path) {}

/// A file read in pieces, as they are asked for.
#[derive(Debug)]
struct Unmapped {
    file: File,
    length: usize,
}

impl Unmapped {
    fn open(path: &Path) -> io::Result<Unmapped> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Unmapped { file, length })
    }
}

impl HasLen for Unmapped {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Unmapped {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}
