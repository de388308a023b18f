//! The limits of a query. A query that exceeds one is rejected, with a message that names the limit.

/// The maximum length of a query, in bytes. A longer one is an error.
pub const MAX_LENGTH: usize = 64 << 10;

/// The maximum depth of nesting. A deeper query is an error.
pub const MAX_DEPTH: usize = 64;

/// The maximum number of clauses. A query with more is an error.
pub const MAX_CLAUSES: usize = 1_024;

/// The message about a query with more clauses than that.
pub const TOO_MANY_CLAUSES: &str = "more than 1,024 clauses";

const _: () = assert!(MAX_CLAUSES == 1_024, "TOO_MANY_CLAUSES names the limit");

/// The maximum number of proximity operators. A query with more is an error.
pub const MAX_PROXIMITIES: usize = 64;

/// The maximum distance, in words. A larger distance is reduced to it.
pub const MAX_NEAR: u32 = 1_000;

/// The maximum boost. A larger one is ignored.
pub const MAX_BOOST: f32 = 1_000.0;

/// The notice for a query whose parts were all ignored.
pub const NOTHING_LEFT: &str = "the query has no searchable terms, so nothing matches";
