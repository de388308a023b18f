//! Converts the values of columns and members to texts of several paragraphs. The elements of a list are paragraphs,
//! and an object is replaced by its content.

use serde_json::Value;

use super::super::html;
use super::values::{is_said, listed, said};

/// The maximum depth of the objects and lists in a text.
const LEVELS: usize = 12;

/// Returns a value as text. The elements of a list are paragraphs, and an object is replaced by its content.
pub fn text(value: Value) -> Option<String> {
    let mut paragraphs = Vec::new();
    gather(value, LEVELS, &mut paragraphs);
    said(paragraphs.join("\n\n"))
}

/// The types of parts that are not text.
const NO_TEXT: [&str; 17] = [
    "image",
    "video",
    "gallery",
    "photo",
    "title",
    "headline",
    "byline",
    "author",
    "author_info",
    "date",
    "kicker",
    "tweet",
    "embed",
    "oembed_response",
    "interstitial_link",
    "list_of_links",
    "deck",
];

fn gather(value: Value, levels: usize, out: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let text = without_prefixes(text);
            let listed = listed(&text);
            match listed {
                Some(paragraphs) => out.extend(paragraphs.into_iter().filter(|one| is_said(one))),
                None if html::is_fragment(&text) => out.extend(said(html::text_of(&text))),
                None => out.extend(said(text)),
            }
        }
        Value::Array(values) if levels > 0 && is_one_paragraph(&values, false) => {
            let mut paragraph = String::new();
            values.iter().for_each(|value| inline(value, levels, &mut paragraph));
            out.extend(said(paragraph));
        }
        Value::Array(values) if levels > 0 => {
            values.into_iter().for_each(|value| gather(value, levels - 1, out));
        }
        Value::Object(mut members) if levels > 0 => {
            let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
            if NO_TEXT.contains(&kind) {
                return;
            }
            if matches!(kind, "paragraph" | "heading")
                && members.get("content").is_some_and(Value::is_array)
            {
                // Web editors write the parts of a paragraph like this.
                let mut paragraph = String::new();
                inline(&members["content"], levels, &mut paragraph);
                out.extend(said(paragraph));
                return;
            }
            let before = out.len();
            for name in [
                "summary",
                "headline",
                "rendered",
                "paragraphs",
                "sections",
                "blocks",
                "children",
                "data",
                "content_elements",
                "items",
            ] {
                match members.remove(name) {
                    Some(Value::Array(parts)) if is_one_paragraph(&parts, true) => {
                        let mut paragraph = String::new();
                        parts.iter().for_each(|part| inline(part, levels - 1, &mut paragraph));
                        out.extend(said(paragraph));
                    }
                    Some(value) => gather(value, levels - 1, out),
                    None => {}
                }
            }
            for name in [
                "content", "text", "value", "html", "plain", "$t", "_text", "__text", "#text",
                "@value",
            ] {
                if out.len() == before
                    && let Some(value) = members.remove(name)
                {
                    gather(value, levels - 1, out);
                }
            }
        }
        _ => {}
    }
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
                // In a page, a `title` is no part of the text.
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

/// Returns whether a list holds the parts of one paragraph: texts without a type, or of a type that occurs within a
/// line. Outside an element, the list must have both strings and objects, because objects alone may be paragraphs.
fn is_one_paragraph(values: &[Value], is_inside: bool) -> bool {
    const INLINE: [&str; 14] = [
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
    let is_part = |value: &Value| match value {
        Value::String(_) => true,
        Value::Object(members) => {
            let kind = ["type", "_type"].iter().find_map(|name| members.get(*name)?.as_str());
            members.get("text").is_some_and(Value::is_string)
                && kind.is_none_or(|kind| INLINE.contains(&kind))
        }
        _ => false,
    };
    let has = |is: fn(&Value) -> bool| values.iter().any(is);
    has(Value::is_object) && (is_inside || has(Value::is_string)) && values.iter().all(is_part)
}

/// Appends the text of the parts of one paragraph, unchanged.
fn inline(value: &Value, levels: usize, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(values) if levels > 0 => {
            values.iter().for_each(|value| inline(value, levels - 1, out));
        }
        Value::Object(members) if levels > 0 => {
            if let Some(part) = members.get("text").or_else(|| members.get("content")) {
                inline(part, levels - 1, out);
            }
        }
        _ => {}
    }
}
