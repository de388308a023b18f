//! The queries that tantivy lacks, each as a `Query`, a `Weight` and a `DocSet`.
//!
//! [`boolean`] has constructors for the queries that tantivy has.

pub mod approximation;
pub mod boolean;
pub mod date;
pub mod doc_list;
pub mod doc_scan;
pub mod keys;
pub mod language;
pub mod length;
pub mod span;
pub mod span_term;
pub mod surface_form;
