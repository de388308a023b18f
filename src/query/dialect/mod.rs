//! Queries written for other systems, read into the same tree as dateline's own.
//!
//! `token`, `lexer` and `pratt` parse the dialects in which operators have a precedence; `nexis`, `factiva` and
//! `notmuch` are their tables. `lucene` has clauses instead. `builder` makes trees of the parts. What a dialect can say
//! and dateline cannot is a fault, or a notice if the reading is lenient. `docs/dialects.md` lists every conversion.

mod builder;
mod combining;
mod comparison;
mod factiva;
mod lexer;
mod lucene;
mod nexis;
mod notmuch;
mod pratt;
mod token;

use std::fmt;

use self::builder::{Builder, over};
use super::limits::MAX_LENGTH;
use super::reading::{Fault, Query, Reading};
use crate::analysis::Analyzer;

/// The query language of another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Terms and connectors of Nexis and Lexis.
    Nexis,
    /// Search statements of Factiva.
    Factiva,
    /// Lucene's classic query parser, which Elasticsearch, OpenSearch and Solr use, too.
    Lucene,
    /// notmuch, which uses Xapian's query parser.
    Notmuch,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Dialect; 4] =
        [Dialect::Nexis, Dialect::Factiva, Dialect::Lucene, Dialect::Notmuch];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Nexis => "nexis",
            Dialect::Factiva => "factiva",
            Dialect::Lucene => "lucene",
            Dialect::Notmuch => "notmuch",
        }
    }

    /// Returns the dialect with this name.
    pub fn named(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Parses a query in a dialect. If `lenient` is set, parts without a counterpart are left out or replaced, and a notice
/// says so. The tree prints as a query in dateline's own language that has the same meaning.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit, contains an invalid date or, unless `lenient` is set, has a part
/// without a counterpart.
pub fn parse(
    text: &str,
    dialect: Dialect,
    lenient: bool,
    reading: &Reading,
    analyzer: &mut Analyzer,
) -> Result<Query, Fault> {
    if text.len() > MAX_LENGTH {
        return Err(over(text, &format!("more than {} kB", MAX_LENGTH >> 10)));
    }
    let mut builder = Builder::new(text, lenient, reading, analyzer);
    let tree = match dialect {
        Dialect::Nexis => nexis::read(&mut builder),
        Dialect::Factiva => factiva::read(&mut builder),
        Dialect::Lucene => lucene::read(&mut builder),
        Dialect::Notmuch => notmuch::read(&mut builder),
    }?;
    builder.finish(tree)
}
