//! Chooses words for the parts of a node, so that no word is used for two parts.

use super::ground::{Ground, Work, have_common};
use super::near::each_near;
use super::nodes::{Node, Sequence};
use super::sequence::each_sequence;
use super::span::Span;
use crate::query::tree::Proximity;

/// Enumerates the choices of words for a node.
pub struct Choosing<'a> {
    pub ground: &'a Ground<'a>,
    /// For each word number, whether the word may be at the same position as a word that it is joined with. `None` if
    /// the spans themselves are needed.
    shared: Option<Vec<bool>>,
}

impl Choosing<'_> {
    /// Returns an enumeration of every choice.
    pub fn all<'a>(ground: &'a Ground<'a>) -> Choosing<'a> {
        Choosing { ground, shared: None }
    }

    /// Returns an enumeration that reduces choices to their edges if no other part may use their words. This leaves far
    /// fewer choices, and anything close to one choice is close to all choices with the same edges.
    pub fn edges<'a>(node: &Node, ground: &'a Ground<'a>) -> Choosing<'a> {
        let mut shared = vec![false; ground.places.len()];
        node.each_joined(&mut |a, b| {
            if !(shared[a] && shared[b]) && have_common(&ground.places[a], &ground.places[b]) {
                (shared[a], shared[b]) = (true, true);
            }
        });
        Choosing { ground, shared: Some(shared) }
    }

    /// Returns the same enumeration for a part of the article.
    pub fn on<'a>(&self, ground: &'a Ground<'a>) -> Choosing<'a> {
        Choosing { ground, shared: self.shared.clone() }
    }

    /// Returns whether two nodes have spans that are close.
    pub fn is_there(&self, left: &Node, right: &Node, how: Proximity, work: &mut Work) -> bool {
        let left = self.spans(left, work);
        if left.is_empty() {
            return false;
        }
        let right = self.spans(right, work);
        let mut found = false;
        each_near(&left, &right, how, self.ground, work, &mut |_| {
            found = true;
            false
        });
        found
    }

    /// Returns whether a word may be used on both sides of a proximity.
    pub fn is_any_shared(&self) -> bool {
        self.shared.as_ref().is_none_or(|shared| shared.contains(&true))
    }

    pub fn is_bare(&self, sequence: &Sequence) -> bool {
        let shared = self.shared.as_ref();
        shared.is_some_and(|shared| sequence.slots.iter().all(|(_, number)| !shared[*number]))
    }

    /// Returns the distinct spans of a node, sorted.
    pub fn spans(&self, node: &Node, work: &mut Work) -> Vec<Span> {
        let mut found = Vec::new();
        match node {
            Node::Text(sequence) => {
                let bare = self.is_bare(sequence);
                each_sequence(sequence, self.ground, work, &mut |span| {
                    found.push(if bare { span.bare() } else { span });
                    true
                });
            }
            Node::Or(nodes) => {
                for node in nodes {
                    found.append(&mut self.spans(node, work));
                }
            }
            Node::Near(left, right, how) => {
                let (left, right) = (self.spans(left, work), self.spans(right, work));
                each_near(&left, &right, *how, self.ground, work, &mut |span| {
                    found.push(span);
                    true
                });
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
