//! A line of a text, with the properties that show how the text is laid out.

use unicode_width::UnicodeWidthStr;

use crate::analysis::punctuation::{is_close, is_terminator};

/// A line that is not blank.
#[derive(Debug)]
pub struct Line {
    /// The byte offset of the line, including its indentation.
    pub start: usize,
    /// The display width, in columns, without trailing white space.
    pub width: usize,
    /// The width of the indentation, in columns.
    pub indent: usize,
    /// The width of the first word, in columns.
    first_word: usize,
    /// Whether the line begins with a script that puts no spaces between words.
    is_unspaced: bool,
    /// The depth of quotation: 1 for `> `, 2 for `>> `.
    pub quoted: usize,
    /// Whether a blank line precedes the line.
    pub after_blank: bool,
    /// Whether a sentence may end with the line.
    pub ends_sentence: bool,
    /// Whether the first letter is lower case.
    pub begins_small: bool,
    /// Whether the first letter is upper case.
    pub begins_capital: bool,
    /// Whether the line has no lower-case letters.
    pub is_capitals: bool,
    /// Whether the line begins with a bullet or the number of a list item.
    pub is_item: bool,
    /// Whether the line begins with a label in capitals, such as `NOTE:`.
    pub is_labelled: bool,
    /// Whether the line has digits.
    pub has_figures: bool,
    /// Whether the line compares two results: `Net 38 mln vs 5.7 mln`.
    pub is_comparison: bool,
}

impl Line {
    /// Returns the lines of a text that are not blank.
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
        // In a script without spaces between words, a line may break before any character.
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
            is_labelled: is_label(word),
            has_figures: text.contains(|c: char| c.is_ascii_digit()),
            is_comparison: text.contains(" vs "),
        }
    }

    /// Returns whether this line may have been broken because the first word of the next line did not fit into `width`.
    pub fn is_full(&self, next: &Line, width: usize) -> bool {
        match next.is_unspaced {
            // There may be room for two characters, or for one that must not begin a line.
            true => self.width + 4 >= width,
            false => self.with_word_of(next) * 5 >= width * 4,
        }
    }

    /// Returns the width of this line if the first word of the next line were on it.
    pub fn with_word_of(&self, next: &Line) -> usize {
        self.width + 1 + next.first_word
    }
}

/// Returns the widths of the lines of a text that are not blank.
pub fn widths(text: &str) -> impl Iterator<Item = usize> {
    let lines = text.split('\n').map(str::trim_end).filter(|line| !line.is_empty());
    lines.map(columns)
}

/// Returns whether a blank line is between two lines of a text.
pub fn are_separated(text: &str) -> bool {
    let mut lines = text.split('\n').map(|line| line.trim_end().is_empty());
    let blank_after_line = lines.any(|blank| !blank) && lines.any(|blank| blank);
    blank_after_line && lines.any(|blank| !blank)
}

/// The length, in bytes, above which a line is wider than any wrapped line.
const LONG: usize = 1_000;

/// Returns whether a character at the end of a line may end a sentence or introduce the next one.
fn ends(c: char) -> bool {
    is_terminator(c) || c == ':'
}

/// Returns the depth of the quotation marks (`>`) at the start of a line, as in mail, and the rest of the line.
fn quotation(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(behind) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >")) {
        depth += 1;
        rest = behind;
    }
    (depth, rest)
}

/// Returns whether a line begins with a bullet or a number, followed by a space.
fn is_item(text: &str, word: &str) -> bool {
    let bullet = matches!(word, "-" | "*" | "•" | "–" | "—" | "o" | "+" | "·");
    let number = word.strip_suffix(['.', ')']);
    let number = number.is_some_and(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()));
    (bullet || number) && text.len() > word.len()
}

/// Returns whether a word begins with a label in capitals and a colon.
fn is_label(word: &str) -> bool {
    word.split_once(':')
        .is_some_and(|(label, _)| label.len() > 1 && label.chars().all(char::is_uppercase))
}

/// Returns the display width of a text. A tab counts as eight columns.
fn columns(text: &str) -> usize {
    // Such a line is too long to be wrapped, so its exact width does not matter.
    if text.len() > LONG {
        return text.len();
    }
    let tabs = text.bytes().filter(|byte| *byte == b'\t').count();
    match text.is_ascii() {
        true => text.len() + tabs * 7,
        false => text.width() + tabs * 7,
    }
}
