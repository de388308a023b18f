//! What a table of fields consists of.

/// The fields of an index.
#[derive(Debug)]
pub struct Schema {
    /// The version, which every index records.
    pub version: u32,
    /// The fields, in order.
    pub fields: &'static [Field],
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Its name in the engine.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// The names that queries may use for it.
    pub query: &'static [&'static str],
    /// The facets it answers, separated by spaces.
    pub facet: &'static str,
    /// Whether it is also kept as a column.
    pub column: bool,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Bytes that are not searched.
    Record,
}

impl Schema {
    /// Returns the engine's name of the field that queries call `name`.
    pub fn query_field(&self, name: &str) -> Option<&'static str> {
        let field = self.fields.iter().find(|field| field.query.contains(&name));
        field.map(|field| field.name)
    }

    /// Returns the names of the facets.
    pub fn facets(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flat_map(|field| field.facet.split_whitespace())
    }
}
