//! The TIME collection (423 articles of 1963, from the SMART project): texts one after the other, each
//! under a line `*TEXT 017 01/04/63 PAGE 020`, the last under `*STOP`.

use std::io::BufRead;

use super::{Format, RawArticle, Reading, Sink, read_line};
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
        let mut line = String::new();
        let mut number = 0;
        let mut open: Option<RawArticle> = None;
        loop {
            let read = read_line(input, limit, &mut line)?;
            number += 1;
            let ends = read.is_none() || line.starts_with("*TEXT ") || line.starts_with("*STOP");
            if ends {
                if let Some(article) = open.take()
                    && sink(Ok(article)).is_break()
                {
                    return Ok(());
                }
                let Some(_) = read else { return Ok(()) };
                open = line.strip_prefix("*TEXT ").map(|about| RawArticle {
                    line: number,
                    headers: headers(about),
                    place: format!("line {number}"),
                    ..RawArticle::default()
                });
            } else if let Some(article) = &mut open {
                let room = limit - article.text.len().min(limit);
                article.truncated |= line.len() > room;
                // Every other line is blank, which means nothing here.
                let words = line[..line.floor_char_boundary(room)].trim();
                if !words.is_empty() {
                    article.text.push_str(words);
                    article.text.push('\n');
                }
            }
        }
    }
}

/// `017 01/04/63 PAGE 020`: the number, the day (month first, of this century's sixties; `08/30 63` is
/// found too), the page.
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
