//! `GET /kwic`: every occurrence in its context, in pages.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Shared};
use axum::response::Response;

use super::address::Address;
use super::fixed::moved;
use super::frame::Frame;
use super::notice::{Notice, linked};
use super::{articles, is_rtl, number, page as rendered, shown};
use crate::answers::kwic::{self, Line};
use crate::article::Article;
use crate::error::Result;
use crate::searching::Index;
use crate::web::calls;
use crate::web::parameters::{self, ASKING, Parameters};
use crate::web::state::State;

/// The number of lines on a page.
const LINES: usize = 100;

/// Characters of context on each side.
const CONTEXT: usize = 70;

#[derive(Template)]
#[template(path = "kwic.html")]
struct Page {
    frame: Frame,
    since: String,
    until: String,
    sort: String,
    lines: Vec<Row>,
    /// What the columns beside the matches are called.
    sides: [&'static str; 2],
    place: String,
    notices: Vec<Notice>,
    previous: Option<String>,
    next: Option<String>,
    back: String,
    csv: String,
    command: String,
}

/// A line. Where text runs from right to left, what comes before the match is at its right.
struct Row {
    date: String,
    source: String,
    link: String,
    title: String,
    direction: &'static str,
    left: String,
    matched: String,
    right: String,
}

/// The orders of lines that the page offers.
const ORDERS: [&str; 4] = ["newest", "oldest", "L1", "R1"];

/// Answers with the page.
pub async fn page(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let known = [ASKING, parameters::KWIC];
    let parameters = match Parameters::read(&query, &known, &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return super::problem::page(&state, error.into()),
    };
    if let Some(moved) = moved(&state, "/kwic", &query, &parameters) {
        return moved;
    }
    let shared = Arc::clone(&state);
    match state.searches.run(move |index| list(&shared, index, &parameters)).await {
        Ok(page) => rendered(&page),
        Err(refusal) => super::problem::page(&state, refusal.into()),
    }
}

fn list(state: &State, index: &Index, parameters: &Parameters) -> Result<Page> {
    let offset = parameters.number("offset", 0, state.options.limits.offset)?;
    let read = Address::read(parameters, &state.base)?;
    let address = Address { sort: String::new(), offset, ..read };
    let question = parameters.question(state.options.clock)?;
    let order = calls::order(parameters)?;
    let mut lines = Vec::new();
    let mut count = 0;
    let summary = kwic::concordance(index, &question, CONTEXT, &order, offset + LINES, |line| {
        if (offset..offset + LINES).contains(&count) {
            lines.push(Row::of(&line, &address));
        }
        count += 1;
        Ok(true)
    })?;
    let sort = parameters.text("sort").unwrap_or("newest");
    let sort = ORDERS.into_iter().find(|known| *known == sort).unwrap_or("newest").to_string();
    let at = |address: &Address, offset: usize| {
        let here = address.kwic(offset);
        let joint = if here.contains('?') { '&' } else { '?' };
        format!("{here}{joint}sort={sort}")
    };
    let inexact = Address { inexact: true, ..address.clone() };
    let notices = linked(&summary.notices, summary.hits.overlapping, &at(&inexact, 0));
    let last = offset + lines.len();
    let previous = (offset > 0).then(|| at(&address, offset.saturating_sub(LINES)));
    let next = (last < count).then(|| at(&address, last));
    let title = format!("{} in context · dateline", shown(&address.query));
    Ok(Page {
        frame: Frame::of(&address, state.held.of(index)?, title),
        since: address.since.clone(),
        until: address.until.clone(),
        place: match lines.is_empty() {
            true => format!("No lines from {}", articles(summary.hits.total)),
            false if summary.lines == 1 => format!("1 line from {}", articles(summary.hits.total)),
            false => format!(
                "{}–{} of {} lines from {}",
                number(offset as u64 + 1),
                number(last as u64),
                number(summary.lines),
                articles(summary.hits.total)
            ),
        },
        previous,
        next,
        sort,
        sides: sides(&lines),
        lines,
        notices,
        back: address.page_at(0),
        csv: address.export("csv"),
        command: address.concordance_command(&parameters.listed("sort").join(",")),
    })
}

impl Row {
    fn of(line: &Line, address: &Address) -> Row {
        let text = format!("{}{}{}", line.left, line.matched, line.right);
        let is_rtl = is_rtl(line.lang.as_deref(), &text);
        let (left, right) = match is_rtl {
            true => (&line.right, &line.left),
            false => (&line.left, &line.right),
        };
        let article =
            Article { key: line.key.clone(), title: line.title.clone(), ..Article::default() };
        Row {
            date: line.date.as_deref().unwrap_or("undated").chars().take(10).collect(),
            source: line.source.as_deref().map(shown).unwrap_or_default(),
            link: address.article(&article),
            title: line.title.as_deref().map(shown).unwrap_or_default(),
            direction: if is_rtl { "rtl" } else { "ltr" },
            left: shown(left),
            matched: shown(&line.matched),
            right: shown(right),
        }
    }
}

/// Names the columns at the left and the right of the matches.
fn sides(lines: &[Row]) -> [&'static str; 2] {
    let rtl = lines.iter().filter(|line| line.direction == "rtl").count();
    match rtl {
        0 => ["Before", "After"],
        rtl if rtl == lines.len() => ["After", "Before"],
        // Lines in both directions.
        _ => ["Left", "Right"],
    }
}
