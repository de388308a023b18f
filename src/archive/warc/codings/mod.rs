//! Content codings of web responses (RFC 9110, section 8.4.1).

#[cfg_attr(not(feature = "formats"), path = "../../not_built_in/decoder.rs")]
mod decoder;

use std::io::BufRead;

pub use decoder::undo;

/// The body of a response.
pub type Body<'a> = Box<dyn BufRead + 'a>;

/// A content coding.
#[derive(Debug, Clone, Copy)]
pub enum Coding {
    Gzip,
    Zstd,
    Zlib,
    Deflate,
    Brotli,
}
