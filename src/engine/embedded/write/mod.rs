//! The writing side: [`writer`] adds and deletes documents and commits, [`merge_policy`] decides which segments are
//! merged.

pub mod allocator;
pub mod merge_policy;
pub mod writer;
