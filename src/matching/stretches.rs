//! An article looked at stretch by stretch.
//!
//! Words that may be chosen for several sides of a proximity have to be chosen one by one, and whether some can be
//! told apart is as hard as to choose jobs that do not overlap (the job interval selection problem: Nakajima and
//! Hakimi, 1982; no way is known that is not exponential in the number of sides). But parts joined by `w/n` and
//! `pre/n` lie close together. So the choices of one stretch are made, and forgotten before those of the next; and
//! only where the widest spans, whatever words they share, say that there may be one.

use super::ground::Ground;
use super::nodes::Node;
use crate::query::tree::Reach;

/// Positions of a stretch, at least.
const LEAST: u32 = 1_024;

/// How many positions lie between the first and the last word of a node's spans, at most; None where that has no
/// bound, or where what is not there decides.
pub fn width(node: &Node) -> Option<u32> {
    match node {
        Node::Text(sequence) => {
            let last = sequence.slots.iter().map(|(at, _)| *at).max().unwrap_or(0);
            Some(last.saturating_add(sequence.slop.saturating_mul(2)))
        }
        Node::Or(nodes) => nodes.iter().try_fold(0, |most, node| Some(width(node)?.max(most))),
        Node::Near(_, _, how) if how.negated => None,
        Node::Near(left, right, how) => match how.reach {
            Reach::Words(words) => {
                Some(width(left)?.saturating_add(width(right)?).saturating_add(words))
            }
            Reach::Sentence | Reach::Paragraph => None,
        },
    }
}

/// The places of each stretch of an article: whatever is no wider than `width` lies in one of them.
pub fn stretches<'a>(ground: &'a Ground, width: u32) -> impl Iterator<Item = Vec<Vec<u32>>> + 'a {
    let length = width.max(LEAST);
    let first = ground.places.iter().filter_map(|places| places.first()).min().copied();
    let last = ground.places.iter().filter_map(|places| places.last()).max().copied();
    let behind = last.map_or(0, |last| last.saturating_add(1));
    (first.unwrap_or(0)..behind).step_by(length as usize).map(move |start| {
        let end = start.saturating_add(length).saturating_add(width);
        let within = |places: &Vec<u32>| {
            let from = places.partition_point(|position| *position < start);
            let to = places.partition_point(|position| *position <= end);
            places[from..to].to_vec()
        };
        ground.places.iter().map(within).collect()
    })
}
