//! The content codings that are decoded.

use std::io::BufRead;

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
