//! JSON that states the type of each value, as exports of Firestore and DynamoDB do: `{"title": {"stringValue": "…"}}`,
//! `{"title": {"S": "…"}}`.

use serde_json::{Map, Value};

/// The number of levels that are searched for objects with types, and the number of elements of a list.
const LEVELS: usize = 6;
const ELEMENTS: usize = 4;

/// Returns a document without the types of its values.
pub fn plain(mut document: Value) -> Value {
    if has_types(&document, LEVELS) {
        untype(&mut document);
    }
    document
}

fn has_types(value: &Value, levels: usize) -> bool {
    match value {
        Value::Object(members) => {
            is_typed(members)
                || levels > 0 && members.values().any(|value| has_types(value, levels - 1))
        }
        Value::Array(values) => {
            levels > 0 && values.iter().take(ELEMENTS).any(|value| has_types(value, levels - 1))
        }
        _ => false,
    }
}

/// Returns whether all members of an object state their types, and at least one is a text. A single letter may have
/// another meaning.
fn is_typed(members: &Map<String, Value>) -> bool {
    let kinds = || members.values().map(|value| kind(value.as_object()?));
    let is_text = |kind: &str| kind == "stringValue" || kind == "S" && members.len() > 1;
    kinds().all(|kind| kind.is_some()) && kinds().flatten().any(is_text)
}

/// Returns the type of a value that states it.
fn kind(value: &Map<String, Value>) -> Option<&str> {
    let mut members = value.iter();
    let (Some((kind, value)), None) = (members.next(), members.next()) else { return None };
    let fits = match kind.as_str() {
        "stringValue" | "timestampValue" | "referenceValue" | "bytesValue" | "S" | "N" | "B" => {
            value.is_string()
        }
        "integerValue" => value.is_string() || value.is_number(),
        "doubleValue" => value.is_string() || value.is_number(),
        "booleanValue" | "BOOL" => value.is_boolean(),
        "nullValue" => value.is_null() || value.is_string(),
        "NULL" => value.is_boolean(),
        "mapValue" | "arrayValue" | "geoPointValue" | "M" => value.is_object(),
        "L" | "SS" | "NS" | "BS" => value.is_array(),
        _ => false,
    };
    fits.then_some(kind)
}

/// Replaces values that state their types. The depth of a document is limited by its parser.
fn untype(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(untype),
        Value::Object(members) if is_typed(members) => {
            members.values_mut().for_each(|value| *value = bare(value.take()));
        }
        Value::Object(members) => members.values_mut().for_each(untype),
        _ => {}
    }
}

/// Returns a value without its type.
fn bare(value: Value) -> Value {
    let Value::Object(mut members) = value else { return value };
    let Some(kind) = kind(&members).map(str::to_string) else { return Value::Object(members) };
    let mut inner = members.remove(&kind).unwrap_or_default();
    match kind.as_str() {
        "nullValue" | "NULL" => Value::Null,
        "integerValue" | "doubleValue" | "N" => {
            let number = inner.as_str().and_then(|text| serde_json::from_str(text).ok());
            number.filter(Value::is_number).unwrap_or(inner)
        }
        "mapValue" => map(inner["fields"].take()),
        "M" => map(inner),
        "arrayValue" => list(inner["values"].take()),
        "L" => list(inner),
        _ => inner,
    }
}

fn map(mut value: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.values_mut().for_each(|value| *value = bare(value.take()));
    }
    value
}

fn list(value: Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(bare).collect(),
        _ => Value::Array(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn values_lose_their_types() {
        let firestore = json!({"fields": {"title": {"stringValue": "T"}, "n": {"integerValue": "12"},
            "by": {"mapValue": {"fields": {"name": {"stringValue": "A"}}}}, "none": {"nullValue": null},
            "tags": {"arrayValue": {"values": [{"stringValue": "a"}]}}, "empty": {"arrayValue": {}}}});
        let plain_fields = json!({"fields": {"title": "T", "n": 12, "by": {"name": "A"}, "none": null, "tags": ["a"],
            "empty": []}});
        assert_eq!(plain(firestore), plain_fields);
        let dynamo = json!({"Item": {"title": {"S": "T"}, "n": {"N": "12"}, "by": {"M": {"name": {"S": "A"}}},
            "tags": {"SS": ["a"]}, "more": {"L": [{"S": "b"}]}, "none": {"NULL": true}, "no": {"BOOL": false}}});
        let plain_item = json!({"Item": {"title": "T", "n": 12, "by": {"name": "A"}, "tags": ["a"], "more": ["b"],
            "none": null, "no": false}});
        assert_eq!(plain(dynamo), plain_item);
        for other in [
            json!({"title": "T", "scores": {"S": 1, "N": 2}}),
            json!({"fields": {"title": {"stringValue": "T"}, "n": 12}}),
            json!({"sizes": {"S": "small"}}),
            json!({}),
        ] {
            assert_eq!(plain(other.clone()), other);
        }
    }
}
