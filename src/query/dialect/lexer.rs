//! Splits a query into its pieces. The dialects with a precedence differ in how they read words and phrases.

use std::marker::PhantomData;

use super::builder::Builder;
use super::token::{Kind, Raw, RawKind, Span, Token};
use crate::query::reading::Fault;

/// The pieces of a query in the dialect `D`, and the tokens that have been read of them.
pub struct Lexer<'a, D> {
    /// The pieces.
    pub raws: Vec<Raw<'a>>,
    /// The index of the next piece.
    pub at: usize,
    /// The tokens so far.
    pub out: Vec<Token>,
    dialect: PhantomData<D>,
}

/// How a dialect reads words and phrases. Both methods push tokens, and may read more pieces.
pub trait Read<'a> {
    /// Reads a word.
    ///
    /// # Errors
    ///
    /// Returns a fault if the word has no counterpart, and the reading is not lenient.
    fn word(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault>;

    /// Reads the text between quotes.
    ///
    /// # Errors
    ///
    /// The same as those of [`Read::word`].
    fn phrase(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault>;
}

/// Reads all pieces.
///
/// # Errors
///
/// Returns a fault if a piece has no counterpart or a quote is not closed, and the reading is not lenient.
pub fn lex<'a, D>(raws: Vec<Raw<'a>>, builder: &mut Builder) -> Result<Vec<Token>, Fault>
where
    Lexer<'a, D>: Read<'a>,
{
    let mut lexer = Lexer { raws, at: 0, out: Vec::new(), dialect: PhantomData };
    while let Some(raw) = lexer.peek() {
        lexer.at += 1;
        match raw.kind {
            RawKind::Open => lexer.push(Kind::Open, raw.span),
            RawKind::Close => lexer.push(Kind::Close, raw.span),
            RawKind::Word => lexer.word(raw, builder)?,
            RawKind::Phrase => lexer.phrase(raw, builder)?,
            RawKind::Unclosed => {
                let instead = "the phrase ends with the query";
                builder.adapt(raw.span, "unclosed quote", "add the quote", instead)?;
                lexer.phrase(raw, builder)?;
            }
        }
    }
    Ok(lexer.out)
}

impl<'a, D> Lexer<'a, D> {
    /// Adds a token.
    pub fn push(&mut self, kind: Kind, span: Span) {
        self.out.push(Token { kind, span });
    }

    /// Returns the next piece.
    pub fn peek(&self) -> Option<Raw<'a>> {
        self.raws.get(self.at).copied()
    }
}
