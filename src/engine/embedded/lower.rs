//! A tree becomes tantivy's query.
//!
//! The rules are those tantivy's own parser breaks: a node of exclusions alone gets "every
//! document" to exclude from, a node with one child is its child, and clauses that only filter
//! score nothing, so that they change no ranking.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::fields::Fields;
use super::window::DateQuery;
use super::zone::ZoneQuery;
use crate::analysis::fold;
use crate::query::tree::{Filter, FilterField, Text, Tree, Zone};

/// A query, and whether it finds exactly what the tree asks for or more, so that `matching/` has
/// to look at each hit.
pub struct Lowered {
    /// tantivy's query.
    pub query: Box<dyn Query>,
    /// Whether it is exact.
    pub exact: bool,
}

/// Lowers a tree.
pub fn lower(tree: &Tree, fields: &Fields) -> Lowered {
    let (query, exact) = node(tree, fields);
    Lowered { query, exact }
}

fn node(tree: &Tree, fields: &Fields) -> (Box<dyn Query>, bool) {
    match tree {
        Tree::All => (silent(Box::new(AllQuery)), true),
        Tree::Nothing => (Box::new(EmptyQuery), true),
        Tree::Text(text) => words(text, fields),
        Tree::Filter(filter) => (silent(header(filter, fields)), true),
        Tree::Date(range) => (Box::new(DateQuery(*range)), true),
        Tree::Undated => (silent(term(fields.flag, "undated")), true),
        Tree::Not(_) => conjunction(std::slice::from_ref(tree), fields),
        Tree::And(trees) => conjunction(trees, fields),
        Tree::Or(trees) => {
            let mut exact = true;
            let mut clauses = Vec::with_capacity(trees.len());
            for tree in trees {
                let (query, sure) = node(tree, fields);
                exact &= sure;
                clauses.push((Occur::Should, query));
            }
            (Box::new(BooleanQuery::new(clauses)), exact)
        }
    }
}

fn conjunction(trees: &[Tree], fields: &Fields) -> (Box<dyn Query>, bool) {
    let mut exact = true;
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(trees.len() + 1);
    for tree in trees {
        if let Tree::Not(excluded) = tree {
            let (query, sure) = node(excluded, fields);
            // More than asked for must not be excluded: hits are looked at instead.
            match sure {
                true => clauses.push((Occur::MustNot, query)),
                false => exact = false,
            }
        } else {
            let (query, sure) = node(tree, fields);
            exact &= sure;
            clauses.push((Occur::Must, query));
        }
    }
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, silent(Box::new(AllQuery))));
    }
    if clauses.len() == 1 {
        return (clauses.remove(0).1, exact);
    }
    (Box::new(BooleanQuery::new(clauses)), exact)
}

fn words(text: &Text, fields: &Fields) -> (Box<dyn Query>, bool) {
    let field = fields.text;
    match text.terms.as_slice() {
        [] => (Box::new(EmptyQuery), true),
        [(_, one)] => match text.zone {
            zone @ (Zone::Title | Zone::Body) => (Box::new(ZoneQuery::new(field, one, zone)), true),
            Zone::Any => {
                let term = Term::from_field_text(field, one);
                (Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), true)
            }
        },
        terms => {
            let terms = terms
                .iter()
                .map(|(position, term)| (*position as usize, Term::from_field_text(field, term)))
                .collect();
            // tantivy does not say where a phrase stands: hits are looked at.
            (Box::new(PhraseQuery::new_with_offset(terms)), text.zone == Zone::Any)
        }
    }
}

fn header(filter: &Filter, fields: &Fields) -> Box<dyn Query> {
    let folded = fold::name(&filter.value);
    match filter.field {
        FilterField::Id => term(fields.id, &filter.value),
        FilterField::Agency => term(fields.agency, &folded),
        FilterField::Lang => term(fields.lang, &folded),
        FilterField::Dateline => term(fields.place, &folded),
        FilterField::Source => Box::new(BooleanQuery::new(vec![
            (Occur::Should, term(fields.source, &folded)),
            (Occur::Should, term(fields.agency, &folded)),
        ])),
    }
}

fn term(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

/// A clause that filters and scores nothing.
fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
