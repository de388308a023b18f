//! Text to tokens with positions and byte ranges: the one analysis that indexing, queries,
//! matching and snippets share.
//!
//! A word is a run of letters, digits and marks. Parts joined by an apostrophe share a position,
//! dotted initials are closed up, the first half of a word broken at a line's end is found as the whole
//! word too, scripts that put no space between words give one position a
//! character. A term is the word folded (case, accents) and stemmed. [`words`] finds the words,
//! [`fold`] folds, [`language`] says which stemmer is meant, [`Languages`] where a stem holds, [`Majorities`] what a
//! source says of short texts, [`sentences`] what the gap between two
//! words means, [`fingerprint`] sums an article up.
//!
//! Stemmers expect their language's accents, and readers leave them out. An English word is stemmed
//! when it is folded. A word of another language has two terms where that makes a difference: stemmed,
//! then folded (`adoptée` like `adopté`), and folded, then stemmed (`adoptee` as people type it).

mod analyzer;
pub mod codes;
pub mod fingerprint;
pub mod fold;
pub mod function_words;
pub mod language;
mod languages;
mod lines;
mod majority;
mod punctuation;
mod sentences;
mod token;
mod words;

pub use analyzer::{Analyzer, Beginnings, boundaries, hides_words};
pub use language::Language;
pub use languages::{Languages, Stem};
pub use majority::Majorities;
pub use token::{Event, MAX_WORD, Token, VERSION};
pub use words::is_alone;

#[cfg(test)]
mod tests;
