//! Tokens, and the events of an analysis.

/// Raised whenever the same text gives other tokens than before; kept with each stored article.
pub const VERSION: u8 = 5;

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
    /// Byte behind it: of a word broken at a line's end, behind its rest, which is a token of its own.
    pub end: usize,
    /// Whether it is a further form, or a further term of one, at the position of the token before.
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
