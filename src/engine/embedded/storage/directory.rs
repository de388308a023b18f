//! The folder of an index, as a tantivy directory.
//!
//! Readers need no lock and no permission to write. A commit never changes a file: it adds new ones and renames
//! `meta.json`, which ends in a checksum ([`super::commit_checksum`]). If a writer deletes a file before a reader opens
//! it, the reader starts again.
//!
//! A reader maps files. A writer reads them in pieces, because a merge reads the whole index once and mapped pages
//! would count as its memory (940 MB resident for 1,000,000 articles).

use super::commit_checksum::{FileSum, Files, append_checksum, append_checksum_of, split_checksum};
use super::disk_hooks::{Step, Watcher, Writing, notify, share};
use super::errors::AGAIN;
use super::file_handle;
use super::file_names::{MANAGED, META, is_data};
use super::managed_list::Managed;
use super::owned_files::{Owned, Purpose, admit};
use super::payload::SideFile;
use super::write_lock::WriteLock;
use super::write_options::WriteOptions;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use crate::error::{Error, Result};

/// The folder of an index, opened for reading or for writing.
#[derive(Debug, Clone)]
pub struct Folder {
    inner: MmapDirectory,
    path: PathBuf,
    writable: bool,
    watcher: Watcher,
    /// The files that were written, and those that the last commit lists.
    files: Arc<Mutex<Option<Files>>>,
    /// Whether `meta.json` was replaced after the last flush of the folder.
    replaced: Arc<AtomicBool>,
    /// The list of managed files, as last read or written.
    managed: Arc<Mutex<Managed>>,
    /// What tantivy wrote of `meta.json`, in a read-only folder. tantivy reads it three times when it opens an index, and
    /// must not see two commits.
    commit: Arc<OnceLock<Vec<u8>>>,
    /// The prefix of the names of temporary files. Empty in a read-only folder.
    prefix: Arc<str>,
}

impl Folder {
    /// Opens a folder for writing, and locks it. It may be written as long as the lock is held. A folder that holds
    /// anything else is refused before anything is created in it.
    pub fn writable(
        path: &Path,
        purpose: Purpose,
        options: &WriteOptions,
    ) -> Result<(Folder, WriteLock)> {
        admit(path, purpose)?;
        fs::create_dir_all(path)
            .map_err(|error| Error::io("creating", path, error).hint(purpose.another()))?;
        let lock = WriteLock::acquire(path, options.wait)?;
        let opened =
            Self::open(path).map_err(|error| Error::io("opening", path, error).hint(AGAIN))?;
        let prefix = lock.prefix().into();
        Ok((Folder { writable: true, watcher: options.watcher.clone(), prefix, ..opened }, lock))
    }

    /// Opens a folder for reading.
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
            commit: Arc::default(),
            prefix: Arc::from(""),
        })
    }

    /// Returns the files of the last commit. Returns `None` if its checksum is missing.
    pub fn files(&self) -> Option<Files> {
        self.known().clone()
    }

    fn known(&self) -> MutexGuard<'_, Option<Files>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Flushes a replaced `meta.json`. This has to happen before a file of the previous commit is deleted, and tantivy
    /// deletes files immediately after a merge.
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

    /// Writes and flushes a side file of the next commit.
    pub fn write_beside(
        &self,
        name: String,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<SideFile> {
        // A killed run may have left a file of this name. If the file is not recorded, it stays, and creating this one
        // fails.
        let left = self.path.join(&name);
        if left.exists() && Owned::read(&self.path)?.holds(&name) {
            notify(&self.watcher, &Step::Remove(Path::new(&name)))?;
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
        // Ending the file has recorded its length and checksum there.
        let (length, crc) = written.ok_or_else(|| io::Error::other("it was not written"))?;
        Ok(SideFile { name, length, crc })
    }

    /// Returns whether a file of the last or the next commit has this name.
    pub fn knows(&self, name: &str) -> bool {
        self.known().as_ref().is_some_and(|files| files.contains_key(name))
    }

    /// Adds names to the list of managed files. This has to happen before files with these names are created.
    pub fn record(&self, names: impl IntoIterator<Item = String>) -> io::Result<()> {
        self.managed().made.extend(names);
        self.write_managed(None)
    }

    /// Writes the list of managed files, one caller at a time. Replaces tantivy's own list with `data`, if it is given.
    fn write_managed(&self, data: Option<&[u8]>) -> io::Result<()> {
        let known: Vec<String> =
            self.known().iter().flat_map(|files| files.keys().cloned()).collect();
        let mut managed = self.managed();
        managed.made.extend(known);
        if let Some(data) = data {
            managed.data = data.to_vec();
        }
        let data = if managed.data.is_empty() { b"[]" } else { managed.data.as_slice() };
        let made: BTreeMap<_, &FileSum> = managed.made.iter().map(|name| (name, &(0, 0))).collect();
        let sealed = append_checksum_of(data, &made)?;
        managed.replaced = true;
        self.replace(Path::new(MANAGED), &sealed)
    }

    /// Replaces a file by writing a temporary one and renaming it.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        notify(&self.watcher, &Step::Replace(path, bytes))?;
        if path == Path::new(META) {
            self.replaced.store(true, Ordering::SeqCst);
        }
        // The name contains the index's random number, so a file of this name belongs to the index.
        let part = self.path.join(format!("{}-{}", self.prefix, path.display()));
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        drop(file);
        share(&part);
        fs::rename(part, self.path.join(path))
    }

    /// Removes files of the index that no commit needs, which a killed run left. A failure is harmless.
    pub fn remove_debris(&self) {
        let debris = Owned::read(&self.path).and_then(|owned| owned.debris());
        // If the folder cannot be listed now, the next run lists it.
        for name in debris.unwrap_or_default() {
            let path = self.path.join(&name);
            let told =
                self.settle().and_then(|()| notify(&self.watcher, &Step::Remove(Path::new(&name))));
            let removed = told.and_then(|_| match path.is_dir() {
                true => fs::remove_dir_all(&path),
                false => fs::remove_file(&path),
            });
            // A file that could not be deleted stays recorded. Otherwise, it would be taken for a user's file.
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
        file_handle::open(&self.path.join(path)).map_err(fail)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        // tantivy deletes every file that the list of managed files names, so other names are ignored here.
        if !self.writable || !path.to_str().is_some_and(is_data) {
            return Ok(());
        }
        let told =
            self.settle().and_then(|()| notify(&self.watcher, &Step::Remove(path)).map(|_| ()));
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
        // After a power loss, the file must not be there without its record, so the list is flushed first.
        let listed = self.managed().replaced;
        if listed {
            self.sync_directory().map_err(fail)?;
        }
        notify(&self.watcher, &Step::Create(path)).map_err(fail)?;
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
        // Only writers use the list of managed files, and others may not be allowed to read it.
        if managed && !self.writable {
            return Err(none());
        }
        let known = if path == Path::new(META) { self.commit.get() } else { None };
        if let Some(data) = known {
            return Ok(data.clone());
        }
        let bytes = self.inner.atomic_read(path)?;
        let (data, files) = match split_checksum(&bytes) {
            Ok(unsealed) => unsealed,
            // The writer creates a damaged list again.
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
                // Files that this run has written may not be committed yet.
                (Some(known), Some(files)) => known.extend(files),
                (None, files) => *known = files,
                (Some(_), None) => {}
            }
            if !self.writable {
                return Ok(self.commit.get_or_init(|| data.to_vec()).clone());
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
        let sealed = append_checksum(data, self.known().get_or_insert_default())?;
        self.replace(path, &sealed)
    }

    fn sync_directory(&self) -> io::Result<()> {
        if !self.writable {
            return Ok(());
        }
        let deleted = std::mem::take(&mut self.managed().deleted);
        notify(&self.watcher, &Step::FlushFolder)?;
        self.inner.sync_directory()?;
        self.replaced.store(false, Ordering::SeqCst);
        let mut managed = self.managed();
        managed.replaced = false;
        managed.made.retain(|name| !deleted.contains(name));
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        // A reader needs no lock, and a writer has held the write lock since it opened the folder.
        match self.writable && lock.filepath != INDEX_WRITER_LOCK.filepath {
            true => self.inner.acquire_lock(lock),
            false => Ok(DirectoryLock::from(Box::new(()))),
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
