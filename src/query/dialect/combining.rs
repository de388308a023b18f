//! Which trees can be combined, and how headers of the same kind are.

use crate::query::tree::Tree;

/// Returns whether a tree has only words and phrases, in any combination.
pub fn is_text(tree: &Tree) -> bool {
    match tree {
        Tree::And(trees) | Tree::Or(trees) => trees.iter().all(is_text),
        Tree::Not(tree) => is_text(tree),
        tree => tree.has_text(),
    }
}

/// Joins two conditions. Headers of the same kind are alternatives, and so are dates.
pub fn with_alternatives(left: Tree, right: Tree) -> Tree {
    let kind = |tree: &Tree| match tree {
        Tree::Filter(filter) => Some(Some(filter.field)),
        Tree::Date(_) => Some(None),
        _ => None,
    };
    let Some(of_right) = kind(&right) else { return left.and(right) };
    let is_same = |tree: &Tree| match tree {
        Tree::Or(trees) => trees.iter().all(|tree| kind(tree) == Some(of_right)),
        tree => kind(tree) == Some(of_right),
    };
    match left {
        Tree::And(mut all) => match all.iter_mut().find(|tree| is_same(tree)) {
            Some(same) => {
                *same = Tree::any(vec![std::mem::replace(same, Tree::All), right]);
                Tree::And(all)
            }
            None => Tree::And(all).and(right),
        },
        left if is_same(&left) => Tree::any(vec![left, right]),
        left => left.and(right),
    }
}
