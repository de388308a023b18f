//! Converts the values of columns and members to text.
//!
//! A value of the wrong type never becomes text: neither `true` nor an object without a name. The same applies to what
//! programs write for missing values (`None`, `[object Object]`).

use serde_json::{Map, Number, Value};

use super::{inline, literal};

/// The texts that programs write for missing values.
const ABSENT: [&str; 14] = [
    "None",
    "NULL",
    "(null)",
    "[null]",
    "<null>",
    "nan",
    "NaN",
    "<NA>",
    "NaT",
    "undefined",
    "\\N",
    "[object Object]",
    "[removed]",
    "[deleted]",
];

/// Returns whether a text is neither blank nor a placeholder for a missing value.
pub fn is_said(text: &str) -> bool {
    let text = text.trim();
    !(text.is_empty() || text.len() <= 15 && ABSENT.contains(&text))
}

pub(super) fn said(text: String) -> Option<String> {
    is_said(&text).then_some(text)
}

/// Members with the name or the value of an object, the most reliable first.
pub(super) const NAMES: [&str; 29] = [
    "rendered", "main", "basic", "name", "value", "text", "title", "label", "long", "full",
    "default", "original", "content", "webTitle", "html", "raw", "plain", "term", "keyword",
    "byline", "$oid", "_", "#text", "$t", "_text", "__text", "@value", "tag", "current",
];

/// Members with the address of an object.
const ADDRESSES: [&str; 3] = ["url", "domain", "href"];

/// Returns the first of the named members of an object that is a text.
pub(super) fn named(members: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let texts = names.iter().filter_map(|name| members.get(*name)?.as_str());
    texts.filter(|text| is_said(text)).map(str::to_string).next()
}

/// Returns a value as an address.
pub fn address(value: Value) -> Option<String> {
    match value {
        Value::Object(members) => {
            named(&members, &ADDRESSES).or_else(|| line(Value::Object(members)))
        }
        value => line(value),
    }
}

/// Returns a value as one line of text, such as a title, a name or an address.
pub fn line(value: Value) -> Option<String> {
    match value {
        Value::String(text) => match written(&text, LIST) {
            Some(value) => line(value).or_else(|| said(text)),
            None => said(text),
        },
        Value::Array(values) => one_line(&values).or_else(|| values.into_iter().find_map(line)),
        Value::Object(mut members) => named(&members, &NAMES)
            .or_else(|| line(inner(&mut members)?))
            .or_else(|| named(&members, &ADDRESSES))
            .or_else(|| in_first_language(members).and_then(line)),
        _ => None,
    }
}

/// The brackets at the start of a list or an object that is written as text.
pub(super) const LIST: [char; 2] = ['{', '['];

/// Returns the list or the object that a text is.
pub(super) fn written(text: &str, brackets: [char; 2]) -> Option<Value> {
    let value = text.trim_start().starts_with(brackets).then(|| literal::value(text))??;
    let is_meant = match &value {
        Value::Array(values) => values.iter().all(|one| one.is_string() || one.is_object()),
        value => value.is_object(),
    };
    is_meant.then_some(value)
}

/// Returns the text of a line that an editor stored in parts, of which some are emphasized.
fn one_line(values: &[Value]) -> Option<String> {
    let are_parts = values.len() > 1 && inline::is_one_paragraph(values, false);
    are_parts.then(|| inline::joined(values.iter(), 4)).and_then(said)
}

/// Objects and lists around what a member says, in answers of GraphQL and other interfaces.
const AROUND: [&str; 18] = [
    "node",
    "nodes",
    "edges",
    "data",
    "attributes",
    "fields",
    "items",
    "person",
    "author",
    "profile",
    "user",
    "tag",
    "term",
    "title",
    "name",
    "text",
    "value",
    "main",
];

/// Takes the object or the list within an object.
pub(super) fn inner(members: &mut Map<String, Value>) -> Option<Value> {
    let is_inner = |value: &Value| value.is_object() || value.is_array();
    let name = AROUND.iter().find(|name| members.get(**name).is_some_and(is_inner))?;
    members.get_mut(*name).map(Value::take)
}

/// Returns the first value of an object whose members are named after languages.
pub(super) fn in_first_language(members: Map<String, Value>) -> Option<Value> {
    let is_code = |name: &String| {
        let bytes = name.as_bytes();
        matches!(bytes.len(), 2 | 5)
            && bytes[..2].iter().all(u8::is_ascii_lowercase)
            && (bytes.len() == 2 || matches!(bytes[2], b'-' | b'_'))
    };
    let all = !members.is_empty() && members.keys().all(is_code);
    let is_text = |value: &Value| match value {
        Value::String(text) => is_said(text),
        value => value.is_object() || value.is_array(),
    };
    members.into_iter().filter(|_| all).map(|(_, value)| value).find(is_text)
}

/// Returns a value as an identifier: one line of text, or a number.
pub fn identifier(value: Value) -> Option<String> {
    match value {
        Value::Number(number) => exact(&number),
        value => line(value),
    }
}

/// The first of the numbers that a 64-bit float does not distinguish from the next one.
const INEXACT: f64 = (1_u64 << 53) as f64;

/// Returns a number as it is written. Without `serde_json`'s `arbitrary_precision`, which the feature `formats`
/// enables, a long number is rounded and returned as `None`: no identifier is better than a wrong one.
fn exact(number: &Number) -> Option<String> {
    let float = || number.as_f64().filter(|_| number.is_f64());
    let is_rounded = !cfg!(feature = "formats") && float().is_some_and(|n| n.abs() >= INEXACT);
    (!is_rounded).then(|| number.to_string())
}

/// Returns a value as a date: a text, a number, or one of the objects that databases and libraries write.
pub fn date(value: Value) -> Option<String> {
    match value {
        Value::String(text) => match written(&text, LIST) {
            Some(value) => date(value).or_else(|| said(text)),
            // A constructor of JavaScript.
            None => match text.trim().trim_start_matches("new ").strip_prefix("Date(") {
                Some(inner) => said(inner.trim_end_matches(')').trim_matches(['"', '\'']).into()),
                None => said(text),
            },
        },
        Value::Number(number) => Some(number.to_string()),
        // Java and Python write the numbers of a date as a list.
        Value::Array(values)
            if values.len() > 1
                && values.iter().all(Value::is_number)
                && values[0].as_u64().is_some_and(|year| year <= 9_999) =>
        {
            numbers(&values)
        }
        Value::Array(values) => values.into_iter().find_map(date),
        Value::Object(mut members) => {
            if let [Some(year), Some(month), day] =
                ["year", "month", "day"].map(|name| members.get(name).cloned())
            {
                return numbers(&[Some(year), Some(month), day].map(Option::unwrap_or_default));
            }
            // PHP writes the time zone as a member of its own.
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if members.contains_key("timezone_type")
                && let (Some(date), Some(zone)) = (text("date"), text("timezone"))
            {
                return said(format!("{date} {zone}"));
            }
            if let Some(parts) = members.remove("date-parts") {
                return date_parts(&parts);
            }
            if let Some(seconds) = members.remove("_seconds").or_else(|| members.remove("seconds"))
            {
                return date(seconds);
            }
            // MongoDB writes seconds and a number within the second.
            if let Some(Value::Object(mut parts)) = members.remove("$timestamp") {
                return date(parts.remove("t")?);
            }
            let names = [
                "$date",
                "$numberLong",
                "date",
                "dateTime",
                "value",
                "iso",
                "datetime",
                "published",
                "publishedAt",
                "start",
                "created",
                "timestamp",
                "epochSecond",
                "utc",
                "gmt",
                "formatted",
                "text",
                "raw",
                "literal",
                "rendered",
                "#text",
                "$t",
                "_text",
                "__text",
                "@value",
            ];
            let named = names.iter().find_map(|name| date(members.remove(*name)?));
            named.or_else(|| in_first_language(members).and_then(date))
        }
        _ => None,
    }
}

/// Converts a date of the Citation Style Language, such as `[[2024, 9, 14]]`.
fn date_parts(parts: &Value) -> Option<String> {
    numbers(parts.as_array()?.first()?.as_array()?)
}

/// Converts the numbers of a date: year, month, day.
fn numbers(parts: &[Value]) -> Option<String> {
    let number = |part: &Value| match part {
        Value::String(text) => text.trim().parse::<u32>().ok(),
        part => part.as_u64().and_then(|number| u32::try_from(number).ok()),
    };
    let numbers: Vec<u32> = parts.iter().take(3).map_while(number).collect();
    match numbers[..] {
        [year] => Some(format!("{year:04}")),
        [year, month] => Some(format!("{year:04}-{month:02}")),
        [year, month, day, ..] => Some(format!("{year:04}-{month:02}-{day:02}")),
        [] => None,
    }
}

/// Takes the values of an object whose members are numbered, in the order of their numbers.
pub(super) fn numbered(members: &mut Map<String, Value>) -> Option<Vec<Value>> {
    let number = |name: &String| name.parse::<u32>().ok();
    if members.is_empty() || !members.keys().all(|name| number(name).is_some()) {
        return None;
    }
    let mut values: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
    values.sort_by_key(|(name, _)| number(name));
    Some(values.into_iter().map(|(_, value)| value).collect())
}

/// Returns a value to keep as a header: a plain value, the name of an object, or the plain values in a list.
pub fn kept(value: Value) -> Option<String> {
    match value {
        Value::String(text) => said(text),
        Value::Number(number) => exact(&number),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(mut members) => {
            ["name", "value"].iter().find_map(|name| match members.remove(*name) {
                Some(Value::String(text)) => said(text),
                _ => None,
            })
        }
        Value::Array(values) => {
            let texts: Vec<String> =
                values.into_iter().filter(|value| !value.is_array()).filter_map(kept).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Value::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::date;

    #[test]
    fn dates_of_php_are_read() {
        let whole = json!({"date": "2012-02-10 09:00:00", "timezone_type": 3, "timezone": "UTC"});
        assert_eq!(date(whole).as_deref(), Some("2012-02-10 09:00:00 UTC"));
        for part in [json!({"timezone_type": 3}), json!({"date": 1, "timezone_type": 3})] {
            assert!(date(part).is_none_or(|date| date == "1"));
        }
    }

    #[test]
    fn dates_of_databases_are_read() {
        let whole = json!({"$timestamp": {"t": 1228138394, "i": 1}});
        assert_eq!(date(whole).as_deref(), Some("1228138394"));
        assert_eq!(date(json!({"$timestamp": {"i": 1}})), None);
    }

    #[test]
    fn lists_of_numbers_are_a_date_or_timestamps() {
        assert_eq!(date(json!([2012, 2, 10, 9, 0])).as_deref(), Some("2012-02-10"));
        assert_eq!(date(json!([1328864400, 1328864500])).as_deref(), Some("1328864400"));
    }
}
