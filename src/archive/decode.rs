//! Bytes to text: byte-order mark first, then UTF-8, then windows-1252 for what is not UTF-8.
//!
//! Text leaves here as UTF-8 with line feeds only where the file had them; a carriage return
//! before a line feed is left to the line readers. Decoding follows the WHATWG Encoding Standard
//! (<https://encoding.spec.whatwg.org/>), by `encoding_rs`.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding a file seems to be in; None for a file that is no text (a NUL in its beginning
/// without a UTF-16 mark, or a UTF-32 mark, which no format here uses).
pub fn sniff(beginning: &[u8]) -> Option<&'static Encoding> {
    if beginning.starts_with(b"\xEF\xBB\xBF") {
        return Some(UTF_8);
    }
    if beginning.starts_with(b"\xFF\xFE") && !beginning.starts_with(b"\xFF\xFE\0\0") {
        return Some(UTF_16LE);
    }
    if beginning.starts_with(b"\xFE\xFF") {
        return Some(UTF_16BE);
    }
    if beginning.contains(&0) {
        return None;
    }
    match std::str::from_utf8(beginning) {
        Ok(_) => Some(UTF_8),
        // What was looked at may end inside a character.
        Err(error) if error.error_len().is_none() => Some(UTF_8),
        Err(_) => Some(WINDOWS_1252),
    }
}

/// The beginning of a file as text, for recognising its form.
pub fn beginning(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _, _) = encoding.decode(bytes);
    text.into_owned()
}

/// A reader of any encoding that gives UTF-8. What cannot be read becomes U+FFFD.
pub struct Utf8<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Box<[u8]>,
    /// The part of `raw` not decoded yet.
    raw_part: (usize, usize),
    text: Box<[u8]>,
    /// The part of `text` not handed out yet.
    text_part: (usize, usize),
    ended: bool,
    finished: bool,
}

/// Bytes read at once. Most articles are smaller, and buffers are made for each file.
const BLOCK: usize = 8 << 10;

impl<R: Read> Utf8<R> {
    /// Decodes `inner` from `encoding`; a byte-order mark is removed.
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Utf8 {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; BLOCK].into(),
            raw_part: (0, 0),
            // A byte of a legacy encoding becomes three at most.
            text: vec![0; BLOCK * 3].into(),
            text_part: (0, 0),
            ended: false,
            finished: false,
        }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        while self.text_part.0 == self.text_part.1 && !self.finished {
            if self.raw_part.0 == self.raw_part.1 && !self.ended {
                let count = self.inner.read(&mut self.raw)?;
                self.raw_part = (0, count);
                self.ended = count == 0;
            }
            let raw = &self.raw[self.raw_part.0..self.raw_part.1];
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(raw, &mut self.text, self.ended);
            self.raw_part.0 += read;
            self.text_part = (0, written);
            self.finished = self.ended
                && self.raw_part.0 == self.raw_part.1
                && result == encoding_rs::CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.fill()?;
        let text = &self.text[self.text_part.0..self.text_part.1];
        let count = buffer.len().min(text.len());
        buffer[..count].copy_from_slice(&text[..count]);
        self.text_part.0 += count;
        Ok(count)
    }
}
