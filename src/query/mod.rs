//! Query text to a tree: the first stage of searching.
//!
//! ```ebnf
//! query   = or ;
//! or      = and , { "OR" , and } ;
//! and     = not , { [ "AND" ] , not } ;
//! not     = ( "NOT" | "-" ) , not | primary ;
//! primary = [ field , ":" ] , ( word | phrase | "(" , or , ")" ) ;
//! phrase  = '"' , { any character but a quote } , '"' ;
//! field   = "title" | "body" | "source" | "agency" | "id" | "lang" | "dateline" | "date" ;
//! ```
//!
//! Operators are upper case. Curly quotes equal straight ones. Reading is lenient: what makes no
//! sense as an operator is read as words or left out, and a notice says so; `strict` turns each
//! such notice into a fault.

pub mod dates;
mod lexer;
mod limits;
mod parser;
mod print;
pub mod tree;

use std::fmt;

use chrono::{DateTime, FixedOffset};

use crate::error::{Error, Kind};
pub use parser::parse;
pub use tree::{Bound, DateRange, Filter, FilterField, Text, Tree, Zone};

/// A longer query is refused. Bytes.
pub const MAX_LENGTH: usize = 64 << 10;
/// Deeper nesting is read as words.
pub const MAX_DEPTH: usize = 64;
/// More clauses are read as words.
pub const MAX_CLAUSES: usize = 1_024;

/// How a query is to be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The instant relative dates count from, in the zone days are counted in.
    pub now: DateTime<FixedOffset>,
    /// Whether words side by side are joined by OR instead of AND.
    pub any: bool,
    /// Whether what would be ignored is a fault.
    pub strict: bool,
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

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
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

#[cfg(test)]
mod tests;
