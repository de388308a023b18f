//! Divides a query of Lucene's classic query parser into tokens, as its JavaCC grammar does.

use crate::query::dialect::builder::{Builder, fault};
use crate::query::dialect::token;
use crate::query::lexer::is_quote;
use crate::query::reading::Fault;

/// A token of Lucene's language.
pub type Token = token::Token<Kind>;

/// The kind of a token.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND` or `&&`
    And,
    /// `OR` or `||`
    Or,
    /// `NOT`, `!` or `-`
    Not,
    /// `+`
    Plus,
    /// `name:`
    Field(String),
    /// A term. Wildcards that were escaped are spaces.
    Term(String),
    /// The text between quotes
    Phrase(String),
    /// The text between slashes
    Regex(String),
    /// `[a TO b]`, with its brackets
    Range(String),
    /// `~` with its number, if any
    Tilde(Option<f32>),
    /// `^` with its number
    Caret,
}

impl Kind {
    /// Returns whether a field can apply to the token.
    pub fn is_operand(&self) -> bool {
        let is_leaf = matches!(self, Kind::Term(_) | Kind::Phrase(_) | Kind::Range(_));
        is_leaf || matches!(self, Kind::Open | Kind::Regex(_))
    }
}

/// Divides the query.
///
/// # Errors
///
/// Returns a fault if the text has something that Lucene would not read, and the reading is not lenient.
pub fn lex(builder: &mut Builder) -> Result<Vec<Token>, Fault> {
    let text = builder.text;
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_whitespace() {
            at = next;
            continue;
        }
        let (kind, end) = match c {
            '(' => (Kind::Open, next),
            ')' => (Kind::Close, next),
            '+' => (Kind::Plus, next),
            '-' | '!' => (Kind::Not, next),
            '^' => {
                let end = next + number(&text[next..]);
                if end == next {
                    builder.ignore(
                        (at, next),
                        "not a boost",
                        "write oil^2, or \\^ for the sign",
                    )?;
                    at = end;
                    continue;
                }
                (Kind::Caret, end)
            }
            '~' => {
                let end = next + number(&text[next..]);
                (Kind::Tilde(text[next..end].parse().ok()), end)
            }
            '[' | '{' => match text[next..].find([']', '}']) {
                Some(length) => {
                    let end = next + length + 1;
                    (Kind::Range(text[at..end].to_string()), end)
                }
                None => return Err(fault((at, text.len()), "unclosed range", "add ']'")),
            },
            ']' | '}' | ':' => {
                let hint = "put a backslash before it, or quotes around the word";
                builder.ignore((at, next), "misplaced", hint)?;
                at = next;
                continue;
            }
            '/' => {
                let Some(end) = closing(&text[next..], |c| c == '/') else {
                    let hint = "put a backslash before the slash, or quotes around the word";
                    let problem = "a slash begins a regular expression, which is not closed";
                    return Err(fault((at, text.len()), problem, hint));
                };
                (Kind::Regex(text[next..next + end].to_string()), next + end + 1)
            }
            _ if is_quote(c) => match closing(&text[next..], is_quote) {
                Some(length) => {
                    let end = next + length;
                    let quote = text[end..].chars().next().map_or(0, char::len_utf8);
                    (Kind::Phrase(phrase(&text[next..end])), end + quote)
                }
                None => {
                    let instead = "the phrase ends with the query";
                    builder.adapt((at, text.len()), "unclosed quote", "add the quote", instead)?;
                    (Kind::Phrase(phrase(&text[next..])), text.len())
                }
            },
            _ => {
                let end = at + term_end(&text[at..]);
                if text[at..end].ends_with('\\') && !text[at..end].ends_with("\\\\") {
                    let hint = "remove it, or write it twice";
                    builder.ignore((end - 1, end), "nothing after the backslash", hint)?;
                }
                match (&text[at..end], text[end..].starts_with(':')) {
                    (name, true) => (Kind::Field(unescaped(name)), end + 1),
                    ("AND" | "&&", _) => (Kind::And, end),
                    ("OR" | "||", _) => (Kind::Or, end),
                    ("NOT", _) => (Kind::Not, end),
                    (term, _) => (Kind::Term(unescaped(term)), end),
                }
            }
        };
        tokens.push(Token { kind, span: (at, end) });
        at = end;
    }
    Ok(tokens)
}

/// Returns the length of the decimal number at the start of a text.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    match text[whole..].strip_prefix('.').map(digits) {
        Some(fraction) if whole > 0 && fraction > 0 => whole + 1 + fraction,
        _ => whole,
    }
}

/// Returns the place of the first character that closes a text and has no backslash before it.
fn closing(text: &str, closes: impl Fn(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if closes(c) && !escaped {
            return Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// Returns the length of the term at the start of a text. It has at least one character.
fn term_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        let ends = c.is_whitespace() || is_quote(c) || "!():^[]{}~/".contains(c);
        if ends && !escaped && at > 0 {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// Returns a phrase without backslashes. Wildcards have no meaning in it, and become spaces.
fn phrase(text: &str) -> String {
    unescaped(&text.replace(['*', '?'], " "))
}

/// Returns a text without backslashes. A wildcard after a backslash becomes a space, as in the words of an article.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let rest = chars.as_str();
        let code = rest.strip_prefix('u').and_then(|rest| rest.get(..4));
        let coded =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match (coded, chars.next()) {
            (Some(coded), _) => {
                out.push(coded);
                chars = rest[5..].chars();
            }
            (None, Some('*' | '?')) => out.push(' '),
            (None, Some(other)) => out.push(other),
            (None, None) => {}
        }
    }
    out
}
