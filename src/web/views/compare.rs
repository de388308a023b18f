//! `GET /compare`: several queries on one timeline.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;

use super::address::Address;
use super::fixed::moved;
use super::frame::Frame;
use super::notice::{Notice, notices};
use super::problem::Fault;
use super::{articles, number, page as rendered, shown};
use crate::answers::timeline::{self, Interval, Length, ShareOf, Timeline};
use crate::error::{Kind, Result};
use crate::page::{svg, timeline as words};
use crate::searching::{Index, Question};
use crate::web::parameters::{ASKING, Clock, Parameter, Parameters, TIMELINE, Values};
use crate::web::reply::{Problem, reply};
use crate::web::state::State;

/// The most queries that a comparison has.
const QUERIES: usize = 9;

/// The query, which may be repeated.
const SEVERAL: &[Parameter] = &[
    Parameter { repeats: true, ..ASKING[0] },
    Parameter {
        name: "measure",
        alias: "",
        values: Values::One(&["articles", "share"]),
        repeats: false,
        help: "What the vertical axis shows",
    },
];

/// The parameter of the picture alone.
const PICTURE: &[Parameter] = &[Parameter {
    name: "size",
    alias: "",
    values: Values::One(&["wide", "narrow"]),
    repeats: false,
    help: "Whether the picture is for a window or for a phone",
}];

#[derive(Template)]
#[template(path = "compare.html")]
struct Page {
    frame: Frame,
    since: String,
    until: String,
    by_share: bool,
    queries: Vec<String>,
    fault: Option<Fault>,
    picture: Option<String>,
    notices: Vec<Notice>,
    table: Option<Table>,
    command: Option<String>,
    back: String,
}

struct Table {
    interval: &'static str,
    names: Vec<(String, String)>,
    rows: Vec<(String, Vec<String>)>,
}

/// Answers with the page.
pub async fn page(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let parameters = match read(&state, &query) {
        Ok(parameters) => parameters,
        Err(error) => return super::problem::page(&state, error.into()),
    };
    if let Some(moved) = moved(&state, "/compare", &query, &parameters) {
        return moved;
    }
    let shared = Arc::clone(&state);
    match state.searches.run(move |index| compare(&shared, index, &parameters, &query)).await {
        Ok(page) => rendered(&page),
        Err(refusal) => super::problem::page(&state, refusal.into()),
    }
}

/// `GET /compare.svg`: the picture.
pub async fn picture(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let accepted: &[_] = &[SEVERAL, &ASKING[1..], TIMELINE, PICTURE];
    let query = query.unwrap_or_default();
    let parameters = match Parameters::read(&query, accepted, &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_json(),
    };
    let size = match parameters.text("size") {
        Some("narrow") => svg::Size::Narrow,
        _ => svg::Size::Wide,
    };
    let clock = state.options.clock;
    let drawn = state.searches.run(move |index| {
        let timeline = count(index, &parameters, clock)?;
        Ok(svg::picture(&timeline, measure(&parameters), size))
    });
    match drawn.await {
        Ok(picture) => reply(StatusCode::OK, "image/svg+xml", picture),
        Err(refusal) => Problem::from(refusal).into_json(),
    }
}

fn read(state: &State, query: &str) -> Result<Parameters> {
    Parameters::read(query, &[SEVERAL, &ASKING[1..], TIMELINE], &state.options.limits)
}

fn measure(parameters: &Parameters) -> svg::Measure {
    match parameters.text("measure") {
        Some("share") => svg::Measure::Share,
        _ => svg::Measure::Articles,
    }
}

fn count(index: &Index, parameters: &Parameters, clock: Clock) -> Result<Timeline> {
    let question = parameters.question(clock)?;
    let queries = parameters.all("q").into_iter().take(QUERIES);
    let questions: Vec<Question> =
        queries.map(|query| Question { query, ..question.clone() }).collect();
    timeline::timeline(
        index,
        &questions,
        parameters.length(Length::AtLeast(Interval::Day)),
        false,
        ShareOf::Asked,
    )
}

fn compare(state: &State, index: &Index, parameters: &Parameters, query: &str) -> Result<Page> {
    let address = Address::read(parameters, &state.base)?;
    let mut queries: Vec<String> = parameters.all("q").into_iter().take(QUERIES).collect();
    let (mut fault, mut table, mut said, mut command) = (None, None, Vec::new(), None);
    if !queries.is_empty() {
        match count(index, parameters, state.options.clock) {
            Ok(timeline) => {
                table = Some(Table::of(&timeline, measure(parameters)));
                said = notices(&about_queries(&timeline));
                let interval = parameters.text("interval").unwrap_or("auto");
                command = Some(address.comparison_command(&queries, interval));
            }
            Err(error) if matches!(error.kind, Kind::Query | Kind::Usage) => {
                fault = Some(Fault::of(&error));
            }
            Err(error) => return Err(error),
        }
    }
    let picture = table.is_some().then(|| format!("{}/compare.svg?{query}", state.base));
    // Room for further queries.
    let rows = (queries.len() + 1).clamp(3, QUERIES);
    queries.resize(rows, String::new());
    let mut frame = Frame::of(&address, state.held.of(index)?, "Compare · dateline".into());
    frame.feed = None;
    Ok(Page {
        frame,
        since: address.since.clone(),
        until: address.until.clone(),
        by_share: measure(parameters) == svg::Measure::Share,
        queries,
        fault,
        picture,
        notices: said,
        table,
        command,
        back: address.page(),
    })
}

/// Returns the notices of a comparison, each with the query that it is about.
fn about_queries(timeline: &Timeline) -> Vec<String> {
    let several = timeline.series.len() > 1;
    let all = timeline.series.iter().flat_map(|series| {
        series.notices.iter().map(move |notice| match several {
            true => format!("“{}”: {notice}", words::name(series)),
            false => notice.clone(),
        })
    });
    all.collect()
}

impl Table {
    fn of(timeline: &Timeline, measure: svg::Measure) -> Table {
        let names = timeline.series.iter();
        let names = names.map(|series| (shown(&words::name(series)), articles(series.total)));
        let rows = timeline.starts.iter().enumerate().map(|(at, start)| {
            let cell = |series: &timeline::Series| match measure {
                svg::Measure::Share if timeline.all[at] == 0 => "–".to_string(),
                svg::Measure::Share => {
                    let share = series.counts[at] as f64 / timeline.all[at] as f64;
                    format!("{:.2}%", share * 100.0)
                }
                _ => number(series.counts[at]),
            };
            (timeline.interval.label(*start), timeline.series.iter().map(cell).collect())
        });
        let rows = rows.collect();
        Table { interval: timeline.interval.name(), names: names.collect(), rows }
    }
}
