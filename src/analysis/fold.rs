//! Folding: maps variants of a letter, such as case and accents, to one form.
//!
//! - Case is folded by Unicode's lower-case mapping.
//! - Accents are removed by decomposition (NFD), which drops the combining marks of the Latin, Greek and Cyrillic
//!   scripts, Hebrew points and accents, and Arabic vowel signs and hamzas.
//! - Persian and Urdu forms of Arabic letters become the Arabic letters.
//! - The Greek final sigma becomes the sigma that capitals have in all places.
//! - Decimal digits of other scripts become ASCII digits.
//! - A few letters that do not decompose (`ß ø ł đ æ œ ı`) are replaced with their usual transcription.
//!
//! `й` is kept, because it is a separate letter and not an accented `и`. Marks of other scripts, such as Indic vowel
//! signs, are in effect letters and are kept.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded form of a word.
pub fn fold(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    let lower = word.chars().flat_map(char::to_lowercase).nfd();
    let mut kept = String::with_capacity(word.len());
    for c in lower {
        match c {
            // This breve distinguishes й from и.
            '\u{306}' if kept.ends_with('и') => kept.push(c),
            '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' => {}
            // Hebrew points and accents, and Arabic signs. The maqaf (U+05BE) is kept, because it is a hyphen.
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
            'ς' => kept.push('σ'),
            'ک' => kept.push('ك'),
            'ی' | 'ى' => kept.push('ي'),
            'ہ' | 'ە' => kept.push('ه'),
            '’' | 'ʼ' | '＇' => kept.push('\''),
            _ => kept.push(ascii_digit(c).unwrap_or(c)),
        }
    }
    // NFKC recomposes the characters that NFD decomposed (Hangul), and folds full-width forms.
    out.extend(kept.nfkc().flat_map(char::to_lowercase));
}

/// The digit zero in the scripts of news, except the full-width one, which NFKC folds.
const ZEROS: [char; 14] = ['٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '၀'];

/// Returns the ASCII digit with the value of a digit of another script.
fn ascii_digit(c: char) -> Option<char> {
    let value = |zero: &char| u32::from(c).checked_sub(u32::from(*zero));
    let value = ZEROS.iter().filter_map(value).find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

/// Returns the words of a person's name, without the punctuation around them.
pub(crate) fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split_whitespace().map(|word| {
        word.trim_matches(|c: char| {
            !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c)
        })
    });
    words.filter(|word| !word.is_empty())
}

/// Folds a name and collapses its white space, for comparing sources and codes.
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
