//! `GET /api/v1/openapi.json`: the API described in OpenAPI 3.1, from the table that reads the parameters.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::parameters::{ASKING, EXPORT, KWIC, Parameter, SEARCH, TIMELINE, Values};
use super::reply::{JSON, reply};
use super::state::State;

/// A path of the API.
struct Operation {
    path: &'static str,
    name: &'static str,
    summary: &'static str,
    parameters: &'static [&'static [Parameter]],
    /// Whether `q` may be repeated.
    several: bool,
    /// The types of the answer.
    types: &'static [&'static str],
    /// Members that the answer always has.
    members: &'static [(&'static str, &'static str)],
}

const OPERATIONS: [Operation; 7] = [
    Operation {
        path: "/api/v1/search",
        name: "search",
        summary: "Ranked hits with snippets and facets",
        parameters: &[ASKING, SEARCH],
        several: false,
        types: &["application/json"],
        members: &[
            ("version", "integer"),
            ("query", "object"),
            ("total", "integer"),
            ("hits", "array"),
            ("facets", "object"),
        ],
    },
    Operation {
        path: "/api/v1/timeline",
        name: "timeline",
        summary: "Articles per day, week, month, quarter or year, without gaps; q may be repeated",
        parameters: &[ASKING, TIMELINE],
        several: true,
        types: &["application/json"],
        members: &[("version", "integer"), ("interval", "string")],
    },
    Operation {
        path: "/api/v1/kwic",
        name: "kwic",
        summary: "Every occurrence in its context",
        parameters: &[ASKING, KWIC],
        several: false,
        types: &["application/json"],
        members: &[("version", "integer"), ("lines", "array")],
    },
    Operation {
        path: "/api/v1/article/{key}",
        name: "article",
        summary: "A whole article, its headers, and where each came from; a prefix of the key is enough",
        parameters: &[],
        several: false,
        types: &["application/json"],
        members: &[
            ("key", "string"),
            ("body", "string"),
            ("headers", "array"),
            ("provenance", "object"),
        ],
    },
    Operation {
        path: "/api/v1/explain",
        name: "explain",
        summary: "How a query is read, with a count for each clause",
        parameters: &[ASKING],
        several: false,
        types: &["application/json"],
        members: &[
            ("version", "integer"),
            ("query", "object"),
            ("total", "integer"),
            ("clauses", "array"),
        ],
    },
    Operation {
        path: "/api/v1/info",
        name: "info",
        summary: "What the index holds",
        parameters: &[],
        several: false,
        types: &["application/json"],
        members: &[("version", "integer"), ("articles", "integer")],
    },
    Operation {
        path: "/api/v1/export",
        name: "export",
        summary: "Every hit, streamed; an error breaks the connection off",
        parameters: &[ASKING, EXPORT],
        several: false,
        types: &[
            "application/x-ndjson",
            "text/csv",
            "application/x-bibtex",
            "application/vnd.citationstyles.csl+json",
        ],
        members: &[],
    },
];

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
            "schemas": {"Error": {
                "type": "object",
                "required": ["error"],
                "properties": {"error": {
                    "type": "object",
                    "required": ["kind", "message", "hint", "span"],
                    "properties": {
                        "kind": {"enum": ["query", "index", "io", "usage"]},
                        "message": {"type": "string"},
                        "hint": {"type": ["string", "null"]},
                        "span": {"type": ["array", "null"], "items": {"type": "integer"}},
                    },
                }},
            }},
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
    let members: Map<String, Value> = operation
        .members
        .iter()
        .map(|(name, kind)| (name.to_string(), json!({"type": kind})))
        .collect();
    let required: Vec<&str> = operation.members.iter().map(|(name, _)| *name).collect();
    let schema = match members.is_empty() {
        true => json!({"type": "string"}),
        false => json!({"type": "object", "required": required, "properties": members}),
    };
    let csl = json!({"type": "array", "items": {"type": "object"}});
    let of_type = |name: &str| if name.ends_with("csl+json") { &csl } else { &schema };
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
    json!({"name": parameter.name, "in": "query", "description": parameter.help, "schema": schema})
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
