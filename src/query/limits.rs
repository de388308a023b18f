//! What a query may ask for before it is read, and how one that asks for more is answered.

use std::collections::HashSet;

use super::lexer::{Kind, Lexeme};
use super::tree::Tree;
use super::{MAX_CLAUSES, MAX_DEPTH, MAX_PROXIMITIES, Query};

/// What is said of a query of which all was left out.
pub const NOTHING_LEFT: &str = "nothing is left of the query: it finds nothing";

/// Says which limit a query goes over.
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
        return Some(format!("more than {MAX_DEPTH} levels"));
    }
    if proximities > MAX_PROXIMITIES {
        return Some(format!("more than {MAX_PROXIMITIES} operators of proximity"));
    }
    (clauses > MAX_CLAUSES).then(|| format!("more than {MAX_CLAUSES} clauses"))
}

/// The words of a query, each once, joined by AND, without any operator.
pub fn words_only(
    text: &str,
    lexemes: &[Lexeme],
    limit: &str,
    mut read: impl FnMut(&str, bool) -> Option<Tree>,
) -> Query {
    let mut seen = HashSet::new();
    let mut trees = Vec::new();
    for lexeme in lexemes {
        if let Kind::Word(word) | Kind::Phrase(word, _) = &lexeme.kind
            && trees.len() < MAX_CLAUSES
            && seen.insert(word)
        {
            trees.extend(read(word, matches!(lexeme.kind, Kind::Phrase(..))));
        }
    }
    let tree = trees.into_iter().reduce(Tree::and);
    let mut notices =
        vec![format!("{limit}: the operators were ignored, the words are all asked for")];
    if tree.is_none() {
        notices.push(NOTHING_LEFT.into());
    }
    Query { text: text.to_string(), tree: tree.unwrap_or(Tree::Nothing), notices }
}
