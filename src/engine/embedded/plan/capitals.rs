//! The words that a query means in capitals.

use tantivy::Term;

use crate::analysis::Stem;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::scoring_terms::ScoringTerm;

/// Finds the words typed in capitals that articles also print in lowercase. Their capital form ranks first, unless all
/// words of a longer query are in capitals. Returns these forms, and clears `capitals` of the other words.
pub fn meant_in_capitals(
    snapshot: &Snapshot,
    words: &mut [ScoringTerm],
) -> tantivy::Result<Vec<String>> {
    let shouted = words.len() > 1 && words.iter().all(|word| word.capitals.is_some());
    let mut meant = Vec::new();
    for word in words {
        let Some(form) = &word.capitals else { continue };
        let printed =
            snapshot.searcher.doc_freq(&Term::from_field_text(snapshot.fields.forms, form))?;
        let lower = form.to_lowercase();
        // A form that is its own stem is rarely listed. The articles that print it are those that have the stem and
        // list no other form.
        let small = match Stem::is_among(&lower, &word.stems) {
            true => {
                let all = Term::from_field_text(snapshot.fields.text, &lower);
                let all = snapshot.searcher.doc_freq(&all)?;
                all.saturating_sub(printed) * 10 > all
            }
            false => {
                let term = Term::from_field_text(snapshot.fields.forms, &lower);
                snapshot.searcher.doc_freq(&term)? > 0
            }
        };
        if shouted || printed == 0 || !small {
            word.capitals = None;
        } else {
            meant.push(form.clone());
        }
    }
    Ok(meant)
}
