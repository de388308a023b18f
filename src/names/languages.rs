//! The languages in which a capital letter marks a name.

use crate::analysis::Language;

/// Codes of languages that capitalize names and, within a sentence, little else. German is not among them, because it
/// capitalizes every noun.
const MARKED: &[&str] = &[
    "ca", "cs", "da", "el", "en", "es", "et", "fi", "fr", "hu", "id", "it", "lt", "nl", "no", "pl",
    "pt", "ro", "ru", "sv", "tr", "uk",
];

/// Returns whether names can be recognized in a language by their capitals.
pub fn marks_names(language: Language) -> bool {
    MARKED.contains(&language.code())
}
