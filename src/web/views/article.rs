//! `GET /article/KEY`: an article with its headers, where they came from, its places, and why it was found.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::response::Response;

use super::address::Address;
use super::facets::spelled;
use super::frame::Frame;
use super::{Run, articles, direction, page as rendered, runs, shown, timeline};
use crate::analysis::{self, Event};
use crate::answers::export::Form;
use crate::article::{Article, Date, Precision};
use crate::error::{Kind, Result};
use crate::matching::{Mark, Marks};
use crate::page::heading;
use crate::page::rows::Format;
use crate::query::tree::FilterField;
use crate::searching::{self, Ask, Found, Highlighter, Index};
use crate::snippet;
use crate::web::labels::Labels;
use crate::web::parameters::{self, ASKING, Parameter, Parameters, Values};
use crate::web::reply::Problem;
use crate::web::state::State;

/// The parameters of the page, besides those of the search it was found by.
const PAGE: &[Parameter] = &[
    Parameter {
        name: "rank",
        alias: "",
        values: Values::Number,
        repeats: false,
        help: "The place of the article among the hits, from 1",
    },
    parameters::SEARCH[0],
    parameters::UNIQUE,
];

#[derive(Template)]
#[template(path = "article.html")]
struct Page {
    frame: Frame,
    back: Option<Back>,
    date: String,
    source: String,
    byline: String,
    section: String,
    title: Vec<(usize, Run)>,
    is_titled: bool,
    paragraphs: Vec<Paragraph>,
    marks: usize,
    lang: String,
    direction: &'static str,
    headers: Vec<Header>,
    raw: Vec<(String, String)>,
    places: Vec<(String, String)>,
    original: String,
    similar: String,
    story: String,
    url: Option<String>,
    bibtex: String,
    citation: String,
    is_cut: bool,
}

/// The way back to the results.
struct Back {
    link: String,
    text: String,
    query: String,
    previous: Option<String>,
    next: Option<String>,
}

/// A paragraph. Its marks have numbers.
struct Paragraph {
    runs: Vec<(usize, Run)>,
}

/// A header with where it came from.
struct Header {
    name: &'static str,
    value: String,
    link: Option<String>,
    origin: String,
}

/// Answers with the page.
pub async fn page(
    Shared(state): Shared<Arc<State>>,
    Path(parts): Path<Vec<(String, String)>>,
    RawQuery(query): RawQuery,
) -> Response {
    let part =
        |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let key = part("key").unwrap_or_default();
    let query = query.unwrap_or_default();
    let parameters = match Parameters::read(&query, &[ASKING, PAGE], &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return super::problem::page(&state, error.into()),
    };
    let shared = Arc::clone(&state);
    match state.searches.run(move |index| read(&shared, index, &key, &parameters)).await {
        Ok(Some(page)) => rendered(&page),
        Ok(None) => {
            let problem =
                Problem::missing("no article has this key; it may have been corrected since");
            super::problem::with_search(
                &state,
                problem,
                part("title").map(|title| title.replace('-', " ")),
            )
        }
        Err(refusal) => super::problem::page(&state, refusal.into()),
    }
}

fn read(state: &State, index: &Index, key: &str, parameters: &Parameters) -> Result<Option<Page>> {
    let Some(mut found) = index.article(key)? else { return Ok(None) };
    Labels::of(index).apply(&mut found);
    let address = Address::read(parameters, &state.base)?;
    let question = parameters.question(state.options.clock)?;
    let article = &found.article;
    let marks = match Highlighter::new(index, &question) {
        // An article that does not match has no marks.
        Ok(mut highlighter) => highlighter.marks(article).unwrap_or_default(),
        // The article can be read even if the query that found it has an error.
        Err(error) if matches!(error.kind, Kind::Query | Kind::Usage) => Marks::default(),
        Err(error) => return Err(error),
    };
    let back = match parameters.number("rank", 0, state.options.limits.offset)? {
        0 => None,
        rank => Some(back(state, index, parameters, &address, rank)?),
    };
    let name = shown(&heading(article));
    let mut frame = Frame::of(&address, state.held.of(index)?, format!("{name} · dateline"));
    frame.feed = None;
    let title = match &article.title {
        Some(title) => runs(&snippet::parts(title, 0, title.len(), &marks.title)),
        None => vec![Run { text: name, mark: false }],
    };
    let mut in_title = 0;
    let title = title.into_iter().map(|run| {
        in_title += usize::from(run.mark);
        (in_title, run)
    });
    let title: Vec<_> = title.collect();
    let (paragraphs, marked) = paragraphs(&article.body, &marks.body, in_title);
    let text = |value: &Option<String>| value.as_deref().map(shown).unwrap_or_default();
    Ok(Some(Page {
        frame,
        back,
        date: article.date.map_or("undated".into(), |date| spelled_out(&date)),
        source: text(&article.source),
        byline: shown(&article.byline.join(", ")),
        section: text(&article.section),
        title,
        is_titled: article.title.is_some(),
        paragraphs,
        marks: marked,
        lang: article.lang.clone().unwrap_or_default(),
        direction: direction(article.lang.as_deref()),
        headers: headers(article, &state.base),
        raw: article
            .headers
            .iter()
            .map(|header| (shown(&header.name), shown(&header.value)))
            .collect(),
        places: found.places.iter().map(|place| (shown(&place.root), shown(&place.path))).collect(),
        similar: address.similar(article),
        story: address.story(article),
        original: format!("{}/original/{}", state.base, Address::segment(&article.key)),
        url: article.url.clone().filter(|url| is_web_address(url)),
        bibtex: citation(&found)?,
        citation: plain_citation(article),
        is_cut: article.flags.truncated,
    }))
}

/// Returns whether an address from an article may become a link.
fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

/// Finds the hits before and after one.
fn back(
    state: &State,
    index: &Index,
    parameters: &Parameters,
    address: &Address,
    rank: usize,
) -> Result<Back> {
    let first = rank.saturating_sub(2);
    let ask = Ask {
        limit: 3,
        offset: first,
        snippets: 0,
        ..parameters.ask(state.options.clock, &state.options.limits)?
    };
    let page = Address { offset: (rank - 1) / 10 * 10, ..address.clone() };
    let query = shown(&address.query);
    let answer = match searching::search(index, &ask) {
        Err(error) if matches!(error.kind, Kind::Query | Kind::Usage) => {
            let text = "back to the search".into();
            return Ok(Back { link: page.page(), text, query, previous: None, next: None });
        }
        answer => answer?,
    };
    let at = |rank: usize| {
        let hit = answer.hits.iter().find(|hit| hit.rank == rank)?;
        Some(address.hit(&hit.found.article, rank))
    };
    Ok(Back {
        link: page.page(),
        text: articles(answer.counts.total),
        query,
        previous: rank.checked_sub(1).and_then(at),
        next: at(rank + 1),
    })
}

/// Divides a body into paragraphs with numbered marks. Returns them and the number of the last mark.
fn paragraphs(body: &str, marks: &[Mark], mut number: usize) -> (Vec<Paragraph>, usize) {
    let mut starts = Vec::new();
    analysis::boundaries(body, |event| {
        if let Event::Paragraph(start, _) = event {
            starts.push(start);
        }
    });
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    starts.push(body.len());
    let mut paragraphs = Vec::new();
    for ends in starts.windows(2) {
        // The style keeps line breaks, so the blank line after a paragraph would be an empty line in it.
        let end = ends[0] + body[ends[0]..ends[1]].trim_end().len();
        let parts = snippet::parts(body, ends[0], end, marks);
        if parts.iter().all(|part| part.text.trim().is_empty()) {
            continue;
        }
        let mut numbered = Vec::new();
        for run in runs(&parts) {
            number += usize::from(run.mark);
            numbered.push((number, run));
        }
        paragraphs.push(Paragraph { runs: numbered });
    }
    (paragraphs, number)
}

/// Returns the headers that an article has, with where each came from.
fn headers(article: &Article, base: &str) -> Vec<Header> {
    let origin = |name: &str| {
        let found = article.provenance.iter().find(|(known, _)| known == name);
        found.map(|(_, origin)| shown(&quoted(origin))).unwrap_or_default()
    };
    let mut headers = Vec::new();
    let mut add = |name: &'static str, value: String, link: Option<String>| {
        if !value.is_empty() {
            let origin = origin(if name == "language" { "lang" } else { name });
            headers.push(Header { name, value: shown(&value), link, origin });
        }
    };
    let link = |field: FilterField, value: &str| {
        let address = Address { base: base.to_string(), ..Address::default() };
        Some(address.toggled(field, value).page())
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    add("date", article.date.map(|date| date.to_string()).unwrap_or_default(), None);
    for (name, field, value) in [
        ("source", FilterField::Publisher, &article.source),
        ("agency", FilterField::Agency, &article.agency),
        ("section", FilterField::Section, &article.section),
        ("dateline", FilterField::Dateline, &article.dateline),
    ] {
        add(name, text(value), value.as_deref().and_then(|value| link(field, value)));
    }
    for name in &article.byline {
        add("byline", name.clone(), link(FilterField::Byline, name));
    }
    for topic in &article.topics {
        add("topic", topic.clone(), link(FilterField::Topic, topic));
    }
    add("id", text(&article.id), None);
    let lang = article.lang.as_deref();
    add(
        "language",
        lang.map(|code| spelled(FilterField::Lang, code)).unwrap_or_default(),
        lang.and_then(|code| link(FilterField::Lang, code)),
    );
    add("key", article.key.clone(), None);
    headers
}

/// Returns a date as people write it: `12 June 1987, 23:15`.
fn spelled_out(date: &Date) -> String {
    let day = timeline::name(date.first_day(), date.last_day());
    match date.precision {
        Precision::Year | Precision::Month | Precision::Day => day,
        Precision::Minute | Precision::Second => format!("{day}, {}", date.wall.format("%H:%M")),
    }
}

/// Replaces the backticks around names by quotation marks.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for (number, part) in text.split('`').enumerate() {
        quoted.push_str(match number {
            0 => "",
            number if number % 2 == 1 => "“",
            _ => "”",
        });
        quoted.push_str(part);
    }
    quoted
}

fn citation(found: &Found) -> Result<String> {
    let row = Format::Bibtex.row(found, None);
    let row = row.map_err(|error| crate::error::Error::output("writing a citation", error))?;
    Ok(shown(&String::from_utf8_lossy(&row)))
}

/// Cites an article as a sentence: `Oda Fenwick, “Vardal assembly passes salt tax”, Northern Wire, 12 June 1987.`
fn plain_citation(article: &Article) -> String {
    let mut parts = Vec::new();
    if !article.byline.is_empty() {
        parts.push(article.byline.join(" and "));
    }
    parts.push(format!("“{}”", heading(article)));
    parts.extend(article.source.clone());
    parts.extend(article.date.map(|date| match date.is_inexact() {
        true => date.to_string(),
        false => date.first_day().format("%-d %B %Y").to_string(),
    }));
    shown(&format!("{}.", parts.join(", ")))
}
