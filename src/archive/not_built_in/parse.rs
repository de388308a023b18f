//! Takes the place of `xml/parse.rs` in a build without the feature `formats`.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use crate::archive::not_built_in;
use crate::archive::xml::Selection;

/// Refuses to read elements.
pub fn each(
    _input: &mut dyn BufRead,
    _names: &[&str],
    _limit: usize,
    _visit: &mut dyn FnMut(Selection) -> ControlFlow<()>,
) -> io::Result<()> {
    Err(not_built_in("xml").into())
}
