//! Counts of the whole archive. A cluster does not list its vocabulary, so it offers less than the embedded engine.

pub mod cross_counts;
pub mod source_languages;
pub mod unsupported;
pub mod vocabulary;
