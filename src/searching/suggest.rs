//! Suggests the most similar word for a word that no article has. The suggestion is only reported, never searched for
//! instead.

use super::counted::articles;
use super::index::Index;
use crate::analysis::{Analyzer, Stem};
use crate::error::Result;
use crate::query::Query;
use crate::query::tree::{Text, Tree, Word};

/// The maximum number of unknown words of a query that get a suggestion. Each is compared with the whole vocabulary.
const WORDS: usize = 5;

/// A word that no article has, as it was typed, and the word most similar to it.
#[non_exhaustive]
pub struct Unknown {
    /// The word.
    pub word: String,
    /// The most similar word, if one is similar.
    pub nearest: Option<String>,
}

/// Returns the words of a query that no article has.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn unknown(index: &Index, query: &Query, analyzer: &mut Analyzer) -> Result<Vec<Unknown>> {
    let mut words = Vec::new();
    collect(&query.tree, &mut words);
    // Other words, such as the closed form of a hyphenated one, were added to those that were typed.
    words.retain(|(word, _)| query.text.contains(word));
    let mut unknown = Vec::new();
    for (word, stems) in words {
        if unknown.len() == WORDS {
            break;
        }
        if having(index, word, stems.to_vec())? == 0 {
            let nearest = index.engine.similar(word, analyzer)?;
            unknown.push(Unknown { word: word.to_string(), nearest });
        }
    }
    Ok(unknown)
}

/// Returns a notice for each word of a query that no article has.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn notices(index: &Index, query: &Query, analyzer: &mut Analyzer) -> Result<Vec<String>> {
    let languages = index.engine.languages()?;
    let mut notices = Vec::new();
    for Unknown { word, nearest } in unknown(index, query, analyzer)? {
        notices.push(match nearest {
            Some(nearest) => {
                let stems = analyzer.stems(languages, &nearest);
                let count = articles(having(index, &nearest, stems)?);
                format!("no article has \"{word}\"; did you mean \"{nearest}\" ({count})?")
            }
            None => format!("no article has \"{word}\""),
        });
    }
    Ok(notices)
}

/// A word as typed, with its stems.
type Asked<'t> = (&'t str, &'t [Stem]);

/// Collects the distinct words of a query that are neither patterns nor excluded.
fn collect<'t>(tree: &'t Tree, words: &mut Vec<Asked<'t>>) {
    match tree {
        Tree::Text(text) => {
            // One typed word may become several (`state-of-the-art`, or words in Chinese).
            let typed: Vec<&str> = text.text.split_whitespace().collect();
            if typed.len() != text.slots.len() {
                return;
            }
            for (word, slot) in typed.into_iter().zip(&text.slots) {
                let (Word::Stems(stems) | Word::Exact(_, stems)) = &slot.word else { continue };
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                if !bare.is_empty() && !words.iter().any(|(known, _)| *known == bare) {
                    words.push((bare, stems));
                }
            }
        }
        Tree::Near(near) => {
            collect(&near.left, words);
            if !near.how.negated {
                collect(&near.right, words);
            }
        }
        Tree::AtLeast(_, tree) => collect(tree, words),
        Tree::And(trees) | Tree::Or(trees) => trees.iter().for_each(|tree| collect(tree, words)),
        _ => {}
    }
}

/// Returns the number of articles that have a word.
fn having(index: &Index, word: &str, stems: Vec<Stem>) -> Result<u64> {
    index.count(&Tree::Text(Text::of_word(word, Word::Stems(stems))))
}
