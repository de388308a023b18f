//! The JSON of the API: the same bytes as the command line prints, except times and the labels of roots.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;

use super::labels::Labels;
use super::parameters::{self, ASKING, Parameter, Parameters};
use super::pool::Cancelled;
use super::reply::{JSON, Problem, reply};
use super::state::State;
use crate::answers;
use crate::answers::kwic::By;
use crate::answers::timeline::{Interval, ShareOf};
use crate::error::{Error, Kind, Result};
use crate::page::{json, kwic as kwic_page, timeline as timeline_page};
use crate::searching::Index;

/// Reads the parameters, runs a search and answers with its line of JSON.
async fn answer(
    state: &State,
    query: Option<&str>,
    known: &[&[Parameter]],
    search: impl FnOnce(&Index, &Parameters, &Cancelled) -> Result<Option<String>> + Send + 'static,
) -> Response {
    let limits = &state.options.limits;
    let parameters = match Parameters::read(query.unwrap_or_default(), known, limits) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_json(),
    };
    let run = move |index: &Index, cancelled: &Cancelled| search(index, &parameters, cancelled);
    match state.searches.run(run).await {
        Ok(Some(body)) => reply(StatusCode::OK, JSON, body + "\n"),
        Ok(None) => Problem::missing("no article has this key").into_json(),
        Err(refusal) => Problem::from(refusal).into_json(),
    }
}

/// An error for a value that cannot be written as JSON.
fn unwritable(error: serde_json::Error) -> Error {
    Error::new(Kind::Index, format!("writing an answer as JSON: {error}"))
}

/// `GET /api/v1/search`.
pub async fn search(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let (clock, limits) = (state.options.clock, state.options.limits.clone());
    let known = [ASKING, parameters::SEARCH];
    answer(&state, query.as_deref(), &known, move |index, parameters, _| {
        let mut answer = answers::explain::search(index, &parameters.ask(clock, &limits)?)?;
        let labels = Labels::of(index);
        answer.hits.iter_mut().for_each(|hit| labels.apply(&mut hit.found));
        Ok(Some(json::answer(&answer).map_err(unwritable)?.to_string()))
    })
    .await
}

/// `GET /api/v1/timeline`. `q` may be repeated: each is a series.
pub async fn timeline(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let (clock, limits) = (state.options.clock, state.options.limits.clone());
    let known = [SEVERAL, &ASKING[1..], parameters::TIMELINE];
    answer(&state, query.as_deref(), &known, move |index, parameters, _| {
        let question = parameters.question(clock)?;
        let question =
            if parameters.is_on("all_dates") { question.of_all_dates() } else { question };
        let mut queries = parameters.all("q");
        if queries.is_empty() {
            queries.push(String::new());
        }
        let questions: Vec<_> = queries
            .into_iter()
            .map(|query| crate::searching::Question { query, ..question.clone() })
            .collect();
        let share_of = match parameters.text("share_of") {
            Some("all") => ShareOf::All,
            _ => ShareOf::Asked,
        };
        let answer = answers::timeline::timeline(
            index,
            &questions,
            parameters.interval(Some(Interval::Month)),
            parameters.is_on("per_million"),
            share_of,
        )?;
        if answer.starts.len() > limits.buckets {
            return Err(Error::usage(format!(
                "the timeline has {} buckets; the maximum is {}",
                answer.starts.len(),
                limits.buckets
            ))
            .hint("narrow the dates, or use interval=year"));
        }
        Ok(Some(timeline_page::json(&answer).to_string()))
    })
    .await
}

/// The query of a timeline.
const SEVERAL: &[Parameter] = &[Parameter { repeats: true, ..ASKING[0] }];

/// `GET /api/v1/kwic`.
pub async fn kwic(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let (clock, limits) = (state.options.clock, state.options.limits.clone());
    let known = [ASKING, parameters::KWIC];
    answer(&state, query.as_deref(), &known, move |index, parameters, cancelled| {
        let question = parameters.question(clock)?;
        let (sort, offset) = (order(parameters)?, parameters.number("offset", 0, limits.offset)?);
        let limit = parameters.number("limit", 100, limits.lines)?;
        let context = parameters.number("context", 60, 1_000)?;
        let mut lines = Vec::new();
        let mut number = 0;
        let summary = answers::kwic::concordance(index, &question, context, &sort, |line| {
            if cancelled.is_set() {
                return Err(Error::new(Kind::Usage, "the client is gone"));
            }
            if (offset..offset + limit).contains(&number) {
                lines.push(kwic_page::json(&line));
            }
            number += 1;
            Ok(true)
        })?;
        let mut object = kwic_page::summary(&summary);
        object["lines"] = lines.into();
        Ok(Some(object.to_string()))
    })
    .await
}

/// Returns the order that concordance lines are asked for in.
pub fn order(parameters: &Parameters) -> Result<Vec<By>> {
    let by = |name: &String| {
        By::named(name).ok_or_else(|| {
            Error::usage(format!("sort: {name:?} is not an order of lines"))
                .hint("write newest, oldest, source, match, L1, L2, L3, R1, R2 or R3")
        })
    };
    parameters.listed("sort").iter().map(by).collect()
}

/// `GET /api/v1/article/KEY`.
pub async fn article(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&state, query.as_deref(), &[], move |index, _, _| {
        let Some(mut found) = index.article(&key)? else { return Ok(None) };
        Labels::of(index).apply(&mut found);
        Ok(Some(json::article(&found).map_err(unwritable)?.to_string()))
    })
    .await
}

/// `GET /api/v1/explain`.
pub async fn explain(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let clock = state.options.clock;
    answer(&state, query.as_deref(), &[ASKING], move |index, parameters, _| {
        let explanation = answers::explain::explain(index, &parameters.question(clock)?)?;
        Ok(Some(json::explanation(&explanation).to_string()))
    })
    .await
}

/// `GET /api/v1/info`.
pub async fn info(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    answer(&state, query.as_deref(), &[], move |index, _, _| {
        let mut holdings = answers::info::of(index)?;
        Labels::of(index).apply_to_holdings(&mut holdings);
        Ok(Some(json::holdings(&holdings).to_string()))
    })
    .await
}
