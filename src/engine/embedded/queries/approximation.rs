//! The approximation of a span query: the words that a document needs before its positions are worth reading.
//!
//! This is the first phase of two-phase iteration. It finds candidates by skipping from posting list to posting list,
//! rarest first. The second phase reads positions.

use tantivy::{DocId, TERMINATED};

use super::span_term::TermPostings;
use crate::matching::nodes::Node;

/// The words that a document needs to have any span at all. Words are numbered.
#[derive(Debug)]
pub enum Approximation {
    /// One word.
    Word(usize),
    /// All of these.
    All(Vec<Approximation>),
    /// Any of these.
    Any(Vec<Approximation>),
}

impl Approximation {
    /// Returns the approximation of a node. Returns `None` if the segment lacks a word that the node needs.
    pub fn of(node: &Node, words: &[Vec<TermPostings>]) -> Option<Approximation> {
        match node {
            Node::Text(sequence) => {
                let mut slots: Vec<usize> =
                    sequence.slots.iter().map(|(_, number)| *number).collect();
                if slots.iter().any(|number| words[*number].is_empty()) {
                    return None;
                }
                // The rarest word leads.
                let size = |number: &usize| {
                    words[*number].iter().map(TermPostings::size_hint).sum::<u32>()
                };
                slots.sort_by_key(size);
                match slots.as_slice() {
                    [] => None,
                    [one] => Some(Approximation::Word(*one)),
                    _ => Some(Approximation::All(
                        slots.into_iter().map(Approximation::Word).collect(),
                    )),
                }
            }
            Node::Or(nodes) => {
                let needs = nodes.iter().filter_map(|node| Approximation::of(node, words));
                let mut any: Vec<Approximation> = needs.collect();
                match any.len() {
                    0 => None,
                    1 => any.pop(),
                    _ => Some(Approximation::Any(any)),
                }
            }
            Node::Near(left, _, how) if how.negated => Approximation::of(left, words),
            Node::Near(left, right, _) => Some(Approximation::All(vec![
                Approximation::of(left, words)?,
                Approximation::of(right, words)?,
            ])),
        }
    }

    /// Returns the first document at or after `target` that has the words needed.
    pub fn seek(&self, words: &mut [Vec<TermPostings>], target: DocId) -> DocId {
        match self {
            Approximation::Word(number) => {
                let docs = words[*number].iter_mut().map(|postings| postings.seek(target));
                docs.min().unwrap_or(TERMINATED)
            }
            Approximation::Any(needs) => {
                let docs = needs.iter().map(|need| need.seek(words, target));
                docs.min().unwrap_or(TERMINATED)
            }
            Approximation::All(needs) => {
                let mut doc = target;
                'again: loop {
                    for need in needs {
                        let found = need.seek(words, doc);
                        if found == TERMINATED {
                            return TERMINATED;
                        }
                        if found > doc {
                            doc = found;
                            continue 'again;
                        }
                    }
                    return doc;
                }
            }
        }
    }
}
