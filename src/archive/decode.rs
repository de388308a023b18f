//! Converts bytes to text. The encoding is determined, in this order, by the byte-order mark, by NULs in the places
//! where UTF-16 has them, by the bytes being valid UTF-8 (regardless of any declaration), by the declaration of a page
//! or a document, and by detection (`chardetng`).
//!
//! The text is UTF-8, and its line endings are those of the file. The line readers remove carriage returns before line
//! feeds. Decoding follows the WHATWG Encoding Standard (<https://encoding.spec.whatwg.org/>), as implemented by
//! `encoding_rs`.

use std::collections::HashSet;
use std::io::Read;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::charset;

/// Returns the encoding that a file seems to have. Returns `None` if the file is not text: if its start has a NUL
/// but is not UTF-16, or a UTF-32 mark, which none of the formats use.
pub fn sniff(beginning: &[u8]) -> Option<&'static Encoding> {
    of(beginning, None)
}

/// Returns the encoding of a text that starts with `beginning`. `declared` is the name of the encoding that is declared
/// elsewhere, if any. Returns `None` for bytes that are not text.
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
        return unmarked(beginning);
    }
    let is_ascii = beginning.is_ascii();
    if !is_ascii {
        match std::str::from_utf8(beginning) {
            // Valid UTF-8 is hardly ever anything else, regardless of what is declared.
            Ok(_) => return Some(UTF_8),
            // The sample may end inside a character.
            Err(error)
                if error.error_len().is_none() && error.valid_up_to() + 4 > beginning.len() =>
            {
                return Some(UTF_8);
            }
            Err(_) => {}
        }
    }
    if is_ascii {
        let escapes = is_escaped(beginning);
        let stated = declared.and_then(|name| Encoding::for_label(name.as_bytes()));
        // Escapes mean nothing else, even if another encoding is declared.
        let encoding = escapes.then_some(ISO_2022_JP).or(stated);
        return encoding.or_else(|| charset::declared_by(beginning)).or(Some(UTF_8));
    }
    if charset::is_mostly_utf_8(beginning) {
        return Some(UTF_8);
    }
    Some(charset::of(beginning, declared))
}

/// Returns whether bytes have the escapes with which ISO-2022-JP changes to Japanese.
fn is_escaped(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\x1B', bytes)
        .any(|at| matches!(bytes[at..], [_, b'$', b'B' | b'@', ..] | [_, b'(', b'J', ..]))
}

/// The number of characters that have to be seen to recognize UTF-16 without a byte-order mark.
const UNMARKED: usize = 16;

/// The maximum number of values of the bytes on the side of the NULs. An alphabet has one or two.
const ALPHABETS: usize = 8;

/// The number of characters at the start of markup or JSON that are ASCII.
const MARKED: usize = 8;

/// Returns the UTF-16 that bytes with NULs are, judging by the sides of the NULs, if all its characters are text.
fn unmarked(beginning: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = beginning.as_chunks::<2>();
    if pairs.len() < UNMARKED {
        return None;
    }
    let nulls = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    // Hardly any letters have a NUL on the other side.
    let encoding = match (nulls(0), nulls(1)) {
        (first, second) if second > 8 * first => UTF_16LE,
        (first, second) if first > 8 * second => UTF_16BE,
        _ => return None,
    };
    // A text in UTF-8 with a few NULs has many values on both sides.
    let side = usize::from(encoding == UTF_16LE);
    let values: HashSet<u8> = pairs.iter().map(|pair| pair[side]).collect();
    // Chinese and Korean have many values, too, but markup and JSON start with ASCII.
    let is_marked = matches!(pairs[0][1 - side], b'<' | b'{' | b'[')
        && pairs[..MARKED].iter().all(|pair| pair[side] == 0 && pair[1 - side].is_ascii());
    if values.len() > ALPHABETS && !is_marked {
        return None;
    }
    // The sample may end inside a character.
    let is_first_half = |pair: &[u8; 2]| (0xd8..0xdc).contains(&pair[side]);
    let whole = pairs.len() - 1 - usize::from(is_first_half(&pairs[pairs.len() - 2]));
    let (text, _, is_wrong) = encoding.decode(&beginning[..2 * whole]);
    let is_text = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => false,
        c => !c.is_control(),
    };
    (!is_wrong && text.chars().all(is_text)).then_some(encoding)
}

/// Decodes a complete text. Returns `None` if the bytes are not text.
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

/// Decodes the start of a file, to recognize its format.
pub fn beginning(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _, _) = encoding.decode(bytes);
    text.into_owned()
}

/// A reader that converts any encoding to UTF-8. Bytes that cannot be decoded become U+FFFD.
///
/// If the sample was all ASCII, the encoding is detected from the first bytes that are not.
pub struct Utf8<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Box<[u8]>,
    /// The part of `raw` that is not decoded yet.
    raw_part: (usize, usize),
    text: Box<[u8]>,
    /// The part of `text` that is not returned yet.
    text_part: (usize, usize),
    ended: bool,
    finished: bool,
    /// Whether all bytes so far are ASCII, so that the encoding is still open.
    open: bool,
}

/// The number of bytes read at once. Most articles are smaller, and each file has its own buffers.
const BLOCK: usize = 8 << 10;

impl<R: Read> Utf8<R> {
    /// Returns a reader that decodes `inner` from `encoding` and removes a byte-order mark.
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Utf8 {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; BLOCK].into(),
            raw_part: (0, 0),
            // One byte of a legacy encoding becomes at most three bytes of UTF-8.
            text: vec![0; BLOCK * 3].into(),
            text_part: (0, 0),
            ended: false,
            finished: false,
            open: encoding == UTF_8 || encoding == WINDOWS_1252,
        }
    }

    /// Detects the encoding of a text that was all ASCII so far, from the first bytes that are not.
    fn look_again(&mut self) {
        let raw = &self.raw[self.raw_part.0..self.raw_part.1];
        if !self.open || raw.is_ascii() && !is_escaped(raw) {
            return;
        }
        self.open = false;
        let known = self.decoder.encoding();
        // Latin-1 may be declared for any text.
        let declared = (known == WINDOWS_1252).then_some("windows-1252");
        // The block may end inside a character, which `of` allows for. A block with NULs does not change the encoding.
        match of(raw, declared) {
            Some(encoding)
                if (encoding.is_ascii_compatible() || encoding == ISO_2022_JP)
                    && encoding != known =>
            {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_without_a_mark_is_told_from_numbers_of_two_bytes() {
        let text = "{\"title\": \"The lamp is lit, Паром, 燈塔\u{3000}\"}\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((sniff(&little), sniff(&big)), (Some(UTF_16LE), Some(UTF_16BE)));
        assert_eq!(sniff(&little[..41]), Some(UTF_16LE));
        let numbers: Vec<u8> = (1..200_u16).flat_map(u16::to_le_bytes).collect();
        let wide: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for bytes in [
            &numbers[..],
            &wide,
            &little[..20],
            b"The quick brown fox\0jumps over the lazy dog, again and again.",
            &[0; 64],
        ] {
            assert_eq!(sniff(bytes), None);
        }
    }
}
