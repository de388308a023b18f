//! JSON Lines (<https://jsonlines.org/>): one object a line with `key`, `id`, `date`, `source`,
//! `title`, `body`, `lang`, `url`; other members with a plain value are kept as headers.

use std::io::BufRead;

use serde_json::Value;

use super::{Format, Other, RawArticle, Reading, Reason, Sink, Why, bounded, clip, json};

pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let first = beginning.trim_start();
        let named = [".jsonl", ".ndjson", ".jsonlines"].iter().any(|end| name.ends_with(end));
        if named {
            return first.starts_with('{');
        }
        let mut lines = first.lines();
        let line = lines.next().unwrap_or_default();
        line.starts_with('{')
            && match serde_json::from_str::<Value>(line) {
                Ok(Value::Object(object)) => {
                    ["body", "title", "date"].iter().any(|member| object.contains_key(*member))
                }
                Ok(_) => false,
                // A line longer than what is looked at cannot be judged whole.
                Err(error) => error.is_eof() && lines.next().is_none() && line.contains("\":"),
            }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let limit = reading.limit;
        let mut line = Vec::new();
        let mut number = 0;
        while let Some(read) = clip::read(input, limit, &mut line)? {
            number += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let piece = match read {
                clip::Line::Over => {
                    Err(Other::Skipped(number, Reason::TooLong.because("a line without an end")))
                }
                _ => parse(&line, number, reading).map_err(|reason| Other::Skipped(number, reason)),
            };
            let left_out = match read {
                clip::Line::Cut(bytes) => bytes,
                _ => 0,
            };
            if sink(piece.map(|article| bounded::without(article, left_out))).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn parse(line: &[u8], number: u64, reading: &Reading) -> Result<RawArticle, Why> {
    let value: Value = serde_json::from_slice(line)
        .map_err(|error| json::problem(&error, format_args!("column {}", error.column())))?;
    let Value::Object(object) = value else {
        return Err(Reason::MalformedJson.because("no object"));
    };
    let object: Vec<(String, Value)> = object.into_iter().collect();
    Ok(reading.columns.article(number, format!("line {number}"), object))
}
