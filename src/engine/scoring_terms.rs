//! Scoring terms: the words of a query whose frequencies and positions decide the score. Every engine can use them.

use crate::analysis::Stem;
use crate::query::tree::{Capitals, Slot, Tree, Word, Zone};

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

/// How many articles print a word that was typed in capitals.
#[derive(Debug, Clone, Copy)]
pub struct Printed {
    /// The number of articles that print it in capitals.
    pub in_capitals: u64,
    /// The number of articles that have the stem that the word is in lowercase. If it is not its own stem, the number
    /// of articles that print it in lowercase.
    pub in_lowercase: u64,
}

/// Finds the words typed in capitals that articles also print in lowercase. Their capital form ranks first, unless all
/// words of a longer query are in capitals. Returns these forms, and clears `capitals` of the other words.
///
/// `printed` counts the articles of a form. It also receives the form in lowercase, and whether that is its own stem.
///
/// # Errors
///
/// Fails if `printed` does.
pub fn meant_in_capitals<E>(
    words: &mut [ScoringTerm],
    mut printed: impl FnMut(&str, &str, bool) -> Result<Printed, E>,
) -> Result<Vec<String>, E> {
    let shouted = words.len() > 1 && words.iter().all(|word| word.capitals.is_some());
    let mut meant = Vec::new();
    for word in words {
        let Some(form) = word.capitals.take().filter(|_| !shouted) else { continue };
        let lower = form.to_lowercase();
        let is_stem = Stem::is_among(&lower, &word.stems);
        let Printed { in_capitals, in_lowercase } = printed(&form, &lower, is_stem)?;
        let also_in_lowercase = match is_stem {
            // The word itself is printed in more than a tenth of the articles that have its stem.
            true => in_lowercase.saturating_sub(in_capitals) * 10 > in_lowercase,
            false => in_lowercase > 0,
        };
        if in_capitals > 0 && also_in_lowercase {
            meant.push(form.clone());
            word.capitals = Some(form);
        }
    }
    Ok(meant)
}

/// Returns the stems and the boost of a plain word. Returns `None` for other trees.
pub fn plain_word(tree: &Tree) -> Option<(&[Stem], f32)> {
    let Tree::Text(text) = tree else { return None };
    let [Slot { word: Word::Stems(stems), .. }] = text.slots.as_slice() else { return None };
    let plain = text.zone == Zone::ANY && text.capitals.is_none() && !stems.is_empty();
    plain.then_some((stems, text.boost))
}

/// Returns whether a tree is a plain word with one stem in all languages.
pub fn is_one_stem(tree: &Tree) -> bool {
    plain_word(tree).is_some_and(|(stems, _)| Stem::alone(stems).is_some())
}
