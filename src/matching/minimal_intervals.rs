//! Decides whether parts are in one sentence or paragraph from their minimal intervals alone.
//!
//! If a span is in a sentence, so are all spans within it. Spans that contain no other span (minimal intervals; Clarke,
//! Cormack and Burkowski, 1995) are therefore sufficient for parts that are joined by `w/s`, `w/p`, `pre/s` and `pre/p`
//! and whose sides share no word, although a paragraph may have a pair for any two of its words.

use super::choosing::Choosing;
use super::ground::{Ground, Work};
use super::nodes::Node;
use crate::query::tree::{Proximity, Reach};

/// Pairs of a first and a last position, sorted. Of two pairs, the one that starts first also ends first.
type MinimalIntervals = Vec<(u32, u32)>;

/// Returns the minimal intervals of a node, or `None` if they alone cannot decide.
pub fn spans(node: &Node, choosing: &Choosing, work: &mut Work) -> Option<MinimalIntervals> {
    (is_within(node) && !choosing.is_any_shared()).then(|| minimal(node, choosing, work))
}

/// Returns whether a node joins parts in one sentence or paragraph.
fn is_within(node: &Node) -> bool {
    match node {
        Node::Text(_) => false,
        Node::Or(nodes) => nodes.iter().any(is_within),
        Node::Near(_, _, how) => !how.negated && !matches!(how.reach, Reach::Words(_)),
    }
}

fn minimal(node: &Node, choosing: &Choosing, work: &mut Work) -> MinimalIntervals {
    let found = match node {
        Node::Near(left, right, how) if is_within(node) => {
            let left = minimal(left, choosing, work);
            let right = minimal(right, choosing, work);
            within(&left, &right, *how, choosing.ground)
        }
        Node::Or(nodes) => nodes.iter().flat_map(|node| minimal(node, choosing, work)).collect(),
        node => choosing.spans(node, work).iter().map(|span| (span.start, span.end)).collect(),
    };
    without_wider(found)
}

/// Joins the spans of two parts that are in the same sentence or paragraph. Each span is joined only with the next one
/// after its start, or after its end if ordered, because joining it with a later one is never narrower.
fn within(
    left: &[(u32, u32)],
    right: &[(u32, u32)],
    how: Proximity,
    ground: &Ground,
) -> MinimalIntervals {
    let mut found = Vec::new();
    let mut next = |a: &[(u32, u32)], b: &[(u32, u32)]| {
        let mut at = 0;
        for (start, end) in a {
            let low = if how.ordered { end + 1 } else { *start };
            at += b[at..].iter().take_while(|other| other.0 < low).count();
            let (_, high) = ground.part(*start, how.reach);
            if let Some((_, last)) = b.get(at).filter(|other| other.1.max(*end) < high) {
                found.push((*start, *last.max(end)));
            }
        }
    };
    next(left, right);
    if !how.ordered {
        next(right, left);
    }
    found
}

/// Returns the spans that contain no other span.
fn without_wider(mut spans: MinimalIntervals) -> MinimalIntervals {
    spans.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut first_end = u32::MAX;
    let mut kept: MinimalIntervals = Vec::with_capacity(spans.len());
    for span in spans.into_iter().rev() {
        if span.1 < first_end {
            first_end = span.1;
            kept.push(span);
        }
    }
    kept.reverse();
    kept
}
