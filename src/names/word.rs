//! The words of a text with their capitals, and what is between them.

use super::inflection::is_cyrillic;
use crate::analysis::fingerprint::hash;
use crate::analysis::{Analyzer, Event, Language};

/// How the letters of a word are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The first letter is not a capital.
    Lower,
    /// The first letter is a capital, and at least one other is not.
    Capital,
    /// Every letter is a capital, and there are at least two.
    Capitals,
    /// One capital letter.
    Initial,
    /// The word has a digit.
    Number,
}

/// What is between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The beginning of a sentence or of a quotation, where any word has a capital.
    Opening,
    /// White space.
    Space,
    /// A hyphen.
    Hyphen,
    /// An ampersand.
    Ampersand,
    /// A full stop and perhaps white space.
    Stop,
    /// Anything else, which no name continues after.
    Break,
}

/// A word of a text.
#[derive(Debug, Clone)]
pub struct Word<'t> {
    /// The word as printed, without a possessive ending and without an article that is joined by an apostrophe.
    pub printed: &'t str,
    /// The term in the index. Empty if the word has no capital, except after a capitalized word in Cyrillic letters.
    pub term: String,
    /// A hash of the term.
    pub hash: u64,
    /// A hash of the printed word, regardless of capitals. Unlike the term, it distinguishes `France` from `francs`.
    pub form: u64,
    /// How the letters are printed.
    pub shape: Shape,
    /// What is between the word before and this one.
    pub gap: Gap,
    /// Whether the word begins a sentence, as opposed to a quotation within one.
    pub begins: bool,
    /// Whether the word has a possessive ending.
    pub possessive: bool,
    /// Whether the word is the symbol of a share, in brackets.
    pub bracketed: bool,
}

impl Word<'_> {
    /// Returns whether the word begins with a capital.
    pub fn is_capitalized(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Capitals | Shape::Initial)
    }
}

/// Returns the words of a text.
pub fn words<'t>(language: Language, text: &'t str, analyzer: &mut Analyzer) -> Vec<Word<'t>> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
    let mut begins = true;
    let mut end = 0;
    analyzer.analyse(language, text, |event| match event {
        Event::Sentence(..) => begins = true,
        Event::Token(token) if token.again => {
            // A part of a joined word, such as `Gorbachev` of `Gorbachev's`.
            if let Some(last) = words.last_mut()
                && last.printed == token.form
            {
                last.hash = token.hash;
                if last.is_capitalized() {
                    last.term = token.term.to_string();
                }
            }
        }
        Event::Token(token) => {
            // A word divided at a line end reaches into the next word.
            let whole = &text[token.start..token.end.max(token.start)];
            let (from, until) = bare(whole);
            let printed = &whole[from..until];
            let shape = shape(printed);
            let gap = &text[end.min(token.start)..token.start];
            // Newspapers print a capital after the full stop of these, even within a sentence.
            let after_initials =
                words.last().is_some_and(|last| is_place_in_initials(last.printed));
            let gap = match between(gap, begins) {
                _ if from > 0 => Gap::Space,
                Gap::Stop if after_initials => Gap::Opening,
                gap => gap,
            };
            // `дома` of `Белого дома`.
            let follows = shape == Shape::Lower
                && is_cyrillic(printed)
                && words.last().is_some_and(Word::is_capitalized);
            words.push(Word {
                printed,
                term: match shape {
                    Shape::Lower if follows => token.term.to_string(),
                    Shape::Lower | Shape::Number => String::new(),
                    _ => token.term.to_string(),
                },
                hash: token.hash,
                form: match shape {
                    Shape::Lower => hash(printed),
                    _ => hash(&printed.to_lowercase()),
                },
                shape,
                gap,
                begins,
                possessive: until < whole.len(),
                bracketed: is_symbol(text, token.start, token.end),
            });
            begins = false;
            end = token.end;
        }
        Event::Paragraph(..) => {}
    });
    words
}

/// Returns whether a word is the symbol of a share: `<BP>`, `<JAGR.L>`, `(NVO.CO)`.
fn is_symbol(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let dotted = || {
        let rest = after.strip_prefix('.');
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    let ends = after.starts_with(['>', ')']);
    before.ends_with('<') && (ends || dotted())
        || before.ends_with('(') && dotted()
        || before.ends_with('.') && ends
}

/// Returns whether dotted initials are those of a place, as opposed to those of a person (`U.S.`, `J.R.`).
fn is_place_in_initials(word: &str) -> bool {
    matches!(
        word,
        "U.S" | "U.K" | "U.N" | "U.S.S.R" | "U.A.E" | "N.Y" | "N.J" | "D.C" | "E.C" | "L.A"
    )
}

/// Characters that join the parts of a word as an apostrophe does.
const APOSTROPHES: [char; 4] = ['\'', '’', 'ʼ', '＇'];

/// Returns the byte range of a word without a possessive ending (`Gorbachev's`), and without a lower-case article
/// before an apostrophe (`l'Europe`).
fn bare(word: &str) -> (usize, usize) {
    let mut range = (0, word.len());
    if let Some((at, mark)) = word.char_indices().rev().find(|(_, c)| APOSTROPHES.contains(c))
        && matches!(&word[at + mark.len_utf8()..], "s" | "S")
    {
        range.1 = at;
    }
    if word.starts_with(char::is_lowercase)
        && let Some((at, mark)) = word.char_indices().find(|(_, c)| APOSTROPHES.contains(c))
        && word[at + mark.len_utf8()..].starts_with(char::is_uppercase)
    {
        range.0 = (at + mark.len_utf8()).min(range.1);
    }
    range
}

fn shape(word: &str) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Lower };
    if first.is_numeric() || word.contains(|c: char| c.is_ascii_digit()) {
        return Shape::Number;
    }
    if !first.is_uppercase() {
        return Shape::Lower;
    }
    let others = || word.chars().skip(1).filter(|c| c.is_alphabetic());
    if others().next().is_none() {
        Shape::Initial
    } else if others().all(|c| !c.is_lowercase()) {
        Shape::Capitals
    } else {
        Shape::Capital
    }
}

/// Returns what a gap between two words is.
fn between(gap: &str, begins: bool) -> Gap {
    if begins {
        return Gap::Opening;
    }
    match gap {
        " " => return Gap::Space,
        "-" => return Gap::Hyphen,
        _ => {}
    }
    let bare = gap.trim();
    // A quotation or an enumeration begins.
    let opens = |c: char| matches!(c, '"' | '“' | '„' | '«' | ':' | '•' | '*' | '+' | '‘');
    match bare {
        "" => Gap::Space,
        "-" if gap.len() == 1 || gap.starts_with('-') => Gap::Hyphen,
        "&" | "& " => Gap::Ampersand,
        "." => Gap::Stop,
        "-" | "--" | "–" | "—" => Gap::Opening,
        _ if bare.contains(opens) => Gap::Opening,
        _ => Gap::Break,
    }
}
