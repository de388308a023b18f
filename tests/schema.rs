//! The table of fields and the files derived from it.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use dateline::engine::FacetKind;
use dateline::engine::embedded::fields;
use dateline::schema::{FieldKind, schema};

/// The table, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    version: u32,
    field: Vec<Row>,
}

/// A field of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    kind: String,
    #[serde(default)]
    query: Vec<String>,
    #[serde(default)]
    facet: String,
    #[serde(default)]
    column: bool,
    #[serde(default, rename = "folded")]
    _folded: bool,
    doc: String,
}

fn table() -> Table {
    let text = fs::read_to_string(root().join("index-schema/article.toml")).expect("it is there");
    toml::from_str(&text).expect("article.toml is valid")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a derived file with its expected content, or rewrites it if `UPDATE_GOLDEN` is set.
fn derived(path: &str, wanted: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, wanted).expect("the file is written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{} is not what follows from index-schema/article.toml; UPDATE_GOLDEN=1 cargo test schema rewrites it",
        path.display()
    );
}

#[test]
fn the_program_has_the_table() {
    let Table { version, field } = table();
    let mut text = format!(
        "//! Generated from `index-schema/article.toml`; a test keeps it current.\n\n\
         use super::field::{{Field, FieldKind::*, Schema}};\n\n\
         pub const SCHEMA: Schema = Schema {{\n    version: {version},\n    fields: &[\n"
    );
    for Row { name, kind, query, facet, column, .. } in field {
        let kind = kind[..1].to_uppercase() + &kind[1..];
        text.push_str(&format!(
            "        Field {{ name: {name:?}, kind: {kind}, query: &{query:?}, facet: {facet:?}, column: {column} }},\n"
        ));
    }
    text.push_str("    ],\n};\n");
    derived("src/schema/table.rs", &text);
}

#[test]
fn the_engine_has_the_fields_of_the_table() {
    let engine = fields::schema();
    for field in schema().fields {
        let found =
            engine.get_field(field.name).unwrap_or_else(|_| panic!("no field {}", field.name));
        let entry = engine.get_field_entry(found);
        assert_eq!(entry.is_fast(), field.column, "column {}", field.name);
        assert_eq!(entry.is_stored(), field.kind == FieldKind::Record, "stored {}", field.name);
        let searched = matches!(field.kind, FieldKind::Words | FieldKind::Forms | FieldKind::Exact);
        assert_eq!(entry.is_indexed(), searched, "indexed {}", field.name);
    }
    assert_eq!(engine.fields().count(), schema().fields.len());
    let json = serde_json::to_string_pretty(&engine).expect("a schema is JSON");
    derived("index-schema/derived/tantivy.json", &format!("{json}\n"));
}

#[test]
fn the_facets_on_offer_are_those_of_the_table() {
    let mut offered: Vec<&str> = schema().facets().collect();
    offered.sort_unstable();
    assert_eq!(
        offered,
        [
            "agency", "byline", "dateline", "day", "flag", "id", "lang", "month", "section",
            "source", "topic", "year"
        ]
    );
    assert!(offered.iter().all(|name| FacetKind::named(name).is_some()));
}

#[test]
fn the_documentation_has_the_table() {
    let mut text = String::from(
        "# Fields\n\nGenerated from `index-schema/article.toml`; a test keeps it current.\n\n| field | holds | in queries | facets | column | |\n|---|---|---|---|---|---|\n",
    );
    for field in table().field {
        let kind = field.kind;
        let query: Vec<String> = field.query.iter().map(|name| format!("`{name}:`")).collect();
        let column = if field.column { "yes" } else { "" };
        text.push_str(&format!(
            "| `{}` | {kind} | {} | {} | {column} | {} |\n",
            field.name,
            query.join(" "),
            field.facet,
            field.doc
        ));
    }
    derived("docs/fields.md", &text);
}
