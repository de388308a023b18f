//! The options for parsing a query, its result, and the error for a query that cannot be parsed.

use std::fmt;

use chrono::{DateTime, FixedOffset};

use super::tree::Tree;
use crate::analysis::Language;
use crate::error::{Error, Kind};

/// The options for parsing a query.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The instant from which relative dates are counted, in the time zone that determines where days begin.
    pub now: DateTime<FixedOffset>,
    /// Whether adjacent words are joined by OR instead of AND.
    pub any: bool,
    /// Whether to reject a query if a part of it would be ignored.
    pub strict: bool,
    /// The languages of the articles. A word is stemmed in each of them.
    pub languages: Vec<Language>,
}

/// An error in a query: where it is, what is wrong, and how to fix it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The byte range in the query text.
    pub span: (usize, usize),
    /// What is wrong, in lower case and without a full stop.
    pub problem: String,
    /// How to fix it.
    pub hint: String,
}

impl Fault {
    /// Converts the fault to an error about the query `text`.
    pub fn into_error(self, text: &str) -> Error {
        let mut error = Error::new(Kind::Query, format!("reading the query: {}", self.problem));
        error.hint = Some(self.hint.clone());
        error.span = Some(self.span);
        error.query = Some(text.to_string());
        error.caused_by(self)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl std::error::Error for Fault {}

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Query {
    /// The query text as typed.
    pub text: String,
    /// The meaning of the query.
    pub tree: Tree,
    /// Notices about ignored parts and about readings that may be unexpected.
    pub notices: Vec<String>,
}
