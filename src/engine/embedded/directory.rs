//! The folder an index lives in, as tantivy sees it.
//!
//! Readers need no lock and no right to write: a commit never changes a file, it adds new ones and
//! renames `meta.json`. A reader that loses a file between reading `meta.json` and opening it
//! (a writer removed what it no longer needs) begins again, see `reader.rs`.
//!
//! A reader maps files. A writer reads them in pieces: a merge passes over every byte of the
//! index once, and mapped pages would count as its memory until something else needs the room
//! (1,000,000 articles: 940 MB resident).

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback,
    WatchHandle, WritePtr,
};

/// A folder opened for writing or for reading only.
#[derive(Debug, Clone)]
pub struct Folder {
    inner: MmapDirectory,
    path: PathBuf,
    writable: bool,
}

impl Folder {
    /// Opens a folder to write in.
    pub fn writable(path: &Path) -> Result<Folder, OpenDirectoryError> {
        Ok(Folder { inner: MmapDirectory::open(path)?, path: path.to_path_buf(), writable: true })
    }

    /// Opens a folder to read only.
    pub fn read_only(path: &Path) -> Result<Folder, OpenDirectoryError> {
        Ok(Folder { inner: MmapDirectory::open(path)?, path: path.to_path_buf(), writable: false })
    }

    fn refused(&self) -> io::Error {
        io::Error::new(io::ErrorKind::PermissionDenied, "the index was opened for reading")
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !self.writable {
            return self.inner.get_file_handle(path);
        }
        let fail = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => OpenReadError::wrap_io_error(error, path.to_path_buf()),
        };
        Ok(Arc::new(Unmapped::open(&self.path.join(path)).map_err(fail)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        match self.writable {
            true => self.inner.delete(path),
            false => Ok(()),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match self.writable {
            true => self.inner.open_write(path),
            false => Err(OpenWriteError::wrap_io_error(self.refused(), path.to_path_buf())),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        // The list of files to clean up concerns writers alone, and may be unreadable to others.
        if !self.writable && path == Path::new(".managed.json") {
            return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
        }
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if !self.writable {
            return Err(self.refused());
        }
        self.inner.atomic_write(path, data)?;
        share(&self.path.join(path));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        match self.writable {
            true => self.inner.sync_directory(),
            false => Ok(()),
        }
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.writable {
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
    let _: io::Result<()> = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644));
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
