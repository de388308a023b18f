//! An automaton that keeps the terms whose folded form may match a pattern, so that a walk over a term dictionary skips
//! the branches that cannot match.
//!
//! It folds ASCII letters and decides as long as a term is ASCII. From the first other byte on, a term may match,
//! because folding may turn it into anything. The caller checks what is kept.

use tantivy_fst::Automaton;

use crate::engine::embedded::schema::token_encoding::IN_CAPITALS;
use crate::query::pattern::Compiled;

/// The maximum length of a wildcard pattern, whose positions are the bits of a number.
const MAX_WILD: usize = 63;

/// The maximum length of a fuzzy word plus one.
const MAX_ROW: usize = 32;

/// The automaton of a pattern.
pub struct FoldedAutomaton<'a> {
    pattern: &'a Compiled,
    beginning: Vec<u8>,
    /// Of a wildcard pattern: the positions that each ASCII character fits, and those of the asterisks.
    fitting: [u64; 128],
    asterisks: u64,
}

/// What is known after some bytes of a term.
#[derive(Clone)]
pub enum State {
    /// Nothing has been read.
    Start,
    /// The first character of a marker has been read.
    Marked,
    /// The term cannot match.
    Dead,
    /// The term may match, regardless of what follows.
    Open,
    /// This many bytes of the literal beginning have been read.
    Beginning(usize),
    /// The positions of the wildcard pattern that may come next.
    Wild(u64),
    /// Two rows of the matrix of edit distances.
    Fuzzy(Rows),
}

/// The last two rows of the matrix of edit distances between the beginning of a term and those of the word, and the
/// last byte of the term. See [`Compiled::matches`].
#[derive(Clone)]
pub struct Rows {
    before: [u8; MAX_ROW],
    last: [u8; MAX_ROW],
    byte: u8,
}

impl FoldedAutomaton<'_> {
    /// Returns the automaton of a pattern.
    pub fn new(pattern: &Compiled) -> FoldedAutomaton<'_> {
        let (mut fitting, mut asterisks) = ([0; 128], 0);
        if let Compiled::Wild(pattern) = pattern {
            for (at, c) in pattern.iter().enumerate().take(MAX_WILD) {
                match c {
                    '*' => asterisks |= 1 << at,
                    '?' => fitting.iter_mut().for_each(|positions| *positions |= 1 << at),
                    c if c.is_ascii() => fitting[*c as usize] |= 1 << at,
                    _ => {}
                }
            }
        }
        let beginning = pattern.literal_beginning().into_bytes();
        FoldedAutomaton { pattern, beginning, fitting, asterisks }
    }

    /// Returns the state before the first letter of a word.
    fn at_first_letter(&self) -> State {
        match self.pattern {
            Compiled::Nothing => State::Dead,
            Compiled::Wild(pattern) if pattern.len() <= MAX_WILD => {
                State::Wild(self.with_asterisks(1))
            }
            Compiled::Fuzzy(word, _) if word.len() < MAX_ROW => {
                let mut last = [u8::MAX; MAX_ROW];
                (0..).zip(&mut last[..=word.len()]).for_each(|(edits, cell)| *cell = edits);
                State::Fuzzy(Rows { before: [u8::MAX; MAX_ROW], last, byte: 0 })
            }
            _ if self.beginning.is_empty() => State::Open,
            _ => State::Beginning(0),
        }
    }

    /// Adds the positions after each asterisk, which may match nothing.
    fn with_asterisks(&self, mut positions: u64) -> u64 {
        loop {
            let more = positions | (positions & self.asterisks) << 1;
            if more == positions {
                return positions;
            }
            positions = more;
        }
    }

    fn after(&self, state: &State, byte: u8) -> State {
        if matches!(state, State::Open) || !byte.is_ascii() {
            return State::Open;
        }
        let byte = byte.to_ascii_lowercase();
        match (state, self.pattern) {
            (State::Wild(positions), _) => {
                // An asterisk stays, and any other position that fits is left for the one after it.
                let fitting = self.fitting[usize::from(byte)];
                let next = positions & self.asterisks | (positions & fitting) << 1;
                match self.with_asterisks(next) {
                    0 => State::Dead,
                    next => State::Wild(next),
                }
            }
            (State::Fuzzy(rows), Compiled::Fuzzy(word, distance)) => {
                let next = rows.after(word, byte);
                match next.may_reach(word.len(), *distance) {
                    true => State::Fuzzy(next),
                    false => State::Dead,
                }
            }
            (State::Beginning(read), _) if self.beginning.get(*read) == Some(&byte) => {
                match read + 1 == self.beginning.len() {
                    true => State::Open,
                    false => State::Beginning(read + 1),
                }
            }
            _ => State::Dead,
        }
    }
}

impl Rows {
    fn after(&self, word: &[char], byte: u8) -> Rows {
        let mut row = [u8::MAX; MAX_ROW];
        row[0] = self.last[0].saturating_add(1);
        for (at, c) in word.iter().enumerate() {
            let changed = self.last[at].saturating_add(u8::from(*c != char::from(byte)));
            let least =
                changed.min(self.last[at + 1].saturating_add(1)).min(row[at].saturating_add(1));
            let swapped = at > 0 && *c == char::from(self.byte) && word[at - 1] == char::from(byte);
            row[at + 1] = match swapped {
                true => least.min(self.before[at - 1].saturating_add(1)),
                false => least,
            };
        }
        Rows { before: self.last, last: row, byte }
    }

    /// Returns whether more letters may lead to a match. A swap continues from the row before.
    fn may_reach(&self, length: usize, distance: usize) -> bool {
        let least = |row: &[u8; MAX_ROW]| row[..=length].iter().copied().min().unwrap_or(u8::MAX);
        usize::from(least(&self.last).min(least(&self.before).saturating_add(1))) <= distance
    }
}

impl Automaton for FoldedAutomaton<'_> {
    type State = State;

    fn start(&self) -> State {
        State::Start
    }

    fn is_match(&self, state: &State) -> bool {
        match (state, self.pattern) {
            (State::Open, _) => true,
            (State::Wild(positions), Compiled::Wild(pattern)) => {
                positions >> pattern.len() & 1 == 1
            }
            (State::Fuzzy(rows), Compiled::Fuzzy(word, distance)) => {
                usize::from(rows.last[word.len()]) <= *distance
            }
            _ => false,
        }
    }

    fn can_match(&self, state: &State) -> bool {
        !matches!(state, State::Dead)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            State::Dead => State::Dead,
            State::Open => State::Open,
            // The prefix of a word in a title in capitals is not part of the word.
            State::Start if byte == IN_CAPITALS.as_bytes()[0] => State::Marked,
            State::Marked if byte == IN_CAPITALS.as_bytes()[1] => self.at_first_letter(),
            State::Marked => State::Dead,
            State::Start => self.after(&self.at_first_letter(), byte),
            state => self.after(state, byte),
        }
    }
}
