//! Lists every match of a tree, ready to be shown.

use super::index::Index;
use super::question::Read;
use super::shared_articles::SharedArticles;
use super::shown::{EXAMINED, Shown, examine, marked, unmarked};
use super::sweep::sweep_positions;
use crate::analysis::Analyzer;
use crate::engine::{Articles, Request, Sort};
use crate::error::Result;
use crate::matching::Matcher;
use crate::query::tree::Tree;

/// Visits every match of a tree within the dates of a question, the newest first, until `visit` fails. The question's
/// words are marked, even if the tree is narrower than the question. A hit has up to `snippets` passages. Articles that
/// are shared with other searches are read and analysed once.
///
/// # Errors
///
/// Fails if the index cannot be read, or if `visit` fails.
pub fn list(
    index: &Index,
    read: &Read,
    tree: &Tree,
    snippets: usize,
    shared: &SharedArticles,
    visit: &mut dyn FnMut(Shown) -> Result<()>,
) -> Result<()> {
    let request = Request { when: read.within, sort: Sort::Newest, ..Request::counting(tree) };
    let (_, matches) = index.engine.every(&request)?;
    let worker = || {
        let (matcher, mut analyzer) = (Matcher::new(&read.tree), Analyzer::default());
        let matches = matches.as_ref();
        move |position: usize, articles: &mut dyn Articles| {
            index.budget().check()?;
            let number = matches.number(position);
            let analysed = match number.and_then(|number| shared.find(number)) {
                Some(analysed) => analysed,
                None => {
                    let mut article = articles.read(position)?;
                    let Some(number) = number.filter(|_| article.body.len() <= EXAMINED) else {
                        let examined = examine(&matcher, &mut analyzer, &mut article);
                        let (title, passages) = marked(&article, &examined, snippets);
                        let truncated = examined.rest.is_some();
                        if let Some(whole) = examined.rest {
                            article.body = whole;
                        }
                        return Ok((article, title, passages, truncated));
                    };
                    shared.add(number, article, &mut analyzer)
                }
            };
            let article = &analysed.article;
            let marks = matcher.marks_of(&analysed.tokens, article).unwrap_or_else(unmarked);
            let (title, passages) = analysed.shown(&marks, snippets);
            Ok((article.clone(), title, passages, false))
        }
    };
    let mut rank = 0;
    sweep_positions(
        matches.as_ref(),
        usize::MAX,
        worker,
        |(article, title, passages, truncated)| {
            rank += 1;
            let found = index.found(article)?;
            visit(Shown { rank, score: None, found, title, passages, truncated, story: None })?;
            Ok(true)
        },
    )
}
