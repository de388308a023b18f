//! The parts of one paragraph in the forms of text editors: ProseMirror, Slate, Portable Text, Lexical, Draft.js,
//! Contentful, Notion.

use serde_json::{Map, Value};

/// The types of parts that are texts.
const TEXTS: [&str; 14] = [
    "span",
    "text",
    "plain",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "code",
    "link",
    "text_link",
    "mention",
    "hashtag",
    "cashtag",
    "email",
];

/// The types of parts that hold other parts.
const AROUND: [&str; 12] = [
    "link",
    "autolink",
    "hyperlink",
    "entry-hyperlink",
    "asset-hyperlink",
    "inline",
    "mention",
    "a",
    "b",
    "i",
    "em",
    "strong",
];

/// The types of line breaks.
const BREAKS: [&str; 7] =
    ["hardBreak", "hard_break", "linebreak", "lineBreak", "line-break", "break", "br"];

/// The members that hold the parts of a part.
const PARTS: [&str; 4] = ["children", "content", "nodes", "leaves"];

/// Returns the type of a part.
pub fn kind(members: &Map<String, Value>) -> Option<&str> {
    ["type", "_type", "nodeType", "object"].iter().find_map(|name| members.get(*name)?.as_str())
}

/// Returns whether a list holds the parts of one paragraph: texts without a type, or of a type that occurs within a
/// line. Outside an element, the list must have both strings and objects, because objects alone may be paragraphs.
pub fn is_one_paragraph(values: &[Value], is_inside: bool) -> bool {
    let has = |is: fn(&Value) -> bool| values.iter().any(is);
    has(Value::is_object) && (is_inside || has(Value::is_string)) && values.iter().all(is_part)
}

fn is_part(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Object(members) => {
            let kind = kind(members);
            let has = |name: &str| members.get(name).is_some_and(Value::is_string);
            let has_parts =
                || PARTS.iter().any(|name| members.get(*name).is_some_and(Value::is_array));
            has("text") && kind.is_none_or(|kind| TEXTS.contains(&kind))
                || has("plain_text")
                || kind == Some("text") && (has("value") || members.contains_key("leaves"))
                || kind.is_some_and(|kind| BREAKS.contains(&kind))
                || kind.is_some_and(|kind| AROUND.contains(&kind)) && has_parts()
        }
        _ => false,
    }
}

/// Returns the text of the parts of one paragraph, unchanged.
pub fn joined<'a>(values: impl Iterator<Item = &'a Value>, levels: usize) -> String {
    let mut paragraph = String::new();
    values.for_each(|value| add(value, levels, &mut paragraph));
    paragraph
}

fn add(value: &Value, levels: usize, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(values) if levels > 0 => {
            values.iter().for_each(|value| add(value, levels - 1, out));
        }
        Value::Object(members) if levels > 0 => {
            if kind(members).is_some_and(|kind| BREAKS.contains(&kind)) {
                out.push('\n');
                return;
            }
            let text = ["plain_text", "text", "content", "children", "nodes", "leaves"];
            let of_text = || members.get("value").filter(|_| kind(members) == Some("text"));
            if let Some(part) = text.iter().find_map(|name| members.get(*name)).or_else(of_text) {
                add(part, levels - 1, out);
            }
        }
        _ => {}
    }
}
