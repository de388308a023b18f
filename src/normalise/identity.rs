//! Derives the key of an article. Articles with the same key are copies of the same article.
//!
//! The key is 128 bits of BLAKE3 (<https://github.com/BLAKE3-team/BLAKE3-specs>) over the id, the date as written, the
//! source if the article states it, the title and the body, each in Unicode normalization form NFC with white space
//! collapsed. It does not depend on a path, a folder, `--source` or `--tz`, nor on a title or a date that is taken from
//! a path or a modification time. Moving a file therefore never changes a key.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::article::{Article, Key};

/// Returns the key of an article's content as 32 hexadecimal digits.
pub fn derive(article: &Article) -> Key {
    let date = article.headers.iter().find(|header| header.name == "date");
    let source = article.source.as_deref().filter(|_| !article.flags.source_inherited);
    let parts = [
        article.id.as_deref().unwrap_or_default(),
        date.map_or("", |header| header.value.as_str()),
        source.unwrap_or_default(),
        article.title.as_deref().filter(|_| !article.flags.title_inherited).unwrap_or_default(),
        &article.body,
    ];
    // The parts are hashed in one piece, because hashing word by word takes several times as long.
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        add(&mut bytes, part);
    }
    crate::article::key_of_hash(&blake3::hash(&bytes).as_bytes()[..16])
}

/// Appends one part, followed by a byte that does not occur in UTF-8.
fn add(bytes: &mut Vec<u8>, part: &str) {
    if part.is_ascii() {
        add_ascii(bytes, part.as_bytes());
    } else {
        let text: Cow<str> = match is_nfc_quick(part.chars()) {
            IsNormalized::Yes => Cow::Borrowed(part),
            _ => Cow::Owned(part.nfc().collect()),
        };
        for (number, word) in text.split_whitespace().enumerate() {
            if number > 0 {
                bytes.push(b' ');
            }
            bytes.extend_from_slice(word.as_bytes());
        }
    }
    bytes.push(0xFF);
}

/// Appends ASCII text with white space collapsed. Keys are derived whenever an article is read, so the text is
/// processed in pieces, most of which can be copied as they are.
fn add_ascii(bytes: &mut Vec<u8>, text: &[u8]) {
    const PIECE: usize = 32;
    // The ASCII characters other than the space for which `char::is_whitespace` returns `true`.
    let is_break = |byte: u8| matches!(byte, b'\t'..=b'\r');
    let start = bytes.len();
    let mut spaced = true;
    for piece in text.chunks(PIECE) {
        // There is no early exit, so that many bytes are compared at once.
        let breaks = piece.iter().fold(false, |any, byte| any | is_break(*byte));
        let pairs = piece.iter().zip(&piece[1..]);
        let doubled = pairs.fold(false, |any, (a, b)| any | (*a == b' ' && *b == b' '));
        if !(breaks || doubled || spaced && piece[0] == b' ') {
            bytes.extend_from_slice(piece);
            spaced = piece[piece.len() - 1] == b' ';
            continue;
        }
        for byte in piece {
            let space = *byte == b' ' || is_break(*byte);
            if !space || !spaced {
                bytes.push(if space { b' ' } else { *byte });
            }
            spaced = space;
        }
    }
    if spaced && bytes.len() > start {
        bytes.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_ascii_are_joined_as_words_are() {
        let mut state = 5_u32;
        for length in (0..200).chain([32, 64, 96].into_iter().cycle().take(600)) {
            let text: String = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    char::from(b"abcdefghij    \n\t"[(state >> 20) as usize % 16])
                })
                .collect();
            let mut bytes = b"a ".to_vec();
            add(&mut bytes, &text);
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(bytes, [b"a ", words.as_bytes(), &[0xFF]].concat(), "{text:?}");
        }
    }

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
