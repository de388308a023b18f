//! The limits of a query. A query over one of them is an error that names it.

/// The maximum length of a query, in bytes. A longer one is an error.
pub const MAX_LENGTH: usize = 64 << 10;

/// The maximum depth of nesting. A deeper query is an error.
pub const MAX_DEPTH: usize = 64;

/// The maximum number of clauses. A query with more is an error.
pub const MAX_CLAUSES: usize = 1_024;

/// The maximum number of proximity operators. A query with more is an error.
pub const MAX_PROXIMITIES: usize = 64;

/// The maximum distance, in words. A larger one is read as this one.
pub const MAX_NEAR: u32 = 1_000;

/// The maximum boost. A larger one is ignored.
pub const MAX_BOOST: f32 = 1_000.0;

/// The notice about a query of which every part was ignored.
pub const NOTHING_LEFT: &str = "the query has no searchable terms, so nothing matches";
