//! Clauses, and what tantivy makes of several of them. The rules are those its own parser breaks: a node of
//! exclusions alone gets "every document" to exclude from, a node with one child is its child, and
//! clauses that only filter score nothing, so that they change no ranking.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Queries that are joined, each with its part.
pub type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// All of them; where nothing but exclusions is asked for, every document to exclude from.
pub fn all_of(mut clauses: Clauses) -> Box<dyn Query> {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, silent(Box::new(AllQuery))));
    }
    match clauses.len() {
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// Any of them.
pub fn one_or(mut clauses: Clauses) -> Box<dyn Query> {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// A word, scored.
pub fn word(field: Field, stem: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, stem);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// A value, not scored by how often it stands.
pub fn term(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

/// A query whose score is multiplied.
pub fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    match boost == 1.0 {
        true => query,
        false => Box::new(BoostQuery::new(query, boost)),
    }
}

/// A clause that scores the same for every document.
pub fn constant(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 1.0))
}

/// A clause that filters and scores nothing.
pub fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
