//! Lines of JSON longer than an article may be: strings are cut, the rest of the line is kept, so that
//! what stands behind a body of any length (a date, a source) is not lost with it.

use std::io::{self, BufRead};

/// What a string may take that begins behind the limit. Bytes.
const LATER: usize = 64 << 10;

/// A line that was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// All of it.
    Whole,
    /// All but the ends of some strings.
    Cut,
    /// Only its beginning, and no JSON: strings are not what makes it so long.
    Over,
}

/// Reads one line of JSON, without its ending, into `line`; its strings are cut where it grows beyond
/// `limit` bytes. None at the end of the input.
pub fn read(input: &mut dyn BufRead, limit: usize, line: &mut Vec<u8>) -> io::Result<Option<Line>> {
    line.clear();
    let mut seen = false;
    let mut clip: Option<Clip> = None;
    let mut over = false;
    let most = limit + limit.max(LATER);
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            break;
        }
        seen = true;
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        if clip.is_none() && line.len() + part.len() > limit {
            let mut begun = Clip::default();
            line.iter().for_each(|byte| begun.step(*byte, false));
            clip = Some(begun);
        }
        match &mut clip {
            None => line.extend_from_slice(part),
            Some(clip) => {
                for byte in part {
                    let kept = clip.step_within(*byte, line.len() > limit);
                    if kept && line.len() < most {
                        line.push(*byte);
                    } else {
                        over |= kept;
                    }
                }
            }
        }
        let used = end.map_or(available.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(seen.then_some(match clip {
        _ if over => Line::Over,
        Some(clip) if clip.cut => Line::Cut,
        _ => Line::Whole,
    }))
}

/// Where in a line of JSON one is.
#[derive(Debug, Default)]
struct Clip {
    in_string: bool,
    /// Bytes still to come of a character or an escape.
    rest: usize,
    /// The four digits of `\uXXXX` as far as read.
    digits: Option<u32>,
    /// Whether the last character was the first half of a surrogate pair.
    half: bool,
    /// Bytes of this string that were kept behind the limit.
    later: usize,
    /// Whether what follows of this string is left out.
    dropping: bool,
    cut: bool,
}

impl Clip {
    /// Takes the next byte; says whether to keep it.
    fn step_within(&mut self, byte: u8, behind: bool) -> bool {
        let opening = !self.in_string;
        // Only between characters may a string be cut.
        if !opening && self.rest == 0 && byte != b'"' && behind && !self.dropping {
            self.dropping = self.later >= LATER && !self.half;
        }
        self.step(byte, behind);
        let closing = !opening && !self.in_string;
        let kept = opening || closing || !self.dropping;
        self.cut |= !kept;
        kept
    }

    fn step(&mut self, byte: u8, behind: bool) {
        if !self.in_string {
            if byte == b'"' {
                // One that begins before the limit has had its share.
                let later = if behind { 0 } else { LATER };
                *self = Clip { in_string: true, later, cut: self.cut, ..Clip::default() };
            }
            return;
        }
        self.later += usize::from(behind);
        if self.rest > 0 {
            self.rest -= 1;
            self.escaped(byte);
            return;
        }
        match byte {
            b'"' => self.in_string = false,
            b'\\' => {
                self.rest = 1;
                self.digits = None;
            }
            0xC0..=0xDF => self.rest = 1,
            0xE0..=0xEF => self.rest = 2,
            0xF0..=0xFF => self.rest = 3,
            _ => {}
        }
        if byte != b'\\' {
            self.half = false;
        }
    }

    /// A byte within an escape; within a character it says nothing.
    fn escaped(&mut self, byte: u8) {
        match (self.digits, (byte as char).to_digit(16)) {
            (None, _) if byte == b'u' && self.rest == 0 => {
                self.rest = 4;
                self.digits = Some(0);
            }
            (Some(number), Some(digit)) => {
                let number = number << 4 | digit;
                self.digits = (self.rest > 0).then_some(number);
                if self.rest == 0 {
                    self.half = (0xD800..0xDC00).contains(&number);
                }
            }
            _ => {}
        }
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
            assert_eq!(line, Some(Line::Cut), "{limit}");
            assert_eq!(value["date"], "2025-05-31", "{limit}");
            let kept = value["a"].as_str().unwrap();
            let whole: Value = serde_json::from_str(&format!("\"{body}\"")).unwrap();
            assert!(whole.as_str().unwrap().starts_with(kept) && kept.len() <= limit, "{limit}");
        }
        assert_eq!(clipped(&text, text.len()).0, Some(Line::Whole));
    }

    #[test]
    fn what_is_no_string_is_not_cut() {
        let text = format!("[{}1]", "1,".repeat(50_000));
        assert_eq!(clipped(&text, 100).0, Some(Line::Over));
        assert_eq!(clipped("", 100).0, None);
        assert_eq!(clipped("{}", 100), (Some(Line::Whole), serde_json::json!({})));
    }
}
