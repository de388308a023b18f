//! Finds words: runs of letters, digits and marks that begin with a letter or digit, joined by apostrophes or, in
//! initials, by full stops.
//!
//! In scripts without spaces between words, a word is one character with its marks. A word that is divided by a hyphen
//! at a line end is two words, because compounds are divided there too. The first half is also found as the whole word.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A word: its byte range and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The start of the byte range.
    pub start: usize,
    /// The end of the byte range (exclusive). For dotted initials, it is after the last letter.
    pub end: usize,
    /// The kind of the word.
    pub kind: Kind,
}

/// The way in which a word is composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One run.
    Plain,
    /// Runs joined by apostrophes.
    Joined,
    /// Single letters with full stops between them: `U.S.`
    Initials,
}

/// Returns the next word at or after a byte offset.
pub fn next(text: &str, from: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        let byte = *bytes.get(start)?;
        if byte.is_ascii_alphanumeric() {
            break;
        }
        if byte.is_ascii() {
            start += 1;
            continue;
        }
        let c = text[start..].chars().next()?;
        if is_alone(c) {
            return Some(Word { start, end: character(text, start, c), kind: Kind::Plain });
        }
        if c.is_alphanumeric() {
            break;
        }
        start += c.len_utf8();
    }
    let mut end = run(text, start);
    if let Some(end) = initials(text, start, end) {
        return Some(Word { start, end, kind: Kind::Initials });
    }
    let mut kind = Kind::Plain;
    while let Some(after) = apostrophe(text, end) {
        let next = run(text, after);
        if next == after {
            break;
        }
        kind = Kind::Joined;
        end = next;
    }
    Some(Word { start, end, kind })
}

/// Reports every word of a text as printed.
pub fn each(text: &str, mut report: impl FnMut(&str)) {
    let mut at = 0;
    while let Some(word) = next(text, at) {
        report(&text[word.start..word.end]);
        at = word.end;
    }
}

/// Whether a byte is an ASCII letter or digit.
static IN_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_usize;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Returns the end of the run of word characters that begins at a byte offset.
fn run(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    // Most words have only letters and digits of ASCII.
    let mut end = from + bytes[from..].iter().take_while(|b| IN_WORDS[usize::from(**b)]).count();
    if bytes.get(end).is_none_or(u8::is_ascii) {
        return end;
    }
    let mut unseen = 0;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            (end, unseen) = (end + 1, 0);
            continue;
        }
        let Some(c) = text[end..].chars().next() else { break };
        if is_invisible(c) {
            unseen += c.len_utf8();
        } else if is_alone(c) || !is_word_char(c) {
            break;
        } else {
            unseen = 0;
        }
        end += c.len_utf8();
    }
    match apostrophe(text, end) {
        Some(_) => end,
        None => end - unseen,
    }
}

/// Returns the end of a character of a script without spaces. The marks after it belong to it, and so do the letters
/// that form a Hangul syllable with it (Unicode 17, section 3.12) and the second half of the Thai sara am.
fn character(text: &str, start: usize, first: char) -> usize {
    let mut end = start + first.len_utf8();
    let mut last = first;
    while let Some(c) = text[end..].chars().next() {
        let belongs = match (last, c) {
            ('\u{1100}'..='\u{1112}', '\u{1161}'..='\u{1175}') => true,
            ('\u{1161}'..='\u{1175}', '\u{11a8}'..='\u{11c2}') => end - start > 3,
            ('\u{ac00}'..='\u{d7a3}', '\u{11a8}'..='\u{11c2}') => {
                (u32::from(last) - 0xac00).is_multiple_of(28)
            }
            ('\u{e4d}', '\u{e32}') => true,
            (_, '\u{ff9e}' | '\u{ff9f}') => true,
            _ => is_combining_mark(c) && !is_alone(c),
        };
        if !belongs {
            break;
        }
        end += c.len_utf8();
        last = c;
    }
    end
}

/// Returns whether a character is a letter, a digit or a mark.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Returns whether a character is of a script without spaces (Han, Kana, Hangul, Thai), and so has a position of its
/// own.
pub fn is_alone(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3130}'..='\u{318f}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether a term is one character of a script without spaces, with its marks.
pub fn is_character(term: &str) -> bool {
    let mut chars = term.chars();
    chars.next().is_some_and(is_alone) && chars.all(|c| is_combining_mark(c) && !is_alone(c))
}

/// Returns the offset after the straight or curly apostrophe at a byte offset, if there is one.
fn apostrophe(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at)? {
        b'\'' => Some(at + 1),
        byte if byte.is_ascii() => None,
        _ => text[at..]
            .chars()
            .next()
            .filter(|c| matches!(c, '’' | 'ʼ' | '＇'))
            .map(|c| at + c.len_utf8()),
    }
}

/// Returns the end of dotted initials whose first letter is the given run: `U.S.`, `p.m.`, `J.R.R`.
fn initials(text: &str, start: usize, end: usize) -> Option<usize> {
    if text.as_bytes().get(end) != Some(&b'.') || !is_letter(text, start, end) {
        return None;
    }
    let mut last = end;
    let mut letters = 1;
    while text.as_bytes().get(last) == Some(&b'.') {
        let next = run(text, last + 1);
        // In `U.S.Steel`, `Steel` is a separate word.
        if next == last + 1 || !is_letter(text, last + 1, next) {
            break;
        }
        last = next;
        letters += 1;
    }
    (letters >= 2).then_some(last)
}

fn is_letter(text: &str, start: usize, end: usize) -> bool {
    let mut chars = text[start..end].chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(is_combining_mark)
}

/// Returns whether a character is invisible within a word and does not belong to it (UAX #29, WB4): a soft hyphen, a
/// zero-width joiner, a word joiner, a zero-width no-break space, or a variation selector.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200d}' | '\u{2060}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// The characters that divide a word at a line end.
pub const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

/// Returns the byte range of the rest of a word that is divided by a hyphen at a line end: `govern-⏎ment`.
fn broken(text: &str, word: &Word) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let hyphen = match bytes.get(word.end)? {
        b'-' => 1,
        byte if byte.is_ascii() => return None,
        _ => text[word.end..].chars().next().filter(|c| HYPHENS.contains(c))?.len_utf8(),
    };
    let blank = |from: usize| {
        bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count()
    };
    let line_end = word.end + hyphen + blank(word.end + hyphen);
    if bytes.get(line_end) != Some(&b'\n') {
        return None;
    }
    let start = line_end + 1 + blank(line_end + 1);
    let end = run(text, start);
    let (first, rest) = (&text[word.start..word.end], &text[start..end]);
    let of_letters = |c: char| c.is_alphabetic() || is_combining_mark(c) || is_invisible(c);
    let is_part = |part: &str| part.chars().nth(1).is_some() && part.chars().all(of_letters);
    let capitals = |part: &str| part.chars().all(char::is_uppercase);
    // In `state-of-the-⏎art`, the hyphen is part of a compound.
    let compound = text[..word.start].ends_with(HYPHENS);
    let goes_on = rest.starts_with(char::is_lowercase) || (capitals(first) && capitals(rest));
    (word.kind == Kind::Plain && is_part(first) && is_part(rest) && goes_on && !compound)
        .then_some((start, end))
}

/// Returns whether a word is its only form: its bytes are those of the form.
pub fn is_its_form(text: &str, word: &Word) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(word.end);
    word.kind == Kind::Plain
        && word.end - word.start <= super::token::MAX_WORD
        // Otherwise, the word may be divided at a line end.
        && next.is_none_or(|byte| byte.is_ascii() && *byte != b'-')
        && bytes[word.start..word.end].is_ascii()
}

/// The forms by which a word can be found, as printed: the whole word first, then its parts, then the word joined with
/// its rest on the next line.
#[derive(Debug, Default)]
pub struct Forms {
    text: String,
    /// For each form, its end in `text`, and the end of its byte range in the analyzed text.
    ends: Vec<(usize, usize)>,
}

impl Forms {
    /// Replaces the forms with those of a word.
    pub fn of(&mut self, text: &str, word: &Word) {
        self.text.clear();
        self.ends.clear();
        let printed = &text[word.start..word.end];
        match word.kind {
            Kind::Plain => {
                self.push_run(printed, word.end);
                if let Some((start, end)) = broken(text, word) {
                    let rest = &text[start..end];
                    self.push(printed.chars().chain(rest.chars()), &text[word.start..end], end);
                }
            }
            Kind::Initials => self.push(printed.chars().filter(|c| *c != '.'), printed, word.end),
            Kind::Joined => {
                let straight = |c| if matches!(c, '’' | 'ʼ' | '＇') { '\'' } else { c };
                self.push(printed.chars().map(straight), printed, word.end);
                for part in printed.split(['\'', '’', 'ʼ', '＇']) {
                    // A single letter (`'s`, `l'`) is not worth finding.
                    if part.chars().nth(1).is_some() {
                        self.push_run(part, word.end);
                    }
                }
            }
        }
    }

    /// Adds a run as printed. Most runs are ASCII, and can be copied whole.
    fn push_run(&mut self, run: &str, behind: usize) {
        if run.is_ascii() {
            self.text.push_str(&run[..run.len().min(super::token::MAX_WORD)]);
            self.ends.push((self.text.len(), behind));
        } else {
            self.push(run.chars(), run, behind);
        }
    }

    fn push(&mut self, chars: impl Iterator<Item = char>, printed: &str, behind: usize) {
        let start = self.text.len();
        let chars = chars.filter(|c| !is_invisible(*c));
        if printed.is_ascii() || is_nfc_quick(printed.chars()) == IsNormalized::Yes {
            self.text.extend(chars);
        } else {
            self.text.extend(chars.nfc());
        }
        if self.text.len() - start > super::token::MAX_WORD {
            self.text.truncate(self.text.floor_char_boundary(start + super::token::MAX_WORD));
        }
        self.ends.push((self.text.len(), behind));
    }

    /// Returns the forms, each with the end of its byte range in the analyzed text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, behind))| (&self.text[start..*end], *behind))
    }
}
