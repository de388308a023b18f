//! The posting lists and the weights of the terms that expand a query.

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;

use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::ranking::{self, Expansion};

/// The terms of an expansion, with their posting lists.
pub struct ExpansionLists {
    /// The factor of the query's own score. If it is 0, a document needs one of the terms.
    pub own: f64,
    /// The weight of each term.
    pub weights: Vec<f64>,
    /// The posting list of each term, by segment.
    pub lists: Vec<Vec<Option<TermInfo>>>,
    /// The mean length of documents.
    average: f64,
}

impl ExpansionLists {
    /// Looks up the terms of an expansion in each segment.
    pub fn of(snapshot: &Snapshot, expansion: &Expansion) -> tantivy::Result<ExpansionLists> {
        let field = snapshot.fields.text;
        let mut lists = Vec::with_capacity(snapshot.segments().len());
        for segment in snapshot.segments() {
            let text = segment.inverted_index(field)?;
            let list = |term: &str| text.get_term_info(&Term::from_field_text(field, term));
            let of_segment = expansion.terms.iter().map(|term| list(&term.term));
            lists.push(of_segment.collect::<std::io::Result<_>>()?);
        }
        let weights = expansion.terms.iter().map(|term| term.weight).collect();
        let searcher: &dyn Bm25StatisticsProvider = &snapshot.searcher;
        let articles = searcher.total_num_docs()? as f64;
        let average = searcher.total_num_tokens(field)? as f64 / articles.max(1.0);
        Ok(ExpansionLists { own: expansion.own, weights, lists, average })
    }

    /// Returns what is added to a frequency in the denominator of a score, in a document of this length.
    pub fn slack(&self, length: u32) -> f64 {
        ranking::slack(length, self.average)
    }
}
