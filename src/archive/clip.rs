//! JSON texts that exceed the length limit. Only strings are cut, so that a long body does not hide what follows it,
//! such as a date or a source.
//!
//! Lengths are those of the decoded text: `\u4e2d` is one character of three bytes.

use std::io::{self, BufRead};

use super::bounded;

/// The maximum length, in bytes, of a string that starts after the limit.
const LATER: usize = 64 << 10;

/// How much was kept of a line or an object.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Everything.
    Whole,
    /// Everything except the ends of some strings. Contains the number of bytes left out.
    Cut(u64),
    /// Only the start, which is not valid JSON. The text is too long even without long strings.
    Over,
}

/// Reads one line of JSON, without its line feed, into `line`. Cuts its strings once it exceeds `limit` bytes. Returns
/// `None` at the end of the input.
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

/// A JSON text that is read byte by byte. Its strings are cut once it exceeds a limit.
#[derive(Debug, Default)]
pub struct Clipped {
    clip: Clip,
    /// The text that was kept.
    pub text: Vec<u8>,
    over: bool,
}

impl Clipped {
    /// Starts another text.
    pub fn clear(&mut self) {
        (self.clip, self.over) = (Clip::default(), false);
        self.text.clear();
    }

    /// Adds the next byte.
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

/// Returns the maximum length of a JSON text that is kept. A character may be written as an escape of six bytes.
fn most(limit: usize) -> usize {
    6 * limit + limit.max(LATER)
}

/// The state of reading a JSON text.
#[derive(Debug, Default)]
struct Clip {
    in_string: bool,
    /// The number of bytes that remain of a character or an escape.
    rest: usize,
    /// Whether these bytes belong to an escape.
    escaping: bool,
    /// The value of the digits of `\uXXXX` read so far.
    digits: Option<u32>,
    /// Whether the last character was the first half of a surrogate pair.
    half: bool,
    /// The number of bytes of this string that were read after the limit.
    later: usize,
    /// Whether the rest of this string is left out.
    dropping: bool,
    /// The number of bytes of the text that were kept.
    kept: u64,
    left_out: u64,
}

impl Clip {
    /// Processes the next byte. Returns whether to keep it.
    fn step_within(&mut self, byte: u8, limit: usize) -> bool {
        let opening = !self.in_string;
        let behind = self.kept > limit as u64;
        // A string may only be cut between characters.
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

    /// Returns the number of bytes of decoded text that this byte completes, which is 0 inside an escape.
    fn step(&mut self, byte: u8, behind: bool) -> u64 {
        if !self.in_string {
            if byte == b'"' {
                // A string that starts before the limit is cut at the limit.
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

    /// Processes a byte inside an escape or a character of several bytes.
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
                // Each half of a surrogate pair counts as two of the four bytes of its character.
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
