//! The stretches of an article that satisfy a positional node.
//!
//! A *span* is a choice of words that satisfies a node, told by its pieces: a phrase is one, what
//! proximity joins are the pieces of both sides. All choices count, not only the shortest ones
//! (minimal intervals, as in Lucene's `intervals`, lose matches of nested operators: in `c a a b`
//! the pair of the first `a` and `b` is close to `c`, that of the second is not).
//!
//! The same code runs on positions of a stored article and on positions from an index. Words and
//! phrases are in `sequence.rs`, proximity is in `near.rs`. Whether there is a span is told without
//! making all of them where that is enough (`widest.rs`, `narrowest.rs`, `stretches.rs`).

use super::near::{each_near, words_are_near};
use super::nodes::{Node, Sequence};
use super::sequence::{self, each_sequence};
use super::span::{self, Span};
use super::{narrowest, stretches, widest};
use crate::query::tree::{Proximity, Reach, Zone};

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
    Choosing::all(ground).spans(node, work)
}

/// Whether there are so many spans apart from one another.
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
            if let Some(holds) = widest::exists(node, ground, work) {
                return holds;
            }
            if !left.is_joined() && !right.is_joined() {
                return Choosing::all(ground).is_there(left, right, *how, work);
            }
            let choosing = Choosing::edges(node, ground);
            if let Some(found) = narrowest::spans(node, &choosing, work) {
                return !found.is_empty();
            }
            let Some(width) = stretches::width(node) else {
                return choosing.is_there(left, right, *how, work);
            };
            stretches::stretches(ground, width).any(|places| {
                let ground = Ground { places: &places, ..*ground };
                widest::may_exist(node, &ground, work)
                    && choosing.on(&ground).is_there(left, right, *how, work)
            })
        }
        _ if !node.is_joined() => match node.word() {
            Some(word) => ground.places[word].len() >= least as usize,
            None => span::apart(edges(&spans(node, ground, work))) >= least,
        },
        _ => {
            let choosing = Choosing::edges(node, ground);
            let narrowest = narrowest::spans(node, &choosing, work);
            let found = narrowest.unwrap_or_else(|| edges(&choosing.spans(node, work)));
            span::apart(found) >= least
        }
    }
}

/// First and last position of each span.
pub fn edges(spans: &[Span]) -> Vec<(u32, u32)> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}

/// Choosing words.
pub(super) struct Choosing<'a> {
    pub(super) ground: &'a Ground<'a>,
    /// By its number, whether a word's places may be those of a word it is joined with; None where what is
    /// chosen is asked for itself.
    shared: Option<Vec<bool>>,
}

impl Choosing<'_> {
    /// Every choice.
    fn all<'a>(ground: &'a Ground<'a>) -> Choosing<'a> {
        Choosing { ground, shared: None }
    }

    /// Of the choices of words that no others may choose only the edges: there are many fewer, and to whatever
    /// one of them is close, all are.
    fn edges<'a>(node: &Node, ground: &'a Ground<'a>) -> Choosing<'a> {
        let mut shared = vec![false; ground.places.len()];
        node.each_joined(&mut |a, b| {
            if !(shared[a] && shared[b]) && have_common(&ground.places[a], &ground.places[b]) {
                (shared[a], shared[b]) = (true, true);
            }
        });
        Choosing { ground, shared: Some(shared) }
    }

    /// The same on a part of the article.
    fn on<'a>(&self, ground: &'a Ground<'a>) -> Choosing<'a> {
        Choosing { ground, shared: self.shared.clone() }
    }

    /// Whether two nodes have spans that are close.
    fn is_there(&self, left: &Node, right: &Node, how: Proximity, work: &mut Work) -> bool {
        let left = self.spans(left, work);
        if left.is_empty() {
            return false;
        }
        let right = self.spans(right, work);
        let mut found = false;
        each_near(&left, &right, how, self.ground, work, &mut |_| {
            found = true;
            false
        });
        found
    }

    /// Whether a word may be one of both sides of a proximity.
    pub(super) fn is_any_shared(&self) -> bool {
        self.shared.as_ref().is_none_or(|shared| shared.contains(&true))
    }

    fn is_bare(&self, sequence: &Sequence) -> bool {
        let shared = self.shared.as_ref();
        shared.is_some_and(|shared| sequence.slots.iter().all(|(_, number)| !shared[*number]))
    }

    /// All spans of a node, sorted, each once.
    pub(super) fn spans(&self, node: &Node, work: &mut Work) -> Vec<Span> {
        let mut found = Vec::new();
        match node {
            Node::Text(sequence) => {
                let bare = self.is_bare(sequence);
                each_sequence(sequence, self.ground, work, &mut |span| {
                    found.push(if bare { span.bare() } else { span });
                    true
                });
            }
            Node::Or(nodes) => {
                for node in nodes {
                    found.append(&mut self.spans(node, work));
                }
            }
            Node::Near(left, right, how) => {
                let (left, right) = (self.spans(left, work), self.spans(right, work));
                each_near(&left, &right, *how, self.ground, work, &mut |span| {
                    found.push(span);
                    true
                });
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
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
