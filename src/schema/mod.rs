//! The fields: what an index keeps, what a query may name, and which facets there are. Does not depend on an engine.
//!
//! The table is `index-schema/article.toml`. `table.rs` is generated from it, so that no process has to parse it.

mod field;
#[rustfmt::skip]
mod table;

pub use field::{Field, FieldKind, Schema};

/// Returns the fields of an index that this program writes.
pub fn schema() -> &'static Schema {
    &table::SCHEMA
}
