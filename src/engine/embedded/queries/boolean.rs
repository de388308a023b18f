//! Constructors for tantivy's Boolean and term queries.
//!
//! The constructors follow three rules that tantivy's parser does not. A conjunction that has only exclusions excludes
//! from all documents. A node with one child is replaced by that child. A clause that only filters scores 0, so that it
//! does not change the ranking.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// The clauses of a Boolean query.
pub type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// Returns the conjunction of clauses. If all of them exclude, they exclude from all documents.
pub fn all_of(mut clauses: Clauses) -> Box<dyn Query> {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, silent(Box::new(AllQuery))));
    }
    match clauses.len() {
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// Returns the disjunction of clauses.
pub fn one_or(mut clauses: Clauses) -> Box<dyn Query> {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// Returns a query for a stem, scored by BM25.
pub fn word(field: Field, stem: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, stem);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Returns a query for a value of a field. It ignores term frequencies.
pub fn term(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

/// Multiplies the scores of a query.
pub fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    match boost == 1.0 {
        true => query,
        false => Box::new(BoostQuery::new(query, boost)),
    }
}

/// Makes a query score 1 for every document.
pub fn constant(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 1.0))
}

/// Turns a query into a filter, which scores 0.
pub fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
