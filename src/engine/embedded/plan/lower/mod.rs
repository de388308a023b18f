//! Lowering: turns a tree into tantivy queries.
//!
//! [`tree`] combines parts, and [`word`] lowers words and headers. [`bounds`] has the result of both: an exact query,
//! or an upper and a lower bound.

pub mod bounds;
pub mod expand;
pub mod plain;
pub mod printed_spans;
pub mod tree;
pub mod word;
