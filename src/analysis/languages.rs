//! Sets of languages, and stems that hold in them.

use super::Language;

/// Some languages of those that analysis tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Languages(u32);

const _: () = assert!(Language::count() <= u32::BITS as usize);

impl Languages {
    /// All of them.
    pub const ALL: Languages = Languages(u32::MAX);

    /// Whether a language is one of them.
    pub fn contains(self, language: Language) -> bool {
        self.meets(language.into())
    }

    /// Whether they have a language in common with others.
    pub fn meets(self, others: Languages) -> bool {
        self.0 & others.0 != 0
    }

    /// These and others.
    pub fn or(self, others: Languages) -> Languages {
        Languages(self.0 | others.0)
    }

    /// Those that are among others too.
    pub fn and(self, others: Languages) -> Languages {
        Languages(self.0 & others.0)
    }

    /// All there are, where these are all of some: what holds in every language of an archive needs no
    /// article to be asked for its own.
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

/// A stem of a word, and the languages in which the word has it. An article in another language that has
/// the stem has it of another word: Spanish takes `cuba` to `cub`, which English has of `cubs`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stem {
    /// The stem, folded.
    pub term: String,
    /// The languages; all where nothing depends on them.
    pub languages: Languages,
}

impl Stem {
    /// A stem of whatever language.
    pub fn of_any(term: impl Into<String>) -> Stem {
        Stem { term: term.into(), languages: Languages::ALL }
    }

    /// Whether it holds in every language.
    pub fn is_of_any(&self) -> bool {
        self.languages == Languages::ALL
    }

    /// The stem of a word that has one alone, in whatever language.
    pub fn alone(stems: &[Stem]) -> Option<&Stem> {
        match stems {
            [stem] if stem.is_of_any() => Some(stem),
            _ => None,
        }
    }

    /// Whether a term is one of some stems.
    pub fn is_among(term: &str, stems: &[Stem]) -> bool {
        stems.iter().any(|stem| stem.term == term)
    }
}
