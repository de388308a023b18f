//! Texts of JSON longer than an article may be: strings are cut, the rest of the text is kept, so that
//! what stands behind a body of any length (a date, a source) is not lost with it.
//!
//! Lengths are those of the text that JSON stands for: `\u4e2d` is a character of three bytes.

use std::io::{self, BufRead};

use super::bounded;

/// What a string may take that begins behind the limit. Bytes.
const LATER: usize = 64 << 10;

/// A line or an object that was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// All of it.
    Whole,
    /// All but the ends of some strings, which take so many bytes.
    Cut(u64),
    /// Only its beginning, and no JSON: strings are not what makes it so long.
    Over,
}

/// Reads one line of JSON, without its ending, into `line`; its strings are cut where it grows beyond
/// `limit` bytes. None at the end of the input.
pub fn read(input: &mut dyn BufRead, limit: usize, line: &mut Vec<u8>) -> io::Result<Option<Line>> {
    line.clear();
    let mut clip: Option<Clip> = None;
    let mut over = false;
    let most = most(limit);
    let seen = bounded::parts_of_line(input, |part| {
        if clip.is_none() && line.len() + part.len() > limit {
            let mut begun = Clip::default();
            line.iter().for_each(|byte| begun.kept += begun.step(*byte, false));
            clip = Some(begun);
        }
        match &mut clip {
            None => line.extend_from_slice(part),
            Some(clip) => {
                for byte in part {
                    let kept = clip.step_within(*byte, limit);
                    if kept && line.len() < most {
                        line.push(*byte);
                    } else {
                        over |= kept;
                    }
                }
            }
        }
    })?;
    Ok(seen.then_some(match clip {
        _ if over => Line::Over,
        Some(clip) if clip.left_out > 0 => Line::Cut(clip.left_out),
        _ => Line::Whole,
    }))
}

/// A JSON text that is read byte by byte; its strings are cut where it grows beyond a limit.
#[derive(Debug, Default)]
pub struct Clipped {
    clip: Clip,
    /// What was kept.
    pub text: Vec<u8>,
    over: bool,
}

impl Clipped {
    /// Begins another text.
    pub fn clear(&mut self) {
        (self.clip, self.over) = (Clip::default(), false);
        self.text.clear();
    }

    /// Takes the next byte.
    pub fn push(&mut self, byte: u8, limit: usize) {
        let kept = self.clip.step_within(byte, limit);
        if kept && self.text.len() < most(limit) {
            self.text.push(byte);
        } else {
            self.over |= kept;
        }
    }

    /// Returns how much was kept.
    pub fn line(&self) -> Line {
        match self.clip.left_out {
            _ if self.over => Line::Over,
            0 => Line::Whole,
            bytes => Line::Cut(bytes),
        }
    }
}

/// The length of a text of JSON that is kept; a character may be written as an escape of six bytes.
fn most(limit: usize) -> usize {
    6 * limit + limit.max(LATER)
}

/// Where in a line of JSON one is.
#[derive(Debug, Default)]
struct Clip {
    in_string: bool,
    /// Bytes still to come of a character or an escape.
    rest: usize,
    /// Whether it is an escape.
    escaping: bool,
    /// The four digits of `\uXXXX` as far as read.
    digits: Option<u32>,
    /// Whether the last character was the first half of a surrogate pair.
    half: bool,
    /// Bytes of this string that were kept behind the limit.
    later: usize,
    /// Whether what follows of this string is left out.
    dropping: bool,
    /// Bytes of the line that were kept, and those left out.
    kept: u64,
    left_out: u64,
}

impl Clip {
    /// Takes the next byte; says whether to keep it.
    fn step_within(&mut self, byte: u8, limit: usize) -> bool {
        let opening = !self.in_string;
        let behind = self.kept > limit as u64;
        // Only between characters may a string be cut.
        if !opening && self.rest == 0 && byte != b'"' && behind && !self.dropping {
            self.dropping = self.later >= LATER && !self.half;
        }
        let length = self.step(byte, behind);
        let closing = !opening && !self.in_string;
        let kept = opening || closing || !self.dropping;
        match kept {
            true => self.kept += length,
            false => self.left_out += length,
        }
        kept
    }

    /// Returns the length of the text that ends with this byte, 0 within an escape.
    fn step(&mut self, byte: u8, behind: bool) -> u64 {
        if !self.in_string {
            if byte == b'"' {
                // One that begins before the limit has had its share.
                let later = if behind { 0 } else { LATER };
                let (kept, left_out) = (self.kept, self.left_out);
                *self = Clip { in_string: true, later, kept, left_out, ..Clip::default() };
            }
            return 1;
        }
        self.later += usize::from(behind);
        if self.rest > 0 {
            self.rest -= 1;
            return self.within_character(byte);
        }
        if byte == b'\\' {
            self.rest = 1;
            self.escaping = true;
            self.digits = None;
            return 0;
        }
        match byte {
            b'"' => self.in_string = false,
            0xC0..=0xDF => self.rest = 1,
            0xE0..=0xEF => self.rest = 2,
            0xF0..=0xFF => self.rest = 3,
            _ => {}
        }
        self.half = false;
        1
    }

    /// A byte within an escape or a character of several bytes.
    fn within_character(&mut self, byte: u8) -> u64 {
        if !self.escaping {
            return 1;
        }
        match (self.digits, (byte as char).to_digit(16)) {
            (None, _) if byte == b'u' => {
                self.rest = 4;
                self.digits = Some(0);
                return 0;
            }
            (Some(number), Some(digit)) => {
                let number = number << 4 | digit;
                self.digits = Some(number);
                if self.rest > 0 {
                    return 0;
                }
                self.escaping = false;
                self.half = (0xD800..0xDC00).contains(&number);
                // Each half of a surrogate pair stands for two of the four bytes of a character.
                return match number {
                    0..0x80 => 1,
                    0x80..0x800 | 0xD800..0xE000 => 2,
                    _ => 3,
                };
            }
            _ => {}
        }
        self.escaping = self.rest > 0;
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn clipped(text: &str, limit: usize) -> (Option<Line>, Value) {
        let mut line = Vec::new();
        let read = read(&mut text.as_bytes(), limit, &mut line).unwrap();
        (read, serde_json::from_slice(&line).unwrap_or(Value::Null))
    }

    #[test]
    fn what_stands_behind_a_long_string_is_kept() {
        let body = "é😀\\u00e9\\ud83d\\ude00\\n\\\\ ".repeat(40);
        let text = format!("{{\"a\":\"{body}\",\"n\":[1,2],\"date\":\"2025-05-31\"}}\nnext");
        for limit in 20..200 {
            let (line, value) = clipped(&text, limit);
            let Some(Line::Cut(left_out)) = line else { panic!("{limit}: {line:?}") };
            assert_eq!(value["date"], "2025-05-31", "{limit}");
            let kept = value["a"].as_str().unwrap();
            let whole: Value = serde_json::from_str(&format!("\"{body}\"")).unwrap();
            assert!(whole.as_str().unwrap().starts_with(kept) && kept.len() <= limit, "{limit}");
            assert_eq!(kept.len() as u64 + left_out, whole.as_str().unwrap().len() as u64);
        }
        assert_eq!(clipped(&text, text.len()).0, Some(Line::Whole));
    }

    #[test]
    fn an_escape_counts_as_the_character_it_stands_for() {
        for (escaped, bytes) in [("\\u4e2d", 3), ("\\ud83d\\ude00", 4), ("\\u0431", 2), ("\\n", 1)]
        {
            let text = format!("{{\"a\":\"{}\"}}", escaped.repeat(1_000));
            let length = bytes * 1_000 + "{\"a\":\"\"}".len();
            assert_eq!(clipped(&text, length).0, Some(Line::Whole), "{escaped}");
            let (line, value) = clipped(&text, length / 2);
            let kept = value["a"].as_str().unwrap().len();
            assert_eq!(line, Some(Line::Cut((bytes * 1_000 - kept) as u64)), "{escaped}");
            assert!(kept.abs_diff(length / 2) < 16, "{kept}");
        }
    }

    #[test]
    fn what_is_no_string_is_not_cut() {
        let text = format!("[{}1]", "1,".repeat(50_000));
        assert_eq!(clipped(&text, 100).0, Some(Line::Over));
        assert_eq!(clipped("", 100).0, None);
        assert_eq!(clipped("{}", 100), (Some(Line::Whole), serde_json::json!({})));
    }
}
