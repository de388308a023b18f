//! Converts the values of columns and members to text.
//!
//! A value of the wrong type never becomes text: neither `true` nor an object without a name. The same applies to what
//! programs write for missing values (`None`, `[object Object]`).

use serde_json::{Map, Number, Value};

/// The texts that programs write for missing values.
const ABSENT: [&str; 11] = [
    "None",
    "NULL",
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
const NAMES: [&str; 22] = [
    "rendered", "main", "name", "value", "text", "title", "label", "default", "original",
    "content", "webTitle", "$oid", "_", "#text", "$t", "_text", "__text", "@value", "url",
    "domain", "href", "tag",
];

/// Returns a value as one line of text, such as a title, a name or an address.
pub fn line(value: Value) -> Option<String> {
    match value {
        Value::String(text) => said(text),
        Value::Array(values) => values.into_iter().find_map(line),
        Value::Object(mut members) => {
            let mut named = |name: &&str| match members.remove(*name) {
                Some(Value::String(text)) => said(text),
                _ => None,
            };
            NAMES.iter().find_map(&mut named).or_else(|| by_language(members))
        }
        _ => None,
    }
}

/// Returns the first text of an object whose members are named after languages.
fn by_language(members: Map<String, Value>) -> Option<String> {
    let is_code = |name: &String| name.len() == 2 || name.len() == 5 && name.as_bytes()[2] == b'-';
    let all = !members.is_empty() && members.keys().all(is_code);
    members.into_iter().filter(|_| all).find_map(|(_, value)| match value {
        Value::String(text) => said(text),
        _ => None,
    })
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
        Value::String(text) => said(text),
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
            named.or_else(|| by_language(members))
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
            let named = value.or_else(|| person(&members)).or_else(|| line(Value::Object(members)));
            named.into_iter().collect()
        }
        Value::String(text) => {
            if let Some(listed) = listed(&text) {
                return listed.into_iter().filter(|one| is_said(one)).collect();
            }
            let mark = [';', '|', '\n'].into_iter().find(|mark| text.contains(*mark));
            let mark = mark.or_else(|| (commas && text.contains(',')).then_some(','));
            let parts: Vec<&str> = match mark {
                Some(mark) => text.split(mark).collect(),
                None => vec![text.as_str()],
            };
            let parts = parts.into_iter().map(str::trim).filter(|part| is_said(part));
            parts.map(str::to_string).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the name of a person with a family name and a given name, as in the Citation Style Language.
fn person(members: &Map<String, Value>) -> Option<String> {
    let part = |names: &[&str]| {
        names.iter().find_map(|name| members.get(*name)?.as_str()).filter(|text| is_said(text))
    };
    // The name of an organization.
    if let Some(whole) = part(&["literal"]) {
        return Some(whole.trim().to_string());
    }
    let family = part(&["family", "lastName", "lastname", "last_name"])?;
    match part(&["given", "firstName", "firstname", "first_name"]) {
        Some(given) => Some(format!("{} {}", given.trim(), family.trim())),
        None => Some(family.trim().to_string()),
    }
}

/// Returns the items of a list that is written as text, in JSON or in Python: `['A', "B"]`.
pub fn listed(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    if !inner.starts_with(['\'', '"']) {
        return inner.is_empty().then(Vec::new);
    }
    let mut items = Vec::new();
    let mut rest = inner;
    loop {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let mut item = String::new();
        let mut letters = rest.char_indices().skip(1);
        let end = loop {
            match letters.next()? {
                (at, c) if c == quote => break at + 1,
                (_, '\\') => match letters.next()?.1 {
                    'n' => item.push('\n'),
                    't' => item.push('\t'),
                    c => item.push(c),
                },
                (_, c) => item.push(c),
            }
        };
        items.push(item);
        rest = rest[end..].trim_start();
        if rest.is_empty() {
            return Some(items);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
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
