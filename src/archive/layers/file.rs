//! Reads a file through all of its layers.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use super::source::Observed;
use super::stack::Layers;
use super::{packed, unpack};
use crate::archive::{Reading, Sink, Why};

/// Reads a file: unpacks it, recognizes its format and passes its articles to `sink`. Returns the name of the format.
///
/// `observe` receives every byte of the file once, for the content hash.
pub fn read(
    name: &str,
    mut file: impl Read + Seek,
    reading: &Reading,
    observe: &mut dyn FnMut(&[u8]),
    sink: Sink,
) -> Result<&'static str, Why> {
    let size = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    let is_zip = starts_as_zip(name, &mut file)?;
    file.rewind()?;
    let mut layers = Layers::new(reading, size, sink);
    if is_zip && reading.format.is_none() {
        // The directory of a zip is at its end, so the bytes are observed before it is read.
        Observed::new(&mut file, observe).finish()?;
        file.rewind()?;
        return layers.zip(&mut file);
    }
    let mut file = Observed::new(file, observe);
    let outcome = layers.stream(name, &mut file);
    // The hash has to cover the whole file, regardless of the outcome.
    file.finish()?;
    outcome
}

/// Returns whether a file is a zip archive.
pub fn starts_as_zip(name: &str, file: &mut (impl Read + Seek)) -> Result<bool, Why> {
    let mut beginning = [0; 4];
    match file.read_exact(&mut beginning) {
        Ok(()) => Ok(packed::is_zip(&beginning) || unpack::has_directory(name, file)?),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}
