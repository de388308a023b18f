//! The articles that the matches of a question are compared with.

use super::index::Index;
use super::question::{Question, Read};
use crate::error::Result;
use crate::query::tree::{Filter, FilterField, Tree};

/// Returns the query for the articles that the matches are compared with: those in the languages that the flags and the
/// query ask for. Returns `None` for the whole archive.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn base(index: &Index, question: &Question, read: &Read) -> Result<Option<Tree>> {
    let in_languages =
        Question { langs: question.langs.clone(), ..Question::of(String::new(), question.now) };
    let tree = index.resolved(in_languages.filtered(&asked_languages(&read.query.tree)))?;
    Ok((tree != Tree::All).then_some(tree))
}

/// Returns the language conditions that apply to a whole query.
fn asked_languages(tree: &Tree) -> Tree {
    match tree {
        Tree::Filter(Filter { field: FilterField::Lang, .. }) => tree.clone(),
        Tree::Or(trees) if trees.iter().all(|tree| asked_languages(tree) == *tree) => tree.clone(),
        Tree::And(trees) => trees.iter().map(asked_languages).fold(Tree::All, Tree::and),
        _ => Tree::All,
    }
}
