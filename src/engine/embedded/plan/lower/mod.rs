//! Lowering: a tree becomes tantivy's queries.
//!
//! [`tree`] joins parts, [`word`] lowers words and headers, and [`bounds`] has what both return: an exact query, or an
//! upper and a lower bound.

pub mod bounds;
pub mod expand;
pub mod plain;
pub mod tree;
pub mod word;
