//! Reads a text as words, without operators.

use super::joined;
use super::limits::MAX_CLAUSES;
use super::reading::{Query, Reading};
use super::tree::Tree;
use super::words::{self, Typed};
use crate::analysis::Analyzer;

/// Reads a text as words, without operators, for example a topic or a headline. If `reading.any` is set, one matching
/// word is enough.
pub fn plain(text: &str, reading: &Reading, analyzer: &mut Analyzer) -> Query {
    let (mut trees, mut closed) = (Vec::new(), Vec::new());
    for word in text.split_whitespace().take(MAX_CLAUSES) {
        // Wildcards and upper-case operators have no special meaning here.
        let word = word.replace(['*', '?'], " ").to_lowercase();
        let read = words::read(&word, Typed::default(), &reading.languages, analyzer);
        let Some(read) = read else { continue };
        let divided = reading.any.then(|| joined::divided(&read, &reading.languages, analyzer));
        match divided.flatten() {
            Some(joined) => {
                trees.extend(joined.parts.into_iter().map(Tree::Text));
                closed.extend(joined.closed.map(Tree::Text));
            }
            None => trees.push(Tree::Text(read)),
        }
    }
    trees.append(&mut closed);
    let tree = match reading.any {
        true => Tree::any(trees),
        false => trees.into_iter().reduce(Tree::and).unwrap_or(Tree::All),
    };
    Query { text: text.to_string(), tree, notices: Vec::new() }
}
