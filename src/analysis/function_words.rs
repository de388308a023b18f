//! Function words: articles, pronouns, prepositions, auxiliaries and the like, which say little about what a text is
//! about.
//!
//! The lists are those of NLTK and Snowball, from the `stop-words` crate. For a language without a list, they are the
//! few words by which the language is detected.

use rustc_hash::FxHashSet;

use super::{Analyzer, Language};

/// A list entry that comes from "won't". It is excluded, because news uses "won" as a word in itself.
const NOT_ONE: &str = "won";

/// Returns the terms of the function words in some languages, as they are indexed.
pub fn terms(languages: &[Language], analyzer: &mut Analyzer) -> FxHashSet<String> {
    let mut terms = FxHashSet::default();
    for language in languages {
        let listed = stop_words::lookup(language.code()).unwrap_or_default();
        let words = listed.iter().copied().chain(language.commonest());
        for word in words.filter(|word| *word != NOT_ONE) {
            terms.extend(analyzer.stems(&[*language], word).into_iter().map(|stem| stem.term));
        }
    }
    terms
}

/// Returns whether a term is a number: it has a digit and no letters.
pub fn is_number(term: &str) -> bool {
    term.contains(char::is_numeric) && !term.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_known_in_each_language_by_their_terms() {
        let terms = |code: &str| {
            let language = Language::of_code(code).expect("a known language");
            super::terms(&[language], &mut Analyzer::default())
        };
        let english = terms("en");
        for word in ["the", "ourselv", "becaus", "said"] {
            assert!(english.contains(word), "{word}");
        }
        for word in ["won", "tax", "minist"] {
            assert!(!english.contains(word), "{word}");
        }
        assert!(terms("de").contains("nicht") && terms("ru").contains("не"));
        assert!(terms("pl").contains("nie"), "the words of detection");
        assert!(terms("zh").contains("的"));
    }

    #[test]
    fn numbers_have_no_letters() {
        for (term, number) in [("1987", true), ("٢٠٢٤", true), ("4th", false), ("iii", false)] {
            assert_eq!(is_number(term), number, "{term}");
        }
    }
}
