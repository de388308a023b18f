//! Positional nodes and the stretches of an article that satisfy them.
//!
//! A *span* is a choice of words that satisfies a node, told by its pieces: a phrase is one, what
//! proximity joins are the pieces of both sides. All choices count, not only the shortest ones
//! (minimal intervals, as in Lucene's `intervals`, lose matches of nested operators: in `c a a b`
//! the pair of the first `a` and `b` is close to `c`, that of the second is not).
//!
//! The same code runs on positions of a stored article and on positions from an index. Words and
//! phrases are in `sequence.rs`, proximity is in `near.rs`.

use std::rc::Rc;

use super::near::each_near;
use super::sequence::{self, each_sequence};
use super::widest;
use crate::query::tree::{Proximity, Reach, Slot, Text, Tree, Zone};

/// A positional node, its words replaced by numbers.
#[derive(Debug, Clone)]
pub enum Node {
    /// A word or a phrase.
    Text(Sequence),
    /// Two nodes close to one another.
    Near(Box<Node>, Box<Node>, Proximity),
    /// Any of these.
    Or(Vec<Node>),
}

/// A word or a phrase: numbers of words at their distances from the first.
#[derive(Debug, Clone)]
pub struct Sequence {
    /// Distance and number.
    pub slots: Vec<(u32, usize)>,
    /// Positions words may be moved.
    pub slop: u32,
    /// Where it has to stand.
    pub zone: Zone,
}

impl Node {
    /// The node of a positional tree; `number` says by which number a word is known. What is not
    /// positional has no place and matches nothing.
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
}

/// An article as positions: the title's words from 0 on, then the body's.
pub struct Ground<'a> {
    /// Positions of each number, sorted, each once.
    pub places: &'a [Vec<u32>],
    /// Words in the title: the position behind its last.
    pub title_words: u32,
    /// The position of the body's first word.
    pub body: u32,
    /// Positions of the words that begin a sentence of the body.
    pub sentences: &'a [u32],
    /// Positions of the words that begin a paragraph of the body.
    pub paragraphs: &'a [u32],
}

impl Ground<'_> {
    /// The positions from which and below which something has to lie to lie in a zone: in one of these.
    pub(super) fn parts(&self, zone: Zone) -> impl Iterator<Item = (u32, u32)> {
        let title = zone.title.then_some((0, self.title_words));
        let first = zone.first.map_or(u32::MAX, |words| self.body.saturating_add(words));
        // The lead ends where the third paragraph begins.
        let third = if zone.lead { self.paragraphs.get(2).copied() } else { None };
        let body = zone.body.then_some((self.body, first.min(third.unwrap_or(u32::MAX))));
        title.into_iter().chain(body)
    }

    pub(super) fn allows(&self, zone: Zone, start: u32, end: u32) -> bool {
        self.parts(zone).any(|(from, to)| from <= start && end < to)
    }

    /// The positions from which and below which something lies in the same part as a position.
    pub(super) fn part(&self, position: u32, reach: Reach) -> (u32, u32) {
        if position < self.title_words {
            return (0, self.title_words);
        }
        let starts = match reach {
            Reach::Words(_) => return (self.body, u32::MAX),
            Reach::Sentence => self.sentences,
            Reach::Paragraph => self.paragraphs,
        };
        let next = starts.partition_point(|start| *start <= position);
        let from = next.checked_sub(1).map_or(self.body, |at| starts[at]);
        (from, starts.get(next).copied().unwrap_or(u32::MAX))
    }
}

/// A choice of words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its first position.
    pub start: u32,
    /// Its last position.
    pub end: u32,
    /// First and last position of its pieces, sorted; None for one piece.
    pub(super) pieces: Option<Rc<[(u32, u32)]>>,
}

impl Span {
    pub(super) fn whole(start: u32, end: u32) -> Span {
        Span { start, end, pieces: None }
    }

    /// First and last position of each piece.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let one = self.pieces.is_none().then_some((self.start, self.end));
        one.into_iter().chain(self.pieces.iter().flat_map(|pieces| pieces.iter().copied()))
    }

    pub(super) fn shares_a_word(&self, other: &Span) -> bool {
        self.start <= other.end
            && other.start <= self.end
            && self.pieces().any(|a| other.pieces().any(|b| a.0 <= b.1 && b.0 <= a.1))
    }

    /// Whether each of its words is one of another span's.
    pub(super) fn is_part_of(&self, other: &Span) -> bool {
        let within = |position| other.pieces().any(|(from, to)| from <= position && position <= to);
        other.start <= self.start
            && self.end <= other.end
            && self.pieces().all(|(from, to)| (from..=to).all(within))
    }

    pub(super) fn join(&self, other: &Span) -> Span {
        let mut pieces: Vec<(u32, u32)> = self.pieces().chain(other.pieces()).collect();
        pieces.sort_unstable();
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
            pieces: Some(pieces.into()),
        }
    }

    /// Positions between the nearest edges; 0 where one reaches into the other.
    pub(super) fn distance(&self, other: &Span) -> u32 {
        if self.end < other.start {
            other.start - self.end
        } else {
            self.start.saturating_sub(other.end)
        }
    }
}

/// What may be spent on one article: an article made to have billions of spans must not take
/// minutes. Nothing printed comes near it, and who spends it all has to say so.
#[derive(Debug)]
pub struct Work {
    left: u32,
}

/// Spans looked at in one article before those found so far have to do.
const WORK: u32 = 4_000_000;

impl Default for Work {
    fn default() -> Self {
        Work { left: WORK }
    }
}

impl Work {
    /// So much, for what may be told from a part.
    pub fn of(left: u32) -> Work {
        Work { left }
    }

    pub(super) fn spend(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    /// Whether it is used up: spans may be missing.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

/// All spans of a node, sorted, each once.
pub fn spans(node: &Node, ground: &Ground, work: &mut Work) -> Vec<Span> {
    let mut found = Vec::new();
    match node {
        Node::Text(sequence) => each_sequence(sequence, ground, work, &mut |span| {
            found.push(span);
            true
        }),
        Node::Or(nodes) => {
            for node in nodes {
                found.append(&mut spans(node, ground, work));
            }
        }
        Node::Near(left, right, how) => {
            let (left, right) = (spans(left, ground, work), spans(right, ground, work));
            each_near(&left, &right, *how, ground, work, &mut |span| {
                found.push(span);
                true
            });
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether there is a span.
pub fn exists(node: &Node, ground: &Ground, work: &mut Work) -> bool {
    let mut found = false;
    let mut stop = |_| {
        found = true;
        false
    };
    match node {
        Node::Text(sequence) => {
            if sequence.slop > 0
                && let Some(holds) = sequence::exists(sequence, ground)
            {
                return holds;
            }
            each_sequence(sequence, ground, work, &mut stop);
        }
        Node::Or(nodes) => return nodes.iter().any(|node| exists(node, ground, work)),
        Node::Near(left, right, how) => {
            if let Some(holds) = widest::exists(node, ground, work) {
                return holds;
            }
            let left = spans(left, ground, work);
            if left.is_empty() {
                return false;
            }
            let right = spans(right, ground, work);
            each_near(&left, &right, *how, ground, work, &mut stop);
        }
    }
    found
}

/// How many spans there are that share no position with one another: the most that fit, taking
/// again and again the one that ends first.
pub fn apart(mut spans: Vec<Span>) -> u32 {
    spans.sort_unstable_by_key(|span| (span.end, span.start));
    let mut behind = 0;
    let mut count = 0;
    for span in spans {
        if span.start >= behind {
            count += 1;
            behind = span.end + 1;
        }
    }
    count
}

/// Whether two sorted lists of positions have one in common.
pub(super) fn have_common(a: &[u32], b: &[u32]) -> bool {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => a.next(),
            std::cmp::Ordering::Greater => b.next(),
            std::cmp::Ordering::Equal => return true,
        };
    }
    false
}
