//! Refuses queries that are nested too deeply or have too many clauses.

use super::lexer::{Kind, Lexeme};
use super::limits::{MAX_CLAUSES, MAX_DEPTH, MAX_PROXIMITIES, TOO_MANY_CLAUSES};

/// Returns the limit that a query exceeds, if any.
pub fn over(lexemes: &[Lexeme]) -> Option<String> {
    let (mut depth, mut deepest, mut clauses, mut prefixes) = (0_usize, 0, 0, 0);
    let mut proximities = 0;
    for lexeme in lexemes {
        match lexeme.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word(_) | Kind::Phrase(..) | Kind::Regex(_) => clauses += 1,
            Kind::Near(_) => proximities += 1,
            _ => {}
        }
        match lexeme.kind {
            Kind::Not | Kind::Field(_) | Kind::Exact | Kind::Function(_) => prefixes += 1,
            _ => prefixes = 0,
        }
        deepest = deepest.max(depth + prefixes);
    }
    if deepest > MAX_DEPTH {
        return Some(format!("more than {MAX_DEPTH} levels of nesting"));
    }
    if proximities > MAX_PROXIMITIES {
        return Some(format!("more than {MAX_PROXIMITIES} proximity operators"));
    }
    (clauses > MAX_CLAUSES).then(|| TOO_MANY_CLAUSES.to_string())
}
