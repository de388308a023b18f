//! Encoded words in mail headers (RFC 2047), and the transfer encodings of words and bodies (RFC 2045).

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, ISO_2022_JP};

use crate::archive::decode;

/// The maximum length of the value of a header, in bytes.
const HEADER: usize = 16 << 10;

/// Returns the decoded value of a header, on one line.
pub fn value_of(header: &mail_parser::Header, bytes: &[u8]) -> String {
    let (start, end) = (header.offset_start as usize, header.offset_end as usize);
    let raw = bytes.get(start..end.min(start + HEADER)).unwrap_or_default();
    let text = match std::str::from_utf8(raw) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode::whole(raw, None).unwrap_or_else(|| lossy(raw))),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.contains("=?") {
        true => words(&line),
        false => line,
    }
}

pub fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Decodes the encoded words in a header. Malformed words are not changed.
pub fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    // The bytes of the last words, because a character may be divided between two of them.
    let mut open: Option<(&'static Encoding, Vec<u8>)> = None;
    let flush = |open: &mut Option<(&'static Encoding, Vec<u8>)>, out: &mut String| {
        if let Some((encoding, bytes)) = open.take() {
            out.push_str(&encoding.decode(&bytes).0);
        }
    };
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        // White space between two encoded words does not belong to the text.
        if open.is_none() || !before.trim().is_empty() {
            flush(&mut open, &mut out);
            out.push_str(before);
        }
        match encoded(word) {
            Some((encoding, bytes, length)) => {
                match &mut open {
                    // The state of this encoding begins again in each word.
                    Some((known, all)) if *known == encoding && encoding != ISO_2022_JP => {
                        all.extend(bytes);
                    }
                    _ => {
                        flush(&mut open, &mut out);
                        open = Some((encoding, bytes));
                    }
                }
                rest = &word[length..];
            }
            None => {
                if open.is_some() {
                    flush(&mut open, &mut out);
                    out.push_str(before);
                }
                out.push_str("=?");
                rest = &word[2..];
            }
        }
    }
    flush(&mut open, &mut out);
    out.push_str(rest);
    out
}

/// The maximum length, in bytes, of an encoded word with spaces, which are not allowed.
const SPACED: usize = 1 << 10;

/// Decodes the encoded word at the start of a text: `=?charset?Q?text?=`. Returns its encoding, its bytes and its
/// length.
fn encoded(word: &str) -> Option<(&'static Encoding, Vec<u8>, usize)> {
    let mut parts = word.get(2..)?.splitn(4, '?');
    let (label, kind, written) = (parts.next()?, parts.next()?, parts.next()?);
    let is_quoted = kind.eq_ignore_ascii_case("q");
    let is_spaced = written.contains(' ') && !(is_quoted && written.len() <= SPACED);
    if !parts.next()?.starts_with('=') || is_spaced {
        return None;
    }
    // RFC 2231 allows a language after the charset.
    let charset = label.split('*').next()?;
    let encoding = Encoding::for_label(charset.as_bytes())?;
    let bytes = match kind {
        "Q" | "q" => quoted_printable(written.replace('_', " ").as_bytes()),
        "B" | "b" => base64_word(written)?,
        _ => return None,
    };
    let length = "=?".len() + label.len() + "?Q?".len() + written.len() + "?=".len();
    Some((encoding, bytes, length))
}

/// Decodes a word in base64, of which the padding may be missing.
fn base64_word(written: &str) -> Option<Vec<u8>> {
    let is_code = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    STANDARD.decode(written).ok().or_else(|| {
        let fits = written.bytes().all(is_code);
        fits.then(|| base64(written.as_bytes()))
    })
}

/// Decodes base64. Ignores bytes outside of its alphabet and an incomplete end.
pub fn base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// Decodes quoted-printable: `=C3=A9`, and lines that are continued after a final `=`.
pub fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at + 1..];
        let digit = |number: usize| rest.get(number).and_then(|c| char::from(*c).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'=', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'=', ..) if rest.starts_with(b"\n") => at += 2,
            (b'=', ..) if rest.starts_with(b"\r\n") => at += 3,
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_read() {
        for (written, meant) in [
            ("=?utf-8?Q?Caf=C3=A9_im_Hafen?=", "Café im Hafen"),
            ("=?iso-8859-1?B?SvxyZ2Vu?= <a@b.invalid>", "Jürgen <a@b.invalid>"),
            ("=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c"),
            ("=?utf-8*en?q?Q?= and =?koi8-r?B?7MHN0ME=?=", "Q and Лампа"),
            ("=?utf-8?B?RsM=?= =?utf-8?B?pGhyZQ==?=", "Fähre"),
            ("=?utf-8?Q?F=C3?= =?utf-8?Q?=A4hre_sp=C3=A4t?= im", "Fähre spät im"),
            ("=?utf-8?Q?F=C3=A4?= =?latin1?Q?hre_=E4?=", "Fähre ä"),
            ("=?utf-8?q?a?= =? b", "a =? b"),
            ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
            ("=?UTF-8?Q?The lamp=2C lit?=", "The lamp, lit"),
            ("=?utf-8?B?RsOkaHJl?==?utf-8?B?IHNww6R0?=", "Fähre spät"),
            ("why =? not", "why =? not"),
            ("=?nowhere?Q?x?=", "=?nowhere?Q?x?="),
            ("=?utf-8?Q?cut", "=?utf-8?Q?cut"),
            ("=?utf-8?B?%%%?=", "=?utf-8?B?%%%?="),
            ("=?utf-8?Q??=", ""),
        ] {
            assert_eq!(words(written), meant, "{written}");
        }
    }

    #[test]
    fn carried_bytes_are_read() {
        assert_eq!(quoted_printable(b"z=\r\n=E4hlt = nichts =4"), b"z\xE4hlt = nichts =4");
        assert_eq!(base64(b"TGFt\r\ncGE=\n"), b"Lampa");
        assert_eq!(base64(b"TGFtc"), b"Lam");
    }
}
