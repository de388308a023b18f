//! The schemas of the answers (JSON Schema 2020-12), for the API's description. A test compares them with answers.

use serde_json::{Map, Value, json};

use super::schema_table::{OBJECTS, Object, Shape};

/// Returns all schemas by name.
pub fn all() -> Map<String, Value> {
    let mut schemas: Map<String, Value> = OBJECTS.iter().map(object).collect();
    schemas.insert("Values".into(), json!({"type": "array", "items": reference("Value")}));
    schemas.insert(
        "Error".into(),
        json!({
            "type": "object",
            "required": ["error"],
            "properties": {"error": {
                "type": "object",
                "required": ["kind", "message", "hint", "span"],
                "properties": {
                    "kind": {"enum": ["query", "index", "io", "usage", "timeout", "unsupported"]},
                    "message": {"type": "string"},
                    "hint": {"type": ["string", "null"]},
                    "span": {"type": ["array", "null"], "items": {"type": "integer"}},
                },
            }},
        }),
    );
    schemas
}

fn object((name, always, perhaps): &Object) -> (String, Value) {
    let always = always.iter().copied().flatten();
    let required: Vec<&str> = always.clone().map(|(name, _)| *name).collect();
    let members = always.chain(perhaps.iter().copied().flatten());
    let properties: Map<String, Value> =
        members.map(|(name, shape)| (name.to_string(), schema(*shape))).collect();
    let schema = json!({"type": "object", "required": required, "properties": properties});
    (name.to_string(), schema)
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn schema(shape: Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::MaybeText => json!({"type": ["string", "null"]}),
        Shape::Integer => json!({"type": "integer"}),
        Shape::MaybeInteger => json!({"type": ["integer", "null"]}),
        Shape::Number => json!({"type": "number"}),
        Shape::MaybeNumber => json!({"type": ["number", "null"]}),
        Shape::Switch => json!({"type": "boolean"}),
        Shape::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Shape::MapOf(name) => json!({"type": "object", "additionalProperties": reference(name)}),
        Shape::MapOfTexts => json!({"type": "object", "additionalProperties": {"type": "string"}}),
        Shape::MapOfIntegers => {
            json!({"type": "object", "additionalProperties": {"type": "integer"}})
        }
        Shape::One(name) => reference(name),
        Shape::ListOf(name) => json!({"type": "array", "items": reference(name)}),
        Shape::ListOfLists(name) => {
            json!({"type": "array", "items": {"type": "array", "items": reference(name)}})
        }
    }
}
