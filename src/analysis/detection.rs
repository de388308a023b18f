//! Detects the language of a text.
//!
//! Detection uses the `whatlang` crate (trigram profiles; Cavnar and Trenkle, SDAIR 1994), but only where needed:
//! English, the language of most archives, is recognized by its most common words. A result counts if it is reliable,
//! if it is based on enough letters, and if the text contains common words of the language. Otherwise, tables of
//! figures would be detected as French.

use whatlang::{Detector, Info};

use super::common_words::{has_letters, largest_share, share};
use super::language::{Language, SAMPLE};

/// The minimum number of letters for detection.
const LETTERS: usize = 200;

/// The minimum fraction of a text's words that are among the most common words of its language.
const LEAST: f64 = 1.0 / 12.0;

impl Language {
    /// Returns the code of a text's language, or `None` if it cannot be detected.
    pub fn detect(text: &str) -> Option<&'static str> {
        let sample = &text[..text.floor_char_boundary(SAMPLE)];
        if !has_letters(sample, LETTERS) {
            return None;
        }
        // In English text, at least one word in six is among the forty most common.
        if share(sample, Language::ENGLISH) >= 1.0 / 6.0 {
            return Some(Language::ENGLISH.code());
        }
        // `whatlang` is slow. Only languages with a script of their own do without common words.
        if sample.is_ascii() && largest_share(sample) < LEAST {
            return None;
        }
        let info = Detector::new().detect(sample).filter(Info::is_reliable)?;
        let language = Language::of_lang(info.lang())?;
        let by_script = language.commonest().next().is_none();
        (by_script || share(sample, language) >= LEAST).then_some(language.code())
    }
}
