//! An automaton that keeps the English words that may have one of some stems, by their beginnings
//! ([`EnglishBeginnings`]), so that a walk over a term dictionary skips all other branches.

use std::ops::Range;

use tantivy_fst::Automaton;

use crate::analysis::stem_check::EnglishBeginnings;
use crate::engine::embedded::schema::token_encoding::IN_CAPITALS;

/// The automaton of some beginnings.
pub struct BeginningsAutomaton<'a>(pub &'a EnglishBeginnings);

/// What is known after some bytes of a term.
#[derive(Clone)]
pub enum State {
    /// Nothing has been read.
    Start,
    /// The first character of a marker has been read.
    Marked,
    /// The term cannot begin as one of the stems.
    Dead,
    /// The term may have one of the stems, regardless of what follows.
    Open,
    /// So many bytes have been read, which these beginnings have in common.
    Read(usize, Range<usize>),
}

impl BeginningsAutomaton<'_> {
    /// Returns the state before the first letter of a word.
    fn at_first_letter(&self) -> State {
        State::Read(0, 0..self.0.sorted().len())
    }

    fn after(&self, state: &State, byte: u8) -> State {
        let State::Read(read, range) = state else { return state.clone() };
        // Folding may turn other letters into any.
        if !byte.is_ascii() {
            return State::Open;
        }
        let (byte, of_range) = (byte.to_ascii_lowercase(), &self.0.sorted()[range.clone()]);
        // All of them have more bytes, because otherwise the state is open.
        let next = |beginning: &String| beginning.as_bytes()[*read];
        let first = of_range.partition_point(|beginning| next(beginning) < byte);
        let behind = of_range.partition_point(|beginning| next(beginning) <= byte);
        match &of_range[first..behind] {
            [] => State::Dead,
            // No beginning begins with another.
            [beginning, ..] if beginning.len() == read + 1 => State::Open,
            _ => State::Read(read + 1, range.start + first..range.start + behind),
        }
    }
}

impl Automaton for BeginningsAutomaton<'_> {
    type State = State;

    fn start(&self) -> State {
        State::Start
    }

    fn is_match(&self, state: &State) -> bool {
        matches!(state, State::Open)
    }

    fn can_match(&self, state: &State) -> bool {
        !matches!(state, State::Dead)
    }

    fn will_always_match(&self, state: &State) -> bool {
        matches!(state, State::Open)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            // The prefix of a word in a title in capitals is not part of the word.
            State::Start if byte == IN_CAPITALS.as_bytes()[0] => State::Marked,
            State::Marked if byte == IN_CAPITALS.as_bytes()[1] => self.at_first_letter(),
            State::Marked => State::Dead,
            State::Start => self.after(&self.at_first_letter(), byte),
            state => self.after(state, byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Language;

    #[test]
    fn words_are_kept_that_may_have_one_of_the_stems() {
        let stems = ["nation", "relat", "die", "lamp", "lamppost", "a", "nativ"];
        let beginnings = EnglishBeginnings::of(&[Language::ENGLISH], stems.into_iter());
        let beginnings = beginnings.expect("stems in ASCII");
        let automaton = BeginningsAutomaton(&beginnings);
        let keeps = |term: &str| {
            let read = |state, byte: &u8| automaton.accept(&state, *byte);
            automaton.is_match(&term.as_bytes().iter().fold(automaton.start(), read))
        };
        for word in [
            "nations", "NATION", "na", "nat", "Native", "relation", "re", "Dying", "lamps",
            "laugh", "l", "not", "apple", "zeal", "démo", "élan", "", "ne", "nä",
        ] {
            assert_eq!(keeps(word), beginnings.may_have(word), "{word}");
            let in_capitals = format!("{IN_CAPITALS}{word}");
            assert_eq!(keeps(&in_capitals), beginnings.may_have(word), "{word}");
        }
    }
}
