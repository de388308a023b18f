//! A file while it is read by a run.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};

/// A file that ends at the size it had in the walk, or where the run is stopped.
pub struct Stoppable<'a> {
    file: File,
    /// The number of bytes left.
    left: u64,
    size: u64,
    stop: &'a AtomicBool,
}

impl<'a> Stoppable<'a> {
    /// Returns a file that had this size, in bytes, in the walk.
    pub fn new(file: File, size: u64, stop: &'a AtomicBool) -> Stoppable<'a> {
        Stoppable { file, left: size, size, stop }
    }

    /// Reads the rest of the file.
    pub fn whole(&mut self) -> std::io::Result<Vec<u8>> {
        let mut content = Vec::with_capacity(usize::try_from(self.left).unwrap_or_default());
        self.read_to_end(&mut content)?;
        Ok(content)
    }
}

impl Read for Stoppable<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 || self.stop.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.file.read(&mut buffer[..room])?;
        self.left -= count as u64;
        Ok(count)
    }
}

impl Seek for Stoppable<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let to = match to {
            SeekFrom::End(back) => SeekFrom::Start(self.size.saturating_add_signed(back)),
            other => other,
        };
        let at = self.file.seek(to)?;
        self.left = self.size.saturating_sub(at);
        Ok(at)
    }
}
