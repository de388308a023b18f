//! The paths of the API that answer with JSON.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;

use super::calls::{self, Caller};
use super::parameters::{self, ASKING, Parameter, Parameters};
use super::reply::{JSON, Problem, reply};
use super::state::State;
use crate::answers::timeline::{Interval, Length};
use crate::error::Result;

/// Reads the parameters, runs a call on a thread with the index, and answers with its line.
async fn answer(
    state: &State,
    query: Option<String>,
    known: &[&[Parameter]],
    call: impl FnOnce(&Caller, &Parameters) -> Result<Option<String>> + Send + 'static,
) -> Response {
    let limits = state.options.limits.clone();
    let parameters = match Parameters::read(&query.unwrap_or_default(), known, &limits) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_json(),
    };
    let clock = state.options.clock;
    let answered = state
        .searches
        .run(move |index| call(&Caller { index, clock, limits: &limits }, &parameters));
    match answered.await {
        Ok(Some(body)) => reply(StatusCode::OK, JSON, body + "\n"),
        Ok(None) => Problem::missing("no article has this key").into_json(),
        Err(refusal) => Problem::from(refusal).into_json(),
    }
}

/// `GET /api/v1/search`.
pub async fn search(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let known = [ASKING, parameters::SEARCH, parameters::EXPAND];
    answer(&state, query, &known, |caller, asked| calls::search(caller, asked).map(Some)).await
}

/// The query of a timeline, which may be repeated.
const SEVERAL: &[Parameter] = &[Parameter { repeats: true, ..ASKING[0] }];

/// `GET /api/v1/timeline`.
pub async fn timeline(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let known = [SEVERAL, &ASKING[1..], parameters::TIMELINE];
    answer(&state, query, &known, |caller, asked| {
        calls::timeline(caller, asked, Length::Exactly(Interval::Month)).map(Some)
    })
    .await
}

/// `GET /api/v1/names`.
pub async fn names(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let known = [ASKING, parameters::NAMES];
    answer(&state, query, &known, |caller, asked| calls::names(caller, asked).map(Some)).await
}

/// `GET /api/v1/kwic`.
pub async fn kwic(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let known = [ASKING, parameters::KWIC];
    answer(&state, query, &known, |caller, asked| calls::kwic(caller, asked).map(Some)).await
}

/// `GET /api/v1/article/KEY`.
pub async fn article(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&state, query, &[], move |caller, _| calls::article(caller, &key)).await
}

/// `GET /api/v1/similar/KEY`.
pub async fn similar(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let known = [ASKING, parameters::SIMILAR];
    answer(&state, query, &known, move |caller, asked| calls::similar(caller, asked, &key)).await
}

/// `GET /api/v1/story/KEY`.
pub async fn story(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&state, query, &[], move |caller, _| calls::story(caller, &key)).await
}

/// `GET /api/v1/explain`.
pub async fn explain(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let known = [ASKING, parameters::EXPAND];
    answer(&state, query, &known, |caller, asked| calls::explain(caller, asked).map(Some)).await
}

/// `GET /api/v1/info`.
pub async fn info(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    answer(&state, query, &[], |caller, _| calls::info(caller).map(Some)).await
}
