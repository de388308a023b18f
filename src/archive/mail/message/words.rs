//! Encoded words in mail headers (RFC 2047), and the transfer encodings of words and bodies (RFC 2045).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;

/// Decodes the encoded words in a header. Malformed words are not changed.
pub fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut behind_word = false;
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        // White space between two encoded words does not belong to the text.
        if !(behind_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        match encoded(word) {
            Some((text, length)) => {
                out.push_str(&text);
                rest = &word[length..];
                behind_word = true;
            }
            None => {
                out.push_str("=?");
                rest = &word[2..];
                behind_word = false;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Decodes the encoded word at the start of a text: `=?charset?Q?text?=`. Returns its text and its length.
fn encoded(word: &str) -> Option<(String, usize)> {
    let mut parts = word.get(2..)?.splitn(4, '?');
    let (label, kind, written) = (parts.next()?, parts.next()?, parts.next()?);
    if !parts.next()?.starts_with('=') || written.contains(' ') {
        return None;
    }
    // RFC 2231 allows a language after the charset.
    let charset = label.split('*').next()?;
    let encoding = Encoding::for_label(charset.as_bytes())?;
    let bytes = match kind {
        "Q" | "q" => quoted_printable(written.replace('_', " ").as_bytes()),
        "B" | "b" => STANDARD.decode(written).ok()?,
        _ => return None,
    };
    let length = "=?".len() + label.len() + "?Q?".len() + written.len() + "?=".len();
    Some((encoding.decode(&bytes).0.into_owned(), length))
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
