//! Words joined by a hyphen or a slash, in queries for which one matching word is enough.
//!
//! Such a word is otherwise a phrase, which would leave out articles that other words of the query find by one of them.
//! The parts are alternatives instead. Articles with the whole phrase rank higher, because its words are adjacent.

use super::tree::{Text, Word, Zone};
use super::words::{self, Typed};
use crate::analysis::{Analyzer, Language};

/// The characters that join words.
const JOINERS: [char; 4] = ['-', '/', '\u{2010}', '\u{2011}'];

/// A joined word as alternatives.
pub struct Joined {
    /// Its parts, in order.
    pub parts: Vec<Text>,
    /// The parts written as one word, if it has two that are joined by a hyphen: `cooperative` for `co-operative`.
    pub closed: Option<Text>,
}

/// Divides a joined word. Returns `None` for any other text.
pub fn divided(text: &Text, languages: &[Language], analyzer: &mut Analyzer) -> Option<Joined> {
    let plain = !text.quoted && !text.exact && text.capitals.is_none() && text.slop == 0;
    let stems = text.slots.iter().all(|slot| matches!(slot.word, Word::Stems(_)));
    if !plain || !stems || text.zone != Zone::ANY || text.slots.len() < 2 {
        return None;
    }
    let mut read = |typed: &str| {
        let read = words::read(typed, Typed::default(), languages, analyzer)?;
        Some(Text { boost: text.boost, ..read })
    };
    let pieces: Vec<&str> = text.text.split(JOINERS).collect();
    let parts: Vec<Text> = pieces.iter().filter_map(|piece| read(piece)).collect();
    if parts.len() < 2 {
        return None;
    }
    let word = |piece: &str| !piece.is_empty() && piece.chars().all(char::is_alphabetic);
    let closed = match pieces.as_slice() {
        [first, second] if word(first) && word(second) && !text.text.contains('/') => {
            read(&format!("{first}{second}"))
        }
        _ => None,
    };
    Some(Joined { parts, closed })
}
