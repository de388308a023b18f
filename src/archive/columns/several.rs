//! Values that state several names or terms: authors, sections, topics.

use serde_json::{Map, Value};

use super::literal;
use super::values::{LIST, NAMES, inner, is_said, line, named, numbered, written};

/// Returns several names or terms: those of a list, of an object, or of a text that lists them.
pub fn several(value: Value, commas: bool) -> Vec<String> {
    match value {
        Value::Array(values) => {
            values.into_iter().flat_map(|value| several(value, false)).collect()
        }
        Value::Object(mut members) => {
            // The name of a keyword may be its kind.
            let value = match members.get("value") {
                Some(Value::String(_)) => members.remove("value").and_then(line),
                _ => None,
            };
            let own = value.or_else(|| person(&members)).or_else(|| named(&members, &NAMES));
            if let Some(named) = own {
                return vec![named];
            }
            if let Some(values) = numbered(&mut members) {
                return several(Value::Array(values), commas);
            }
            match inner(&mut members) {
                Some(inner) => several(inner, commas),
                None => line(Value::Object(members)).into_iter().collect(),
            }
        }
        Value::String(text) => {
            if let Some(value) = written(&text, LIST) {
                return several(value, false);
            }
            if let Some(texts) = literal::array(&text) {
                return texts.into_iter().filter(|one| is_said(one)).collect();
            }
            if let Some(tags) = hashtags(&text) {
                return tags;
            }
            let mark = [';', '|', '\n'].into_iter().find(|mark| text.contains(*mark));
            let mark = mark.or_else(|| (commas && text.contains(',')).then_some(','));
            let parts: Vec<&str> = match mark {
                Some(mark) => text.split(mark).collect(),
                None => vec![text.as_str()],
            };
            let parts = parts.into_iter().map(str::trim).filter(|part| is_said(part));
            parts.map(|part| without_address(part).to_string()).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the tags of a text that has only tags: `#lamps #oil`.
fn hashtags(text: &str) -> Option<Vec<String>> {
    let tag = |word: &str| {
        let tag = word.strip_prefix('#')?.trim_end_matches(',');
        (!tag.is_empty()).then(|| tag.to_string())
    };
    text.starts_with('#').then(|| text.split_whitespace().map(tag).collect())?
}

/// Returns a name without the address around or beside it: `Ada Quill <quill@skerry.example>`.
fn without_address(text: &str) -> &str {
    if !text.contains('@') {
        return text;
    }
    let before = || text.strip_suffix('>')?.split_once('<');
    let behind = || text.strip_suffix(')')?.split_once(" (").map(|(address, name)| (name, address));
    let found = before().or_else(behind).filter(|(_, address)| address.contains('@'));
    let name = found.map(|(name, _)| name.trim().trim_matches('"')).filter(|name| !name.is_empty());
    name.unwrap_or(text)
}

/// Returns the name of a person with a family name and a given name, as in the Citation Style Language.
fn person(members: &Map<String, Value>) -> Option<String> {
    let part = |names: &[&str]| {
        names.iter().find_map(|name| members.get(*name)?.as_str()).filter(|text| is_said(text))
    };
    // The name of an organization, or of a person in one piece.
    let whole =
        ["literal", "full_name", "fullName", "fullname", "full", "display_name", "displayName"];
    if let Some(whole) = part(&whole) {
        return Some(whole.trim().to_string());
    }
    if let Some(Value::Object(name)) = members.get("name") {
        return person(name);
    }
    // Some objects have a `name` of their own in addition to its parts.
    let family =
        part(&["family", "lastName", "lastname", "last_name", "familyName", "surname", "last"])?;
    let given = ["given", "firstName", "firstname", "first_name", "givenName", "forename", "first"];
    match part(&given) {
        Some(given) => Some(format!("{} {}", given.trim(), family.trim())),
        None => Some(family.trim().to_string()),
    }
}
