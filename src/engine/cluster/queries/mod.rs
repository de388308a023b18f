//! Queries in OpenSearch's language, as JSON.

pub mod boolean;
pub mod date;
pub mod expression;
pub mod header;
pub mod intervals;
pub mod keys;
pub mod language;
pub mod pattern;
