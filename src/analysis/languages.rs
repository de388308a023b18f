//! Sets of languages, and stems with the languages they belong to.

use super::Language;

/// A set of the languages that analysis distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Languages(u32);

const _: () = assert!(Language::count() <= u32::BITS as usize);

impl Languages {
    /// The set of all languages.
    pub const ALL: Languages = Languages(u32::MAX);

    /// Returns whether the set contains a language.
    pub fn contains(self, language: Language) -> bool {
        self.meets(language.into())
    }

    /// Returns whether two sets have a language in common.
    pub fn meets(self, others: Languages) -> bool {
        self.0 & others.0 != 0
    }

    /// Returns the union of two sets.
    pub fn or(self, others: Languages) -> Languages {
        Languages(self.0 | others.0)
    }

    /// Returns the intersection of two sets.
    pub fn and(self, others: Languages) -> Languages {
        Languages(self.0 & others.0)
    }

    /// Returns [`Languages::ALL`] if the set contains all of `languages`, and otherwise the set itself. A stem that
    /// belongs to every language of an archive then needs no check of an article's language.
    pub fn of_all(self, languages: &[Language]) -> Languages {
        match languages.iter().all(|language| self.contains(*language)) {
            true => Languages::ALL,
            false => self,
        }
    }
}

impl From<Language> for Languages {
    fn from(language: Language) -> Languages {
        Languages(1 << language.number())
    }
}

/// A stem of a word, and the languages in which the word has this stem.
///
/// In an article in another language, the same stem comes from a different word: in Spanish, `cuba` has the stem `cub`,
/// which in English is the stem of `cubs`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stem {
    /// The stem, folded.
    pub term: String,
    /// The languages, or all languages if the stem does not depend on the language.
    pub languages: Languages,
}

impl Stem {
    /// Creates a stem that does not depend on the language.
    pub fn of_any(term: impl Into<String>) -> Stem {
        Stem { term: term.into(), languages: Languages::ALL }
    }

    /// Returns whether the stem belongs to every language.
    pub fn is_of_any(&self) -> bool {
        self.languages == Languages::ALL
    }

    /// Returns the stem if it is the only one and belongs to every language.
    pub fn alone(stems: &[Stem]) -> Option<&Stem> {
        match stems {
            [stem] if stem.is_of_any() => Some(stem),
            _ => None,
        }
    }

    /// Returns whether a term is among some stems.
    pub fn is_among(term: &str, stems: &[Stem]) -> bool {
        stems.iter().any(|stem| stem.term == term)
    }
}
