//! Query text to a tree: the first stage of searching.
//!
//! ```ebnf
//! query    = or ;
//! or       = and , { ( "OR" | "||" ) , and } ;
//! and      = chain , { [ "AND" | "&&" ] , chain } ;
//! chain    = not , { near , not } ;      (* the nearest first: numbers, then s, then p *)
//! near     = [ "not" ] , ( "w" | "near" | "pre" | "adj" | "" ) , "/" , ( digits | "s" | "p" ) ;
//! not      = ( "NOT" | "-" | "!" ) , not | boosted ;
//! boosted  = primary , [ "^" , number ] ;
//! primary  = "(" , or , ")" | function , "(" , or , ")" | field , ":" , value
//!          | [ "=" ] , ( word | phrase ) , [ "~" , [ digits ] ] | "/" , regex , "/" ;
//! function = "title" | "headline" | "body" | "lead" | "hlead" | "first/" , digits
//!          | "atleast" , digits | "caps" | "allcaps" | "nocaps" ;
//! value    = boosted | "(" , word , { [ "OR" ] , word } , ")" | range ;
//! range    = ( "[" | "{" ) , date , " TO " , date , ( "]" | "}" ) ;
//! word     = { letter | digit | "*" | "?" | other } ;      (* up to a space, parenthesis or quote *)
//! phrase   = '"' , { any character but a quote } , '"' ;
//! field    = "title" | "headline" | "body" | "source" | "agency" | "id" | "key" | "path" | "lang"
//!          | "language" | "dateline" | "words" | "date" | "on" | "since" | "until" | "after"
//!          | "before" | "newer_than" | "older_than" ;
//! ```
//!
//! `AND`, `OR`, `NOT` are upper case; what has a slash in it, functions and fields may be either.
//! Curly quotes equal straight ones. Reading is lenient: what makes no sense as an operator is read
//! as words or left out, and a notice says so; `strict` turns each such notice into a fault.
//!
//! [`lexer`] and [`suffix`] find the parts, [`parser`] and [`proximity`] put them together, [`leaves`],
//! [`words`], [`fields`] and [`date_clause`] read what stands at the ends, [`shape`] builds the [`tree`], [`print`]
//! writes it again.

pub mod date_clause;
pub mod dates;
mod fields;
mod leaves;
mod lexer;
mod limits;
mod parser;
pub mod pattern;
mod print;
mod proximity;
mod question;
pub mod range;
mod shape;
mod suffix;
pub mod tree;
mod words;

use std::fmt;

use chrono::{DateTime, FixedOffset};

use crate::analysis::Language;
use crate::error::{Error, Kind};
pub use parser::{parse, plain};
pub use tree::{Bound, DateRange, Filter, FilterField, Text, Tree, Zone};

/// A longer query is refused. Bytes.
pub const MAX_LENGTH: usize = 64 << 10;
/// Deeper nesting is read as words.
pub const MAX_DEPTH: usize = 64;
/// More clauses are read as words.
pub const MAX_CLAUSES: usize = 1_024;
/// More operators of proximity in one query are read as words.
pub const MAX_PROXIMITIES: usize = 64;
/// A larger distance is read as this one. Words.
pub const MAX_NEAR: u32 = 1_000;

/// A larger boost is no boost.
pub const MAX_BOOST: f32 = 1_000.0;

/// How a query is to be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The instant relative dates count from, in the zone days are counted in.
    pub now: DateTime<FixedOffset>,
    /// Whether words side by side are joined by OR instead of AND.
    pub any: bool,
    /// Whether what would be ignored is a fault.
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
