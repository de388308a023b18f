//! `GET /similar/KEY`: articles about the same thing as an article.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::response::Response;

use super::about_article::about_article;
use super::address::Address;
use super::frame::Frame;
use super::hit::Hit;
use super::{capitalized, shown};
use crate::error::Result;
use crate::page::heading;
use crate::searching::{self, AskSimilar, Index, Like, Question, Side};
use crate::web::parameters::{Parameters, SIMILAR};
use crate::web::state::State;

/// The number of hits on a page.
const HITS: usize = 10;

/// The number of terms that a page names.
const TERMS: usize = 10;

#[derive(Template)]
#[template(path = "similar.html")]
struct Page {
    frame: Frame,
    heading: String,
    back: String,
    sides: Vec<Choice>,
    terms: Vec<String>,
    notices: Vec<String>,
    hits: Vec<Hit>,
    near_duplicates: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// A side of the article's date to choose.
struct Choice {
    text: &'static str,
    link: String,
    is_current: bool,
}

/// Answers with the page.
pub async fn page(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    about_article(state, query, &[SIMILAR], move |state, index, parameters| {
        list(state, index, &key, parameters)
    })
    .await
}

fn list(state: &State, index: &Index, key: &str, parameters: &Parameters) -> Result<Option<Page>> {
    let Some(found) = index.article(key)? else { return Ok(None) };
    let address = Address::read(parameters, &state.base)?;
    let side = parameters.side()?;
    let offset = parameters.number("offset", 0, state.options.limits.offset)?;
    let ask = AskSimilar {
        like: Like::Article(&found),
        question: Question::of("", (state.options.clock)()),
        side,
        limit: HITS,
        offset,
        snippets: 1,
    };
    let answer = searching::similar(index, &ask)?;
    let here = address.similar(&found.article);
    let at = |side: Option<Side>, offset: usize| {
        let side = match side {
            None => None,
            Some(Side::Before) => Some("before"),
            Some(Side::After) => Some("after"),
        };
        let offset = (offset > 0).then(|| format!("offset={offset}"));
        let all: Vec<String> = side.map(str::to_string).into_iter().chain(offset).collect();
        if all.is_empty() { here.clone() } else { format!("{here}?{}", all.join("&")) }
    };
    let choice = |text, of: Option<Side>| Choice { text, link: at(of, 0), is_current: side == of };
    let mut sides = Vec::new();
    if found.article.date.is_some() {
        sides.push(choice("All dates", None));
        sides.push(choice("Before", Some(Side::Before)));
        sides.push(choice("After", Some(Side::After)));
    }
    let name = shown(&heading(&found.article));
    let title = format!("Similar to {name} · dateline");
    let mut frame = Frame::of(&address, state.held.of(index)?, title);
    frame.feed = None;
    let hits = answer.hits.iter();
    Ok(Some(Page {
        frame,
        heading: name,
        back: address.article(&found.article),
        sides,
        terms: answer.terms.iter().take(TERMS).map(|term| shown(&term.form)).collect(),
        notices: answer.notices.iter().map(|notice| capitalized(&shown(notice))).collect(),
        hits: hits.map(|hit| Hit::of(hit, address.article(&hit.found.article), &address)).collect(),
        near_duplicates: answer.near_duplicates,
        previous: (offset > 0).then(|| at(side, offset.saturating_sub(HITS))),
        next: answer.next_offset.map(|offset| at(side, offset)),
    }))
}
