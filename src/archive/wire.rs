//! The wire format: one article per file, which starts with the line `date DATE …`.
//!
//! ```text
//!  date 2025-05-31 403
//! Title of the article
//! (MENAFN) First paragraph …
//! ```
//!
//! Only the date is recognized here. What follows it on the line (an id, a title or the first words of the text), and
//! what the next lines are, is decided by `normalise/opening.rs`.

use std::io::BufRead;

use super::bounded::{Bounded, Line};
use super::{Format, RawArticle, Reading, Sink};
use crate::article::Header;
use crate::dates;
use crate::error::harmless;

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
        let mut line = Line::default();
        let mut number = 0;
        while line.text.trim().is_empty() {
            number += 1;
            if !line.read(input, limit)? {
                return Ok(());
            }
        }
        let Some((value, rest)) = split_header(&line.text) else { return Ok(()) };
        let header = Header { name: "date".into(), value: value.to_string() };
        let opening = rest.to_string();
        // Most files are short and have been read completely.
        let mut text = Bounded::with_capacity(limit, input.fill_buf()?.len());
        while line.read(input, limit)? {
            text.push_line(&line);
        }
        let (text, cut) = text.finish();
        harmless(
            sink(Ok(RawArticle {
                line: number,
                headers: vec![header],
                place: format!("header line {number}"),
                opening: Some(opening),
                text,
                free_form: true,
                cut,
                ..RawArticle::default()
            })),
            "nothing follows",
        );
        Ok(())
    }
}

/// Splits a header line into the date as written and the text after it. If the date is not understood, it is the first
/// word, provided that it contains a digit: `date palms` is not a header.
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
