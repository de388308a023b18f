//! Tokens, and the events that an analysis reports.

/// The version of the analysis, which is stored with each index. Increment it if the analysis returns other tokens
/// for a text, because queries would no longer match existing indexes. `tests/analysis.rs` detects such a change.
pub const VERSION: u8 = 6;

/// The maximum length of a word, in bytes. Longer words are truncated, not dropped.
pub const MAX_WORD: usize = 100;

/// A form by which a word can be found.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// The folded and stemmed form.
    pub term: &'a str,
    /// The form as printed, in NFC and with straight apostrophes.
    pub form: &'a str,
    /// A 64-bit hash of the term.
    pub hash: u64,
    /// The position of the word in its text, counted from 0.
    pub position: u32,
    /// The start of the word's byte range in the text.
    pub start: usize,
    /// The end of the byte range (exclusive). For a word divided at a line end, it is the end of the second half, which
    /// is also a separate token.
    pub end: usize,
    /// Whether this is a further form, or a further term of a form, at the position of the previous token.
    pub again: bool,
}

/// An event that an analysis reports. Events are in the order of the text.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A paragraph begins at this byte offset, with the word at this position.
    Paragraph(usize, u32),
    /// A sentence begins at this byte offset, with the word at this position.
    Sentence(usize, u32),
    /// A form by which a word can be found.
    Token(Token<'a>),
}
