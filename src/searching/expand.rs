//! Expands a query by terms of its best articles.

use super::index::Index;
use super::question::Read;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::query::tree::{Tree, Word};
use crate::ranking::expansion::ARTICLES;
use crate::ranking::{Expansion, TermFrequencies, Weights};

/// Returns the expansion of a request by up to `count` terms of its best articles. It has no terms if nothing matches.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn expansion(
    index: &Index,
    request: &Request,
    count: usize,
    analyzer: &mut Analyzer,
) -> Result<Expansion> {
    // The best articles are the same for every page, and regardless of their age.
    let best = Request {
        when: request.when,
        sort: Sort::Relevance,
        limit: ARTICLES,
        ..Request::counting(request.tree)
    };
    let hits = index.engine.search(&best)?.hits;
    let scores: Vec<f64> = hits.iter().map(|hit| f64::from(hit.score.unwrap_or(0.0))).collect();
    let articles: Vec<&Article> = hits.iter().map(|hit| &hit.article).collect();
    let counted = TermFrequencies::of(analyzer, articles);
    let collection = index.engine.collection(counted.terms())?;
    let words = scored_words(index, request.tree)?;
    Ok(Expansion::of_articles(&counted, &scores, &collection, words, count))
}

/// Returns a notice about an expansion that does less than it could. `any` is whether one matching word is enough.
pub(super) fn notice(any: bool, read: &Read, expansion: &Expansion) -> Option<String> {
    let all = || match &read.query.tree {
        Tree::And(trees) => trees.iter().filter(|tree| tree.has_text()).count() > 1,
        _ => false,
    };
    if !read.tree.has_text() {
        return Some("--expand has no effect, because a query without words has no scores".into());
    }
    if expansion.terms.is_empty() {
        return Some("--expand has no effect, because no article has terms to expand with".into());
    }
    (!any && all()).then(|| {
        "--expand only reorders articles that have all words; --match any also finds others".into()
    })
}

/// Returns the number of words that a query scores.
fn scored_words(index: &Index, tree: &Tree) -> Result<usize> {
    let (mut terms, mut others) = (Vec::new(), 0);
    words(tree, &mut terms, &mut others);
    let collection = index.engine.collection(&terms)?;
    let weights = Weights::of(&collection);
    let scored = weights.words().iter().zip(&collection.frequencies);
    Ok(others + scored.filter(|(weight, found)| **weight > 0.0 && **found > 0.0).count())
}

/// Collects a term for each plain word of a query, and counts the other words.
fn words(tree: &Tree, terms: &mut Vec<String>, others: &mut usize) {
    match tree {
        Tree::Text(text) => {
            for slot in &text.slots {
                match &slot.word {
                    Word::Stems(stems) => terms.extend(stems.first().map(|stem| stem.term.clone())),
                    Word::Exact(..) | Word::Pattern(_) => *others += 1,
                }
            }
        }
        Tree::Near(near) => {
            words(&near.left, terms, others);
            words(&near.right, terms, others);
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().for_each(|tree| words(tree, terms, others));
        }
        Tree::AtLeast(_, tree) => words(tree, terms, others),
        _ => {}
    }
}
