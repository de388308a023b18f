//! Decides whether parts are close from their maximal intervals alone.
//!
//! Of the spans of a part that start at one word, the longest is close to everything that any of them is close to.
//! Joining two such spans gives such a span again. One interval per start is therefore sufficient for parts that are
//! joined only by `w/n` and whose sides share no word, although there may be thousands of choices of words. The same
//! holds for parts in one sentence or paragraph, if each part that starts in it also ends in it.

use super::ground::{Ground, Work, have_common};
use super::nodes::Node;
use super::sequence::each_sequence;
use crate::query::tree::Reach;

/// Pairs of a first position and the largest last position, sorted.
type MaximalIntervals = Vec<(u32, u32)>;

/// Returns whether a node has a span, or `None` if its maximal intervals alone cannot decide.
pub fn exists(node: &Node, ground: &Ground, work: &mut Work) -> Option<bool> {
    if !decides(node) || shares_words(node, ground) {
        return None;
    }
    Some(!maximal(node, ground, work).is_empty())
}

/// Returns whether a node of `w/n` and `pre/n` may have a span. It has none if its parts are not close in any order,
/// even with shared words.
pub fn may_exist(node: &Node, ground: &Ground, work: &mut Work) -> bool {
    !maximal(node, ground, work).is_empty() || work.is_spent()
}

fn decides(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Or(nodes) => nodes.iter().all(decides),
        Node::Near(_, _, how) if how.ordered || how.negated => false,
        Node::Near(left, right, how) => match how.reach {
            Reach::Words(_) => decides(left) && decides(right),
            reach => is_within(left, reach) && is_within(right, reach),
        },
    }
}

/// Returns whether the widest spans of a node are in one sentence or paragraph if any of its spans are.
fn is_within(node: &Node, reach: Reach) -> bool {
    match node {
        Node::Text(sequence) => sequence.slop == 0,
        // A word and a phrase may start at the same position.
        Node::Or(nodes) => nodes.iter().all(|node| match node {
            Node::Text(sequence) => sequence.slots.len() == 1,
            node => is_within(node, reach),
        }),
        Node::Near(_, _, how) => {
            let inner = how.reach == Reach::Sentence || how.reach == reach;
            inner && !matches!(how.reach, Reach::Words(_)) && decides(node)
        }
    }
}

/// Returns whether a word of the article may be used on both sides of a proximity.
fn shares_words(node: &Node, ground: &Ground) -> bool {
    let mut shares = false;
    node.each_joined(&mut |a, b| {
        shares = shares || have_common(&ground.places[a], &ground.places[b]);
    });
    shares
}

fn maximal(node: &Node, ground: &Ground, work: &mut Work) -> MaximalIntervals {
    let mut found = Vec::new();
    match node {
        Node::Text(sequence) => each_sequence(sequence, ground, work, &mut |span| {
            found.push((span.start, span.end));
            true
        }),
        Node::Or(nodes) => {
            for node in nodes {
                found.append(&mut maximal(node, ground, work));
            }
        }
        Node::Near(left, right, how) => {
            let left = maximal(left, ground, work);
            if left.is_empty() {
                return found;
            }
            let right = maximal(right, ground, work);
            // Of two spans, one starts first. The other starts in it, or within the distance after it.
            for (a, b) in [(&left, &right), (&right, &left)] {
                match how.reach {
                    Reach::Words(words) => join(a, b, words, ground, work, &mut found),
                    reach => join_within(a, b, reach, ground, &mut found),
                }
            }
        }
    }
    found.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    found.dedup_by_key(|(start, _)| *start);
    found
}

/// Adds the widest span of each interval in `a` with those in `b` that start after it starts.
fn join(
    a: &[(u32, u32)],
    b: &[(u32, u32)],
    words: u32,
    ground: &Ground,
    work: &mut Work,
    found: &mut MaximalIntervals,
) {
    // For each interval in `b`, the index of the one up to it that ends last.
    let mut last = 0;
    let ends_last: Vec<usize> = (0..b.len())
        .map(|at| {
            if b[at].1 >= b[last].1 {
                last = at;
            }
            last
        })
        .collect();
    for (start, end) in a {
        if !work.spend() {
            return;
        }
        let (_, part_end) = ground.part(*start, Reach::Words(words));
        let behind = part_end.min(end.saturating_add(words).saturating_add(1));
        let from = b.partition_point(|other| other.0 <= *start);
        let to = b.partition_point(|other| other.0 < behind);
        if from >= to {
            continue;
        }
        let widest = match ends_last[to - 1] {
            at if at >= from => b[at].1,
            _ => b[from..to].iter().map(|other| other.1).max().unwrap_or(0),
        };
        found.push((*start, widest.max(*end)));
    }
}

/// Adds the widest span of each interval in `a` with those in `b` that do not start earlier and are in the same
/// sentence or paragraph.
fn join_within(
    a: &[(u32, u32)],
    b: &[(u32, u32)],
    reach: Reach,
    ground: &Ground,
    found: &mut MaximalIntervals,
) {
    // For each interval in `b`, the last end among those from it on that are in its sentence or paragraph.
    let mut ends_last: Vec<Option<u32>> = vec![None; b.len()];
    for at in (0..b.len()).rev() {
        let (_, high) = ground.part(b[at].0, reach);
        let later = b.get(at + 1).filter(|other| other.0 < high).and(ends_last.get(at + 1));
        let own = Some(b[at].1).filter(|end| *end < high);
        ends_last[at] = own.max(later.copied().flatten());
    }
    for (start, end) in a {
        let (_, high) = ground.part(*start, reach);
        let next = b.partition_point(|other| other.0 < *start);
        let next =
            b.get(next).filter(|other| other.0 < high && *end < high).and(ends_last.get(next));
        if let Some(last) = next.copied().flatten() {
            found.push((*start, last.max(*end)));
        }
    }
}
