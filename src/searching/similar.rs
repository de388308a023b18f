//! Finds articles about the same thing as an article or a text.

use std::time::Instant;

use super::index::{Found, Index};
use super::question::Question;
use super::shown::{Page, Shown};
use crate::analysis::{Analyzer, Language};
use crate::article::{Article, day_number};
use crate::engine::{Request, Sort};
use crate::error::{Error, Result};
use crate::matching::Matcher;
use crate::query::tree::{Bound, DateRange, Filter, FilterField, Text, Tree, Word};
use crate::ranking::expansion::TERMS;
use crate::ranking::{Distinct, Expansion, Shingles, TermFrequencies, WeightedTerm};

/// What articles are compared with.
#[derive(Debug, Clone)]
pub enum Like<'a> {
    /// An article of the index.
    Article(&'a Found),
    /// A text.
    Text(&'a str),
}

/// A request for articles about the same thing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AskSimilar<'a> {
    /// What they are compared with.
    pub like: Like<'a>,
    /// The filters. Its query selects articles, too.
    pub question: Question,
    /// Which side of the article's date they are on.
    pub side: Option<Side>,
    /// The maximum number of hits.
    pub limit: usize,
    /// The number of hits to skip.
    pub offset: usize,
    /// The maximum number of passages per hit.
    pub snippets: usize,
}

impl<'a> AskSimilar<'a> {
    /// Returns a request for the first hits, on both sides of the article's date, without passages.
    pub fn of(like: Like<'a>, question: Question, limit: usize) -> AskSimilar<'a> {
        AskSimilar { like, question, side: None, limit, offset: 0, snippets: 0 }
    }
}

/// A side of an article's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What had been written before.
    Before,
    /// What followed.
    After,
}

/// Articles about the same thing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Similar {
    /// The key of the article that they are similar to. `None` for a text.
    pub key: Option<String>,
    /// The date range that they are in.
    pub when: DateRange,
    /// The terms that were compared, those with the highest weight first.
    pub terms: Vec<WeightedTerm>,
    /// The most similar articles, the best first.
    pub hits: Vec<Shown>,
    /// The number of near duplicates of the article or of a hit that were left out so far.
    pub near_duplicates: usize,
    /// The offset of the next page, if there may be one.
    pub next_offset: Option<usize>,
    /// Notices about the answer.
    pub notices: Vec<String>,
    /// The wall-clock time, in milliseconds.
    pub took_ms: f64,
}

/// The number of terms that are marked in hits.
const MARKED: usize = 12;

/// The number of candidates that are read at first in addition to the hits.
const SPARE: usize = 10;

/// Finds articles about the same thing. Leaves out the article itself and its near duplicates, and all but one of
/// several near-duplicate hits.
///
/// # Errors
///
/// Fails if a flag is at fault, if an article without a date has no before and after, or if the index cannot be read.
pub fn similar(index: &Index, ask: &AskSimilar) -> Result<Similar> {
    let began = Instant::now();
    let mut analyzer = Analyzer::default();
    let read = ask.question.read(index, &mut analyzer)?;
    let of_text;
    let (article, key) = match ask.like {
        Like::Article(found) => (&found.article, Some(found.article.key.clone())),
        Like::Text(text) => {
            let lang = Language::detect(text).map(str::to_string);
            of_text = Article { body: text.to_string(), lang, ..Article::default() };
            (&of_text, None)
        }
    };
    let mut within = read.within;
    if let Some(side) = ask.side {
        let of_side = beside(article, side)?;
        within = within.both(&of_side).ok_or_else(|| {
            Error::usage("--before and --after cannot be combined with a time of day")
                .hint("write the day alone: --since 2025-05-31")
        })?;
    }
    let counted = TermFrequencies::of(&mut analyzer, [article]);
    let collection = index.engine.collection(counted.terms())?;
    let expansion = Expansion::of_article(&counted, &collection, TERMS);
    let tree = match &key {
        Some(key) => read.tree.clone().and(index.resolved(except(key))?),
        None => read.tree.clone(),
    };
    let mut notices = read.query.notices.clone();
    if expansion.terms.is_empty() {
        notices.push("no words to compare: nothing is similar to this text".into());
    }
    let mut distinct = Distinct::default();
    distinct.add(&Shingles::of(&mut analyzer, article));
    let (mut kept, mut left_out, mut seen) = (Vec::new(), 0, 0);
    let wanted = ask.offset.saturating_add(ask.limit);
    let mut depth = wanted.saturating_add(SPARE);
    let mut more = !expansion.terms.is_empty() && ask.limit > 0;
    while more && kept.len() <= wanted {
        let request = Request {
            when: within,
            sort: Sort::Relevance,
            expansion: Some(&expansion),
            offset: seen,
            limit: depth - seen,
            ..Request::counting(&tree)
        };
        let hits = index.engine.search(&request)?.hits;
        more = hits.len() == depth - seen;
        seen += hits.len();
        depth = depth.saturating_mul(2);
        for hit in hits {
            match distinct.add(&Shingles::of(&mut analyzer, &hit.article)) {
                true => kept.push(hit),
                false => left_out += usize::from(kept.len() <= wanted),
            }
        }
    }
    let next_offset = (kept.len() > wanted).then_some(wanted);
    let matcher = Matcher::new(&marked(&expansion, index, &mut analyzer)?);
    let mut page = Page::new(index, &matcher, &mut analyzer, ask.offset, ask.snippets);
    let mut of_page = kept.into_iter().skip(ask.offset).take(ask.limit);
    of_page.try_for_each(|hit| page.add(hit, None))?;
    let hits = page.hits;
    let took_ms = began.elapsed().as_secs_f64() * 1e3;
    let (terms, near_duplicates) = (expansion.terms, left_out);
    Ok(Similar { key, when: within, terms, hits, near_duplicates, next_offset, notices, took_ms })
}

/// Returns a tree that matches every article but one.
fn except(key: &str) -> Tree {
    let filter = Filter { field: FilterField::Key, value: key.to_string(), wild: false };
    Tree::Not(Box::new(Tree::Filter(filter)))
}

/// Returns the dates before or after an article. Articles of the same day are on neither side, because few dates have a
/// time.
fn beside(article: &Article, side: Side) -> Result<DateRange> {
    let Some(date) = article.date else {
        return Err(Error::usage("the article has no date, so nothing is before or after it")
            .hint("leave out --before and --after"));
    };
    let mut range = DateRange::default();
    match side {
        Side::Before => range.until = Some(Bound::Day(day_number(date.first_day()) - 1)),
        Side::After => range.since = Some(Bound::Day(day_number(date.last_day()) + 1)),
    }
    Ok(range)
}

/// Returns a tree that matches the terms that are marked in hits.
fn marked(expansion: &Expansion, index: &Index, analyzer: &mut Analyzer) -> Result<Tree> {
    let languages = index.engine.languages()?;
    let words = expansion.terms.iter().take(MARKED).map(|term| {
        let stems = analyzer.stems(languages, &term.form);
        Tree::Text(Text::of_word(&term.form, Word::Stems(stems)))
    });
    Ok(Tree::any(words.collect()))
}
