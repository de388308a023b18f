//! The words that a search found besides those that were typed: inflections, and words that a pattern matches.

use std::collections::{BTreeMap, BTreeSet};

use super::shown;
use crate::analysis::fold;
use crate::searching::Shown;

/// The number of words named.
const WORDS: usize = 6;

/// Returns the most frequent other words that are marked in some hits: `salts, taxes`. Returns `None` if there are no
/// such words.
pub fn found(query: &str, hits: &[Shown]) -> Option<String> {
    let typed: BTreeSet<String> = words(query).map(folded).collect();
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    for hit in hits {
        let passages = hit.passages.iter().flat_map(|passage| &passage.parts);
        for part in hit.title.iter().chain(passages).filter(|part| part.mark) {
            for word in words(&part.text) {
                let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
                if is_word && !typed.contains(&folded(word)) {
                    *others.entry(word.to_lowercase()).or_default() += 1;
                }
            }
        }
    }
    let mut others: Vec<(String, usize)> = others.into_iter().collect();
    others.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let named: Vec<String> = others.iter().take(WORDS).map(|(word, _)| shown(word)).collect();
    (!named.is_empty()).then(|| named.join(", "))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn folded(word: &str) -> String {
    let mut folded = String::new();
    fold::fold(word, &mut folded);
    folded
}
