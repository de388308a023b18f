//! Converts the values of columns and members to texts of several paragraphs. The elements of a list are paragraphs,
//! and an object is replaced by its content. A text may itself be JSON, or HTML.
//!
//! [`blocks`] and [`inline`] know the forms in which text editors store what is written in them.

use serde_json::{Map, Value};

use super::super::html;
use super::values::{in_first_language, numbered, said};
use super::{blocks, inline, literal};

/// The maximum depth of the objects and lists in a text.
const LEVELS: usize = 24;

/// Returns a value as text. The elements of a list are paragraphs, and an object is replaced by its content.
pub fn text(value: Value) -> Option<String> {
    let mut paragraphs = Vec::new();
    gather(value, LEVELS, &mut paragraphs);
    said(paragraphs.join("\n\n"))
}

/// Members whose texts follow one another.
const PARTS: [&str; 15] = [
    "summary",
    "headline",
    "rendered",
    "paragraphs",
    "sections",
    "root",
    "document",
    "model",
    "blocks",
    "nodes",
    "children",
    "data",
    "content_elements",
    "elements",
    "items",
];

/// Members of which only the first with a text is used, if there are no others.
const TEXTS: [&str; 17] = [
    "content",
    "html",
    "text",
    "value",
    "plain",
    "plaintext",
    "plain_text",
    "paragraph",
    "p",
    "body",
    "attributes",
    "$t",
    "_text",
    "__text",
    "#text",
    "@value",
    "*",
];

fn gather(value: Value, levels: usize, out: &mut Vec<String>) {
    match value {
        Value::String(text) => string(text, levels, out),
        Value::Array(values) if levels > 0 && inline::is_one_paragraph(&values, false) => {
            out.extend(said(inline::joined(values.iter(), levels)));
        }
        Value::Array(values) if levels > 0 => {
            values.into_iter().for_each(|value| gather(value, levels - 1, out));
        }
        Value::Object(members) if levels > 0 => object(members, levels - 1, out),
        _ => {}
    }
}

fn object(mut members: Map<String, Value>, levels: usize, out: &mut Vec<String>) {
    if blocks::is_no_text(&members) {
        return;
    }
    if let Some(parts) = blocks::parts(&mut members, levels) {
        parts.into_iter().for_each(|part| gather(part, levels, out));
        return;
    }
    let kind = inline::kind(&members).unwrap_or_default();
    let is_paragraph = kind == "paragraph" || kind.starts_with("heading");
    if is_paragraph && let Some(Value::Array(parts)) = members.get("content") {
        out.extend(said(inline::joined(parts.iter(), levels)));
        return;
    }
    if let Some(values) = numbered(&mut members) {
        values.into_iter().for_each(|value| gather(value, levels, out));
        return;
    }
    let before = out.len();
    // An item of a list may have a text and further items.
    if members.get("items").is_some_and(Value::is_array)
        && let Some(name) = ["content", "text"]
            .iter()
            .find(|name| members.get(**name).is_some_and(Value::is_string))
    {
        gather(members[*name].take(), levels, out);
    }
    for name in PARTS {
        match members.remove(name) {
            Some(Value::Array(parts))
                if matches!(name, "children" | "nodes")
                    && inline::is_one_paragraph(&parts, true) =>
            {
                out.extend(said(inline::joined(parts.iter(), levels)));
            }
            Some(value) => gather(value, levels, out),
            None => {}
        }
    }
    for name in TEXTS {
        if out.len() == before
            && let Some(value) = members.remove(name)
        {
            match value {
                Value::Array(parts)
                    if inline::is_one_paragraph(&parts, true) && name == "content" =>
                {
                    out.extend(said(inline::joined(parts.iter(), levels)));
                }
                value => gather(value, levels, out),
            }
        }
    }
    if out.len() == before
        && let Some(value) = in_first_language(members)
    {
        gather(value, levels, out);
    }
}

fn string(text: String, levels: usize, out: &mut Vec<String>) {
    let text = without_prefixes(text);
    if levels > 0
        && let Some(value) = within(&text)
    {
        let before = out.len();
        let is_empty = matches!(&value, Value::Array(values) if values.is_empty());
        gather(value, levels - 1, out);
        if is_empty || out.len() > before {
            return;
        }
    }
    let text = with_line_breaks(text);
    if !html::is_fragment(&text) {
        out.extend(said(text));
        return;
    }
    out.extend(said(html::text_of(without_cdata(&text))));
}

/// Returns the value that a text is: a list, an object, or a text in quotes with escapes.
fn within(text: &str) -> Option<Value> {
    let bare = text.trim();
    if bare.starts_with('"') && bare.contains('\\') {
        return serde_json::from_str(bare).ok();
    }
    literal::value(bare)
}

/// Returns a text with line breaks instead of escapes that nobody resolved: `late.\n\nThe lamp`.
fn with_line_breaks(text: String) -> String {
    if !text.contains("\\n") || text.contains('\n') {
        return text;
    }
    // A path may contain them: `C:\new`.
    let is_drive = |before: &str| {
        let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != ':').next();
        word.is_some_and(|word| word.len() == 2 && word.ends_with(':'))
    };
    let ends = |before: &str| {
        let before = before.strip_suffix("\\r").unwrap_or(before);
        if is_drive(before) {
            return false;
        }
        before.ends_with(['.', '!', '?', ':', '"', '\'', '”', '’', '»', '>', '。', '」', '…'])
    };
    let is_break = |(at, _): (usize, &str)| ends(&text[..at]) || text[at + 2..].starts_with("\\n");
    match text.match_indices("\\n").take(4).any(is_break) {
        true => text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\\"", "\""),
        false => text,
    }
}

/// Returns a text without the marks of a CDATA section around it.
fn without_cdata(text: &str) -> &str {
    let inner = text.trim().strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>"));
    inner.unwrap_or(text)
}

/// Removes the prefixes of a namespace from the tags of a text, as in `<jats:p>`.
fn without_prefixes(text: String) -> String {
    if !text.contains("</") || !text.split('<').skip(1).any(|tag| inner_name(tag).is_some()) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for (number, tag) in text.split('<').enumerate() {
        if number > 0 {
            out.push('<');
        }
        match inner_name(tag).filter(|_| number > 0) {
            Some(inner) => {
                out.push_str(if tag.starts_with('/') { "/" } else { "" });
                // In a page, a `title` is not a part of the text.
                match inner
                    .strip_prefix("title")
                    .filter(|rest| !rest.starts_with(char::is_alphanumeric))
                {
                    Some(rest) => out.extend(["h2", rest]),
                    None => out.push_str(inner),
                }
            }
            None => out.push_str(tag),
        }
    }
    out
}

/// Returns a tag without its bracket, its slash and its prefix, or `None` if it has no prefix.
fn inner_name(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix('/').unwrap_or(tag);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| *end > 0)?;
    let inner = rest[end..].strip_prefix(':')?;
    inner.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(inner)
}
