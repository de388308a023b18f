//! One commit, opened for reading: its segments, columns, dictionaries and stored records.
//!
//! Nothing in this module depends on queries.

mod beginnings_automaton;
pub mod block_postings;
pub mod commit;
pub mod date_columns;
mod folded_automaton;
pub mod key_lookup;
pub mod language_filter;
pub mod position_lists;
pub mod record_reader;
pub mod term_dictionary;
