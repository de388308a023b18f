//! How mail carries what is not ASCII: encoded words in headers (RFC 2047), and bodies in quoted-printable
//! or base64 (RFC 2045). Bodies of several parts are left as they are.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, UTF_8};

/// A header with its encoded words decoded; what is malformed stays as written.
pub fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut behind_word = false;
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        // White space between two encoded words is none of the text.
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

/// The encoded word a text begins with: `=?charset?Q?text?=`, and its length.
fn encoded(word: &str) -> Option<(String, usize)> {
    let mut parts = word.get(2..)?.splitn(4, '?');
    let (label, kind, written) = (parts.next()?, parts.next()?, parts.next()?);
    if !parts.next()?.starts_with('=') || written.contains(' ') {
        return None;
    }
    // RFC 2231 lets a language follow the charset.
    let charset = label.split('*').next()?;
    let encoding = Encoding::for_label(charset.as_bytes())?;
    let bytes = match kind {
        "Q" | "q" => quoted_printable(&written.replace('_', " ")),
        "B" | "b" => STANDARD.decode(written).ok()?,
        _ => return None,
    };
    let length = "=?".len() + label.len() + "?Q?".len() + written.len() + "?=".len();
    Some((encoding.decode(&bytes).0.into_owned(), length))
}

/// A body as its headers say it is carried; None where it is carried as it stands.
pub fn body(transfer: &str, content: &str, text: &str) -> Option<String> {
    let bytes = match transfer.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(text),
        "base64" => {
            let packed: String = text.split_whitespace().collect();
            STANDARD.decode(packed).ok()?
        }
        _ => return None,
    };
    let content = content.to_ascii_lowercase();
    let charset = content.split("charset=").nth(1).unwrap_or_default();
    let charset = charset.trim_start_matches('"').split(['"', ';', ' ']).next().unwrap_or_default();
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
    Some(encoding.decode(&bytes).0.into_owned())
}

/// Quoted-printable as bytes: `=C3=A9`, and lines that go on behind `=` at their end.
fn quoted_printable(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
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
    fn bodies_are_read_as_they_are_carried() {
        let latin = "text/plain; charset=\"iso-8859-1\"; format=flowed";
        let quoted = "Die W=E4rterin z=\r\n=E4hlt = nichts =4";
        let read = body("Quoted-Printable", latin, quoted);
        assert_eq!(read.as_deref(), Some("Die Wärterin zählt = nichts =4"));
        assert_eq!(body("base64", "", "TGFt\nCGE=\n").as_deref(), Some("Lam\u{8}a"));
        assert_eq!(body("base64", "", "no, no base64!"), None);
        assert_eq!(body("8bit", "", "as it is"), None);
    }
}
