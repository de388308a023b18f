//! Determines which of a query's words a printed word matches.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::analysis::{Beginnings, Language, Languages, Stem, Token, fold};
use crate::query::pattern::Compiled;
use crate::query::tree::{Capitals, Word};

/// The distinct words of a query, numbered.
#[derive(Default)]
pub struct Words {
    numbers: FxHashMap<(Word, Option<Capitals>), usize>,
    /// The words that match any form of a stem, by stem, with the languages in which the stem counts for the word.
    stems: FxHashMap<String, Vec<(usize, Languages)>>,
    /// The words that depend on how a form is printed.
    printed: Vec<(usize, Test, Option<Capitals>)>,
    patterns: bool,
}

enum Test {
    Stems(Vec<Stem>),
    Form(String),
    Pattern(Compiled),
}

/// Cached results of patterns: which tests match a printed form.
pub type Memory = FxHashMap<Box<str>, Box<[bool]>>;

/// The number of cached forms after which the cache is cleared.
const MEMORY: usize = 200_000;

impl Words {
    /// Returns the number of a word, adding it if it is new.
    pub fn number(&mut self, word: &Word, capitals: Option<Capitals>) -> usize {
        let next = self.numbers.len();
        let Entry::Vacant(entry) = self.numbers.entry((word.clone(), capitals)) else {
            return self.numbers[&(word.clone(), capitals)];
        };
        entry.insert(next);
        let test = match word {
            Word::Stems(stems) if capitals.is_none() => {
                for stem in stems {
                    let of_stem = self.stems.entry(stem.term.clone()).or_default();
                    of_stem.push((next, stem.languages));
                }
                return next;
            }
            Word::Stems(stems) => Test::Stems(stems.clone()),
            Word::Exact(form, _) => Test::Form(form.clone()),
            Word::Pattern(pattern) => {
                self.patterns = true;
                Test::Pattern(Compiled::new(pattern))
            }
        };
        self.printed.push((next, test, capitals));
        next
    }

    /// Returns the prefixes of the stems in the query.
    pub fn beginnings(&self) -> Beginnings {
        let printed = self.printed.iter().filter_map(|(_, test, _)| match test {
            Test::Stems(stems) => Some(stems.iter().map(|stem| &stem.term)),
            _ => None,
        });
        let stems = self.stems.keys().chain(printed.flatten());
        Beginnings::of(stems.map(String::as_str))
    }

    /// Returns whether a word may match a printed form regardless of its term.
    pub fn depend_on_forms(&self) -> bool {
        !self.printed.is_empty()
    }

    /// Returns the number of words.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Calls `visit` with the number of each word that a token matches. `language` is the language of the text.
    pub fn each(
        &self,
        language: Language,
        token: &Token,
        memory: &mut Memory,
        mut visit: impl FnMut(usize),
    ) {
        if let Some(of_stem) = self.stems.get(token.term) {
            let here = of_stem.iter().filter(|(_, languages)| languages.contains(language));
            here.for_each(|(number, _)| visit(*number));
        }
        if self.printed.is_empty() {
            return;
        }
        if self.patterns && !memory.contains_key(token.form) {
            if memory.len() >= MEMORY {
                memory.clear();
            }
            memory.insert(token.form.into(), self.patterns_of(token.form));
        }
        let known = memory.get(token.form);
        for (at, (number, test, capitals)) in self.printed.iter().enumerate() {
            let holds = match test {
                Test::Stems(stems) => stems
                    .iter()
                    .any(|stem| stem.term == token.term && stem.languages.contains(language)),
                Test::Form(form) => form == token.form,
                Test::Pattern(_) => known.is_some_and(|known| known[at]),
            };
            if holds && capitals.is_none_or(|capitals| is_printed(token.form, capitals)) {
                visit(*number);
            }
        }
    }

    fn patterns_of(&self, form: &str) -> Box<[bool]> {
        let mut folded = String::with_capacity(form.len());
        fold::fold(form, &mut folded);
        let holds =
            |test: &Test| matches!(test, Test::Pattern(pattern) if pattern.matches(&folded));
        self.printed.iter().map(|(_, test, _)| holds(test)).collect()
    }
}

/// Returns whether a form is printed with these capitals.
pub fn is_printed(form: &str, capitals: Capitals) -> bool {
    match capitals {
        Capitals::Some => form.contains(char::is_uppercase),
        Capitals::All => form.contains(char::is_uppercase) && !form.contains(char::is_lowercase),
        Capitals::None => !form.contains(char::is_uppercase),
    }
}
