//! The words that a query means in capitals.

use tantivy::Term;

use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::scoring_terms::{self, Printed, ScoringTerm};

/// Finds the words typed in capitals that articles also print in lowercase. Returns these forms, and clears `capitals`
/// of the other words.
pub fn meant_in_capitals(
    snapshot: &Snapshot,
    words: &mut [ScoringTerm],
) -> tantivy::Result<Vec<String>> {
    let fields = &snapshot.fields;
    scoring_terms::meant_in_capitals(words, |form, lower, is_stem| {
        // A form that is its own stem is rarely listed. The articles that print it are those that have the stem and
        // list no other form.
        let field = if is_stem { fields.text } else { fields.forms };
        let frequency =
            |field, form| snapshot.searcher.doc_freq(&Term::from_field_text(field, form));
        Ok(Printed {
            in_capitals: frequency(fields.forms, form)?,
            in_lowercase: frequency(field, lower)?,
        })
    })
}
