//! Takes the place of `layers/unpack/` in a build without the feature `formats`.

use std::io::{self, Read, Seek};

use crate::archive::layers::packed::Wrapping;
use crate::archive::layers::{Layers, Source};
use crate::archive::{Why, not_built_in};

/// Returns whether the name of a file is that of a zip archive, which may start like another file.
pub fn has_directory(name: &str, _file: &mut (impl Read + Seek)) -> io::Result<bool> {
    Ok(name.to_ascii_lowercase().ends_with(".zip"))
}

impl Layers<'_> {
    /// Refuses to read a compressed file or a container.
    pub(super) fn unwrap(
        &mut self,
        wrapping: Wrapping,
        _name: &str,
        _input: Box<dyn Read + '_>,
    ) -> Result<&'static str, Why> {
        Err(not_built_in(&format!("{wrapping:?}").to_ascii_lowercase()))
    }

    /// Refuses to read a zip archive.
    pub(super) fn zip(&mut self, _input: &mut dyn Source) -> Result<&'static str, Why> {
        Err(not_built_in("zip"))
    }

    /// Refuses to read a PDF.
    pub(super) fn pdf(&mut self, _input: &mut dyn Read) -> Result<&'static str, Why> {
        Err(not_built_in("pdf"))
    }
}
