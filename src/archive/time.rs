//! The TIME collection (423 articles of 1963, from the SMART project). Each text follows a line such as `*TEXT 017
//! 01/04/63 PAGE 020`. The last line is `*STOP`.

use std::io::BufRead;

use super::bounded::{Bounded, Line};
use super::{Format, RawArticle, Reading, Sink};
use crate::article::Header;

pub struct Time;

impl Format for Time {
    fn name(&self) -> &'static str {
        "time"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        beginning.trim_start().starts_with("*TEXT ")
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let limit = reading.limit;
        let mut line = Line::default();
        let mut number = 0;
        let mut open: Option<(RawArticle, Bounded)> = None;
        loop {
            let read = line.read(input, limit)?;
            number += 1;
            let begins = line.text.strip_prefix("*TEXT ");
            if !read || begins.is_some() || line.text.starts_with("*STOP") {
                if let Some((article, text)) = open.take() {
                    let (text, cut) = text.finish();
                    if sink(Ok(RawArticle { text, cut, ..article })).is_break() {
                        return Ok(());
                    }
                }
                if !read {
                    return Ok(());
                }
                let article = begins.map(|about| RawArticle {
                    line: number,
                    headers: headers(about),
                    place: format!("line {number}"),
                    ..RawArticle::default()
                });
                open = article.map(|article| (article, Bounded::new(limit)));
            } else if let Some((_, text)) = &mut open
                && !line.text.trim().is_empty()
            {
                // Every other line is blank, which has no meaning here.
                text.push_trimmed(&line);
            }
        }
    }
}

/// Parses `017 01/04/63 PAGE 020`: the number, the date (month first, year of the 20th century; `08/30 63` also
/// occurs), and the page.
fn headers(about: &str) -> Vec<Header> {
    let mut parts =
        about.split(|c: char| c.is_whitespace() || c == '/').filter(|part| !part.is_empty());
    let mut next = || parts.next().unwrap_or_default().to_string();
    let (id, month, day, year) = (next(), next(), next(), next());
    let page = about.split_once("PAGE").map_or("", |(_, page)| page.trim()).to_string();
    let date = format!("19{year}-{month}-{day}");
    [("id", id), ("date", date), ("page", page)]
        .into_iter()
        .map(|(name, value)| Header { name: name.into(), value })
        .collect()
}
