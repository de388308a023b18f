//! Queries typed as questions in natural language.

use super::lexer::{Kind, Lexeme};

/// The words that start a question.
const QUESTIONS: [&str; 16] = [
    "who", "whom", "whose", "what", "which", "when", "where", "why", "how", "is", "are", "was",
    "were", "did", "does", "will",
];

/// Removes the question mark at the end of a question, so that it is not read as a wildcard.
///
/// Returns whether the query was such a question.
pub fn without_mark(lexemes: &mut [Lexeme]) -> bool {
    let plain =
        |lexeme: &Lexeme| matches!(&lexeme.kind, Kind::Word(word) if !word.contains(['*', '?']));
    let Some((last, [first, rest @ ..])) = lexemes.split_last_mut() else { return false };
    let asks = matches!(&first.kind, Kind::Word(word) if QUESTIONS.contains(&word.to_lowercase().as_str()));
    if let Kind::Word(word) = &mut last.kind
        && let Some(bare) = word.strip_suffix('?')
        && asks
        && rest.iter().all(plain)
        && !(bare.is_empty() || bare.contains(['*', '?']))
    {
        *word = bare.to_string();
        return true;
    }
    false
}
