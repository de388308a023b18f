//! The key: what makes two pieces the same article.
//!
//! 128 bits of BLAKE3 (<https://github.com/BLAKE3-team/BLAKE3-specs>) over id, date as written,
//! source where the article states one, title and body, each in Unicode's form NFC with white
//! space collapsed. Never over a path, a folder, `--source` or `--tz`: moving a file changes
//! nothing.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::article::{Article, Key};

/// The key of an article's content, 32 hexadecimal digits.
pub fn derive(article: &Article) -> Key {
    let date = article.headers.iter().find(|header| header.name == "date");
    let source = article.source.as_deref().filter(|_| !article.flags.source_inherited);
    let parts = [
        article.id.as_deref().unwrap_or_default(),
        date.map_or("", |header| header.value.as_str()),
        source.unwrap_or_default(),
        article.title.as_deref().unwrap_or_default(),
        &article.body,
    ];
    // In one piece: hashing word by word takes several times as long.
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        add(&mut bytes, part);
    }
    crate::article::key_of_hash(&blake3::hash(&bytes).as_bytes()[..16])
}

/// One part, ended by a byte that no UTF-8 text contains.
fn add(bytes: &mut Vec<u8>, part: &str) {
    if part.is_ascii() {
        // What `char::is_whitespace` holds of in ASCII.
        let is_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
        join(bytes, part.as_bytes().split(is_space).filter(|word| !word.is_empty()));
    } else {
        let text: Cow<str> = match is_nfc_quick(part.chars()) {
            IsNormalized::Yes => Cow::Borrowed(part),
            _ => Cow::Owned(part.nfc().collect()),
        };
        join(bytes, text.split_whitespace().map(str::as_bytes));
    }
    bytes.push(0xFF);
}

/// Words with one space between.
fn join<'a>(bytes: &mut Vec<u8>, words: impl Iterator<Item = &'a [u8]>) {
    for (number, word) in words.enumerate() {
        if number > 0 {
            bytes.push(b' ');
        }
        bytes.extend_from_slice(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_one_space_in_any_text() {
        let joined = |text: &str| {
            let mut bytes = Vec::new();
            add(&mut bytes, text);
            bytes
        };
        let spaces = " a\tb\u{b}c\u{c}\r\nd ";
        assert_eq!(joined(spaces), b"a b c d\xff");
        let others = joined(&format!("{spaces}\u{a0}é"));
        assert_eq!(others, "a b c d é".bytes().chain([0xFF]).collect::<Vec<u8>>());
        assert_eq!(joined("e\u{301}"), joined("é"));
        assert!((0..128_u8).all(|byte| char::from(byte).is_whitespace()
            == joined(&format!("x{}x", char::from(byte))).starts_with(b"x x")));
    }
}
