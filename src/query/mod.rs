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
//! `AND`, `OR`, `NOT` are upper case; operators with a slash, functions and fields may be either.
//! Curly quotes equal straight ones. Parsing is lenient: what makes no sense as an operator is read
//! as words or ignored, and a notice says so; `strict` turns each such notice into a fault. An unreadable date
//! and a query over a limit are always faults, because anything else would answer another question.
//!
//! [`lexer`] and [`suffix`] find the parts, [`parser`] and [`proximity`] put them together, [`leaves`],
//! [`words`], [`fields`] and [`date_clause`] read what stands at the ends, [`shape`] builds the [`tree`], [`print`]
//! writes it again.

pub mod date_clause;
pub mod dates;
mod fields;
mod foreign;
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

/// The maximum length of a query, in bytes. A longer one is an error.
pub const MAX_LENGTH: usize = 64 << 10;
/// The maximum depth of nesting. A deeper query is an error.
pub const MAX_DEPTH: usize = 64;
/// The maximum number of clauses. A query with more is an error.
pub const MAX_CLAUSES: usize = 1_024;
/// The maximum number of proximity operators. A query with more is an error.
pub const MAX_PROXIMITIES: usize = 64;
/// The maximum distance, in words. A larger one is read as this one.
pub const MAX_NEAR: u32 = 1_000;

/// The maximum boost. A larger one is ignored.
pub const MAX_BOOST: f32 = 1_000.0;

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
mod refusal_tests;
#[cfg(test)]
mod tests;
