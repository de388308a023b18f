//! Executes a search: from a query to a page of hits.

use std::time::Instant;

use super::index::{Found, Index};
use super::question::{HeaderValue, Question, Read};
use super::story_values::Counted;
use super::unique::{Grouped, Representative, StoryOfHit};
use super::{capitals, expand};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::{Facet, FacetKind, Hit, Hits, Request, Sort};
use crate::error::{Error, Result};
use crate::matching::{Marks, Matcher};
use crate::query::Query;
use crate::query::tree::DateRange;
use crate::ranking::{Expansion, Recency, WeightedTerm};
use crate::snippet::{self, Part, Passage};

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

/// A hit, ready to be shown.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Shown {
    /// Its rank, from 1.
    pub rank: usize,
    /// Its score.
    pub score: Option<f32>,
    /// The article and its places.
    pub found: Found,
    /// The title, split into marked and unmarked parts.
    pub title: Vec<Part>,
    /// The best passages.
    pub passages: Vec<Passage>,
    /// Whether only the beginning of the article was searched for passages.
    pub truncated: bool,
    /// The story that the hit is shown for, if there is one hit per story.
    pub story: Option<StoryOfHit>,
}

/// The number of bytes of a body that are searched for passages, which takes about 12 ms per MB. If they do not show
/// why the article matches, [`AGAIN`] times as many bytes are searched.
pub(super) const EXAMINED: usize = 1 << 20;
const AGAIN: usize = 2;

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
        facets: ask.facets.clone(),
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
    let (mut counts, stories, page) = found(index, ask, &request)?;
    let matcher = Matcher::new(&read.tree);
    let mut incomplete = false;
    let mut hits = Vec::with_capacity(page.len());
    let mut truncated = 0;
    for (number, (mut hit, story)) in page.into_iter().enumerate() {
        let (marks, rest) = examine(&matcher, &mut analyzer, &mut hit.article);
        let cut = rest.is_some();
        truncated += usize::from(cut);
        incomplete |= marks.incomplete;
        let (title, passages) = shown(&hit.article, &marks, ask.snippets);
        if let Some(whole) = rest {
            hit.article.body = whole;
        }
        let found = index.found(hit.article)?;
        let (rank, score) = (ask.offset + number + 1, hit.score);
        hits.push(Shown { rank, score, found, title, passages, truncated: cut, story });
    }
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

/// The hits of a page, each with its story if there is one hit per story.
type Page = Vec<(Hit, Option<StoryOfHit>)>;

/// Returns the counts of a request, the number of stories if there is one hit per story, and the hits of the page.
fn found(index: &Index, ask: &Ask, request: &Request) -> Result<(Hits, Option<u64>, Page)> {
    let of_stories = ask.count_by == Counted::Stories;
    let limit = if ask.unique.is_some() { 0 } else { request.limit };
    let mut counts = index.engine.search(&Request { limit, ..request.clone() })?;
    let hits = std::mem::take(&mut counts.hits).into_iter().map(|hit| (hit, None)).collect();
    if ask.unique.is_none() && !of_stories {
        return Ok((counts, None, hits));
    }
    let kinds = if of_stories { request.facets.as_slice() } else { &[] };
    let grouped = Grouped::of(index, request, kinds)?;
    if of_stories {
        grouped.recount(&mut counts.facets);
    }
    let page = match ask.unique {
        Some(which) => {
            let page = grouped.page(index, request, which)?;
            page.into_iter().map(|(hit, story)| (hit, Some(story))).collect()
        }
        None => hits,
    };
    Ok((counts, Some(grouped.count), page))
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

/// Returns the marks of an article. Examines only the beginning of a very long article. The beginning then replaces the
/// article's body, and the whole body is returned.
pub(super) fn examine(
    matcher: &Matcher,
    analyzer: &mut Analyzer,
    article: &mut Article,
) -> (Marks, Option<String>) {
    if article.body.len() <= EXAMINED {
        return (matcher.marks(analyzer, article).unwrap_or_else(unmarked), None);
    }
    let whole = std::mem::take(&mut article.body);
    let mut marks = None;
    for length in [EXAMINED, EXAMINED * AGAIN] {
        article.body = beginning(&whole, length).to_string();
        marks = matcher.marks(analyzer, article);
        if marks.is_some() {
            break;
        }
    }
    let cut = article.body.len() < whole.len();
    (marks.unwrap_or_else(|| Marks { incomplete: !cut, ..unmarked() }), cut.then_some(whole))
}

/// Returns the marks of an article that matches, but in which no span was found.
pub(super) fn unmarked() -> Marks {
    Marks { incomplete: true, ..Marks::default() }
}

/// Returns the beginning of a text, at most `length` bytes, cut after a line or between words if possible.
fn beginning(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    let text = &text[..text.floor_char_boundary(length)];
    let tail = text.floor_char_boundary(text.len() - text.len() / 16);
    let end = text[tail..].rfind('\n').or_else(|| text[tail..].rfind(char::is_whitespace));
    end.map_or(text, |end| &text[..tail + end])
}

/// Returns the marked title and passages of an article.
pub(super) fn shown(article: &Article, marks: &Marks, count: usize) -> (Vec<Part>, Vec<Passage>) {
    let title = article.title.as_deref().unwrap_or_default();
    let title = snippet::parts(title, 0, title.len(), &marks.title);
    (title, snippet::passages(&article.body, &marks.body, count))
}
