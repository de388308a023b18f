//! Notices that words typed in capitals rank articles first that print them in capitals, if that changes the page.

use super::index::Index;
use super::question::Question;
use super::words::with_words;
use crate::analysis::Analyzer;
use crate::engine::Request;
use crate::error::Result;

/// Returns a notice if `words`, which were typed in capitals, rank articles that print them so first, and if the same
/// query in lowercase would have a different page.
pub(super) fn notice(
    index: &Index,
    question: &Question,
    request: &Request,
    words: &[String],
    page: &[&str],
) -> Result<Option<String>> {
    if words.is_empty() || page.is_empty() {
        return Ok(None);
    }
    let mut question = question.clone();
    question.query = with_words(&question.query, |word| {
        let bare: String = word.chars().filter(|c| *c != '.').collect();
        words.contains(&bare).then(|| word.to_lowercase())
    });
    let read = question.read(index, &mut Analyzer::default())?;
    let small = Request { tree: &read.tree, facets: Vec::new(), ..request.clone() };
    let other = index.engine.search(&small)?;
    let same = other.hits.len() == page.len()
        && page.iter().zip(&other.hits).all(|(a, b)| **a == *b.article.key);
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let (words, lower) = (words.join(" or "), lower.join(" or "));
    Ok((!same).then(|| format!("articles with {words} rank before those with {lower}")))
}
