//! A reader that gives up if a tag or a text is too long to be held in memory.

use std::io::{self, BufRead, Read};

use crate::archive::Reason;

/// The maximum length of a tag, a text or a comment, in bytes.
const EVENT: usize = 48 << 20;

/// A reader of events of limited length.
pub struct Paced<'a> {
    inner: &'a mut dyn BufRead,
    left: usize,
}

impl<'a> Paced<'a> {
    pub fn new(inner: &'a mut dyn BufRead) -> Paced<'a> {
        Paced { inner, left: EVENT }
    }

    /// Starts the next event.
    pub fn next(&mut self) {
        self.left = EVENT;
    }

    /// Returns whether an event was too long.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

/// Returns the error for an event that is too long.
pub fn too_long() -> io::Error {
    Reason::TooLong.because("a tag or a text of more than 48 MB in XML").into()
}

impl Read for Paced<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for Paced<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.left {
            0 => Err(too_long()),
            _ => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}
