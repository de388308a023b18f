//! The readers that layers are read from.

use std::io::{ErrorKind, Read, Seek};

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

/// The number of bytes that are read first. Most files are shorter.
const FIRST: usize = 2 << 10;

/// Reads at most `most` bytes from the beginning of a reader. Returns them with the error that ended them, if any.
pub fn beginning(input: &mut dyn Read, most: usize) -> (Vec<u8>, Option<std::io::Error>) {
    let mut beginning = Vec::with_capacity(most);
    let mut length = 0;
    let mut failed = None;
    loop {
        if length == beginning.len() {
            if length == most {
                break;
            }
            beginning.resize((length * 2).clamp(FIRST.min(most), most), 0);
        }
        match input.read(&mut beginning[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    beginning.truncate(length);
    (beginning, failed)
}

/// A reader that passes all bytes to `observe`.
pub struct Observed<'a, R> {
    file: R,
    observe: &'a mut dyn FnMut(&[u8]),
    /// Whether the end was reached.
    ended: bool,
}

impl<'a, R: Read> Observed<'a, R> {
    pub fn new(file: R, observe: &'a mut dyn FnMut(&[u8])) -> Observed<'a, R> {
        Observed { file, observe, ended: false }
    }

    /// Passes the rest to `observe`.
    pub fn finish(&mut self) -> std::io::Result<()> {
        match self.ended {
            true => Ok(()),
            false => std::io::copy(self, &mut std::io::sink()).map(|_| ()),
        }
    }
}

impl<R: Read> Read for Observed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.ended = count == 0 && !buffer.is_empty();
        (self.observe)(&buffer[..count]);
        Ok(count)
    }
}
