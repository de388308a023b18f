//! The vocabulary of a snapshot: the words that are most similar to one, and those that match a pattern.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermSetQuery;

use crate::analysis::{Analyzer, Stem, fold};
use crate::engine::Expanded;
use crate::engine::embedded::plan::lower::expand;
use crate::engine::embedded::queries::surface_form::Expansion;
use crate::engine::embedded::schema::token_encoding::IN_CAPITALS;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::query::tree::{Pattern, Slot, Word};

/// Returns the word most similar to one that is not in the index: the one with the fewest changed letters, then the one
/// with the most articles.
pub fn similar(
    snapshot: &Snapshot,
    word: &str,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Option<String>> {
    let mut folded = String::new();
    fold::fold(word, &mut folded);
    let farthest = match folded.chars().count() {
        0..=3 => return Ok(None),
        4..=5 => 1,
        _ => 2,
    };
    for distance in 1..=farthest {
        let found =
            expand::pattern(snapshot, &Pattern::Fuzzy(folded.clone(), distance), None, analyzer)?;
        let words = counted(snapshot, &found, analyzer)?;
        if let Some(best) = words.into_iter().next() {
            return Ok(Some(best.word));
        }
    }
    Ok(None)
}

/// Returns the folded words of an expansion with their document frequencies, most frequent first. A stem counts as a
/// word if it is its own stem.
fn counted(
    snapshot: &Snapshot,
    found: &Expansion,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<Expanded>> {
    let languages = snapshot.languages()?;
    let mut words: BTreeMap<String, Vec<Term>> = BTreeMap::new();
    for (form, _) in &found.forms {
        let mut word = String::new();
        fold::fold(form.strip_prefix(IN_CAPITALS).unwrap_or(form), &mut word);
        words.entry(word).or_default().push(Term::from_field_text(snapshot.fields.forms, form));
    }
    let stems = found.doubtful.iter().map(|doubtful| &doubtful.stem);
    for Stem { term, .. } in found.sure.iter().chain(stems) {
        if words.contains_key(term) || Stem::is_among(term, &analyzer.stems(languages, term)) {
            // Every article that prints the word has its stem.
            words.insert(term.clone(), vec![Term::from_field_text(snapshot.fields.text, term)]);
        }
    }
    let mut counted = Vec::with_capacity(words.len());
    for (word, terms) in words {
        let articles = match terms.as_slice() {
            [term] => snapshot.searcher.doc_freq(term)?,
            _ => snapshot.searcher.search(&TermSetQuery::new(terms), &Count)? as u64,
        };
        counted.push(Expanded { word, articles });
    }
    counted.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
    Ok(counted)
}

/// Returns the words that a pattern matches, most frequent first. Other words have no expansions.
pub fn expansions(
    snapshot: &Snapshot,
    slot: &Slot,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<Expanded>> {
    let Word::Pattern(pattern) = &slot.word else { return Ok(Vec::new()) };
    let found = expand::pattern(snapshot, pattern, None, analyzer)?;
    counted(snapshot, &found, analyzer)
}
