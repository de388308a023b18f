//! Decodes content codings with the libraries of the feature `formats`.

use std::io::{self, Read};

use crate::archive::warc::codings::{Body, Coding};

/// The size of the decoder's buffer for Brotli, in bytes.
const BUFFER: usize = 16 << 10;
/// The maximum window of a zstd frame, as a power of two.
const ZSTD_WINDOW: u32 = 27;

/// Returns a reader of what a body holds.
pub fn undo(coding: Coding, body: Body<'_>) -> io::Result<Box<dyn Read + '_>> {
    Ok(match coding {
        Coding::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(body)),
        Coding::Zstd => {
            let mut reader = zstd::stream::read::Decoder::with_buffer(body)?;
            reader.window_log_max(ZSTD_WINDOW)?;
            Box::new(reader)
        }
        Coding::Zlib => Box::new(flate2::bufread::ZlibDecoder::new(body)),
        Coding::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(body)),
        Coding::Brotli => Box::new(brotli_decompressor::Decompressor::new(body, BUFFER)),
    })
}
