//! A side file of a commit, mapped and found to be as it was written.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

use super::SideFile;
use super::cause::remedy;
use super::reader::rebuild_hint;
use super::sound::gone;
use crate::error::{Error, Result, harmless};

/// Bytes read before their pages are given back.
const PIECE: usize = 1 << 24;

/// Its bytes, which are read from the disk as they are asked for.
pub struct Mapped(Mmap);

impl Mapped {
    /// Opens a file of a commit. Length and checksum are checked.
    pub fn open(folder: &Path, file: &SideFile) -> Result<Mapped> {
        let path = folder.join(&file.name);
        let fail = |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
        let io = |error: io::Error| {
            Error::index("opening", &path, gone(&error)).hint(remedy(&error, folder))
        };
        let opened = File::open(&path).map_err(io)?;
        if opened.metadata().map_err(io)?.len() != file.length {
            return Err(fail("its length is wrong".to_string()));
        }
        // SAFETY: the file is written once, flushed, and never changed or cut afterwards; removing
        // it leaves a map intact.
        let mapped = Mapped(unsafe { Mmap::map(&opened) }.map_err(io)?);
        let mut crc = crc32fast::Hasher::new();
        for piece in mapped.chunks(PIECE) {
            crc.update(piece);
            mapped.release();
        }
        match crc.finalize() == file.crc {
            true => Ok(mapped),
            false => Err(fail("its checksum is wrong".to_string())),
        }
    }

    /// Gives back the memory of what was read: a catalogue is read once, and would otherwise count
    /// beside what was made of it.
    pub fn release(&self) {
        #[cfg(unix)]
        // SAFETY: the pages of a file that is only read are read again when they are needed.
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
