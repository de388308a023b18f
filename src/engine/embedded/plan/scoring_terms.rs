//! Scoring terms: the words of a query whose frequencies and positions decide the score.

use tantivy::Term;

use super::lower::plain::is_one_stem;
use crate::analysis::Stem;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::query::tree::{Capitals, Tree, Word, Zone};

/// A word of the query that is scored.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoringTerm {
    /// The stems of the word.
    pub stems: Vec<Stem>,
    /// The form as typed, if it was typed in capitals.
    pub capitals: Option<String>,
}

/// Returns whether a tree is one plain word with one stem, not typed in capitals. BM25 and the rescored score give its
/// articles the same order.
pub fn is_settled(tree: &Tree) -> bool {
    let capitals = || matches!(tree, Tree::Text(text) if in_capitals(&text.text).is_some());
    is_one_stem(tree) && !capitals()
}

/// Returns the scoring terms of a query whose text clauses are words and phrases that may occur anywhere. Returns
/// `None` for other queries, which keep the order of BM25.
pub fn wanted(tree: &Tree) -> Option<Vec<ScoringTerm>> {
    let mut words = Vec::new();
    add(tree, &mut words).then_some(words).filter(|words| !words.is_empty())
}

fn add(tree: &Tree, words: &mut Vec<ScoringTerm>) -> bool {
    match tree {
        Tree::Text(text) => {
            let plain = text.zone == Zone::ANY && text.capitals.is_none() && text.boost == 1.0;
            let typed = text.text.split_whitespace().collect::<Vec<_>>();
            plain
                && text.slots.iter().enumerate().all(|(at, slot)| {
                    let Word::Stems(stems) = &slot.word else { return false };
                    // One typed word may become several slots, for example because of a hyphen.
                    let form = typed.get(at).filter(|_| typed.len() == text.slots.len());
                    let capitals = form.and_then(|form| in_capitals(form));
                    words.push(ScoringTerm { stems: stems.clone(), capitals });
                    true
                })
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().filter(|tree| tree.has_text()).all(|tree| add(tree, words))
        }
        _ => false,
    }
}

/// Returns the surface form of a word that was typed in capitals. Returns `None` for other words.
fn in_capitals(typed: &str) -> Option<String> {
    if !typed.contains(char::is_uppercase) {
        return None;
    }
    let form: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 2 && crate::matching::is_printed(&form, Capitals::All)).then_some(form)
}

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
