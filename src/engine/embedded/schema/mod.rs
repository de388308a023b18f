//! What tantivy stores for an article: its fields, its tokens and its record.
//!
//! [`document`] turns an article into a tantivy document. [`fields`] is derived from `index-schema/article.toml`.

pub mod dictionary;
pub mod document;
pub mod fields;
pub mod preparation;
pub mod stored_record;
pub mod token_encoding;
