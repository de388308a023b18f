//! Whether parts are close, told from their widest spans alone.
//!
//! Of the spans of a part that begin at one word, the widest is close to whatever any of them is
//! close to, and what it joins is the widest again. So for parts joined by `w/n` alone, whose sides
//! share no word, one span a beginning decides, where there may be thousands of choices of words.

use super::sequence::each_sequence;
use super::spans::{Ground, Node, Work, have_common};
use crate::query::tree::Reach;

/// First and last position: of each first position the largest last one, sorted.
type Widest = Vec<(u32, u32)>;

/// Whether a node has a span; None where more than its widest spans decides.
pub fn exists(node: &Node, ground: &Ground, work: &mut Work) -> Option<bool> {
    if !decides(node) || shares_words(node, ground) {
        return None;
    }
    Some(!widest(node, ground, work).is_empty())
}

fn decides(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Or(nodes) => nodes.iter().all(decides),
        Node::Near(left, right, how) => {
            let plain = matches!(how.reach, Reach::Words(_)) && !how.ordered && !how.negated;
            plain && decides(left) && decides(right)
        }
    }
}

/// Whether a word of the article may be one of both sides of a proximity.
fn shares_words(node: &Node, ground: &Ground) -> bool {
    match node {
        Node::Text(_) => false,
        Node::Or(nodes) => nodes.iter().any(|node| shares_words(node, ground)),
        Node::Near(left, right, _) => {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            left.add_numbers(&mut ours);
            right.add_numbers(&mut theirs);
            let meet = |a: &usize, b: &usize| have_common(&ground.places[*a], &ground.places[*b]);
            ours.iter().any(|a| theirs.iter().any(|b| meet(a, b)))
                || shares_words(left, ground)
                || shares_words(right, ground)
        }
    }
}

fn widest(node: &Node, ground: &Ground, work: &mut Work) -> Widest {
    let mut found = Vec::new();
    match node {
        Node::Text(sequence) => each_sequence(sequence, ground, work, &mut |span| {
            found.push((span.start, span.end));
            true
        }),
        Node::Or(nodes) => {
            for node in nodes {
                found.append(&mut widest(node, ground, work));
            }
        }
        Node::Near(left, right, how) => {
            let Reach::Words(words) = how.reach else { return found };
            let left = widest(left, ground, work);
            if left.is_empty() {
                return found;
            }
            let right = widest(right, ground, work);
            // Of two spans one begins first, and the other begins in it or at most so far behind it.
            join(&left, &right, words, ground, work, &mut found);
            join(&right, &left, words, ground, work, &mut found);
        }
    }
    found.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    found.dedup_by_key(|(start, _)| *start);
    found
}

/// The widest span of each of `a` with those of `b` that begin behind its beginning.
fn join(
    a: &[(u32, u32)],
    b: &[(u32, u32)],
    words: u32,
    ground: &Ground,
    work: &mut Work,
    found: &mut Widest,
) {
    // For each of `b` which of those up to it ends last.
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
