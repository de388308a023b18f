//! Finds the spans of two parts that are close to each other, or the spans of one part that no span of the other is
//! close to.

use std::cmp::Ordering;

use super::ground::{Ground, Work};
use super::span::Span;
use crate::query::tree::{Proximity, Reach};

/// Calls `visit` with the joined spans of each pair that is close. If negated, calls it with each left span that no
/// right span is close to. Stops when `visit` returns `false`.
pub fn each_near(
    left: &[Span],
    right: &[Span],
    how: Proximity,
    ground: &Ground,
    work: &mut Work,
    visit: &mut impl FnMut(Span) -> bool,
) {
    let longest = right.iter().map(|span| span.end - span.start).max().unwrap_or(0);
    for a in left {
        if work.is_spent() {
            // Some right spans may be missing, so no left span is certain to have none close to it.
            return;
        }
        let (mut low, mut high) = ground.part(a.start, how.reach);
        if a.end >= high {
            // The span crosses the end of its sentence or paragraph, so nothing is in the same one.
            if how.negated && (!work.spend() || !visit(a.clone())) {
                return;
            }
            continue;
        }
        if let Reach::Words(words) = how.reach {
            low = low.max(a.start.saturating_sub(words));
            high = high.min(a.end.saturating_add(words).saturating_add(1));
        }
        if how.ordered {
            low = low.max(a.end + 1);
        }
        // Spans are sorted by start. A span that starts early may still end late enough.
        let from = right.partition_point(|b| b.start < low.saturating_sub(longest));
        let mut close = false;
        for b in right[from..].iter().take_while(|b| b.start < high) {
            if !work.spend() {
                return;
            }
            let holds = match how.reach {
                Reach::Words(words) => {
                    b.end >= low
                        && a.distance(b) <= words
                        && ground.part(b.start, how.reach) == ground.part(a.start, how.reach)
                }
                Reach::Sentence | Reach::Paragraph => b.start >= low && b.end < high,
            };
            if !holds || (how.ordered && b.start <= a.end) {
                continue;
            }
            if how.negated {
                close |= !b.is_part_of(a);
                if close {
                    break;
                }
            } else if !a.shares_a_word(b) && !visit(a.join(b)) {
                return;
            }
        }
        if how.negated && !close && !visit(a.clone()) {
            return;
        }
    }
}

/// Returns the first position that is close to a position in a part of the article, and the first one beyond.
fn close_to(at: u32, part: (u32, u32), how: Proximity) -> (u32, u32) {
    let (mut low, mut high) = part;
    if let Reach::Words(words) = how.reach {
        low = low.max(at.saturating_sub(words));
        high = high.min(at.saturating_add(words).saturating_add(1));
    }
    if how.ordered {
        low = low.max(at + 1);
    }
    (low, high)
}

/// Returns whether of two words with these positions, one is close to the other, or, if negated, whether a left one has
/// no right one close to it. The result is that of [`each_near`], computed in one pass.
pub fn words_are_near(left: &[u32], right: &[u32], how: Proximity, ground: &Ground) -> bool {
    let mut part = (0, 0);
    let mut next = 0;
    left.iter().any(|at| {
        if *at >= part.1 {
            part = ground.part(*at, how.reach);
        }
        let (low, high) = close_to(*at, part, how);
        while right.get(next).is_some_and(|other| *other < low) {
            next += 1;
        }
        // A word of the article is not close to itself.
        let mut others = right[next..].iter().filter(|other| *other != at);
        others.next().is_some_and(|other| *other < high) != how.negated
    })
}

/// Returns the maximum number of pairs of two words that are close and share no position, among the first pairs that
/// [`each_near`] inspects. `most` limits the inspected words and pairs together. The result is that of
/// [`apart`](super::span::apart) for the spans, without building them.
///
/// Of the pairs that end at a position, the one that starts last leaves most room for others, so one pair for each
/// position is sufficient.
pub fn pairs_apart(left: &[u32], right: &[u32], how: Proximity, ground: &Ground, most: u32) -> u32 {
    let mut budget = (most as usize).saturating_sub(left.len() + right.len());
    // For each right word, the last left word before it that is close to it.
    let mut starts: Vec<Option<u32>> = vec![None; right.len()];
    // Each left word behind a right word that is close to it, with the last such word.
    let mut behind: Vec<(u32, u32)> = Vec::new();
    let (mut part, mut from) = ((0, 0), 0);
    'all: for at in left {
        if *at >= part.1 {
            part = ground.part(*at, how.reach);
        }
        let (low, high) = close_to(*at, part, how);
        from += right[from..].iter().take_while(|other| **other < low).count();
        let mut before = None;
        for (number, other) in right.iter().enumerate().skip(from) {
            if *other >= high {
                break;
            }
            // The last unit of the budget is spent without result.
            if budget <= 1 {
                behind.extend(before.map(|before| (*at, before)));
                break 'all;
            }
            budget -= 1;
            match other.cmp(at) {
                Ordering::Less => before = Some(*other),
                // A word of the article is not close to itself.
                Ordering::Equal => {}
                Ordering::Greater => starts[number] = Some(*at),
            }
        }
        behind.extend(before.map(|before| (*at, before)));
    }
    let mut ahead = right.iter().zip(&starts).filter_map(|(end, start)| Some((*end, (*start)?)));
    let mut behind = behind.into_iter();
    let (mut next_ahead, mut next_behind) = (ahead.next(), behind.next());
    let (mut count, mut free) = (0, 0);
    loop {
        let (end, start) = match (next_ahead, next_behind) {
            (None, None) => return count,
            (Some(pair), other) if other.is_none_or(|other| pair.0 <= other.0) => {
                next_ahead = ahead.next();
                pair
            }
            (_, Some(pair)) => {
                next_behind = behind.next();
                pair
            }
            (Some(_), None) => return count,
        };
        if start >= free {
            count += 1;
            free = end + 1;
        }
    }
}
