//! Statistics of a snapshot: its matches by field and day, its terms, also in parts of the matches, its vocabulary, and the languages of its sources.

pub mod cross_counts;
pub mod parts;
pub mod source_languages;
pub mod term_statistics;
mod unions;
pub mod vocabulary;
