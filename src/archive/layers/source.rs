//! The readers that layers are read from.

use std::io::{Read, Seek};

/// A source that can be read from any position.
pub trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// A reader that fails once with an error, if there is one, and is then at its end.
pub struct Failing(pub Option<std::io::Error>);

impl Read for Failing {
    fn read(&mut self, _buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A reader that passes all bytes to `observe`.
pub struct Observed<'a, R> {
    pub file: R,
    pub observe: &'a mut dyn FnMut(&[u8]),
}

impl<R: Read> Read for Observed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        (self.observe)(&buffer[..count]);
        Ok(count)
    }
}
