//! Takes the place of `warc/codings/decoder.rs` in a build without the feature `formats`.

use std::io::{self, Read};

use crate::archive::warc::codings::{Body, Coding};
use crate::archive::{Why, not_built_in};

/// Refuses to decode a body.
pub fn undo(_coding: Coding, _body: Body<'_>) -> io::Result<Box<dyn Read>> {
    Err(Why::into(not_built_in("warc")))
}
