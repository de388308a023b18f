//! The parts of a document that is packed as zip.

use std::io;

/// A function that reads a part of a document by its name. It returns `None` if there is no such part.
pub type Part<'a> = &'a mut dyn FnMut(&str) -> io::Result<Option<Sought>>;

/// A part of a document.
pub struct Sought {
    /// The bytes of the part, up to the limit of a part.
    pub bytes: Vec<u8>,
    /// Whether the part is longer than that.
    pub is_cut: bool,
}
