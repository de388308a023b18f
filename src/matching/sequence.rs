//! Finds the spans of words, phrases, and phrases with slop.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::ground::{Ground, Work, have_common};
use super::nodes::Sequence;
use super::span::Span;

/// Calls `visit` with each span of a word or phrase. Stops when `visit` returns `false`.
pub fn each_sequence(
    sequence: &Sequence,
    ground: &Ground,
    work: &mut Work,
    visit: &mut impl FnMut(Span) -> bool,
) {
    let Some(((_, first), rest)) = sequence.slots.split_first() else { return };
    if sequence.slop > 0 {
        let mut moved = Moved { sequence, ground, work, taken: Vec::new(), going: true };
        return moved.choose(i64::MAX, i64::MIN, visit);
    }
    let last = rest.last().map_or(0, |(at, _)| *at);
    for start in &ground.places[*first] {
        let at_distance = |(at, number): &(u32, usize)| {
            ground.places[*number].binary_search(&(start + at)).is_ok()
        };
        if rest.iter().all(at_distance)
            && ground.allows(sequence.zone, *start, start + last)
            && (!work.spend() || !visit(Span::whole(*start, start + last)))
        {
            return;
        }
    }
}

/// The number of steps after which [`exists`] gives up. They take less than a second.
const STEPS: u32 = 4_000_000;

/// Returns whether a phrase with slop occurs, without enumerating its choices. Returns `None` if two of its words may
/// be the same word of the article, or if a phrase of thousands of words takes too long.
///
/// Each word has to be in a window that is as wide as the slop and shifted by the word's place in the phrase. If the
/// same word has several places, the window of an earlier place starts and ends earlier. Assigning the first unused
/// position to each place in turn therefore finds a choice if there is one (matching for intervals in this order;
/// Glover, 1967).
pub fn exists(sequence: &Sequence, ground: &Ground) -> Option<bool> {
    let mut words: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for (at, number) in &sequence.slots {
        // A word that occurs twice in the phrase may have two numbers.
        let same = |other: &&usize| ground.places[**other] == ground.places[*number];
        let number = words.keys().find(same).copied().unwrap_or(*number);
        words.entry(number).or_default().push(i64::from(*at));
    }
    words.values_mut().for_each(|places| places.sort_unstable());
    let numbers: Vec<usize> = words.keys().copied().collect();
    let meet = |(at, a): (usize, &usize)| {
        numbers[at + 1..].iter().any(|b| have_common(&ground.places[*a], &ground.places[*b]))
    };
    if numbers.iter().enumerate().any(meet) {
        return None;
    }
    let slop = i64::from(sequence.slop);
    let left = Cell::new(STEPS);
    let holds = |window: i64, from: u32, to: u32| {
        words.iter().all(|(number, places)| {
            let positions = &ground.places[*number];
            let mut free = i64::from(from);
            places.iter().all(|at| {
                left.set(left.get().saturating_sub(1));
                let first = free.max(window + at);
                let next = positions.partition_point(|position| i64::from(*position) < first);
                let next = positions.get(next).filter(|position| **position < to);
                let next = next.map(|position| i64::from(*position));
                let next = next.filter(|position| *position <= window + slop + at);
                free = next.map_or(free, |position| position + 1);
                next.is_some()
            })
        })
    };
    let in_part = |(from, to): (u32, u32)| {
        sequence.slots.iter().any(|(at, number)| {
            let positions = &ground.places[*number];
            let within = positions.partition_point(|position| *position < from)
                ..positions.partition_point(|position| *position < to);
            // In the leftmost window, one of the words is at the very start.
            let window = |position: &u32| i64::from(*position) - i64::from(*at);
            let mut windows = positions[within].iter().take_while(|_| left.get() > 0).map(window);
            windows.any(|window| holds(window, from, to))
        })
    };
    let holds = ground.parts(sequence.zone).any(in_part);
    (holds || left.get() > 0).then_some(holds)
}

/// Enumerates the choices of words for a phrase with slop. Their positions, each minus the word's place in the phrase,
/// may differ by at most the slop (as in Lucene's `SloppyPhraseMatcher`).
struct Moved<'a> {
    sequence: &'a Sequence,
    ground: &'a Ground<'a>,
    work: &'a mut Work,
    taken: Vec<u32>,
    going: bool,
}

impl Moved<'_> {
    /// Returns whether there are enough words in reach of a first word: as many of each as the phrase contains. Without
    /// this check, `"the the the the"~50` would try every choice of too few words.
    fn are_enough(&self, first: i64) -> bool {
        let slop = i64::from(self.sequence.slop);
        let slots = &self.sequence.slots;
        slots.iter().all(|(_, number)| {
            let same =
                || slots.iter().filter(|slot| slot.1 == *number).map(|slot| i64::from(slot.0));
            let low = first - slop + same().min().unwrap_or_default();
            let high = first + slop + same().max().unwrap_or_default();
            let places = &self.ground.places[*number];
            let from = places.partition_point(|place| i64::from(*place) < low);
            let to = places.partition_point(|place| i64::from(*place) <= high);
            to - from >= same().count()
        })
    }

    fn choose(&mut self, least: i64, most: i64, visit: &mut impl FnMut(Span) -> bool) {
        let Some((at, number)) = self.sequence.slots.get(self.taken.len()).copied() else {
            let span = Span::of(&self.taken);
            if self.ground.allows(self.sequence.zone, span.start, span.end) {
                self.going = visit(span);
            }
            return;
        };
        let ground = self.ground;
        let places = &ground.places[number];
        let slop = i64::from(self.sequence.slop);
        let lowest = if least == i64::MAX { i64::MIN } else { most - slop + i64::from(at) };
        let from = places.partition_point(|position| i64::from(*position) < lowest);
        for position in &places[from..] {
            let place = i64::from(*position) - i64::from(at);
            if (least != i64::MAX && place - least > slop) || !self.going || !self.work.spend() {
                return;
            }
            if self.taken.is_empty() && !self.are_enough(place) {
                continue;
            }
            if !self.taken.contains(position) {
                self.taken.push(*position);
                self.choose(least.min(place), most.max(place), visit);
                self.taken.pop();
            }
        }
    }
}
