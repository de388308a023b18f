//! Notices that words typed in capitals rank articles first that print them in capitals, if that changes the page.

use super::index::Index;
use super::question::Question;
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
    question.query = in_small_letters(&question.query, words);
    let read = question.read(index, &mut Analyzer::default())?;
    let small = Request { tree: &read.tree, facets: Vec::new(), ..request.clone() };
    let other = index.engine.search(&small)?;
    let same = other.hits.len() == page.len()
        && page.iter().zip(&other.hits).all(|(a, b)| **a == *b.article.key);
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let (words, lower) = (words.join(" or "), lower.join(" or "));
    Ok((!same).then(|| format!("articles with {words} rank before those with {lower}")))
}

/// Returns a query with the given words in lowercase.
fn in_small_letters(query: &str, words: &[String]) -> String {
    let mut out = String::with_capacity(query.len());
    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    for run in query.split_inclusive(|c| !is_part(c)) {
        let word = run.trim_end_matches(|c| !is_part(c));
        let bare: String = word.chars().filter(|c| *c != '.').collect();
        match words.contains(&bare) {
            true => out.push_str(&run.to_lowercase()),
            false => out.push_str(run),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_themselves_become_small() {
        let words = ["US".to_string(), "WHO".to_string()];
        for (query, small) in [
            ("US AND (WHO OR USA)", "us AND (who OR USA)"),
            ("\"US troops\" -U.S.", "\"us troops\" -u.s."),
            ("title:US", "title:us"),
        ] {
            assert_eq!(in_small_letters(query, &words), small);
        }
    }
}
