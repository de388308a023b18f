//! Folding: letters of one sound and two looks become one.
//!
//! Case by Unicode's lower-case mapping; accents by decomposition (NFD), dropping the combining
//! marks of the Latin, Greek and Cyrillic scripts, Hebrew points and accents, Arabic vowel signs and hamzas; Persian and Urdu
//! forms of Arabic letters become the Arabic ones; a few letters that do
//! not decompose (`ß ø ł đ æ œ ı`) by their usual transcription. `й` stays itself: it is a letter
//! of its own and not an accent. Marks of other scripts (Indic vowel signs) are letters in all
//! but name and stay.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded form of a word.
pub fn fold(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    let lower = word.chars().flat_map(char::to_lowercase).nfd();
    let mut kept = String::with_capacity(word.len());
    for c in lower {
        match c {
            // The breve that makes й out of и.
            '\u{306}' if kept.ends_with('и') => kept.push(c),
            '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' => {}
            // Points and accents of Hebrew, signs of Arabic; the maqaf (U+05BE) is a hyphen.
            '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' => {}
            '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' => {}
            'ß' => kept.push_str("ss"),
            'æ' => kept.push_str("ae"),
            'œ' => kept.push_str("oe"),
            'ø' => kept.push('o'),
            'ł' => kept.push('l'),
            'đ' | 'ð' => kept.push('d'),
            'þ' => kept.push_str("th"),
            'ı' => kept.push('i'),
            'ک' => kept.push('ك'),
            'ی' | 'ى' => kept.push('ي'),
            'ہ' | 'ە' => kept.push('ه'),
            '’' | 'ʼ' | '＇' => kept.push('\''),
            _ => kept.push(c),
        }
    }
    // NFKC joins again what belongs together (Hangul) and folds full-width forms.
    out.extend(kept.nfkc().flat_map(char::to_lowercase));
}

/// The words of a person's name, without the punctuation around them.
pub fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split_whitespace().map(|word| {
        word.trim_matches(|c: char| {
            !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c)
        })
    });
    words.filter(|word| !word.is_empty())
}

/// The folded form of a name, white space collapsed: what sources and codes are compared by.
pub fn name(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        fold(word, &mut out);
    }
    out
}
