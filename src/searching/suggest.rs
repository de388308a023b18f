//! Suggests the most similar word for a word that no article has. The suggestion is only reported, never searched for
//! instead.

use super::counted::articles;
use super::index::Index;
use super::question::Read;
use crate::analysis::{Analyzer, Stem};
use crate::error::Result;
use crate::query::tree::{Filter, FilterField, Text, Tree, Word};

/// The maximum number of unknown words of a query that get a suggestion. Each is compared with the whole vocabulary.
const WORDS: usize = 5;

/// A word that no article has, as it was typed, and the word most similar to it.
#[non_exhaustive]
pub struct Unknown {
    /// The word.
    pub word: String,
    /// The most similar word, if one is similar and articles in the languages of the query have it.
    pub nearest: Option<String>,
    /// The number of articles in the languages of the query that have the most similar word.
    pub articles: u64,
}

/// Returns the words of a query that no article of the archive has.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn unknown(index: &Index, read: &Read, analyzer: &mut Analyzer) -> Result<Vec<Unknown>> {
    let languages = index.engine.languages()?;
    let read = read.in_every_language();
    let query = &read.query;
    let mut words = Vec::new();
    collect(&query.tree, &mut words);
    // Other words, such as the closed form of a hyphenated one, were added to those that were typed.
    words.retain(|(word, _)| query.text.contains(word));
    let mut unknown = Vec::new();
    for (word, stems) in words {
        if unknown.len() == WORDS {
            break;
        }
        if index.count(&having(word, stems.to_vec()))? > 0 {
            continue;
        }
        let mut found = Unknown { word: word.to_string(), nearest: None, articles: 0 };
        if let Some(nearest) = index.engine.similar(word, analyzer)? {
            let stems = analyzer.stems(languages, &nearest);
            let tree = having(&nearest, stems).and(languages_of(&read.tree));
            found.articles = index.count(&tree)?;
            found.nearest = (found.articles > 0).then_some(nearest);
        }
        unknown.push(found);
    }
    Ok(unknown)
}

/// Returns a notice for each word of a query that no article has.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn notices(index: &Index, read: &Read, analyzer: &mut Analyzer) -> Result<Vec<String>> {
    let unknown = unknown(index, read, analyzer)?.into_iter();
    let notice = |Unknown { word, nearest, articles: count }| match nearest {
        Some(nearest) => {
            let count = articles(count);
            format!("no article has \"{word}\"; did you mean \"{nearest}\" ({count})?")
        }
        None => format!("no article has \"{word}\""),
    };
    Ok(unknown.map(notice).collect())
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

/// Returns a tree that matches the articles that have a word.
fn having(word: &str, stems: Vec<Stem>) -> Tree {
    Tree::Text(Text::of_word(word, Word::Stems(stems)))
}

/// Returns the conditions on the language that every match of a query meets.
fn languages_of(tree: &Tree) -> Tree {
    match tree {
        Tree::And(trees) => trees.iter().map(languages_of).fold(Tree::All, Tree::and),
        tree if is_about_language(tree) => tree.clone(),
        _ => Tree::All,
    }
}

fn is_about_language(tree: &Tree) -> bool {
    match tree {
        Tree::Filter(Filter { field, .. }) => *field == FilterField::Lang,
        Tree::Or(trees) => trees.iter().all(is_about_language),
        Tree::Not(tree) => is_about_language(tree),
        _ => false,
    }
}
