//! The most common words of the languages, and their share of a text.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold;
use super::language::Language;

/// A set of languages, one bit each, by their numbers.
type Languages = u64;

const _: () = assert!(Language::count() <= Languages::BITS as usize);

/// The languages among whose most common words a word is. The key is a folded word, packed into a number.
static COMMON: LazyLock<FxHashMap<u64, Languages>> = LazyLock::new(|| {
    let mut common = FxHashMap::default();
    for language in Language::all() {
        for word in language.commonest() {
            // A test checks that all of them can be packed.
            if let Some(packed) = packed(word.as_bytes()) {
                *common.entry(packed).or_default() |= 1 << language.number();
            }
        }
    }
    common
});

/// The maximum length of a common word, in bytes.
const LONGEST: usize = 8;

/// The maximum length, in bytes, of a word with letters other than those of ASCII, which is folded before it is packed.
const UNFOLDED: usize = 12;

/// Packs a word of at most [`LONGEST`] ASCII letters into a number, in lower case.
fn packed(word: &[u8]) -> Option<u64> {
    let is_short = word.len() <= LONGEST && word.is_ascii();
    is_short.then(|| word.iter().fold(0, |bits, b| bits << 8 | u64::from(b.to_ascii_lowercase())))
}

/// Reports, for each word of a text that is common in a language, these languages. Returns the number of words.
fn each(text: &str, mut report: impl FnMut(Languages)) -> u32 {
    let common = &*COMMON;
    let mut words = 0;
    let mut word = |packed: Option<u64>| {
        words += 1;
        if let Some(languages) = packed.and_then(|packed| common.get(&packed)) {
            report(*languages);
        }
    };
    if text.is_ascii() {
        let (mut bits, mut length) = (0_u64, 0);
        for byte in text.bytes().chain([b' ']) {
            if byte.is_ascii_alphabetic() {
                // As in `packed`. The letters of a longer word are shifted out.
                bits = bits << 8 | u64::from(byte | 0x20);
                length += 1;
            } else if length > 0 {
                word((length <= LONGEST).then_some(bits));
                (bits, length) = (0, 0);
            }
        }
        return words;
    }
    let mut folded = String::new();
    for run in text.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty()) {
        folded.clear();
        if run.len() <= UNFOLDED {
            fold::fold(run, &mut folded);
        }
        // No word is packed as an empty one is.
        word(packed(folded.as_bytes()));
    }
    words
}

/// Returns the fraction of a text's words that are among the most common words of a language.
pub fn share(text: &str, language: Language) -> f64 {
    let (bit, mut found) = (1 << language.number(), 0_u32);
    let words = each(text, |languages| found += u32::from(languages & bit != 0));
    f64::from(found) / f64::from(words.max(1))
}

/// Returns the share of the language whose most common words have the largest share.
pub fn largest_share(text: &str) -> f64 {
    let mut found = [0_u32; Languages::BITS as usize];
    let words = each(text, |languages| {
        let mut rest = languages;
        while rest != 0 {
            found[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    });
    f64::from(found.into_iter().max().unwrap_or_default()) / f64::from(words.max(1))
}

/// Returns whether a text has at least `count` letters.
pub fn has_letters(text: &str, count: usize) -> bool {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphabetic).take(count).count() == count;
    }
    text.chars().filter(|c| c.is_alphabetic()).take(count).count() == count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_word_is_found_in_its_language_and_not_in_others() {
        for language in Language::all() {
            let words: Vec<&str> = language.commonest().collect();
            if words.is_empty() {
                continue;
            }
            let text = words.join(" ");
            assert_eq!(share(&text, language), 1.0, "{}", language.code());
            assert_eq!(largest_share(&text), 1.0);
            assert_eq!(share(&text.to_uppercase(), language), 1.0);
        }
        let english = Language::ENGLISH;
        assert_eq!(share("The lamp, of brass: governments", english), 0.4);
        assert_eq!(share("Thé lamp", english), 0.5);
        assert_eq!(share("Für die Lampe", Language::of_code("de").unwrap()), 2.0 / 3.0);
        assert_eq!(largest_share("Lamp 12,5"), 0.0);
        assert_eq!((share("", english), largest_share("")), (0.0, 0.0));
    }

    #[test]
    fn letters_are_counted_in_all_scripts() {
        assert!(has_letters("a1b2", 2) && !has_letters("a1b2", 3));
        assert!(has_letters("é1б2", 2) && !has_letters("é1б2", 3));
    }
}
