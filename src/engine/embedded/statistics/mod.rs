//! Statistics of a snapshot: its terms, its vocabulary, and the languages of its sources.

pub mod source_languages;
pub mod term_statistics;
pub mod vocabulary;
