//! The table of fields, `index-schema/article.toml`: what the engine keeps, what queries may name,
//! which facets there are. Engine-free.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table.
#[derive(Debug, Deserialize)]
pub struct Schema {
    /// The version written into every index.
    pub version: u32,
    /// The fields, in order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the engine.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The names queries may use.
    #[serde(default)]
    pub query: Vec<String>,
    /// The facets it answers, separated by spaces.
    #[serde(default)]
    pub facet: String,
    /// Whether it is kept as a column.
    #[serde(default)]
    pub column: bool,
    /// Whether values are compared folded.
    #[serde(default)]
    pub folded: bool,
    /// What it is, in a line.
    pub doc: String,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Stems at positions.
    Words,
    /// Surface forms.
    Forms,
    /// Values compared as they are.
    Exact,
    /// Values as they were written, for facets.
    Printed,
    /// A signed number.
    Number,
    /// Bytes, not searched.
    Record,
}

static TABLE: LazyLock<Schema> = LazyLock::new(|| {
    // The table is part of the program and a test reads it: it cannot be wrong here.
    toml::from_str(include_str!("../../index-schema/article.toml")).expect("article.toml is valid")
});

/// The table of this program.
pub fn schema() -> &'static Schema {
    &TABLE
}

impl Schema {
    /// The engine's field behind a name used in queries.
    pub fn query_field(&self, name: &str) -> Option<&str> {
        let asked = |field: &&Field| field.query.iter().any(|alias| alias == name);
        self.fields.iter().find(asked).map(|field| field.name.as_str())
    }

    /// The facets on offer.
    pub fn facets(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flat_map(|field| field.facet.split_whitespace())
    }
}
