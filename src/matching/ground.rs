//! The positions of which spans consist, and the limit for the work of finding them.

use crate::query::tree::{Reach, Zone};

/// An article as positions: the words of the title from 0, then those of the body.
pub struct Ground<'a> {
    /// The positions of each word number, sorted and distinct.
    pub places: &'a [Vec<u32>],
    /// The number of words in the title, which is the position after its last word.
    pub title_words: u32,
    /// The position of the body's first word.
    pub body: u32,
    /// The positions of the words that start a sentence of the body.
    pub sentences: &'a [u32],
    /// The positions of the words that start a paragraph of the body.
    pub paragraphs: &'a [u32],
}

impl Ground<'_> {
    /// Returns the parts of a zone as half-open ranges of positions. A span has to lie in one of them.
    pub(super) fn parts(&self, zone: Zone) -> impl Iterator<Item = (u32, u32)> {
        let title = zone.title.then_some((0, self.title_words));
        let first = zone.first.map_or(u32::MAX, |words| self.body.saturating_add(words));
        // The lead ends where the third paragraph starts.
        let third = if zone.lead { self.paragraphs.get(2).copied() } else { None };
        let body = zone.body.then_some((self.body, first.min(third.unwrap_or(u32::MAX))));
        title.into_iter().chain(body)
    }

    pub(super) fn allows(&self, zone: Zone, start: u32, end: u32) -> bool {
        self.parts(zone).any(|(from, to)| from <= start && end < to)
    }

    /// Returns the half-open range of positions that are in the same part as a position.
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

/// The work that may be spent on one article, so that an article made to have billions of spans does not take minutes.
/// Real articles stay far below the limit. Callers that exceed it have to say so.
#[derive(Debug)]
pub struct Work {
    left: u32,
}

/// The number of spans that may be inspected in one article. After that, the spans found so far have to suffice.
const WORK: u32 = 4_000_000;

impl Work {
    /// Returns a limit of `left` spans.
    pub fn of(left: u32) -> Work {
        Work { left }
    }

    pub(super) fn spend(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    /// Returns whether the limit is reached, so that spans may be missing.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

impl Default for Work {
    fn default() -> Self {
        Work { left: WORK }
    }
}

/// Returns whether two sorted lists of positions have one in common.
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
