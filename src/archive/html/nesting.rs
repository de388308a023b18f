//! Compares elements of a page by their names and by their place.

use super::tree::{Id, Tree};

/// The maximum number of elements around a paragraph that are compared.
const LEVELS: usize = 4;

/// Returns whether an element has the same names as another, at least one of them a class or the like.
pub fn are_alike(tree: &Tree, one: Id, other: Id) -> bool {
    tree.element(one).is_some_and(|element| !element.marks.is_empty())
        && are_equal(tree, one, other)
}

/// Returns whether two elements are in the same places of neighbouring elements: they and the elements around them have
/// the same names, up to two different children of one element.
pub fn are_parallel(tree: &Tree, one: Id, other: Id) -> bool {
    let (mut one, mut other) = (one, other);
    for _ in 0..LEVELS {
        if one == other || !are_equal(tree, one, other) {
            return false;
        }
        let (around_one, around_other) = (tree.nodes[one].parent, tree.nodes[other].parent);
        if around_one == around_other {
            return true;
        }
        (one, other) = (around_one as Id, around_other as Id);
    }
    false
}

fn are_equal(tree: &Tree, one: Id, other: Id) -> bool {
    match (tree.element(one), tree.element(other)) {
        (Some(one), Some(other)) => one.tag == other.tag && one.marks == other.marks,
        _ => false,
    }
}
