//! Positional trees whose words are replaced by numbers.

use crate::query::tree::{Proximity, Reach, Slot, Text, Tree, Zone};

/// A positional node whose words are replaced by numbers.
#[derive(Debug, Clone)]
pub enum Node {
    /// A word or a phrase.
    Text(Sequence),
    /// Two nodes that are close to each other.
    Near(Box<Node>, Box<Node>, Proximity),
    /// Any of several nodes.
    Or(Vec<Node>),
}

/// A word or a phrase: the numbers of words, with their distances from the first.
#[derive(Debug, Clone)]
pub struct Sequence {
    /// The distance and the number of each word.
    pub slots: Vec<(u32, usize)>,
    /// The number of positions by which words may be moved.
    pub slop: u32,
    /// The zone in which the text has to be.
    pub zone: Zone,
}

impl Node {
    /// Converts a positional tree. `number` returns the number of a word. A tree that is not positional has no
    /// positions and matches nothing.
    pub fn of(tree: &Tree, number: &mut impl FnMut(&Text, &Slot) -> usize) -> Node {
        match tree {
            Tree::Text(text) => Node::Text(Sequence {
                slots: text.slots.iter().map(|slot| (slot.at, number(text, slot))).collect(),
                slop: text.slop,
                zone: text.zone,
            }),
            Tree::Near(near) => Node::Near(
                Box::new(Node::of(&near.left, number)),
                Box::new(Node::of(&near.right, number)),
                near.how,
            ),
            Tree::Or(trees) => Node::Or(trees.iter().map(|tree| Node::of(tree, number)).collect()),
            _ => Node::Or(Vec::new()),
        }
    }

    /// Returns the number of the word if the node is a single word in any zone.
    pub(super) fn word(&self) -> Option<usize> {
        match self {
            Node::Text(Sequence { slots, zone, .. }) if *zone == Zone::ANY => {
                match slots.as_slice() {
                    [(_, number)] => Some(*number),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Returns whether any parts of the node are joined by proximity.
    pub(super) fn is_joined(&self) -> bool {
        match self {
            Node::Text(_) => false,
            Node::Or(nodes) => nodes.iter().any(Node::is_joined),
            Node::Near(..) => true,
        }
    }

    /// Returns whether it matters where sentences or paragraphs begin.
    pub(super) fn has_boundaries(&self) -> bool {
        match self {
            Node::Text(sequence) => sequence.zone.lead,
            Node::Or(nodes) => nodes.iter().any(Node::has_boundaries),
            Node::Near(left, right, how) => {
                !matches!(how.reach, Reach::Words(_))
                    || left.has_boundaries()
                    || right.has_boundaries()
            }
        }
    }

    pub(super) fn add_numbers(&self, numbers: &mut Vec<usize>) {
        match self {
            Node::Text(sequence) => numbers.extend(sequence.slots.iter().map(|slot| slot.1)),
            Node::Or(nodes) => nodes.iter().for_each(|node| node.add_numbers(numbers)),
            Node::Near(left, right, _) => {
                left.add_numbers(numbers);
                right.add_numbers(numbers);
            }
        }
    }

    /// Calls `visit` with each pair of numbers on the two sides of a proximity.
    pub(super) fn each_joined(&self, visit: &mut impl FnMut(usize, usize)) {
        match self {
            Node::Text(_) => {}
            Node::Or(nodes) => nodes.iter().for_each(|node| node.each_joined(visit)),
            Node::Near(left, right, _) => {
                let (mut ours, mut theirs) = (Vec::new(), Vec::new());
                left.add_numbers(&mut ours);
                right.add_numbers(&mut theirs);
                ours.iter().for_each(|a| theirs.iter().for_each(|b| visit(*a, *b)));
                left.each_joined(visit);
                right.each_joined(visit);
            }
        }
    }
}
