//! The words a document has to have before its positions are worth reading: candidates are found by
//! leaping from posting list to posting list, the rarest first.

use tantivy::{DocId, TERMINATED};

use super::within::Stemmed;
use crate::matching::nodes::Node;

/// The words a document needs to have any span at all.
#[derive(Debug)]
pub enum Need {
    Word(usize),
    All(Vec<Need>),
    Any(Vec<Need>),
}

/// What a node needs; None where a word it cannot do without is not in the segment.
pub fn need(node: &Node, words: &[Vec<Stemmed>]) -> Option<Need> {
    match node {
        Node::Text(sequence) => {
            let mut slots: Vec<usize> = sequence.slots.iter().map(|(_, number)| *number).collect();
            if slots.iter().any(|number| words[*number].is_empty()) {
                return None;
            }
            // The rarest leads.
            slots.sort_by_key(|number| words[*number].iter().map(Stemmed::size_hint).sum::<u32>());
            match slots.as_slice() {
                [] => None,
                [one] => Some(Need::Word(*one)),
                _ => Some(Need::All(slots.into_iter().map(Need::Word).collect())),
            }
        }
        Node::Or(nodes) => {
            let mut any: Vec<Need> = nodes.iter().filter_map(|node| need(node, words)).collect();
            match any.len() {
                0 => None,
                1 => any.pop(),
                _ => Some(Need::Any(any)),
            }
        }
        Node::Near(left, _, how) if how.negated => need(left, words),
        Node::Near(left, right, _) => {
            Some(Need::All(vec![need(left, words)?, need(right, words)?]))
        }
    }
}

impl Need {
    /// The first document at or after `target` that has what is needed.
    pub fn seek(&self, words: &mut [Vec<Stemmed>], target: DocId) -> DocId {
        match self {
            Need::Word(number) => {
                let docs = words[*number].iter_mut().map(|postings| postings.seek(target));
                docs.min().unwrap_or(TERMINATED)
            }
            Need::Any(needs) => {
                let docs = needs.iter().map(|need| need.seek(words, target));
                docs.min().unwrap_or(TERMINATED)
            }
            Need::All(needs) => {
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
