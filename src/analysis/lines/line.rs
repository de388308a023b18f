//! One line of a text, and what can be seen of it without reading it.

use unicode_width::UnicodeWidthStr;

use crate::analysis::punctuation::{is_close, is_terminator};

/// A line with something on it.
#[derive(Debug)]
pub struct Line {
    /// The first byte of the line, its indentation included.
    pub start: usize,
    /// Its width, in columns, without white space at its end.
    pub width: usize,
    /// The columns of white space before it.
    pub indent: usize,
    /// The width of its first word, in columns.
    first_word: usize,
    /// Whether it begins with a script that puts no spaces between words.
    is_unspaced: bool,
    /// How often it is quoted: `> ` once, `>> ` twice.
    pub quoted: usize,
    /// Whether a blank line stands before it.
    pub after_blank: bool,
    /// Whether a sentence may end with it.
    pub ends_sentence: bool,
    /// Whether it begins with a lower-case letter.
    pub begins_small: bool,
    /// Whether it begins with an upper-case letter.
    pub begins_capital: bool,
    /// Whether it has no lower-case letter.
    pub is_capitals: bool,
    /// Whether it begins with the mark of a list's item.
    pub is_item: bool,
}

impl Line {
    /// The lines of a text that are not blank.
    pub fn all(text: &str) -> impl Iterator<Item = Line> {
        let (mut at, mut after_blank, mut any) = (0, false, false);
        text.split('\n').filter_map(move |line| {
            let start = at;
            at += line.len() + 1;
            if line.trim().is_empty() {
                after_blank = any;
                return None;
            }
            any = true;
            Some(Line::of(line, start, std::mem::take(&mut after_blank)))
        })
    }

    fn of(line: &str, start: usize, after_blank: bool) -> Line {
        let line = line.trim_end();
        let (quoted, unquoted) = quotation(line);
        let text = unquoted.trim_start();
        let indent = columns(&unquoted[..unquoted.len() - text.len()]);
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        let first = text.chars().find(|c| c.is_alphanumeric());
        // Where no spaces part words, a line may break before any character.
        let is_unspaced = word.chars().next().is_some_and(crate::analysis::is_alone);
        Line {
            start,
            width: columns(line),
            indent,
            first_word: if is_unspaced { 2 } else { columns(word) },
            is_unspaced,
            quoted,
            after_blank,
            ends_sentence: line.trim_end_matches(is_close).ends_with(ends),
            begins_small: first.is_some_and(char::is_lowercase),
            begins_capital: first.is_some_and(char::is_uppercase),
            is_capitals: !text.contains(char::is_lowercase),
            is_item: is_item(text, word),
        }
    }

    /// Whether this line may have been broken because the next one's first word did not fit into a width.
    pub fn is_full(&self, next: &Line, width: usize) -> bool {
        match next.is_unspaced {
            // Two characters, or one that must not begin a line.
            true => self.width + 4 >= width,
            false => self.with_word_of(next) * 5 >= width * 4,
        }
    }

    /// The width of this line if the first word of the next one stood on it.
    pub fn with_word_of(&self, next: &Line) -> usize {
        self.width + 1 + next.first_word
    }
}

/// A line of more bytes is wider than any that is wrapped.
const LONG: usize = 1_000;

/// What may end a sentence or introduce another at the end of a line.
fn ends(c: char) -> bool {
    is_terminator(c) || c == ':'
}

/// The marks of quotation that a line begins with, as mail has them, and what follows.
fn quotation(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(behind) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >")) {
        depth += 1;
        rest = behind;
    }
    (depth, rest)
}

/// Whether a line begins with a bullet or a number and a space.
fn is_item(text: &str, word: &str) -> bool {
    let bullet = matches!(word, "-" | "*" | "•" | "–" | "—" | "o" | "+" | "·");
    let number = word.strip_suffix(['.', ')']);
    let number = number.is_some_and(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()));
    (bullet || number) && text.len() > word.len()
}

/// The display width of a text, a tab counting as eight columns.
fn columns(text: &str) -> usize {
    // No need to measure what is far too long to be wrapped.
    if text.len() > LONG {
        return text.len();
    }
    let tabs = text.bytes().filter(|byte| *byte == b'\t').count();
    match text.is_ascii() {
        true => text.len() + tabs * 7,
        false => text.width() + tabs * 7,
    }
}
