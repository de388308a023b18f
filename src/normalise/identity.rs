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
    let text: Cow<str> = match part.is_ascii() || is_nfc_quick(part.chars()) == IsNormalized::Yes {
        true => Cow::Borrowed(part),
        false => Cow::Owned(part.nfc().collect()),
    };
    let mut first = true;
    for word in text.split_whitespace() {
        if !first {
            bytes.push(b' ');
        }
        first = false;
        bytes.extend_from_slice(word.as_bytes());
    }
    bytes.push(0xFF);
}
