//! `GET /`: the search page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;

use super::address::Address;
use super::also;
use super::facets::{self, Chip, KINDS, List};
use super::fixed::moved;
use super::frame::Frame;
use super::hit::Hit;
use super::names::Section;
use super::narrowing::exact;
use super::nothing::{self, Nearby};
use super::notice::{Notice, linked};
use super::problem::Fault;
use super::quick::{Quick, quick};
use super::timeline::{self, Timeline};
use super::{articles, number, page as rendered, shown};
use crate::answers::explain;
use crate::article::day_from_number;
use crate::engine::Sort;
use crate::error::{Kind, Result};
use crate::query::tree::{Bound, DateRange};
use crate::searching::{self, Answer, Ask, Counted, Index, Question};
use crate::web::parameters::{self, ASKING, Parameter, Parameters, Values};
use crate::web::state::State;

/// The parameters of the page that the API does not have.
pub const PAGE: &[Parameter] = &[
    Parameter {
        name: "axis",
        alias: "",
        values: Values::One(&["all", "range"]),
        repeats: false,
        help: "Whether the timeline shows all dates or the chosen ones",
    },
    parameters::SEARCH[0],
    parameters::SEARCH[2],
    parameters::UNIQUE,
    Parameter {
        name: "names",
        alias: "",
        values: Values::Switch,
        repeats: false,
        help: "Show the names in the articles beside the results",
    },
];

/// The number of hits on a page.
const HITS: usize = 10;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    since: String,
    until: String,
    sort: String,
    quick: Vec<Quick>,
    fault: Option<Fault>,
    timeline: Option<Timeline>,
    results: Option<Results>,
}

struct Results {
    total: String,
    /// The address with one hit per story, or with all articles if there is one per story.
    stories: (String, bool),
    dates: String,
    left_out: Option<(String, String)>,
    took: String,
    chips: Vec<Chip>,
    read_as: Option<String>,
    /// Other words that were found, such as inflections.
    also: Option<String>,
    /// The address of the page without these words, and its number of articles.
    exact: Option<(String, String)>,
    notices: Vec<Notice>,
    hits: Vec<Hit>,
    facets: Vec<List>,
    names: Section,
    previous: Option<String>,
    next: Option<String>,
    place: String,
    nearby: Vec<Nearby>,
    feed: String,
    kwic: String,
    compare: String,
    csv: String,
    jsonl: String,
    bibtex: String,
    command: String,
    kept: Vec<(&'static str, String)>,
    is_empty: bool,
    /// Whether the archive has no articles at all.
    is_archive_empty: bool,
    /// Whether articles were found, but the offset is behind the last one.
    is_past_end: bool,
    /// The first page.
    first: String,
}

/// Answers with the page.
pub async fn page(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let parameters = match Parameters::read(&query, &[ASKING, PAGE], &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return super::problem::page(&state, error.into()),
    };
    if let Some(moved) = moved(&state, "/", &query, &parameters) {
        return moved;
    }
    let shared = Arc::clone(&state);
    let answer = state.searches.run(move |index| find(&shared, index, &parameters)).await;
    match answer {
        Ok(page) => {
            let mut response = rendered(&page);
            if page.fault.is_some() {
                *response.status_mut() = StatusCode::BAD_REQUEST;
            }
            response
        }
        Err(refusal) => super::problem::page(&state, refusal.into()),
    }
}

fn find(state: &State, index: &Index, parameters: &Parameters) -> Result<Page> {
    let limits = &state.options.limits;
    let offset = parameters.number("offset", 0, limits.offset)?;
    let address = Address { offset, ..Address::read(parameters, &state.base)? };
    let held = state.held.of(index)?;
    let title = match address.query.as_str() {
        "" => "dateline".to_string(),
        query => format!("{} · dateline", shown(query)),
    };
    let mut page = Page {
        frame: Frame::of(&address, held.clone(), title),
        since: address.since.clone(),
        until: address.until.clone(),
        sort: address.sort.clone(),
        quick: quick(&address, &held),
        fault: None,
        timeline: None,
        results: None,
    };
    match results(state, index, parameters, &address, &mut page) {
        Ok(()) => Ok(page),
        // The page stays, with the fault below the box.
        Err(error) if matches!(error.kind, Kind::Query | Kind::Usage) => {
            page.fault = Some(Fault::of(&error));
            Ok(page)
        }
        Err(error) => Err(error),
    }
}

/// Searches and fills the page.
fn results(
    state: &State,
    index: &Index,
    parameters: &Parameters,
    address: &Address,
    page: &mut Page,
) -> Result<()> {
    let limits = &state.options.limits;
    let ask = Ask {
        limit: HITS,
        offset: address.offset,
        facets: KINDS.to_vec(),
        facet_limit: None,
        open_facets: true,
        // A value of a facet counts what a click would list.
        count_by: if address.unique { Counted::Stories } else { Counted::Articles },
        snippets: 1,
        ..parameters.ask(state.options.clock, limits)?
    };
    let answer = explain::search(index, &ask)?;
    page.timeline = Timeline::of(index, &ask.question, address, &answer.when)?;
    let nearby = match answer.counts.total {
        0 => nothing::nearby(index, &ask.question, address)?,
        _ => Vec::new(),
    };
    let names = Section::of(index, &ask.question, &answer, address, limits)?;
    let mut results = Results::of(&answer, &ask, address, nearby, names);
    if index.engine.total() == 0 {
        results.is_archive_empty = true;
        results.notices.clear();
    }
    if results.also.is_some() {
        results.exact = exact_words(index, &ask.question, address)?;
    }
    page.results = Some(results);
    Ok(())
}

/// Returns the page of a query's words without inflections and its number of articles, if there are any.
fn exact_words(
    index: &Index,
    question: &Question,
    address: &Address,
) -> Result<Option<(String, String)>> {
    let Some(query) = exact(&address.query).filter(|_| address.dialect.is_empty()) else {
        return Ok(None);
    };
    let asked = Question { query: query.clone(), ..question.clone() };
    let total = searching::search(index, &Ask::of(asked, 0))?.counts.total;
    let page = || Address { query, offset: 0, ..address.clone() }.page();
    Ok((total > 0).then(|| (page(), articles(total))))
}

impl Results {
    fn of(
        answer: &Answer,
        ask: &Ask,
        address: &Address,
        nearby: Vec<Nearby>,
        names: Section,
    ) -> Results {
        let counts = &answer.counts;
        let read_as = answer.query.tree.to_string();
        let is_as_typed = read_as.replace(" AND ", " ") == answer.query.text.trim();
        let first = address.offset + 1;
        let last = address.offset + answer.hits.len();
        let of_all_dates = address.with_dates("", "");
        let undated = match answer.query.tree.has_dates() {
            true => {
                let query = answer.query.tree.apart_from_dates().to_string();
                Address { query, dialect: String::new(), any: false, ..of_all_dates }
                    .narrowed("", "date:none")
            }
            false => of_all_dates.narrowed(&read_as, "date:none"),
        };
        let inexact = Address { inexact: true, offset: 0, ..address.clone() };
        let mut kept = address.pairs();
        if ask.sort == Some(Sort::Oldest) {
            kept.push(("sort", "oldest".into()));
        }
        Results {
            total: match answer.stories {
                Some(1) => format!("1 story in {}", articles(counts.total)),
                Some(stories) => {
                    format!("{} stories in {}", number(stories), articles(counts.total))
                }
                None => articles(counts.total),
            },
            stories: (address.with_stories(!address.unique), address.unique),
            dates: dates(&answer.when),
            left_out: (counts.undated_excluded > 0)
                .then(|| (number(counts.undated_excluded), undated.page())),
            took: format!("{} ms", (answer.took_ms.ceil() as u64).max(1)),
            chips: facets::chips(address),
            read_as: (!is_as_typed && !read_as.is_empty()).then(|| shown(&read_as)),
            also: also::found(&answer.query.text, &answer.hits),
            exact: None,
            notices: linked(&answer.notices, counts.overlapping, &inexact.page()),
            hits: answer
                .hits
                .iter()
                .map(|hit| Hit::of(hit, address.hit(&hit.found.article, hit.rank), address))
                .collect(),
            facets: facets::lists(&answer.facets, address),
            names,
            previous: (address.offset > 0)
                .then(|| address.page_at(address.offset.saturating_sub(HITS))),
            next: answer.next_offset.map(|offset| address.page_at(offset)),
            place: format!(
                "{}–{} of {}",
                number(first as u64),
                number(last as u64),
                number(answer.stories.unwrap_or(counts.total))
            ),
            nearby,
            feed: address.feed(),
            kwic: address.kwic(0),
            compare: address.compare(),
            csv: address.export("csv"),
            jsonl: address.export("jsonl"),
            bibtex: address.export("bibtex"),
            command: address.command(),
            kept,
            is_empty: answer.hits.is_empty(),
            is_archive_empty: false,
            is_past_end: answer.hits.is_empty() && counts.total > 0,
            first: address.page_at(0),
        }
    }
}

/// Says which dates were searched: `1 June to 16 August 1987`.
pub fn dates(when: &DateRange) -> String {
    let day = |bound: Bound| match bound {
        Bound::Day(day) => day_from_number(day),
        Bound::Instant(second) => day_from_number(second.div_euclid(86_400)),
    };
    match (when.since.and_then(day), when.until.and_then(day)) {
        (Some(first), Some(last)) if first <= last => timeline::name(first, last),
        (Some(first), None) => format!("from {}", first.format("%-d %B %Y")),
        (None, Some(last)) => format!("up to {}", last.format("%-d %B %Y")),
        _ => String::new(),
    }
}
