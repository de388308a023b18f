//! JSON documents (RFC 8259): arrays of articles, objects that hold such an array (`articles`, `items`,
//! `response.docs` and the like), single articles; JSON Feed (<https://jsonfeed.org/version/1.1>) among them.

use std::io::{BufRead, Read};

use serde_json::Value;

use super::{Format, Other, RawArticle, Reading, Reason, Sink, Why, ninjs};
use crate::article::Header;

pub struct Json;

/// A document that is larger is not read at once but object by object. Bytes.
const WHOLE: usize = 32 << 20;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let first = beginning.trim_start();
        let named = name.to_ascii_lowercase().ends_with(".json");
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
            return whole(&text, reading, sink);
        }
        let begun = std::io::Cursor::new(text);
        objects(&mut std::io::BufReader::new(begun.chain(input)), limit, &mut |number, object| {
            let piece = match object {
                None => Err(Other::Skipped(number, Reason::TooLong.into())),
                Some(text) => read_object(text, number, reading),
            };
            sink(piece).is_continue()
        })
    }
}

fn read_object(text: &[u8], number: u64, reading: &Reading) -> super::Piece {
    match serde_json::from_slice(text) {
        Ok(Value::Object(members)) => Ok(article(members, number, reading)),
        Ok(_) => Err(Other::Skipped(number, Reason::MalformedJson.because("no object"))),
        Err(error) => Err(Other::Skipped(number, problem_of(&error))),
    }
}

/// What is wrong with JSON, and where.
pub fn problem(error: &serde_json::Error, place: impl std::fmt::Display) -> Why {
    // serde_json has no other way to tell; 128 levels are its bound.
    match error.to_string().contains("recursion limit") {
        true => Reason::TooDeep.because("JSON of more than 128 levels"),
        false => Reason::MalformedJson.because(place),
    }
}

fn problem_of(error: &serde_json::Error) -> Why {
    problem(error, format_args!("line {} column {}", error.line(), error.column()))
}

fn whole(text: &[u8], reading: &Reading, sink: Sink) -> std::io::Result<()> {
    let value: Value = match serde_json::from_slice(text) {
        Ok(value) => value,
        Err(error) => {
            let _ = sink(Err(Other::Skipped(1, problem_of(&error))));
            return Ok(());
        }
    };
    let feed = feed(&value);
    for (number, value) in (1..).zip(articles(value, reading)) {
        let piece = match value {
            Value::Object(members) => {
                let mut article = article(members, number, reading);
                let stated = |name: &str| article.headers.iter().any(|header| header.name == name);
                let missing: Vec<Header> =
                    feed.iter().filter(|header| !stated(&header.name)).cloned().collect();
                article.headers.extend(missing);
                Ok(article)
            }
            _ => Err(Other::Skipped(number, Reason::MalformedJson.because("no object"))),
        };
        if sink(piece).is_break() {
            break;
        }
    }
    Ok(())
}

/// What a JSON Feed says of all its items.
fn feed(value: &Value) -> Vec<Header> {
    let is_feed = value["version"].as_str().is_some_and(|version| version.contains("jsonfeed.org"));
    let members = [("source", "title"), ("lang", "language")];
    let stated = |(name, member): &(&str, &str)| {
        let value = value[*member].as_str().filter(|_| is_feed)?;
        Some(Header { name: (*name).to_string(), value: value.to_string() })
    };
    members.iter().filter_map(stated).collect()
}

/// Levels of objects in which a list of articles is looked for.
const LEVELS: usize = 4;

/// The articles of a document: a list's, a lone object, or the longest list of objects within it.
fn articles(value: Value, reading: &Reading) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::Object(members) => {
            let value = Value::Object(members);
            if ninjs::is_item(&value) {
                return vec![value];
            }
            let own = value.as_object().is_some_and(|members| is_article(members, reading));
            let list = longest(&value, LEVELS, reading);
            match list {
                Some(list) if !own || list.len() > 1 && feed(&value).len() > 1 => list.clone(),
                Some(list) if value["items"].as_array() == Some(list) => list.clone(),
                _ => vec![value],
            }
        }
        _ => vec![value],
    }
}

fn is_article(members: &serde_json::Map<String, Value>, reading: &Reading) -> bool {
    reading.columns.know(members.keys().map(String::as_str))
}

fn longest<'a>(value: &'a Value, levels: usize, reading: &Reading) -> Option<&'a Vec<Value>> {
    let Value::Object(members) = value else { return None };
    let lists = members.values().filter_map(|value| match value {
        Value::Array(values) => {
            let objects = values.first().and_then(Value::as_object);
            objects
                .is_some_and(|first| is_article(first, reading) || ninjs::is_item(&values[0]))
                .then_some(values)
        }
        Value::Object(_) if levels > 0 => longest(value, levels - 1, reading),
        _ => None,
    });
    lists.max_by_key(|list| list.len())
}

/// An article of an object: of the agencies' JSON, or of members with the usual names.
pub fn article(
    mut members: serde_json::Map<String, Value>,
    number: u64,
    reading: &Reading,
) -> RawArticle {
    // Search engines answer with what they store within what they say of it.
    if let Some(Value::Object(stored)) = members.get_mut("_source") {
        members = std::mem::take(stored);
    }
    if ninjs::is_item(&Value::Object(members.clone())) {
        return ninjs::article(&members, number);
    }
    reading.columns.article(number, format!("object {number}"), members.into_iter().collect())
}

/// Tells the outermost objects of a text too large to be read at once; None for one over the limit.
fn objects(
    input: &mut dyn BufRead,
    limit: usize,
    tell: &mut dyn FnMut(u64, Option<&[u8]>) -> bool,
) -> std::io::Result<()> {
    let (mut depth, mut number) = (0_usize, 0);
    let (mut in_string, mut escaped, mut over) = (false, false, false);
    let mut object = Vec::new();
    loop {
        let part = input.fill_buf()?;
        if part.is_empty() {
            return Ok(());
        }
        let length = part.len();
        for byte in part.iter().copied() {
            if depth > 0 {
                match object.len() < limit {
                    true => object.push(byte),
                    false => over = true,
                }
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' if !in_string => {
                    depth += 1;
                    if depth == 1 {
                        object.clear();
                        object.push(byte);
                        over = false;
                    }
                }
                b'}' if !in_string && depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        number += 1;
                        if !tell(number, (!over).then_some(&object[..])) {
                            return Ok(());
                        }
                    }
                }
                _ => {}
            }
        }
        input.consume(length);
    }
}
