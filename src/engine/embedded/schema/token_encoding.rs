//! Tokens encoded as text, so that tantivy does not analyze the article again.
//!
//! `analysis/` analyzes each article once, on a reading thread. The text that tantivy receives for a field is the list
//! of tokens. Each token is a character that encodes its distance from the previous position, one that encodes the
//! length of the term, and the term. A length of 0 is followed by the number of repetitions of the token before it. The
//! tokenizer of the index only decodes this list.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The marker at the position of a sentence's first word.
pub const SENTENCE: &str = "\u{2}s";
/// The marker at the position of a paragraph's first word.
pub const PARAGRAPH: &str = "\u{2}p";

/// A term without meaning, repeated [`crate::ranking::LEVEL`] times at the beginning of each text. BM25 counts tokens,
/// so each text appears longer by that number.
pub const LEVEL: &str = "\u{2}l";

/// The first character of every marker. No word begins with it.
pub const MARK: &str = "\u{2}";

/// The prefix of the folded form of a word in a title in capitals.
pub const IN_CAPITALS: &str = "\u{2}t";

/// The marker, in the field `forms`, of an article whose title is in capitals.
pub const CAPITALS: &str = "\u{2}c";

/// The maximum number that one character can encode. The next one, U+D800, is a surrogate.
const MAX_STEP: u32 = 0xD7FF;

/// In place of a length, which is never 0, this marks a number of repetitions.
const REPETITIONS: u32 = 0;

/// Encodes tokens as text. Positions must not decrease. Empty terms, such as that of an Arabic tatweel on its own, are
/// left out.
#[derive(Debug, Default)]
pub struct Encoder {
    /// The text. It is bytes because a number below 128, as most are, is one byte.
    text: Vec<u8>,
    position: u32,
}

impl Encoder {
    /// Returns an encoder with room for a text of this length, in bytes.
    pub fn with_capacity(length: usize) -> Encoder {
        Encoder { text: Vec::with_capacity(length), position: 0 }
    }

    /// Adds a term at a position.
    pub fn push(&mut self, position: u32, term: &str) {
        if term.is_empty() {
            return;
        }
        let mut step = position.saturating_sub(self.position);
        self.position = self.position.max(position);
        while step > MAX_STEP {
            self.push_number(MAX_STEP);
            self.push_number(REPETITIONS);
            self.push_number(0);
            step -= MAX_STEP;
        }
        let length = term.len() as u32;
        if step < 0x80 && length < 0x80 {
            self.text.extend_from_slice(&[step as u8, length as u8]);
        } else {
            self.push_number(step);
            self.push_number(length);
        }
        self.text.extend_from_slice(term.as_bytes());
    }

    /// Adds a number of at most [`MAX_STEP`].
    fn push_number(&mut self, number: u32) {
        let c = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Adds a term `times` times at one position.
    pub fn push_times(&mut self, position: u32, term: &str, times: u32) {
        if times == 0 || term.is_empty() {
            return;
        }
        self.push(position, term);
        if times > 1 {
            self.push_number(0);
            self.push_number(REPETITIONS);
            // No term is repeated more than a few hundred times.
            self.push_number((times - 1).min(MAX_STEP));
        }
    }

    /// Returns the text for tantivy.
    pub fn finish(self) -> String {
        // Characters and terms are valid UTF-8.
        String::from_utf8(self.text).unwrap_or_default()
    }
}

/// Encodes a set of terms. Most of those that are added again are left out.
pub struct SetEncoder {
    encoder: Encoder,
    /// The terms that were added last, by a hash: where they start in the text, and their length.
    last: [(u32, u32); LAST],
}

/// The number of terms that are remembered. An article has some hundred forms that differ from their stem.
const LAST: usize = 256;

impl Default for SetEncoder {
    fn default() -> SetEncoder {
        SetEncoder { encoder: Encoder::default(), last: [(0, 0); LAST] }
    }
}

impl SetEncoder {
    /// Adds a term. Terms with the same hash may differ.
    pub fn push(&mut self, hash: u64, term: &str) {
        let (start, length) = &mut self.last[(hash as usize ^ term.len()) % LAST];
        let known = *start as usize..(*start + *length) as usize;
        if !term.is_empty() && self.encoder.text.get(known) == Some(term.as_bytes()) {
            return;
        }
        self.encoder.push(0, term);
        *length = term.len() as u32;
        *start = (self.encoder.text.len() - term.len()) as u32;
    }

    /// Returns the text for tantivy.
    pub fn finish(self) -> String {
        self.encoder.finish()
    }
}

/// The tokenizer that decodes the text of an [`Encoder`].
#[derive(Debug, Clone, Default)]
pub struct Analysed {
    token: Token,
}

impl Tokenizer for Analysed {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        self.token.position = 0;
        Stream { rest: text, token: &mut self.token, again: 0 }
    }
}

/// The stream of decoded tokens.
pub struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
    /// The number of remaining repetitions of the current token.
    again: usize,
}

impl Stream<'_> {
    /// Decodes the next number.
    fn number(&mut self) -> Option<usize> {
        let mut chars = self.rest.chars();
        let number = chars.next()?;
        self.rest = chars.as_str();
        Some(number as usize)
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        loop {
            let Some(step) = self.number() else { return false };
            self.token.position += step;
            match self.number() {
                None => return false,
                Some(0) => {
                    // The token itself was already returned. Each part of a step that is too long for one character
                    // has 0 repetitions.
                    self.again = self.number().unwrap_or_default();
                    if self.again > 0 {
                        self.again -= 1;
                        return true;
                    }
                }
                Some(length) => {
                    let (term, rest) = self.rest.split_at(length.min(self.rest.len()));
                    self.token.text.clear();
                    self.token.text.push_str(term);
                    self.rest = rest;
                    return true;
                }
            }
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_every_term_and_few_of_them_twice() {
        let terms = ["ferries", "lamps", "ferry", "lamps", "", "ferries", "Ferries", "ferries"];
        let mut set = SetEncoder::default();
        terms.iter().for_each(|term| set.push(7, term));
        let text = set.finish();
        let (mut tokenizer, mut found) = (Analysed::default(), Vec::new());
        let mut stream = tokenizer.token_stream(&text);
        while stream.advance() {
            found.push(stream.token().text.clone());
        }
        // Terms of the same length share a place, because their hash is the same.
        assert_eq!(found, ["ferries", "lamps", "ferry", "lamps", "Ferries", "ferries"]);
    }

    #[test]
    fn tokens_are_decoded_as_they_were_encoded() {
        let tokens =
            [(0, "a"), (0, "a"), (1, "été"), (1_001, "x"), (200_000, "far"), (200_001, "\u{2}s")];
        let mut encoder = Encoder::default();
        for (position, term) in tokens {
            encoder.push(position, term);
        }
        encoder.push(200_001, "");
        encoder.push_times(200_001, "", 3);
        encoder.push_times(200_002, "often", 3);
        encoder.push_times(200_003, "once", 1);
        let text = encoder.finish();
        let tokens = tokens.into_iter().chain([(200_002, "often"); 3]).chain([(200_003, "once")]);
        let mut tokenizer = Analysed::default();
        let mut stream = tokenizer.token_stream(&text);
        for (position, term) in tokens {
            assert!(stream.advance());
            assert_eq!(
                (stream.token().position, stream.token().text.as_str()),
                (position as usize, term)
            );
        }
        assert!(!stream.advance());
    }
}
