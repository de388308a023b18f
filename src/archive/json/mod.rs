//! JSON documents (RFC 8259): lists of articles, objects that hold such a list ([`wrapper`]), single articles, and
//! sequences of these, with or without the separators of RFC 7464. JSON Feed (<https://jsonfeed.org/version/1.1>) is
//! one of these forms.

mod columnar;
mod groups;
mod repair;
mod stream;
mod tables;
mod typed;
mod wrapper;

use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::{
    Format, Other, Piece, RawArticle, Reading, Reason, Sink, Why, bounded, front_matter, ninjs,
};
use crate::archive::clip::Line;
use crate::article::Header;
pub use columnar::{named, names};
use stream::Place;
use wrapper::Holds;

pub struct Json;

/// The size, in bytes, above which a document is read object by object instead of as a whole.
const WHOLE: usize = 32 << 20;

/// The byte before each text of a JSON text sequence (RFC 7464).
pub const SEPARATOR: char = '\u{1e}';

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let named = name.to_ascii_lowercase().contains(".json");
        let first = beginning.trim_start_matches(|c: char| c.is_whitespace() || c == SEPARATOR);
        if !named && front_matter::is_json(first) {
            return false;
        }
        let first = if named { &first[preamble(first.as_bytes())..] } else { first };
        let listed = first.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
        listed
            || named && first.starts_with(['{', '['])
            || first.starts_with('{') && first.contains("\":")
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut text = Vec::new();
        let (limit, most) = (reading.limit, WHOLE.max(reading.limit));
        input.take(most as u64 + 1).read_to_end(&mut text)?;
        if text.len() <= most {
            values(&text, reading, sink);
            return Ok(());
        }
        let place = place_of(&text, reading);
        let begun = std::io::Cursor::new(text);
        let mut input = std::io::BufReader::new(begun.chain(input));
        stream::objects(&mut input, &place, limit, &mut |number, line, text| {
            let piece = match (line, parsed(text)) {
                (Line::Whole, Ok(value)) if wrapper::is_wrapper(&value, reading) => {
                    return within(value, number, reading, sink).is_continue();
                }
                (Line::Over, _) => Err(Other::Skipped(number, Reason::TooLong.into())),
                (Line::Whole, Ok(value)) => element(value, number, reading),
                (Line::Cut(bytes), Ok(value)) => {
                    let article = element(value, number, reading);
                    article.map(|article| bounded::without(article, bytes))
                }
                (_, Err(error)) => {
                    let place = format_args!("line {} column {}", error.line(), error.column());
                    Err(Other::Skipped(number, problem(&error, place)))
                }
            };
            sink(piece).is_continue()
        })
    }
}

/// Reports the articles of an object of a document, which has a number.
fn within(value: Value, number: u64, reading: &Reading, sink: Sink) -> ControlFlow<()> {
    document(value, &mut 0, reading, &mut |piece| {
        sink(piece.map(|article| {
            let place = format!("object {number}, {}", article.place);
            RawArticle { line: number, place, ..article }
        }))
    })
}

/// Returns where a document keeps its articles, judging by the start of the document.
fn place_of(beginning: &[u8], reading: &Reading) -> Place {
    let closed = repair::closed(beginning);
    let value = match serde_json::from_slice(&closed) {
        Ok(value) => value,
        Err(_) => match repair::repaired(&closed).map(|text| serde_json::from_slice(&text)) {
            Some(Ok(value)) => value,
            _ => return Place::Outermost,
        },
    };
    match &typed::plain(value) {
        Value::Object(members) => match wrapper::of(members, reading) {
            Holds::Lists(paths) => Place::Lists(paths),
            Holds::Itself | Holds::Members(_) | Holds::Single(_) => Place::Outermost,
        },
        _ => Place::Outermost,
    }
}

/// Passes the values of a line that has several to `visit`, until it breaks. Returns the error after the last valid
/// value, or `None` if the whole line was read.
pub fn sequence(
    text: &[u8],
    visit: &mut dyn FnMut(Value) -> ControlFlow<()>,
) -> ControlFlow<(), Option<serde_json::Error>> {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, b',' | 0x1E);
    let mut rest = text;
    while let Some(start) = rest.iter().position(|byte| !is_between(byte)) {
        rest = &rest[start..];
        let mut stream = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value)) => {
                rest = &rest[stream.byte_offset()..];
                visit(value)?;
            }
            Some(Err(error)) => return ControlFlow::Continue(Some(error)),
            None => break,
        }
    }
    ControlFlow::Continue(None)
}

/// Returns whether a text starts with a document that holds articles and is not an article itself. The text may be
/// incomplete.
pub fn begins_a_wrapper(beginning: &str, reading: &Reading) -> bool {
    match serde_json::from_slice(&repair::closed(beginning.as_bytes())) {
        Ok(Value::Object(members)) => is_wrapper(&members, reading),
        _ => false,
    }
}

/// Parses one JSON text, after repairing it if necessary.
///
/// # Errors
///
/// Returns the parse error of the original text if it cannot be repaired.
pub fn parsed(text: &[u8]) -> Result<Value, serde_json::Error> {
    let value = serde_json::from_slice(text).or_else(|error| {
        let repaired = repair::repaired(text).and_then(|text| serde_json::from_slice(&text).ok());
        repaired.ok_or(error)
    });
    value.map(typed::plain)
}

/// Returns why a text is not valid JSON. `place` says where.
pub fn problem(error: &serde_json::Error, place: impl std::fmt::Display) -> Why {
    // serde_json does not expose the kind of this error. Its limit is 128 levels.
    match error.to_string().contains("recursion limit") {
        true => Reason::TooDeep.because("JSON of more than 128 levels"),
        false => Reason::MalformedJson.because(place),
    }
}

/// Returns the length of the comments and the script before a document.
fn preamble(text: &[u8]) -> usize {
    let comments = repair::comments(text);
    comments + repair::script(&text[comments..])
}

/// Reads the values of a text one by one.
fn values(text: &[u8], reading: &Reading, sink: Sink) {
    let mut number = 0;
    let start = preamble(text);
    let mut rest = &text[start..];
    if start > 0 {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, b')' | b';');
        let end = rest.iter().rposition(|byte| !is_end(byte)).map_or(0, |at| at + 1);
        rest = &rest[..end];
    }
    let mut repaired: Vec<u8>;
    let mut tried = false;
    let mut line = 1 + lines(&text[..start]);
    loop {
        let blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, b',' | 0x1E);
        let start = rest.iter().position(|byte| !blank(byte)).unwrap_or(rest.len());
        line += lines(&rest[..start]);
        rest = &rest[start..];
        if rest.is_empty() {
            return;
        }
        let mut stream = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value)) => {
                let end = stream.byte_offset();
                if document(typed::plain(value), &mut number, reading, sink).is_break() {
                    return;
                }
                line += lines(&rest[..end]);
                rest = &rest[end..];
            }
            Some(Err(error)) => {
                // The repair covers the whole rest of the text, so it is attempted only once.
                if !std::mem::replace(&mut tried, true)
                    && let Some(fixed) = repair::repaired(rest)
                {
                    repaired = fixed;
                    rest = &repaired;
                    continue;
                }
                let line_of_error = line + (error.line() as u64).saturating_sub(1);
                let place =
                    format_args!("line {line_of_error} column {}", error.column()).to_string();
                if sink(Err(Other::Skipped(line, problem(&error, place)))).is_break() {
                    return;
                }
                // The next object that starts a line may be valid.
                let next = rest[1..].windows(2).position(|two| two == b"\n{").map(|at| at + 2);
                let next = next.unwrap_or(rest.len());
                line += lines(&rest[..next]);
                rest = &rest[next..];
            }
            None => return,
        }
    }
}

fn lines(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The maximum number of nested wrappers that are opened.
const WRAPPERS: usize = 4;

/// Reports the articles of one document: the elements of a list or wrapper, or the document itself.
pub fn document(value: Value, number: &mut u64, reading: &Reading, sink: Sink) -> ControlFlow<()> {
    opened(value, WRAPPERS, number, reading, sink)
}

/// Reports the articles of a document. Opens at most `levels` documents within one another.
fn opened(
    value: Value,
    levels: usize,
    number: &mut u64,
    reading: &Reading,
    sink: Sink,
) -> ControlFlow<()> {
    let value = match columnar::rows(value, reading) {
        Ok(rows) => Value::Array(rows),
        Err(value) => value,
    };
    let feed = wrapper::of_feed(&value);
    let elements = match value {
        Value::Array(values) => match tables::of(values, reading) {
            Ok((lists, others)) => {
                for value in lists {
                    opened(value, levels.saturating_sub(1), number, reading, sink)?;
                }
                return others.into_iter().try_for_each(|why| sink(Err(Other::Skipped(1, why))));
            }
            Err(values) => values,
        },
        Value::Object(members) => {
            let holds = wrapper::of(&members, reading);
            let is_one = matches!(holds, Holds::Itself | Holds::Single(_));
            let elements = wrapper::take(Value::Object(members), &holds);
            if is_one {
                return elements.into_iter().try_for_each(|value| {
                    *number += 1;
                    sink(element(value, *number, reading))
                });
            }
            elements
        }
        other => vec![other],
    };
    if levels > 0 && wrapper::are_wrappers(&elements, reading) {
        return elements
            .into_iter()
            .try_for_each(|value| opened(value, levels - 1, number, reading, sink));
    }
    for value in elements {
        // A group among articles.
        if levels > 0 && value.as_object().is_some_and(|group| groups::is_group(group, reading)) {
            opened(value, levels - 1, number, reading, sink)?;
            continue;
        }
        *number += 1;
        let piece = element(value, *number, reading).map(|mut article| {
            let stated = |name: &str| article.headers.iter().any(|header| header.name == name);
            let missing: Vec<Header> =
                feed.iter().filter(|header| !stated(&header.name)).cloned().collect();
            article.headers.extend(missing);
            article
        });
        sink(piece)?;
    }
    ControlFlow::Continue(())
}

/// Reads one element of a list as an article.
fn element(value: Value, number: u64, reading: &Reading) -> Piece {
    match value {
        Value::Object(members) => Ok(article(members, number, format!("object {number}"), reading)),
        _ => Err(Other::Skipped(number, Reason::MalformedJson.because("no object"))),
    }
}

/// Returns the article that an object describes: an item in ninjs, or members with the usual names.
pub fn article(
    members: Map<String, Value>,
    number: u64,
    place: String,
    reading: &Reading,
) -> RawArticle {
    if ninjs::is_item(&members) {
        return ninjs::article(&members, number);
    }
    reading.columns.article(number, place, members.into_iter().collect())
}

/// Returns whether an object holds articles instead of being one.
pub fn is_wrapper(members: &Map<String, Value>, reading: &Reading) -> bool {
    wrapper::of(members, reading) != Holds::Itself || columnar::is_table(members, reading)
}
