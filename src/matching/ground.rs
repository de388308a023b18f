//! The positions that spans are made of, and the limit of the work to find them.

use crate::query::tree::{Reach, Zone};

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

impl Default for Work {
    fn default() -> Self {
        Work { left: WORK }
    }
}

/// Whether two sorted lists of positions have one in common.
pub fn have_common(a: &[u32], b: &[u32]) -> bool {
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
