//! A side file of a commit, mapped into memory after its checksum was verified.

use super::errors::{rebuild_hint, unreadable};
use super::payload::SideFile;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

use crate::error::{Error, Result, harmless};

/// The number of bytes that are read before their pages are released.
const PIECE: usize = 1 << 24;

/// A mapped file.
pub struct Mapped(Mmap);

impl Mapped {
    /// Maps a side file.
    ///
    /// # Errors
    ///
    /// Fails if its length or checksum is wrong.
    pub fn open(folder: &Path, file: &SideFile) -> Result<Mapped> {
        let path = folder.join(&file.name);
        let fail = |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
        let io = |error: io::Error| unreadable("opening", &path, &error, folder);
        let opened = File::open(&path).map_err(io)?;
        if opened.metadata().map_err(io)?.len() != file.length {
            return Err(fail("its length is wrong".to_string()));
        }
        // SAFETY: the file is written once, flushed, and never changed or truncated afterwards. Deleting it leaves the
        // mapping intact.
        let mapped = Mapped(unsafe { Mmap::map(&opened) }.map_err(io)?);
        let mut crc = crc32fast::Hasher::new();
        for piece in mapped.chunks(PIECE) {
            crc.update(piece);
            // A small file, such as a dictionary, is read again immediately.
            if mapped.len() > PIECE {
                mapped.release();
            }
        }
        match crc.finalize() == file.crc {
            true => Ok(mapped),
            false => Err(fail("its checksum is wrong".to_string())),
        }
    }

    /// Releases the memory of the pages that were read. A catalogue is read once, and would otherwise count in addition
    /// to its decoded form.
    pub fn release(&self) {
        #[cfg(unix)]
        // SAFETY: pages of a read-only mapping are read again on the next access.
        harmless(
            unsafe { self.0.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) },
            "the pages stay in memory",
        );
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
