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
    let mut hasher = blake3::Hasher::new();
    let date = article.headers.iter().find(|header| header.name == "date");
    let source = article.source.as_deref().filter(|_| !article.flags.source_inherited);
    let parts = [
        article.id.as_deref().unwrap_or_default(),
        date.map_or("", |header| header.value.as_str()),
        source.unwrap_or_default(),
        article.title.as_deref().unwrap_or_default(),
        &article.body,
    ];
    for part in parts {
        feed(&mut hasher, part);
    }
    crate::article::key_of_hash(&hasher.finalize().as_bytes()[..16])
}

/// One part, ended by a byte that no UTF-8 text contains.
fn feed(hasher: &mut blake3::Hasher, part: &str) {
    let text: Cow<str> = match part.is_ascii() || is_nfc_quick(part.chars()) == IsNormalized::Yes {
        true => Cow::Borrowed(part),
        false => Cow::Owned(part.nfc().collect()),
    };
    let mut first = true;
    for word in text.split_whitespace() {
        if !first {
            hasher.update(b" ");
        }
        first = false;
        hasher.update(word.as_bytes());
    }
    hasher.update(b"\xFF");
}
