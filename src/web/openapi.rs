//! `GET /api/v1/openapi.json`: the API described in OpenAPI 3.1, from the table that reads the parameters.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::operations::{OPERATIONS, Operation};
use super::parameters::{Parameter, Values};
use super::reply::{JSON, reply};
use super::schemas;
use super::state::State;

/// Answers with the description.
pub async fn document(Shared(state): Shared<Arc<State>>) -> Response {
    reply(StatusCode::OK, JSON, format!("{}\n", describe(&state.public, state.guard.has_a_token())))
}

fn describe(public: &str, needs_token: bool) -> Value {
    let paths: Map<String, Value> = OPERATIONS
        .iter()
        .map(|operation| {
            (operation.path.to_string(), json!({"get": describe_operation(operation)}))
        })
        .collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "dateline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Full-text search for news archives. The JSON is that of the command line.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": public}],
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic", "description": "Any user name; the token is the password."},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    });
    if needs_token {
        document["security"] = json!([{"basic": []}, {"bearer": []}]);
    }
    document
}

fn describe_operation(operation: &Operation) -> Value {
    let mut parameters: Vec<Value> = operation
        .parameters
        .iter()
        .copied()
        .flatten()
        .map(|parameter| describe_parameter(parameter, operation.several && parameter.name == "q"))
        .collect();
    if operation.path.contains("{key}") {
        parameters.push(json!({
            "name": "key", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1},
            "description": "The key of an article, or the beginning of one",
        }));
    }
    let schema = match operation.answer {
        Some(name) => json!({"$ref": format!("#/components/schemas/{name}")}),
        None => json!({"type": "string"}),
    };
    // An export in one of these types is a single array.
    let array = json!({"type": "array", "items": {"type": "object"}});
    let is_array = |name: &str| name.ends_with("csl+json") || name == "application/json";
    let of_type = |name: &str| match operation.answer {
        None if is_array(name) => &array,
        _ => &schema,
    };
    let types = operation.types.iter();
    let content: Map<String, Value> =
        types.map(|name| (name.to_string(), json!({"schema": of_type(name)}))).collect();
    let error = |description: &str| {
        let schema = json!({"$ref": "#/components/schemas/Error"});
        json!({"description": description, "content": {"application/json": {"schema": schema}}})
    };
    json!({
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer", "content": content},
            "400": error("The query or a parameter is wrong"),
            "401": error("A token is required"),
            "403": error("Another site sent the request"),
            "404": error("No article has this key"),
            "405": error("Only GET and HEAD are allowed"),
            "413": error("The request's body is too large"),
            "421": error("The Host header names another server"),
            "503": error("The server is busy, the search takes too long, or the index cannot be read"),
        },
    })
}

fn describe_parameter(parameter: &Parameter, repeats: bool) -> Value {
    let schema = describe_values(parameter, repeats);
    // A form sends its empty fields too, so an empty value counts as absent.
    json!({
        "name": parameter.name,
        "in": "query",
        "allowEmptyValue": true,
        "description": parameter.help,
        "schema": schema,
    })
}

/// Describes the values of a parameter as a JSON Schema.
pub fn describe_values(parameter: &Parameter, repeats: bool) -> Value {
    let one = match parameter.values {
        Values::Text => json!({"type": "string"}),
        Values::Number => json!({"type": "integer", "minimum": 0}),
        Values::Switch => json!({"type": "boolean"}),
        Values::One(words) => json!({"type": "string", "enum": words}),
    };
    match parameter.repeats || repeats {
        true => json!({"type": "array", "items": one}),
        false => one,
    }
}
