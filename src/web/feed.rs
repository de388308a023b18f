//! What browsers and feed readers ask for: the Atom feed of a search, the description of the search box, suggestions.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{FixedOffset, TimeZone};
use serde_json::json;

use super::parameters::{ASKING, Clock, Parameters, UNIQUE};
use super::reply::{JSON, Problem, reply};
use super::state::State;
use super::title_query;
use super::views::address::Address;
use super::views::shown;
use crate::analysis::Analyzer;
use crate::article::Date;
use crate::engine::Sort;
use crate::error::Result;
use crate::page::{heading, printed};
use crate::query::tree::{Slot, Tree};
use crate::searching::{self, Ask, Index, Question, Representative};

/// The number of articles in a feed.
const ENTRIES: usize = 50;

#[derive(Template)]
#[template(path = "feed.xml", escape = "html")]
struct Feed {
    title: String,
    id: String,
    itself: String,
    page: String,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    title: String,
    id: String,
    link: String,
    updated: String,
    authors: Vec<String>,
    summary: String,
}

/// `GET /feed.atom`: the newest articles that a search finds, or the newest stories, each by its earliest article (RFC
/// 4287).
pub async fn atom(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let limits = &state.options.limits;
    let parameters = match Parameters::read(&query, &[ASKING, &[UNIQUE]], limits) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_json(),
    };
    let (clock, public) = (state.options.clock, state.public.clone());
    let answer = state.searches.run(move |index| {
        let unique = parameters.is_on("unique").then_some(Representative::Earliest);
        feed(index, parameters.question(clock)?, unique, &public)
    });
    match answer.await {
        Ok(feed) => match feed.render() {
            Ok(text) => reply(StatusCode::OK, "application/atom+xml; charset=utf-8", text),
            Err(error) => super::views::unrenderable(&error),
        },
        Err(refusal) => Problem::from(refusal).into_json(),
    }
}

/// The time of undated articles. Atom requires one.
const UNKNOWN: &str = "1970-01-01T00:00:00+00:00";

/// Returns a date as Atom requires it, with a time. An article's date may have none.
fn instant(date: Date) -> String {
    let offset = FixedOffset::east_opt(date.offset);
    let local = offset.and_then(|offset| offset.from_local_datetime(&date.wall).single());
    local.map_or_else(|| date.wall.and_utc().to_rfc3339(), |local| local.to_rfc3339())
}

fn feed(
    index: &Index,
    question: Question,
    unique: Option<Representative>,
    public: &str,
) -> Result<Feed> {
    let now = question.now;
    let address = Address { unique: unique.is_some(), ..Address::of_question(&question) };
    let ask = Ask { sort: Some(Sort::Newest), snippets: 1, unique, ..Ask::of(question, ENTRIES) };
    let answer = searching::search(index, &ask)?;
    let mut entries = Vec::new();
    for hit in &answer.hits {
        let article = &hit.found.article;
        let parts = hit.passages.iter().flat_map(|passage| &passage.parts);
        let mut summary: String = parts.map(|part| part.text.as_str()).collect();
        if let Some(line) = hit.story.as_ref().and_then(printed::line) {
            summary = format!("{line}. {summary}");
        }
        if article.date.is_none() {
            summary = format!("Undated. {summary}");
        }
        entries.push(Entry {
            title: shown(&heading(article)),
            id: format!("{public}/article/{}", Address::segment(&article.key)),
            link: format!("{public}{}", address.article(article)),
            updated: article.date.map_or_else(|| UNKNOWN.into(), instant),
            authors: match (article.byline.is_empty(), &article.source) {
                (false, _) => article.byline.iter().map(|name| shown(name)).collect(),
                (true, Some(source)) => vec![shown(source)],
                (true, None) => vec!["unknown".into()],
            },
            summary: shown(&summary),
        });
    }
    let updated = entries.first().map_or_else(|| now.to_rfc3339(), |entry| entry.updated.clone());
    let query = shown(&answer.query.text);
    Ok(Feed {
        title: if query.is_empty() {
            "dateline: every article".into()
        } else {
            format!("dateline: {query}")
        },
        id: format!("{public}{}", address.feed()),
        itself: format!("{public}{}", address.feed()),
        page: format!("{public}{}", address.page()),
        updated,
        entries,
    })
}

#[derive(Template)]
#[template(path = "opensearch.xml", escape = "html")]
struct Description {
    public: String,
}

/// `GET /opensearch.xml`: lets a browser add the search to its search box (OpenSearch 1.1).
pub async fn description(Shared(state): Shared<Arc<State>>) -> Response {
    match (Description { public: state.public.clone() }).render() {
        Ok(text) => {
            reply(StatusCode::OK, "application/opensearchdescription+xml; charset=utf-8", text)
        }
        Err(error) => super::views::unrenderable(&error),
    }
}

/// The number of words and of titles that are suggested.
const WORDS: usize = 6;
const TITLES: usize = 4;

/// `GET /suggest?q=`: queries that begin with what was typed, in the form browsers expect (OpenSearch Suggestions 1.1).
pub async fn suggest(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let parameters = match Parameters::read(&query, &[&ASKING[..1]], &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_json(),
    };
    let clock = state.options.clock;
    let typed = parameters.text("q").unwrap_or_default().to_string();
    let text = typed.clone();
    let answer = state.searches.run(move |index| suggestions(index, &text, clock));
    match answer.await {
        Ok(found) => reply(StatusCode::OK, JSON, format!("{}\n", json!([typed, found]))),
        Err(refusal) => Problem::from(refusal).into_json(),
    }
}

/// Returns words of the archive that complete the last word typed, and queries for titles that have all the words.
fn suggestions(index: &Index, typed: &str, clock: Clock) -> Result<Vec<String>> {
    let (before, last) = typed.rsplit_once(char::is_whitespace).unwrap_or(("", typed));
    // Operators and fields are not completed.
    if last.chars().count() < 2 || !last.chars().all(char::is_alphanumeric) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut analyzer = Analyzer::default();
    let pattern = Question::of(format!("{last}*"), clock()).read(index, &mut analyzer)?;
    if let Some(slot) = only_slot(&pattern.query.tree) {
        for word in index.engine.expansions(slot, &mut analyzer)?.into_iter().take(WORDS) {
            found.push(format!("{before} {}", word.word).trim().to_string());
        }
    }
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace();
    if typed.chars().all(plain) {
        let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let question = Question::of(format!("title:({words}*)"), clock());
        let answer = searching::search(index, &Ask::of(question, TITLES))?;
        for hit in answer.hits {
            let title = hit.found.article.title.as_deref().map(shown).unwrap_or_default();
            let query = title_query::of(&title);
            if !title.is_empty() && !found.contains(&query) {
                found.push(query);
            }
        }
    }
    Ok(found)
}

fn only_slot(tree: &Tree) -> Option<&Slot> {
    match tree {
        Tree::Text(text) => text.slots.first(),
        _ => None,
    }
}
