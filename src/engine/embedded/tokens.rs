//! Tokens analysed elsewhere, carried to tantivy as text.
//!
//! Articles are analysed once, on the reading threads, by `analysis/`. What tantivy is given as
//! the text of a field is the list of tokens: for each a character that says how many positions
//! on it stands, the term, and an end mark. A number stands for as many repetitions of the token before
//! it. This tokenizer only takes them apart again.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

const END: char = '\u{0}';
/// What a number of repetitions begins with, in place of a term; no term does.
const TIMES: char = '\u{1}';

/// A mark at the position of a sentence's first word.
pub const SENTENCE: &str = "\u{2}s";
/// A mark at the position of a paragraph's first word.
pub const PARAGRAPH: &str = "\u{2}p";

/// Stands in each text [`crate::ranking::LEVEL`] times, at its beginning, and says nothing: an engine that
/// counts the tokens of a text takes each for so much longer.
pub const LEVEL: &str = "\u{2}l";

/// What every mark begins with; no word does.
pub const MARK: &str = "\u{2}";

/// Stands before the folded form of a word in a title all in capitals.
pub const IN_CAPITALS: &str = "\u{2}t";

/// Stands among the forms of an article whose title is in capitals throughout.
pub const CAPITALS: &str = "\u{2}c";

/// The largest step one character can say; U+D800 and above are no characters.
const MAX_STEP: u32 = 0xD7FE;

/// Writes tokens as text. Positions must not fall.
#[derive(Debug, Default)]
pub struct Encoder {
    text: String,
    position: u32,
}

impl Encoder {
    /// Adds a term at a position.
    pub fn push(&mut self, position: u32, term: &str) {
        let mut step = position.saturating_sub(self.position);
        self.position = self.position.max(position);
        while step > MAX_STEP {
            self.text.extend(char::from_u32(MAX_STEP + 1));
            self.text.push(END);
            step -= MAX_STEP;
        }
        self.text.extend(char::from_u32(step + 1));
        self.text.push_str(term);
        self.text.push(END);
    }

    /// Adds a term several times at a position.
    pub fn push_times(&mut self, position: u32, term: &str, times: u32) {
        if times == 0 {
            return;
        }
        self.push(position, term);
        if times > 1 {
            self.text.extend([char::from(1), TIMES]);
            // Nothing is said more than a few hundred times.
            self.text.extend(char::from_u32(times.min(MAX_STEP)));
            self.text.push(END);
        }
    }

    /// The text for tantivy.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Takes the tokens of [`Encoder`] apart.
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

/// Tokens one after the other.
pub struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
    /// How often it is to come again.
    again: u32,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        loop {
            let Some(step) = self.rest.chars().next() else { return false };
            let after = &self.rest[step.len_utf8()..];
            let end = after.find(END).unwrap_or(after.len());
            self.token.position += step as usize - 1;
            self.rest = after.get(end + 1..).unwrap_or_default();
            if let Some(times) = after.strip_prefix(TIMES) {
                // Once it has come, and this is once more.
                self.again = times.chars().next().map_or(0, u32::from).saturating_sub(2);
                return true;
            }
            if end > 0 {
                self.token.text.clear();
                self.token.text.push_str(&after[..end]);
                return true;
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
    fn tokens_come_out_as_they_went_in() {
        let tokens =
            [(0, "a"), (0, "a"), (1, "été"), (1_001, "x"), (200_000, "far"), (200_001, "\u{2}s")];
        let mut encoder = Encoder::default();
        for (position, term) in tokens {
            encoder.push(position, term);
        }
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
