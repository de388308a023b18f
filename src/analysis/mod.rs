//! Text to tokens with positions and byte ranges: the one analysis that indexing, queries,
//! matching and snippets share.
//!
//! A word is a run of letters, digits and marks. Parts joined by an apostrophe share a position,
//! dotted initials are closed up, scripts that put no space between words give one position a
//! character. A term is the word folded (case, accents) and stemmed. [`words`] finds the words,
//! [`fold`] folds, [`sentences`] says what the gap between two words means, [`fingerprint`] sums
//! an article up.

pub mod fingerprint;
pub mod fold;
mod sentences;
mod words;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// Raised whenever the same text gives other tokens than before; kept with each stored article.
pub const VERSION: u8 = 1;

/// Words are cut at this many bytes, not dropped.
pub const MAX_WORD: usize = 100;

/// One findable form of a word.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// Folded and stemmed.
    pub term: &'a str,
    /// As printed, in form NFC with straight apostrophes.
    pub form: &'a str,
    /// A 64-bit hash of the term.
    pub hash: u64,
    /// The word's position, counted from 0 in its text.
    pub position: u32,
    /// First byte of it in the text.
    pub start: usize,
    /// Byte behind it.
    pub end: usize,
    /// Whether it is a further form at the position of the token before.
    pub again: bool,
}

/// What an analysis reports, in the order of the text.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A paragraph begins at this byte, with the word at this position.
    Paragraph(usize, u32),
    /// A sentence begins at this byte, with the word at this position.
    Sentence(usize, u32),
    /// A findable form.
    Token(Token<'a>),
}

/// Analyses texts; keeps what it has stemmed, so that a word is stemmed once.
pub struct Analyzer {
    stemmer: Stemmer,
    /// Words as printed, by their number in `terms`.
    known: FxHashMap<Box<str>, u32>,
    terms: Vec<Known>,
    scratch: String,
}

/// What is known of a word as printed.
struct Known {
    term: Box<str>,
    hash: u64,
}

/// Words remembered before the memory is begun anew.
const MEMORY: usize = 200_000;

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer {
            stemmer: Stemmer::new(Algorithm::English),
            known: FxHashMap::default(),
            terms: Vec::new(),
            scratch: String::new(),
        }
    }
}

impl Analyzer {
    /// Reports the tokens of a text and where its sentences and paragraphs begin. Returns the
    /// number of positions.
    pub fn analyse(&mut self, text: &str, mut report: impl FnMut(Event)) -> u32 {
        let mut scan = sentences::Scan::new(text);
        let mut position = 0;
        let mut forms = words::Forms::default();
        let mut at = 0;
        while let Some(word) = words::next(text, at) {
            scan.gap(&word, position, &mut report);
            forms.of(text, &word);
            for (number, form) in forms.iter().enumerate() {
                let known = self.know(form);
                report(Event::Token(Token {
                    term: &known.term,
                    form,
                    hash: known.hash,
                    position,
                    start: word.start,
                    end: word.end,
                    again: number > 0,
                }));
            }
            at = word.end;
            position += 1;
        }
        position
    }

    /// The term of a single word.
    pub fn term(&mut self, word: &str) -> String {
        self.know(word).term.to_string()
    }

    fn know(&mut self, form: &str) -> &Known {
        let number = match self.known.get(form) {
            Some(number) => *number,
            None => self.learn(form),
        };
        &self.terms[number as usize]
    }

    fn learn(&mut self, form: &str) -> u32 {
        if self.known.len() >= MEMORY {
            self.known.clear();
            self.terms.clear();
        }
        self.scratch.clear();
        fold::fold(form, &mut self.scratch);
        cut(&mut self.scratch);
        let term: Box<str> = self.stemmer.stem(&self.scratch).as_ref().into();
        let hash = fingerprint::hash(&term);
        let number = self.terms.len() as u32;
        self.terms.push(Known { term, hash });
        self.known.insert(form.into(), number);
        number
    }
}

/// Cuts a word to [`MAX_WORD`] bytes, on a character's boundary.
fn cut(word: &mut String) {
    if word.len() > MAX_WORD {
        word.truncate(word.floor_char_boundary(MAX_WORD));
    }
}

#[cfg(test)]
mod tests;
