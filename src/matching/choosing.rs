//! Chooses words for the parts of a node, so that no word serves two of them.

use super::ground::{Ground, Work, have_common};
use super::near::each_near;
use super::nodes::{Node, Sequence};
use super::sequence::each_sequence;
use super::span::Span;
use crate::query::tree::Proximity;

/// Choosing words.
pub struct Choosing<'a> {
    pub ground: &'a Ground<'a>,
    /// By its number, whether a word's places may be those of a word it is joined with; None where what is
    /// chosen is asked for itself.
    shared: Option<Vec<bool>>,
}

impl Choosing<'_> {
    /// Every choice.
    pub fn all<'a>(ground: &'a Ground<'a>) -> Choosing<'a> {
        Choosing { ground, shared: None }
    }

    /// Of the choices of words that no others may choose only the edges: there are many fewer, and to whatever
    /// one of them is close, all are.
    pub fn edges<'a>(node: &Node, ground: &'a Ground<'a>) -> Choosing<'a> {
        let mut shared = vec![false; ground.places.len()];
        node.each_joined(&mut |a, b| {
            if !(shared[a] && shared[b]) && have_common(&ground.places[a], &ground.places[b]) {
                (shared[a], shared[b]) = (true, true);
            }
        });
        Choosing { ground, shared: Some(shared) }
    }

    /// The same on a part of the article.
    pub fn on<'a>(&self, ground: &'a Ground<'a>) -> Choosing<'a> {
        Choosing { ground, shared: self.shared.clone() }
    }

    /// Whether two nodes have spans that are close.
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

    /// Whether a word may be one of both sides of a proximity.
    pub fn is_any_shared(&self) -> bool {
        self.shared.as_ref().is_none_or(|shared| shared.contains(&true))
    }

    pub fn is_bare(&self, sequence: &Sequence) -> bool {
        let shared = self.shared.as_ref();
        shared.is_some_and(|shared| sequence.slots.iter().all(|(_, number)| !shared[*number]))
    }

    /// All spans of a node, sorted, each once.
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
