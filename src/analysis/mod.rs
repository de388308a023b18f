//! Analysis of text into tokens with positions and byte ranges. Indexing, queries, matching and snippets share it.
//!
//! A word is a run of letters, digits and marks. Parts joined by an apostrophe share a position. Dotted initials are
//! joined without their full stops. The first half of a word that is divided at a line end is also found as the whole
//! word. In scripts without spaces between words, each character has a position. A term is the folded (case, accents)
//! and stemmed word.
//!
//! `words` finds the words, and [`fold`] folds them. [`language`] determines the stemmer, `detection` the language of a
//! text by `common_words` and trigrams, [`Languages`] where a stem is valid, and [`Majorities`] the language of short
//! texts from their source. `sentences` interprets the gap between two words, and [`fingerprint`] summarizes an article.
//! `stem_check` tells without stemming which words cannot have a stem.
//!
//! Stemmers expect the accents of their language, but users leave them out. An English word is folded, then stemmed. A
//! word in another language has two terms if they differ: one stemmed, then folded (`adoptée` like `adopté`), and one
//! folded, then stemmed (`adoptee`, as people type it).

mod analyzer;
mod around;
mod beginnings;
pub mod codes;
mod common_words;
mod detection;
pub mod fingerprint;
pub mod fold;
pub(crate) mod function_words;
pub mod language;
mod languages;
mod lines;
mod majority;
mod punctuation;
mod recent_words;
mod recording;
mod sentences;
pub(crate) mod stem_check;
mod token;
mod words;

pub use analyzer::Analyzer;
pub(crate) use analyzer::{boundaries, hides_words};
pub(crate) use around::around;
pub(crate) use beginnings::Beginnings;
pub use language::Language;
pub use languages::{Languages, Stem};
pub use majority::Majorities;
pub use recording::{Recorded, Recording};
pub(crate) use token::MAX_WORD;
pub use token::{Event, Token, VERSION};
pub(crate) use words::{each as words, is_alone, is_character};

#[cfg(test)]
mod tests;
