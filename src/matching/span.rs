//! A choice of words.

use std::rc::Rc;

/// A choice of words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first position of the span.
    pub start: u32,
    /// The last position of the span.
    pub end: u32,
    pieces: Pieces,
    /// Whether the span has words that are in no piece.
    more: bool,
}

/// The first and last position of each piece, sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Pieces {
    /// The pieces are not recorded.
    None,
    /// The whole span is one piece.
    Whole,
    These(Rc<[(u32, u32)]>),
}

impl Span {
    /// Returns a span that is one piece.
    pub fn whole(start: u32, end: u32) -> Span {
        Span { start, end, pieces: Pieces::Whole, more: false }
    }

    /// Returns the span of words at some positions, in any order. Adjacent words form a piece.
    pub fn of(positions: &[u32]) -> Span {
        let mut sorted = positions.to_vec();
        sorted.sort_unstable();
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for position in sorted {
            match runs.last_mut() {
                Some(last) if last.1 + 1 == position => last.1 = position,
                _ => runs.push((position, position)),
            }
        }
        let start = runs.first().map_or(0, |run| run.0);
        let end = runs.last().map_or(0, |run| run.1);
        match runs.len() {
            1 => Span::whole(start, end),
            _ => Span { start, end, pieces: Pieces::These(runs.into()), more: false },
        }
    }

    /// Removes the pieces. The edges are sufficient if no other span can use the words of this one.
    pub fn bare(self) -> Span {
        Span { pieces: Pieces::None, more: true, ..self }
    }

    /// Returns the first and last position of each piece.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let (one, several) = match &self.pieces {
            Pieces::None => (None, &[][..]),
            Pieces::Whole => (Some((self.start, self.end)), &[][..]),
            Pieces::These(pieces) => (None, &pieces[..]),
        };
        one.into_iter().chain(several.iter().copied())
    }

    pub(super) fn shares_a_word(&self, other: &Span) -> bool {
        self.start <= other.end
            && other.start <= self.end
            && self.pieces().any(|a| other.pieces().any(|b| a.0 <= b.1 && b.0 <= a.1))
    }

    /// Returns whether all words of this span are words of another one.
    pub(super) fn is_part_of(&self, other: &Span) -> bool {
        let within = |position| other.pieces().any(|(from, to)| from <= position && position <= to);
        !self.more
            && other.start <= self.start
            && self.end <= other.end
            && self.pieces().all(|(from, to)| (from..=to).all(within))
    }

    pub(super) fn join(&self, other: &Span) -> Span {
        let mut pieces: Vec<(u32, u32)> = self.pieces().chain(other.pieces()).collect();
        pieces.sort_unstable();
        let pieces = if pieces.is_empty() { Pieces::None } else { Pieces::These(pieces.into()) };
        let (start, end) = (self.start.min(other.start), self.end.max(other.end));
        Span { start, end, pieces, more: self.more || other.more }
    }

    /// Returns the distance between the nearest edges, or 0 if the spans overlap.
    pub(super) fn distance(&self, other: &Span) -> u32 {
        if self.end < other.start {
            other.start - self.end
        } else {
            self.start.saturating_sub(other.end)
        }
    }
}

/// Returns the maximum number of spans that share no position. Greedily takes the span that ends first.
pub fn apart(spans: impl IntoIterator<Item = (u32, u32)>) -> u32 {
    let mut ends: Vec<(u32, u32)> = spans.into_iter().map(|(start, end)| (end, start)).collect();
    ends.sort_unstable();
    let mut behind = 0;
    let mut count = 0;
    for (end, start) in ends {
        if start >= behind {
            count += 1;
            behind = end + 1;
        }
    }
    count
}
