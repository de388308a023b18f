//! Parsing of query text into a tree, the first stage of a search.
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
//! `AND`, `OR` and `NOT` are upper case; operators with a slash, functions and fields are case-insensitive. Curly
//! quotes are equivalent to straight ones. Parsing is lenient: text that makes no sense as an operator is read as words
//! or ignored, and a notice says so. With `strict`, each such notice is a fault. An invalid date and a query over a
//! limit are always faults, because any other reading would answer a different question.
//!
//! [`dialect`] reads queries of other systems into the same tree.
//!
//! `lexer` and `suffix` split the text, and `parser` and `proximity` combine the parts. `leaves`, `words`,
//! `fields` and [`date_clause`] read the leaves. `shape` and `negation` build the [`tree`], and
//! [`print`] converts it back to text.

mod complexity;
pub mod date_clause;
pub mod dates;
pub mod dialect;
mod fields;
pub mod fixed_dates;
mod foreign;
mod joined;
mod leaves;
mod lexer;
mod limits;
mod negation;
mod parser;
pub mod pattern;
mod plain;
mod print;
mod proximity;
mod question;
pub mod range;
mod reading;
mod shape;
mod suffix;
pub mod tree;
mod words;

pub use dialect::Dialect;
pub use lexer::is_quote;
pub use limits::{MAX_CLAUSES, MAX_LENGTH};
pub use parser::parse;
pub use plain::plain;
pub use reading::{Fault, Query, Reading};
pub use tree::{Bound, DateRange, Filter, FilterField, Text, Tree, Zone};

#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod tests;
