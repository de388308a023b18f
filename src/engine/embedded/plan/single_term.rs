//! A request for a single plain word, answered from its posting lists.
//!
//! The term dictionary has the word's document frequency, which is all that BM25 needs.

use tantivy::Term;
use tantivy::postings::TermInfo;

use crate::analysis::Stem;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::scoring_terms::{is_settled, plain_word};
use crate::engine::{Request, Sort};

/// A term and its posting lists.
pub struct SingleTerm {
    /// The term.
    pub term: Term,
    /// Its posting list in each segment.
    pub lists: Vec<Option<TermInfo>>,
    /// The number of documents that have it, including deleted ones.
    pub doc_freq: u64,
}

impl SingleTerm {
    /// Returns the term of a request for the best articles with one plain word and without facets. Returns `None` for
    /// other requests.
    pub fn of(snapshot: &Snapshot, request: &Request) -> tantivy::Result<Option<SingleTerm>> {
        let simple = request.wanted() > 0
            && request.sort == Sort::Relevance
            && request.facets.is_empty()
            && request.expansion.is_none()
            && is_settled(request.tree);
        let word = plain_word(request.tree).filter(|(_, boost)| simple && *boost == 1.0);
        let Some(stem) = word.and_then(|(stems, _)| Stem::alone(stems)) else { return Ok(None) };
        let term = Term::from_field_text(snapshot.fields.text, &stem.term);
        let mut lists = Vec::with_capacity(snapshot.segments().len());
        for segment in snapshot.segments() {
            lists.push(segment.inverted_index(snapshot.fields.text)?.get_term_info(&term)?);
        }
        let doc_freq = lists.iter().flatten().map(|list| u64::from(list.doc_freq)).sum();
        Ok(Some(SingleTerm { term, lists, doc_freq }))
    }
}
