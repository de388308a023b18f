//! Lists every match of a tree, ready to be shown.

use super::index::Index;
use super::question::Read;
use super::shown::{Shown, examine, marked};
use super::sweep::sweep;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::{Request, Sort};
use crate::error::Result;
use crate::matching::Matcher;
use crate::query::tree::Tree;

/// Visits every match of a tree within the dates of a question, the newest first, until `visit` fails. The question's
/// words are marked, also if the tree is narrower than the question. A hit has up to `snippets` passages.
///
/// # Errors
///
/// Fails if the index cannot be read, or if `visit` fails.
pub fn list(
    index: &Index,
    read: &Read,
    tree: &Tree,
    snippets: usize,
    visit: &mut dyn FnMut(Shown) -> Result<()>,
) -> Result<()> {
    let request = Request { when: read.within, sort: Sort::Newest, ..Request::counting(tree) };
    let (_, matches) = index.engine.every(&request)?;
    let worker = || {
        let (matcher, mut analyzer) = (Matcher::new(&read.tree), Analyzer::default());
        move |mut article: Article| {
            let (marks, rest) = examine(&matcher, &mut analyzer, &mut article);
            let (title, passages) = marked(&article, &marks, snippets);
            let truncated = rest.is_some();
            if let Some(whole) = rest {
                article.body = whole;
            }
            (article, title, passages, truncated)
        }
    };
    let mut rank = 0;
    sweep(matches.as_ref(), usize::MAX, worker, |(article, title, passages, truncated)| {
        rank += 1;
        let found = index.found(article)?;
        visit(Shown { rank, score: None, found, title, passages, truncated, story: None })?;
        Ok(true)
    })
}
