//! Statistics of a snapshot: its matches by field and day, its terms, its vocabulary, and the languages of its sources.

pub mod cross_counts;
pub mod source_languages;
pub mod term_statistics;
pub mod vocabulary;
