//! The blocks of editors that have a form of their own: Gutenberg, Quill, Mobiledoc and Notion.

use serde_json::{Map, Value};

use super::inline;

/// The types of blocks that are not text.
const NO_TEXT: [&str; 40] = [
    "image",
    "img",
    "picture",
    "video",
    "audio",
    "gallery",
    "photo",
    "media",
    "file",
    "title",
    "headline",
    "byline",
    "author",
    "author_info",
    "date",
    "kicker",
    "tweet",
    "embed",
    "oembed",
    "oembed_response",
    "interstitial_link",
    "list_of_links",
    "deck",
    "iframe",
    "script",
    "style",
    "ad",
    "advertisement",
    "delimiter",
    "divider",
    "spacer",
    "separator",
    "button",
    "buttons",
    "linkTool",
    "attaches",
    "embedded-asset-block",
    "embedded-entry-block",
    "related",
    "newsletter",
];

/// Returns whether a block is not text, judging by its type.
pub fn is_no_text(members: &Map<String, Value>) -> bool {
    let kind = inline::kind(members).filter(|kind| !matches!(*kind, "block"));
    let kind =
        kind.or_else(|| ["kind", "tag"].iter().find_map(|name| members.get(*name)?.as_str()));
    kind.is_some_and(|kind| NO_TEXT.contains(&kind))
        || gutenberg(members).is_some_and(|name| NO_TEXT.contains(&name))
}

/// Returns the name of a block of WordPress without its namespace: `core/paragraph`.
fn gutenberg(members: &Map<String, Value>) -> Option<&str> {
    let name = match members.get("blockName") {
        // Text between blocks.
        Some(Value::Null) => return Some(""),
        Some(name) => name.as_str()?,
        None => members.get("name").filter(|_| members.contains_key("attributes"))?.as_str()?,
    };
    Some(name.split_once('/')?.1)
}

/// Returns the parts of a block in which its text is to be found, in order, or `None` if it has no form of its own.
pub fn parts(members: &mut Map<String, Value>, levels: usize) -> Option<Vec<Value>> {
    if gutenberg(members).is_some() {
        let mut parts: Vec<Value> = members.remove("innerHTML").into_iter().collect();
        if let Some(Value::Object(attributes)) = members.get_mut("attributes")
            && parts.is_empty()
        {
            let texts = ["content", "text", "value", "values"];
            parts.extend(texts.iter().find_map(|name| attributes.remove(*name)));
        }
        parts.extend(members.remove("innerBlocks"));
        return Some(parts);
    }
    match (members.get("ops"), members.get("sections")) {
        (Some(Value::Array(ops)), _) => {
            let inserted = ops.iter().filter_map(|op| op.get("insert")?.as_str());
            let text: String = inserted.collect();
            return Some(text.lines().map(|line| Value::String(line.to_string())).collect());
        }
        (_, Some(Value::Array(sections))) if members.contains_key("markups") => {
            return Some(sections.iter().flat_map(mobiledoc).map(Value::String).collect());
        }
        _ => {}
    }
    let kind = inline::kind(members)?;
    match kind {
        // In answers of Notion, the content of a block is named after its type.
        "block" => {
            let kind = members.get("type")?.as_str()?.to_string();
            notion(members.get(&kind)?, levels)
        }
        "paragraph" | "text"
            if members.get("model").is_some_and(|model| model["text"].is_string()) =>
        {
            Some(vec![members["model"]["text"].take()])
        }
        kind => notion(members.get(kind)?, levels),
    }
}

/// Returns the text of the content of a block, and the blocks within it.
fn notion(content: &Value, levels: usize) -> Option<Vec<Value>> {
    let parts = content.get("rich_text").or_else(|| content.get("text"))?.as_array()?;
    let mut all = vec![Value::String(inline::joined(parts.iter(), levels))];
    all.extend(content.get("children").cloned());
    Some(all)
}

/// Returns the paragraphs of a section of a Mobiledoc: its type, its tag, and its parts, or for a list those of its
/// items. The last element of a part is its text, if the first is 0.
fn mobiledoc(section: &Value) -> Vec<String> {
    let parts = |parts: &Value| -> String {
        let parts = parts.as_array().into_iter().flatten().filter(|part| part[0] == 0);
        parts.filter_map(|part| part.as_array()?.last()?.as_str()).collect()
    };
    match section[0].as_u64() {
        Some(1) => vec![parts(&section[2])],
        Some(3) => section[2].as_array().into_iter().flatten().map(parts).collect(),
        _ => Vec::new(),
    }
}
