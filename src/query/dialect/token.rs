//! The tokens that the dialects share, and the division of a text into words, phrases and brackets.

use crate::query::lexer::is_quote;
use crate::query::tree::{Capitals, FilterField, Proximity, Tree, Zone};

/// A byte range in the query text.
pub type Span = (usize, usize);

/// A token of a query. Lucene has kinds of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Token<K = Kind> {
    /// The kind, with its data.
    pub kind: K,
    /// The byte range in the query text.
    pub span: Span,
}

/// The kind of a token.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// An opening bracket
    Open,
    /// A closing bracket
    Close,
    /// An operator between two operands
    Infix(Infix),
    /// `NOT`, which excludes what follows
    Not,
    /// A function, a field or a sign, which applies to what follows
    Prefix(Prefix),
    /// Factiva's `/F50/`, which applies to what precedes
    First(u32),
    /// Words
    Leaf(Leaf),
    /// A date or a length
    Condition(Tree),
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Infix {
    /// Either side.
    Or,
    /// One side, but not both.
    Xor,
    /// Both sides.
    And,
    /// Both sides, of which headers of the same kind are alternatives, as between terms of notmuch.
    Implied,
    /// The left side without the right one.
    AndNot,
    /// Both sides, close to one another.
    Near(Proximity),
    /// Both sides in the same part of the article: in its title, or in its body.
    Segment {
        /// Whether the right side must be absent from the part.
        negated: bool,
    },
    /// Both sides, one directly after the other.
    Adjacent,
}

/// What applies to the operand that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// Only in a part of the article.
    Zone(Zone),
    /// Only with these capitals.
    Printed(Capitals),
    /// At least this often.
    AtLeast(u32),
    /// The value of a header.
    Header {
        /// The header.
        field: FilterField,
        /// Whether the value may be a part of the header's value.
        partial: bool,
    },
    /// Excluded.
    Not,
    /// Required, as everything is.
    Required,
    /// Something that dateline lacks.
    Unsupported {
        /// Why it cannot be searched.
        problem: &'static str,
        /// What to write instead.
        hint: &'static str,
    },
}

/// Words in the spelling of dateline's own language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leaf {
    /// The words, or a regular expression for one word.
    pub text: String,
    /// Whether the words were quoted.
    pub quoted: bool,
    /// Whether the text is a regular expression.
    pub regex: bool,
    /// The number after `~`: letters that may differ in a word, or positions that words of a phrase may move by.
    pub tilde: Option<u32>,
}

impl Leaf {
    /// Creates a leaf of words.
    pub fn of(text: impl Into<String>) -> Leaf {
        Leaf { text: text.into(), ..Leaf::default() }
    }

    /// Creates a leaf of a phrase.
    pub fn phrase(text: impl Into<String>) -> Leaf {
        Leaf { quoted: true, ..Leaf::of(text) }
    }

    /// Creates a leaf of a regular expression for a whole word.
    pub fn regex(text: impl Into<String>) -> Leaf {
        Leaf { regex: true, ..Leaf::of(text) }
    }
}

/// A piece of a query text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a> {
    /// What it is.
    pub kind: RawKind,
    /// Its text; of a phrase, the text between the quotes.
    pub text: &'a str,
    /// The byte range in the query text, with quotes.
    pub span: Span,
    /// Whether white space precedes it, or nothing.
    pub spaced: bool,
}

/// What a piece of a query text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawKind {
    /// An opening bracket
    Open,
    /// A closing bracket
    Close,
    /// Text up to white space, a bracket or a quote
    Word,
    /// Text between quotes
    Phrase,
    /// Text after a quote that is never closed
    Unclosed,
}

impl<'a> Raw<'a> {
    /// Returns whether it is this word in any case.
    pub fn is(&self, word: &str) -> bool {
        self.kind == RawKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Divides a word at a byte offset.
    pub fn split(self, at: usize) -> (Raw<'a>, Raw<'a>) {
        let middle = self.span.0 + at;
        let first = Raw { text: &self.text[..at], span: (self.span.0, middle), ..self };
        let second =
            Raw { text: &self.text[at..], span: (middle, self.span.1), spaced: false, ..self };
        (first, second)
    }
}

/// Divides a text into words, phrases and brackets. Quotes may be straight or curly, as in dateline's own language.
pub fn split<'a>(text: &'a str, open: &[char], close: &[char]) -> Vec<Raw<'a>> {
    let mut raws = Vec::new();
    let mut at = 0;
    let mut spaced = true;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_whitespace() {
            spaced = true;
            at = next;
            continue;
        }
        let rest = &text[next..];
        let (kind, inner, end) = if open.contains(&c) {
            (RawKind::Open, &text[at..next], next)
        } else if close.contains(&c) {
            (RawKind::Close, &text[at..next], next)
        } else if is_quote(c) {
            match rest.char_indices().find(|(_, c)| is_quote(*c)) {
                Some((end, quote)) => {
                    (RawKind::Phrase, &rest[..end], next + end + quote.len_utf8())
                }
                None => (RawKind::Unclosed, rest, text.len()),
            }
        } else {
            let ends = |c: char| {
                c.is_whitespace() || is_quote(c) || open.contains(&c) || close.contains(&c)
            };
            let end = next + rest.find(ends).unwrap_or(rest.len());
            (RawKind::Word, &text[at..end], end)
        };
        raws.push(Raw { kind, text: inner, span: (at, end), spaced });
        spaced = false;
        at = end;
    }
    raws
}

/// Returns the number that a text of up to nine digits denotes.
pub fn number(text: &str) -> Option<u32> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
