//! The spans of an article that satisfy a positional node.
//!
//! A *span* is a choice of words that satisfies a node, described by its pieces: a phrase is one piece, and proximity
//! joins the pieces of both sides. All choices count, not only the shortest ones. Minimal intervals, as in Lucene's
//! `intervals`, lose matches of nested operators: in `c a a b`, the pair of the first `a` and `b` is close to `c`, but
//! that of the second `a` is not.
//!
//! The same code runs on the positions of a stored article and on positions from an index. Words and phrases are in
//! `sequence.rs`, and proximity is in `near.rs`. Where possible, the existence of a span is decided without enumerating
//! all of them (`maximal_intervals.rs`, `minimal_intervals.rs`, `stretches.rs`).

use super::choosing::Choosing;
use super::ground::{Ground, Work};
use super::near::{pairs_apart, words_are_near};
use super::nodes::Node;
use super::sequence::{self, each_sequence};
use super::span::{self, Span};
use super::{maximal_intervals, minimal_intervals, stretches};

/// Returns the distinct spans of a node, sorted.
pub fn spans(node: &Node, ground: &Ground, work: &mut Work) -> Vec<Span> {
    Choosing::all(ground).spans(node, work)
}

/// Returns whether a node has at least `least` spans that share no position.
pub fn exist(node: &Node, least: u32, ground: &Ground, work: &mut Work) -> bool {
    match (least, node) {
        (0, _) => true,
        (1, Node::Text(sequence)) => {
            let told = if sequence.slop > 0 { sequence::exists(sequence, ground) } else { None };
            told.unwrap_or_else(|| {
                let mut found = false;
                each_sequence(sequence, ground, work, &mut |_| {
                    found = true;
                    false
                });
                found
            })
        }
        (1, Node::Or(nodes)) => nodes.iter().any(|node| exist(node, 1, ground, work)),
        (1, Node::Near(left, right, how)) => {
            if let (Some(left), Some(right)) = (left.word(), right.word()) {
                return words_are_near(&ground.places[left], &ground.places[right], *how, ground);
            }
            if let Some(holds) = maximal_intervals::exists(node, ground, work) {
                return holds;
            }
            if !left.is_joined() && !right.is_joined() {
                return Choosing::all(ground).is_there(left, right, *how, work);
            }
            let choosing = Choosing::edges(node, ground);
            if let Some(found) = minimal_intervals::spans(node, &choosing, work) {
                return !found.is_empty();
            }
            let Some(width) = stretches::width(node) else {
                return choosing.is_there(left, right, *how, work);
            };
            stretches::stretches(ground, width).any(|places| {
                let ground = Ground { places: &places, ..*ground };
                maximal_intervals::may_exist(node, &ground, work)
                    && choosing.on(&ground).is_there(left, right, *how, work)
            })
        }
        _ if !node.is_joined() => match node.word() {
            Some(word) => ground.places[word].len() >= least as usize,
            None => span::apart(edges(&spans(node, ground, work))) >= least,
        },
        _ => {
            let choosing = Choosing::edges(node, ground);
            let minimal = minimal_intervals::spans(node, &choosing, work);
            let found = minimal.unwrap_or_else(|| edges(&choosing.spans(node, work)));
            span::apart(found) >= least
        }
    }
}

/// Returns the number of spans that share no position, for a score. Inspects at most `most` words and spans.
pub fn frequency(node: &Node, ground: &Ground, most: u32) -> u32 {
    if let Node::Near(left, right, how) = node
        && let (Some(left), Some(right), false) = (left.word(), right.word(), how.negated)
    {
        return pairs_apart(&ground.places[left], &ground.places[right], *how, ground, most);
    }
    span::apart(edges(&spans(node, ground, &mut Work::of(most))))
}

/// Returns the first and last position of each span.
pub fn edges(spans: &[Span]) -> Vec<(u32, u32)> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}
