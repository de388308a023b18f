//! Bytes to text: byte-order mark first, then UTF-8 where it is that whatever it says, then what a page or
//! a document declares, then what its bytes look like (`chardetng`).
//!
//! Text leaves here as UTF-8 with line feeds only where the file had them; a carriage return
//! before a line feed is left to the line readers. Decoding follows the WHATWG Encoding Standard
//! (<https://encoding.spec.whatwg.org/>), by `encoding_rs`.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding a file seems to be in; None for a file that is no text (a NUL in its beginning
/// without a UTF-16 mark, or a UTF-32 mark, which no format here uses).
pub fn sniff(beginning: &[u8]) -> Option<&'static Encoding> {
    of(beginning, None)
}

/// The encoding of a text that begins like this, and says that it is in another or none.
pub fn of(beginning: &[u8], declared: Option<&str>) -> Option<&'static Encoding> {
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
    let is_ascii = beginning.is_ascii();
    match std::str::from_utf8(beginning) {
        // What is UTF-8 is seldom anything else, whatever it says it is.
        Ok(_) if !is_ascii => return Some(UTF_8),
        // What was looked at may end inside a character.
        Err(error) if error.error_len().is_none() && error.valid_up_to() + 4 > beginning.len() => {
            return Some(UTF_8);
        }
        _ => {}
    }
    let stated = declared.and_then(|name| Encoding::for_label(name.as_bytes()));
    if let Some(encoding) = stated.or_else(|| declaration(beginning)) {
        return Some(encoding);
    }
    if is_ascii {
        let escapes =
            beginning.windows(3).any(|three| matches!(three, b"\x1B$B" | b"\x1B$@" | b"\x1B(J"));
        return Some(if escapes { ISO_2022_JP } else { UTF_8 });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // What was looked at may end inside a character, which tells nothing against its encoding.
    detector.feed(beginning, false);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// What a page or a document says it is in: `charset=` of a page, `encoding=` of XML.
fn declaration(beginning: &[u8]) -> Option<&'static Encoding> {
    let head = &beginning[..beginning.len().min(4_096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let names = ["charset=", "encoding="];
    let written = names.iter().find_map(|name| {
        let rest = &head[head.find(name)? + name.len()..];
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        Some(&rest[..rest.find(['"', '\'', ' ', '>', ';', '/', '?'])?])
    })?;
    let encoding = Encoding::for_label(written.as_bytes())?;
    // A text that was read to find this is not in sixteen bits.
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

/// A whole text; None for what is none.
pub fn whole(bytes: &[u8], declared: Option<&str>) -> Option<String> {
    let part = |from: usize| &bytes[from..bytes.len().min(from + (64 << 10))];
    let mut encoding = of(part(0), declared)?;
    if encoding == UTF_8 && part(0).is_ascii() {
        let first = bytes.iter().position(|byte| !byte.is_ascii());
        encoding = first.and_then(|first| of(part(first), declared)).unwrap_or(encoding);
    }
    let (text, _, _) = encoding.decode(bytes);
    Some(text.into_owned())
}

/// The beginning of a file as text, for recognising its form.
pub fn beginning(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _, _) = encoding.decode(bytes);
    text.into_owned()
}

/// A reader of any encoding that gives UTF-8. What cannot be read becomes U+FFFD.
///
/// Where nothing but ASCII was looked at, the first bytes that are none tell what they are in.
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
    /// Whether the bytes so far say nothing of their encoding.
    open: bool,
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
            open: encoding == UTF_8,
        }
    }

    /// The encoding of what was taken for UTF-8 because it was ASCII, from its first bytes that are not.
    fn look_again(&mut self) {
        let raw = &self.raw[self.raw_part.0..self.raw_part.1];
        if !self.open || raw.is_ascii() {
            return;
        }
        self.open = false;
        // A character may have begun where the block ends; NULs are no matter by now.
        match of(raw, None) {
            Some(encoding) if encoding.is_ascii_compatible() && encoding != UTF_8 => {
                self.decoder = encoding.new_decoder_without_bom_handling();
            }
            _ => {}
        }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        while self.text_part.0 == self.text_part.1 && !self.finished {
            if self.raw_part.0 == self.raw_part.1 && !self.ended {
                let count = self.inner.read(&mut self.raw)?;
                self.raw_part = (0, count);
                self.ended = count == 0;
                self.look_again();
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
