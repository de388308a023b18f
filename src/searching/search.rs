//! Executes a search: from a query to a page of hits.

use std::time::Instant;

use super::index::Index;
use super::question::{HeaderValue, Question, Read};
use super::shown::{Page, Shown};
use super::story_values::Counted;
use super::unique::{Grouped, Representative};
use super::{capitals, expand};
use crate::analysis::Analyzer;
use crate::engine::{Facet, FacetKind, Hits, Request, Sort};
use crate::error::{Error, Result};
use crate::matching::Matcher;
use crate::query::Query;
use crate::query::tree::DateRange;
use crate::ranking::{Expansion, Recency, WeightedTerm};

/// A search request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Ask {
    /// The question that selects articles.
    pub question: Question,
    /// The order. By default, by relevance, or newest first if the query has no words.
    pub sort: Option<Sort>,
    /// The half-life of scores by age, in seconds. `None` does not lower scores by age.
    pub half_life: Option<f64>,
    /// The day from which ages are counted, written like other dates. By default, the day of the newest article.
    pub as_of: Option<String>,
    /// The number of terms of the best articles that expand the query, which changes only the order of hits. With
    /// `None`, the query is not expanded.
    pub expand: Option<usize>,
    /// The maximum number of hits.
    pub limit: usize,
    /// The number of hits to skip.
    pub offset: usize,
    /// The facets to count.
    pub facets: Vec<FacetKind>,
    /// The maximum number of values per facet, those with the most articles first. `None` for all.
    pub facet_limit: Option<usize>,
    /// Whether each facet is counted as if the question required no value of its header. Its counts then show what
    /// choosing another value would find.
    pub open_facets: bool,
    /// The maximum number of passages per hit.
    pub snippets: usize,
    /// Whether hits keep their bodies, headers and provenance, which take most of the memory of a long page. Passages do
    /// not need them. An article without a title always keeps its body.
    pub bodies: bool,
    /// Which article of a story is shown, if there is one hit per story. The limit and the offset then count stories.
    pub unique: Option<Representative>,
    /// What facets count.
    pub count_by: Counted,
}

impl Ask {
    /// Returns a request for the first hits in the default order, without passages.
    pub fn of(question: Question, limit: usize) -> Ask {
        Ask {
            question,
            sort: None,
            half_life: None,
            as_of: None,
            expand: None,
            limit,
            offset: 0,
            facets: Vec::new(),
            facet_limit: None,
            open_facets: false,
            snippets: 0,
            bodies: true,
            unique: None,
            count_by: Counted::Articles,
        }
    }

    /// Returns an error if the order is by date, because a flag that changes scores has no effect then.
    fn needs_scores(&self, flag: &str) -> Result<()> {
        match self.sort {
            Some(Sort::Newest | Sort::Oldest) => {
                Err(Error::usage(format!("{flag} has no effect on hits that are sorted by date"))
                    .hint(format!("leave out {flag}, or sort by relevance: --sort relevance")))
            }
            _ => Ok(()),
        }
    }

    /// Returns how age lowers scores.
    ///
    /// # Errors
    ///
    /// Fails if the order is by date, because scores have no effect then.
    fn recency(&self) -> Result<Option<Recency>> {
        let Some(half_life) = self.half_life else { return Ok(None) };
        self.needs_scores("--recency")?;
        let as_of = self.as_of.as_deref().map(|text| self.question.stretch("as-of", text));
        let as_of = as_of.transpose()?.map(|(_, last)| last.last_second());
        Ok(Some(Recency { half_life, as_of }))
    }
}

/// The answer to a search.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The query as it was read.
    pub query: Query,
    /// The date range of the flags.
    pub when: DateRange,
    /// The terms that expand the query, those with the highest weight first. `None` if it is not expanded.
    pub expanded: Option<Vec<WeightedTerm>>,
    /// The counts. Their hits have been moved to `hits`.
    pub counts: Hits,
    /// The number of stories that the matching articles are in, if there is one hit per story or if facets count
    /// stories.
    pub stories: Option<u64>,
    /// Whether there is one hit per story.
    pub unique: bool,
    /// The hits of the page.
    pub hits: Vec<Shown>,
    /// The facets.
    pub facets: Vec<Facet>,
    /// The offset of the next page, if there is one.
    pub next_offset: Option<usize>,
    /// Notices about the answer.
    pub notices: Vec<String>,
    /// The wall-clock time, in milliseconds.
    pub took_ms: f64,
}

/// Executes a search.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn search(index: &Index, ask: &Ask) -> Result<Answer> {
    let began = Instant::now();
    let mut analyzer = Analyzer::default();
    let read = ask.question.read(index, &mut analyzer)?;
    let by_rank = if read.tree.has_text() { Sort::Relevance } else { Sort::Newest };
    let request = Request {
        sort: ask.sort.unwrap_or(by_rank),
        recency: ask.recency()?,
        offset: ask.offset,
        limit: ask.limit,
        facets: distinct(&ask.facets),
        ..read.request()
    };
    let expanded = match ask.expand {
        Some(_) if request.sort != Sort::Relevance => {
            ask.needs_scores("--expand")?;
            Some(Expansion::default())
        }
        Some(count) => Some(expand::expansion(index, &request, count, &mut analyzer)?),
        None => None,
    };
    let terms = expanded.as_ref().filter(|expansion| !expansion.terms.is_empty());
    let request = Request { expansion: terms, ..request };
    let matcher = Matcher::new(&read.tree);
    let mut page = Page::new(index, &matcher, &mut analyzer, ask.offset, ask.snippets);
    page.keeps_bodies = ask.bodies;
    let (mut counts, stories) = found(index, ask, &request, &mut page)?;
    read.count_undecided(index, &mut counts)?;
    let Page { hits, incomplete, truncated, .. } = page;
    let mut facets = std::mem::take(&mut counts.facets);
    if ask.open_facets {
        open(index, ask, &mut facets, &mut analyzer)?;
    }
    for facet in &mut facets {
        index.spell(facet);
        facet.keep(ask.facet_limit.unwrap_or(usize::MAX));
    }
    let end = ask.offset + hits.len();
    let listed = stories.filter(|_| ask.unique.is_some()).unwrap_or(counts.total);
    let next_offset = (!hits.is_empty() && (end as u64) < listed).then_some(end);
    let mut notices = read.notices(index, &counts, &mut analyzer)?;
    let page: Vec<&str> = hits.iter().map(|hit| hit.found.article.key.as_str()).collect();
    let capitals = capitals::notice(index, &ask.question, &request, &counts.capitals, &page)?;
    notices.extend(capitals);
    notices.extend(
        expanded.as_ref().and_then(|expanded| expand::notice(ask.question.any, &read, expanded)),
    );
    if request.recency.is_some() && request.sort != Sort::Relevance {
        notices.push("--recency has no effect, because a query without words has no scores".into());
    }
    if incomplete {
        notices.push("a hit has too many matches to mark all of them".into());
    }
    if truncated > 0 {
        let hits = if truncated == 1 { "a hit".into() } else { format!("{truncated} hits") };
        notices.push(format!("snippets of {hits} are from the beginning of a very long article"));
    }
    let Read { query, when, .. } = read;
    let took_ms = began.elapsed().as_secs_f64() * 1e3;
    let expanded = expanded.map(|expansion| expansion.terms);
    let unique = ask.unique.is_some();
    Ok(Answer {
        query,
        when,
        expanded,
        counts,
        stories,
        unique,
        hits,
        facets,
        next_offset,
        notices,
        took_ms,
    })
}

/// Returns the facets, each once.
fn distinct(facets: &[FacetKind]) -> Vec<FacetKind> {
    let is_first = |at: &usize| !facets[..*at].contains(&facets[*at]);
    (0..facets.len()).filter(is_first).map(|at| facets[at]).collect()
}

/// Adds the hits of a request to the page. Returns its counts, and the number of stories if there is one hit per story
/// or if facets count stories.
fn found(
    index: &Index,
    ask: &Ask,
    request: &Request,
    page: &mut Page,
) -> Result<(Hits, Option<u64>)> {
    let of_stories = ask.count_by == Counted::Stories;
    let limit = if ask.unique.is_some() { 0 } else { request.limit };
    let of_articles = Request { limit, ..request.clone() };
    let mut counts = index.engine.visit_hits(&of_articles, &mut |hit| page.add(hit, None))?;
    if ask.unique.is_none() && !of_stories {
        return Ok((counts, None));
    }
    let kinds = if of_stories { request.facets.as_slice() } else { &[] };
    let grouped = Grouped::of(index, request, kinds)?;
    if of_stories {
        grouped.recount(&mut counts.facets);
    }
    if let Some(which) = ask.unique {
        grouped.visit_page(index, request, which, &mut |hit, story| page.add(hit, Some(story)))?;
    }
    Ok((counts, Some(grouped.count)))
}

/// Counts a facet again without the question's requirement for its header, if there is one.
fn open(index: &Index, ask: &Ask, facets: &mut [Facet], analyzer: &mut Analyzer) -> Result<()> {
    for facet in facets {
        let field = HeaderValue::FIELDS.into_iter().find(|field| field.name() == facet.kind.name());
        let Some(field) = field.filter(|field| ask.question.chooses(*field)) else { continue };
        let read = ask.question.without_choice_of(field).read(index, analyzer)?;
        let request = Request { facets: vec![facet.kind], ..read.request() };
        let mut counted = index.engine.search(&request)?.facets;
        if ask.count_by == Counted::Stories {
            Grouped::of(index, &request, &request.facets)?.recount(&mut counted);
        }
        if let Some(counted) = counted.pop() {
            *facet = counted;
        }
    }
    Ok(())
}
