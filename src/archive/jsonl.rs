//! JSON Lines (<https://jsonlines.org/>): one object per line, whose members are matched to an article's fields by
//! their usual names. Other members with a plain value are kept as headers. A line may end in a comma, hold several
//! objects or a list of articles, or hold a response that contains such a list. The first line may name the columns of
//! the lists on the others.

use std::io::BufRead;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::{Format, Other, RawArticle, Reading, Reason, Sink, bounded, clip, front_matter, json};

pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let named =
            [".jsonl", ".ndjson", ".jsonlines", ".jl"].iter().any(|end| name.ends_with(end));
        let mark = |c: char| c.is_whitespace() || c == json::SEPARATOR;
        let mut first = beginning.trim_start_matches(mark);
        if !named && front_matter::is_json(first) {
            return false;
        }
        while named && is_comment(first.as_bytes()) {
            first = first.split_once('\n').map_or("", |(_, rest)| rest).trim_start_matches(mark);
        }
        if !first.starts_with(['{', '[']) {
            // Objects within strings, or the rest of a line that was cut.
            let is_object = |line| bare(line).starts_with("{\"") && line.contains("\":");
            return named
                && (first.starts_with("\"{\\\"") || first.lines().take(LINES).any(is_object));
        }
        let mut lines = first.lines().map(bare).filter(|line| !line.is_empty());
        let line = lines.next().unwrap_or_default();
        let next = lines.next();
        let reading = Reading::default();
        match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(_)) if named => true,
            Ok(Value::Object(members)) if is_action(&members) => next.is_some(),
            Ok(Value::Object(members)) => {
                reading.columns.weigh(&members).is_article()
                    && (next.is_some() || !json::is_wrapper(&members, &reading))
            }
            Ok(Value::Array(values)) => {
                let objects = values.first().is_some_and(Value::is_object);
                let next = next.unwrap_or_default();
                objects && next.starts_with(['[', '{'])
                    || named
                        && next.starts_with('[')
                        && json::names(&Value::Array(values), &reading).is_some()
            }
            Ok(_) => false,
            // A line longer than the sample is incomplete here.
            Err(error) if error.is_eof() && next.is_none() => {
                line.starts_with('{')
                    && line.contains("\":")
                    && (named || !json::begins_a_wrapper(line, &reading))
            }
            // An object that spans several lines.
            Err(error) if error.is_eof() => false,
            Err(_) => named || json::parsed(line.as_bytes()).is_ok(),
        }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let limit = reading.limit;
        let mut line = Vec::new();
        let mut number = 0;
        // The names of columns on the first line.
        let mut names: Option<Vec<String>> = None;
        let mut any = false;
        while let Some(read) = clip::read(input, limit, &mut line)? {
            number += 1;
            let text = bare_bytes(&line);
            // The brackets around a list with one object per line.
            if text.is_empty() || matches!(text, b"[" | b"]") || is_comment(text) {
                continue;
            }
            let is_first = !std::mem::replace(&mut any, true);
            if (is_first || names.is_some())
                && text.starts_with(b"[")
                && let Ok(row) = json::parsed(text)
            {
                let found = json::names(&row, reading).filter(|_| is_first);
                if let Some(names) = &names
                    && let Value::Array(values) = &row
                    && !values.iter().any(Value::is_object)
                {
                    let left_out = if let clip::Line::Cut(bytes) = read { bytes } else { 0 };
                    let row = json::named(names, row);
                    if tell_value(row, number, left_out, reading, sink).is_break() {
                        break;
                    }
                    continue;
                }
                if found.is_some() {
                    names = found;
                    continue;
                }
            }
            let flow = match read {
                clip::Line::Over => {
                    let why = Reason::TooLong.because("a line without an end");
                    sink(Err(Other::Skipped(number, why)))
                }
                clip::Line::Cut(bytes) => report(text, number, bytes, reading, sink),
                clip::Line::Whole => report(text, number, 0, reading, sink),
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The number of lines at the start of a file that are searched for an object.
const LINES: usize = 5;

/// Reports the articles of one line. `left_out` is the number of bytes of its strings that were not read.
fn report(
    text: &[u8],
    number: u64,
    left_out: u64,
    reading: &Reading,
    sink: Sink,
) -> ControlFlow<()> {
    let error = match json::parsed(text) {
        Ok(value) => return tell_value(value, number, left_out, reading, sink),
        Err(error) => error,
    };
    // The line may hold several consecutive objects, of which the first is an article.
    let mut any = false;
    let rest = json::sequence(text, &mut |value| {
        let is_article = |members| reading.columns.weigh(members).is_article();
        if !any && !value.as_object().is_some_and(is_article) {
            return ControlFlow::Break(());
        }
        any = true;
        tell_value(value, number, left_out, reading, sink)
    });
    let error = match rest {
        ControlFlow::Break(()) if any => return ControlFlow::Break(()),
        ControlFlow::Continue(rest) if any => rest,
        _ => Some(error),
    };
    match error {
        None => ControlFlow::Continue(()),
        Some(error) => {
            let why = json::problem(&error, format_args!("column {}", error.column()));
            sink(Err(Other::Skipped(number, why)))
        }
    }
}

fn tell_value(
    value: Value,
    number: u64,
    left_out: u64,
    reading: &Reading,
    sink: Sink,
) -> ControlFlow<()> {
    let skipped = |why| Err(Other::Skipped(number, why));
    let value = match value {
        // An object within a string.
        Value::String(text) if text.starts_with('{') => {
            json::parsed(text.as_bytes()).unwrap_or_default()
        }
        value => value,
    };
    match value {
        Value::Object(members) if is_action(&members) => ControlFlow::Continue(()),
        Value::Object(members) if !json::is_wrapper(&members, reading) => {
            let article = json::article(members, number, format!("line {number}"), reading);
            sink(Ok(bounded::without(article, left_out)))
        }
        Value::Array(values) if !values.iter().any(Value::is_object) => {
            sink(skipped(Reason::MalformedJson.because("no object")))
        }
        value @ (Value::Object(_) | Value::Array(_)) => {
            // All articles of a line are reported with that line's number.
            json::document(value, &mut 0, reading, &mut |piece| {
                sink(match piece {
                    Ok(article) => {
                        let place = format!("line {number}, {}", article.place);
                        let article = RawArticle { line: number, place, ..article };
                        Ok(bounded::without(article, left_out))
                    }
                    Err(Other::Skipped(_, why)) => skipped(why),
                    other => other,
                })
            })
        }
        _ => sink(skipped(Reason::MalformedJson.because("no object"))),
    }
}

/// Returns whether a line is a comment. No JSON value starts like one.
fn is_comment(line: &[u8]) -> bool {
    line.starts_with(b"//") || line.starts_with(b"#")
}

/// Returns whether an object is a bulk action that applies to the article on the next line, as in Elasticsearch and
/// OpenSearch (<https://docs.opensearch.org/latest/api-reference/document-apis/bulk/>).
fn is_action(members: &Map<String, Value>) -> bool {
    let mut members = members.iter();
    let (Some((name, Value::Object(target))), None) = (members.next(), members.next()) else {
        return false;
    };
    let is_option = |name: &str| {
        name.starts_with('_') || ["routing", "pipeline", "require_alias", "op_type"].contains(&name)
    };
    matches!(name.as_str(), "index" | "create") && target.keys().all(|name| is_option(name))
}

/// Returns a line without record separators, byte-order mark, trailing comma, and surrounding white space.
fn bare(line: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || matches!(c, json::SEPARATOR | '\u{feff}');
    line.trim_matches(marks).trim_end_matches([',', ';']).trim_end()
}

fn bare_bytes(line: &[u8]) -> &[u8] {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let mark = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1E;
    let start = line.iter().position(|byte| !mark(byte)).unwrap_or(line.len());
    let is_kept = |byte: &u8| !mark(byte) && !matches!(*byte, b',' | b';');
    let end = line.iter().rposition(is_kept).map_or(start, |at| at + 1);
    &line[start..end.max(start)]
}
