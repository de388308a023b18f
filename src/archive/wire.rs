//! The wire form: one article a file, its first line `date DATE …`.
//!
//! ```text
//!  date 2025-05-31 403
//! Title of the article
//! (MENAFN) First paragraph …
//! ```
//!
//! Only the date is a header by its shape. What follows on that line (an id, a title, the first
//! words of the text) and what the lines after it are is for `normalise/opening.rs` to say.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::{Format, RawArticle, Reading, Sink, read_line};
use crate::article::Header;
use crate::dates;

pub struct Wire;

impl Format for Wire {
    fn name(&self) -> &'static str {
        "wire"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        beginning.lines().find(|line| !line.trim().is_empty()).and_then(split_header).is_some()
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let limit = reading.limit;
        let mut line = String::new();
        let mut number = 0;
        let mut truncated = loop {
            number += 1;
            match read_line(input, limit, &mut line)? {
                None => return Ok(()),
                Some(cut) if !line.trim().is_empty() => break cut,
                Some(_) => {}
            }
        };
        let Some((value, rest)) = split_header(&line) else { return Ok(()) };
        let header = Header { name: "date".into(), value: value.to_string() };
        let opening = rest.to_string();
        let mut text = String::new();
        while let Some(cut) = read_line(input, limit, &mut line)? {
            let room = limit - text.len().min(limit);
            truncated |= cut || line.len() > room;
            if room > 0 {
                text.push_str(&line[..line.floor_char_boundary(room)]);
                text.push('\n');
            }
        }
        let _: ControlFlow<()> = sink(Ok(RawArticle {
            line: number,
            headers: vec![header],
            place: format!("header line {number}"),
            opening: Some(opening),
            text,
            free_form: true,
            truncated,
            ..RawArticle::default()
        }));
        Ok(())
    }
}

/// Splits a header line into the date as written and what follows it. A date that cannot be read
/// is the first word, provided it has a digit in it: `date palms` is no header.
fn split_header(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let word = line.get(..4)?;
    if !word.eq_ignore_ascii_case("date") {
        return None;
    }
    let rest = &line[4..];
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = rest.trim_start();
    let length = dates::prefix(rest)
        .map_or_else(|| rest.find(char::is_whitespace).unwrap_or(rest.len()), |found| found.length);
    let (value, after) = rest.split_at(length);
    value.contains(|c: char| c.is_ascii_digit()).then(|| (value, after.trim()))
}
