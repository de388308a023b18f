//! Searches an article stretch by stretch.
//!
//! Words that may be used on several sides of a proximity have to be chosen one by one. Whether distinct words can be
//! chosen is as hard as choosing jobs that do not overlap (the job interval selection problem; Nakajima and Hakimi,
//! 1982): all known algorithms are exponential in the number of sides. But parts joined by `w/n` and `pre/n` are close
//! together. The choices of one stretch are therefore enumerated and discarded before those of the next one. This is
//! only done if the widest spans, regardless of shared words, show that the stretch may contain a match.

use super::ground::Ground;
use super::nodes::Node;
use crate::query::tree::Reach;

/// The minimum number of positions in a stretch.
const LEAST: u32 = 1_024;

/// Returns the maximum distance between the first and the last word of a node's spans. Returns `None` if it is
/// unlimited, or if the absence of words decides.
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

/// Returns the positions in each stretch of an article. Anything of at most `width` positions is within one of them.
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
