//! How a query is read, and what is wrong with one that cannot be.

use std::fmt;

use chrono::{DateTime, FixedOffset};

use super::tree::Tree;
use crate::analysis::Language;
use crate::error::{Error, Kind};

/// How a query is to be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The instant relative dates count from, in the zone days are counted in.
    pub now: DateTime<FixedOffset>,
    /// Whether words side by side are joined by OR instead of AND.
    pub any: bool,
    /// Whether to refuse a query of which a part would be ignored.
    pub strict: bool,
    /// The languages of the articles: a word is stemmed as each of them would.
    pub languages: Vec<Language>,
}

/// A wrong query: where, what, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The byte range of the query text.
    pub span: (usize, usize),
    /// What is wrong: lower case, no full stop.
    pub problem: String,
    /// The remedy.
    pub hint: String,
}

impl Fault {
    /// The fault as an error about this query text.
    pub fn into_error(self, text: &str) -> Error {
        Error {
            kind: Kind::Query,
            message: format!("reading the query: {}", self.problem),
            hint: Some(self.hint),
            span: Some(self.span),
            query: Some(text.to_string()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

/// A query that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// As it was typed.
    pub text: String,
    /// What it means.
    pub tree: Tree,
    /// What was left out, and readings worth knowing.
    pub notices: Vec<String>,
}
