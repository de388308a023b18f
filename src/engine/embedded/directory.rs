//! The folder an index lives in, as tantivy sees it.
//!
//! Readers need no lock and no right to write: a commit never changes a file, it adds new ones and renames `meta.json`,
//! which carries a checksum ([`super::sealing`]). If a writer removes a file before a reader opens it, the reader starts again.
//!
//! A reader maps files. A writer reads them in pieces: a merge reads the whole index once, and mapped pages
//! would count as its memory (1,000,000 articles: 940 MB resident).

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::SideFile;
use super::cause::AGAIN;
use super::disk::{Step, Watcher, Writing, share, tell};
use super::lock::WriteLock;
use super::owned::{Owned, Purpose, admit, is_data};
use super::sealing::{Files, Listed, seal, seal_with, unseal};
use super::unmapped::Unmapped;
use super::writer::Terms;
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
    /// The list of managed files as it was last read or written.
    managed: Arc<Mutex<Managed>>,
    /// The beginning of the names of temporary files. Empty in a folder that is only read.
    prefix: Arc<str>,
}

/// The content of the list of managed files.
#[derive(Debug, Default)]
struct Managed {
    /// What tantivy wrote, which lists its own files. Empty before that.
    data: Vec<u8>,
    /// Files that were created and not deleted since.
    made: BTreeSet<String>,
    /// Files that were deleted while the folder was not flushed since: power loss may bring them back.
    deleted: Vec<String>,
    /// Whether the list was replaced and the folder not flushed since.
    replaced: bool,
}

impl Folder {
    /// Opens a folder to write in, once nobody else does, as long as the lock is kept.
    /// Refuses a folder that holds anything else, before anything is created in it.
    pub fn writable(path: &Path, purpose: Purpose, terms: &Terms) -> Result<(Folder, WriteLock)> {
        admit(path, purpose)?;
        fs::create_dir_all(path)
            .map_err(|error| Error::io("creating", path, error).hint(purpose.another()))?;
        let lock = WriteLock::acquire(path, terms.wait)?;
        let opened =
            Self::open(path).map_err(|error| Error::io("opening", path, error).hint(AGAIN))?;
        let prefix = lock.prefix().into();
        Ok((Folder { writable: true, watcher: terms.watcher.clone(), prefix, ..opened }, lock))
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
            managed: Arc::default(),
            prefix: Arc::from(""),
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

    fn managed(&self) -> MutexGuard<'_, Managed> {
        self.managed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self, name: &str) {
        self.managed().deleted.push(name.into());
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
        // A killed run may have left it. A file that is not recorded stays, and creating this one fails.
        let left = self.path.join(&name);
        if left.exists() && Owned::read(&self.path)?.holds(&name) {
            tell(&self.watcher, &Step::Remove(Path::new(&name)))?;
            fs::remove_file(left)?;
        }
        self.record([name.clone()])?;
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

    /// Adds names to the list of managed files, before files of these names are created.
    pub fn record(&self, names: impl IntoIterator<Item = String>) -> io::Result<()> {
        self.managed().made.extend(names);
        self.write_managed(None)
    }

    /// Writes the list of managed files, one writer after another, with tantivy's own list if it is new.
    fn write_managed(&self, data: Option<&[u8]>) -> io::Result<()> {
        let known: Vec<String> =
            self.known().iter().flat_map(|files| files.keys().cloned()).collect();
        let mut managed = self.managed();
        managed.made.extend(known);
        if let Some(data) = data {
            managed.data = data.to_vec();
        }
        let data = if managed.data.is_empty() { b"[]" } else { managed.data.as_slice() };
        let made: BTreeMap<_, &Listed> = managed.made.iter().map(|name| (name, &(0, 0))).collect();
        let sealed = seal_with(data, &made)?;
        managed.replaced = true;
        self.replace(Path::new(MANAGED), &sealed)
    }

    /// Replaces a file by writing a temporary one and renaming it.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        tell(&self.watcher, &Step::Replace(path, bytes))?;
        if path == Path::new(META) {
            self.replaced.store(true, Ordering::SeqCst);
        }
        // The name has the index's random number in it: a file that is there is the index's.
        let part = self.path.join(format!("{}-{}", self.prefix, path.display()));
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        drop(file);
        share(&part);
        fs::rename(part, self.path.join(path))
    }

    /// Removes files of the index that no commit needs, which a killed run left. Failing to is harmless.
    pub fn remove_debris(&self) {
        let debris = Owned::read(&self.path).and_then(|owned| owned.debris());
        // What cannot be listed is listed by the next run.
        for name in debris.unwrap_or_default() {
            let path = self.path.join(&name);
            let told =
                self.settle().and_then(|()| tell(&self.watcher, &Step::Remove(Path::new(&name))));
            let removed = told.and_then(|_| match path.is_dir() {
                true => fs::remove_dir_all(&path),
                false => fs::remove_file(&path),
            });
            // A file that could not be removed stays recorded: otherwise it would pass for a user's.
            if removed.is_ok() {
                self.forget(&name);
            }
        }
    }

    fn refused(&self) -> io::Error {
        io::Error::new(io::ErrorKind::PermissionDenied, "opened for reading")
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
        // tantivy deletes what the list of managed files names.
        if !self.writable || !path.to_str().is_some_and(is_data) {
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
        // The file must not survive a power loss that its record does not.
        let listed = self.managed().replaced;
        if listed {
            self.sync_directory().map_err(fail)?;
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
        if managed {
            let mut managed = self.managed();
            managed.data = data.to_vec();
            managed.made.extend(files.into_iter().flat_map(Files::into_keys));
            return Ok(data.to_vec());
        }
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
        if path == Path::new(MANAGED) {
            return self.write_managed(Some(data));
        }
        let sealed = seal(data, self.known().get_or_insert_default())?;
        self.replace(path, &sealed)
    }

    fn sync_directory(&self) -> io::Result<()> {
        if !self.writable {
            return Ok(());
        }
        let deleted = std::mem::take(&mut self.managed().deleted);
        tell(&self.watcher, &Step::FlushFolder)?;
        self.inner.sync_directory()?;
        self.replaced.store(false, Ordering::SeqCst);
        let mut managed = self.managed();
        managed.replaced = false;
        managed.made.retain(|name| !deleted.contains(name));
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
