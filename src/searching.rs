//! River two: a query to a page of hits.
//!
//! ```text
//! query text ──query/──▶ Tree ──engine/──▶ Hits ──matching/──▶ marks ──snippet──▶ passages ──page/──▶ page
//! ```
//!
//! [`search`] is the one way to an answer, whatever shows it.

mod index;
pub mod suggest;

use std::time::Instant;

pub use index::{Found, Index};

use chrono::{DateTime, FixedOffset};

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::{Engine, Facet, FacetKind, Hits, Request, Sort};
use crate::error::{Error, Result};
use crate::matching::{Marks, Matcher};
use crate::query::dates::{BadDate, stretch};
use crate::query::tree::{DateRange, Filter, FilterField, Tree};
use crate::query::{self, Query, Reading};
use crate::ranking::Recency;
use crate::snippet::{self, Part, Passage};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The query's text.
    pub query: String,
    /// The first day, month, year or instant.
    pub since: Option<String>,
    /// The last one.
    pub until: Option<String>,
    /// Both of them.
    pub on: Option<String>,
    /// Sources, any of them.
    pub sources: Vec<String>,
    /// Languages, any of them.
    pub langs: Vec<String>,
    /// The order; by relevance, or newest first where no word is asked for.
    pub sort: Option<Sort>,
    /// How scores fall with age, if they do.
    pub recency: Option<Recency>,
    /// Hits wanted.
    pub limit: usize,
    /// Hits left out at the beginning.
    pub offset: usize,
    /// Facets wanted.
    pub facets: Vec<FacetKind>,
    /// Passages a hit.
    pub snippets: usize,
    /// Whether words side by side are alternatives.
    pub any: bool,
    /// Whether articles match that only may lie in the range of dates.
    pub inexact: bool,
    /// Whether what would be ignored is an error.
    pub strict: bool,
    /// The clock.
    pub now: DateTime<FixedOffset>,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The query as it was read.
    pub query: Query,
    /// The range of dates asked for by flags.
    pub when: DateRange,
    /// The counts; hits have moved to `hits`.
    pub counts: Hits,
    /// The page.
    pub hits: Vec<Shown>,
    /// The facets.
    pub facets: Vec<Facet>,
    /// Where the next page begins.
    pub next_offset: Option<usize>,
    /// What there is to know about the answer.
    pub notices: Vec<String>,
    /// Wall time, milliseconds.
    pub took_ms: f64,
}

/// One hit, ready to be shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// Its score.
    pub score: Option<f32>,
    /// The article and its places.
    pub found: Found,
    /// The title in parts.
    pub title: Vec<Part>,
    /// The best passages.
    pub passages: Vec<Passage>,
}

/// Answers.
pub fn search(index: &Index, ask: &Ask) -> Result<Answer> {
    let began = Instant::now();
    let mut analyzer = Analyzer::default();
    let languages = index.reader.languages()?.to_vec();
    let reading = Reading { now: ask.now, any: ask.any, strict: ask.strict, languages };
    let query = query::parse(&ask.query, &reading, &mut analyzer)
        .map_err(|fault| fault.into_error(&ask.query))?;
    let when = when(ask)?;
    let mut within = when;
    let tree = index.resolved(filtered(&query.tree, ask))?.hoist_dates(&mut within);
    let request = Request {
        tree: &tree,
        when: within,
        sort: ask.sort.unwrap_or(if tree.has_text() { Sort::Relevance } else { Sort::Newest }),
        recency: ask.recency,
        offset: ask.offset,
        limit: ask.limit,
        facets: ask.facets.clone(),
    };
    let mut counts = index.reader.search(&request)?;
    let matcher = Matcher::new(&tree);
    let mut incomplete = false;
    let mut hits = Vec::with_capacity(counts.hits.len());
    for (number, hit) in std::mem::take(&mut counts.hits).into_iter().enumerate() {
        let unmarked = || Marks { incomplete: true, ..Marks::default() };
        let marks = matcher.marks(&mut analyzer, &hit.article).unwrap_or_else(unmarked);
        incomplete |= marks.incomplete;
        let (title, passages) = shown(&hit.article, &marks, ask.snippets);
        let found = index.found(hit.article)?;
        hits.push(Shown {
            rank: ask.offset + number + 1,
            score: hit.score,
            found,
            title,
            passages,
        });
    }
    let mut facets = std::mem::take(&mut counts.facets);
    facets.iter_mut().for_each(|facet| index.spell(facet));
    let end = ask.offset + hits.len();
    let next_offset = (!hits.is_empty() && (end as u64) < counts.total).then_some(end);
    let mut notices = query.notices.clone();
    if counts.overlapping > 0 {
        notices.push(format!(
            "{} more may lie in these dates, but are not known precisely enough; --inexact includes them",
            articles(counts.overlapping)
        ));
    }
    notices.extend(suggest::notices(index, &query.tree, &mut analyzer)?);
    for word in &counts.capitals {
        let lower = word.to_lowercase();
        notices.push(format!("articles that print {word} come before those that print {lower}"));
    }
    if counts.cut_short {
        notices.push(
            "an article has more places that may match than are looked at: the counts may be off"
                .into(),
        );
    }
    if incomplete {
        notices.push("a hit has too many places that match for all to be marked".into());
    }
    if within.is_empty() {
        notices.push("the range of dates ends before it begins".into());
    }
    let took_ms = began.elapsed().as_secs_f64() * 1e3;
    Ok(Answer { query, when, counts, hits, facets, next_offset, notices, took_ms })
}

/// `1 article`, `2 articles`.
pub fn articles(count: u64) -> String {
    format!("{count} {}", if count == 1 { "article" } else { "articles" })
}

/// The title and the passages of an article, marked.
fn shown(article: &Article, marks: &Marks, count: usize) -> (Vec<Part>, Vec<Passage>) {
    let title = article.title.as_deref().unwrap_or_default();
    let title = snippet::parts(title, 0, title.len(), &marks.title);
    (title, snippet::passages(&article.body, &marks.body, count))
}

/// The range of dates the flags ask for.
fn when(ask: &Ask) -> Result<DateRange> {
    let read = |flag: &str, text: &Option<String>| {
        let refused = |bad: BadDate| {
            Error::usage(format!("reading --{flag}: {}", bad.problem)).hint(bad.hint)
        };
        text.as_deref().map(|text| stretch(text, &ask.now)).transpose().map_err(refused)
    };
    let on = read("on", &ask.on)?;
    let since = read("since", &ask.since)?.or(on);
    let until = read("until", &ask.until)?.or(on);
    Ok(DateRange {
        since: since.map(|found| found.0),
        until: until.map(|found| found.1),
        inexact: ask.inexact,
    })
}

/// The query's tree with the flags' filters.
pub fn filtered(tree: &Tree, ask: &Ask) -> Tree {
    let any = |field: FilterField, values: &[String]| match values.is_empty() {
        true => Tree::All,
        false => Tree::any(
            values
                .iter()
                .map(|value| Tree::Filter(Filter { field, value: value.clone(), wild: false }))
                .collect(),
        ),
    };
    let mut tree = tree.clone();
    if ask.inexact {
        widen(&mut tree);
    }
    tree.and(any(FilterField::Source, &ask.sources)).and(any(FilterField::Lang, &ask.langs))
}

/// `--inexact` holds for the dates within the query too.
fn widen(tree: &mut Tree) {
    match tree {
        Tree::Date(range) => range.inexact = true,
        Tree::And(trees) | Tree::Or(trees) => trees.iter_mut().for_each(widen),
        Tree::Not(tree) => widen(tree),
        _ => {}
    }
}
