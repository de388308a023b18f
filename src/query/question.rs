//! Questions: queries that are typed as people ask.

use super::lexer::{Kind, Lexeme};

/// Words a question begins with.
const QUESTIONS: [&str; 16] = [
    "who", "whom", "whose", "what", "which", "when", "where", "why", "how", "is", "are", "was",
    "were", "did", "does", "will",
];

/// Takes the question mark off a question: behind the last of its words it stands for no letter.
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
