//! Files that a writer reads without mapping them, because mapped pages would count as the writer's memory.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use super::file_names::is_unsorted_store;

/// The maximum length, in bytes, of a file of unsorted records that is read into memory.
const KEPT: u64 = 16 << 20;

/// Opens a file for reading.
pub fn open(path: &Path) -> io::Result<Arc<dyn FileHandle>> {
    let name = path.file_name().and_then(OsStr::to_str);
    if name.is_some_and(is_unsorted_store)
        && let Some(file) = InMemory::open(path, KEPT)?
    {
        return Ok(Arc::new(file));
    }
    Ok(Arc::new(Unmapped::open(path)?))
}

/// An open file that is read in pieces, without a mapping.
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

/// A short file that was read into memory. tantivy reads unsorted records in the order of their dates, 16 kB for each.
#[derive(Debug)]
struct InMemory(OwnedBytes);

impl InMemory {
    /// Reads a file, or returns `None` if it is longer than `most` bytes.
    fn open(path: &Path, most: u64) -> io::Result<Option<InMemory>> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        if length > most {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(io::Error::other)?);
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(InMemory(OwnedBytes::new(bytes))))
    }
}

impl HasLen for InMemory {
    fn len(&self) -> usize {
        self.0.len()
    }
}

impl FileHandle for InMemory {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        match range.start <= range.end && range.end <= self.0.len() {
            true => Ok(self.0.slice(range)),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_file_is_read_once_and_a_long_one_in_pieces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0123abcd000000000000000000000000.store.temp");
        std::fs::write(&path, b"records").unwrap();
        assert!(InMemory::open(&path, 6).unwrap().is_none());
        for file in [open(&path).unwrap(), Arc::new(Unmapped::open(&path).unwrap())] {
            assert_eq!(file.len(), 7);
            assert_eq!(file.read_bytes(2..5).unwrap().as_slice(), b"cor");
            assert!(file.read_bytes(5..8).is_err());
        }
        assert!(open(&folder.path().join("none")).is_err());
    }
}
