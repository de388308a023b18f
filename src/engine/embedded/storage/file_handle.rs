//! A file that a writer reads in pieces, because mapped pages would count as the writer's memory.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// An open file that is read in pieces, without a mapping.
#[derive(Debug)]
pub struct Unmapped {
    file: File,
    length: usize,
}

impl Unmapped {
    /// Opens a file for reading.
    pub fn open(path: &Path) -> io::Result<Unmapped> {
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
