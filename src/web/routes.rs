//! The paths of the server, and what happens around every request.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

use super::metrics::Gauges;
use super::reply::{Problem, reply};
use super::state::State;
use super::{api, assets, export, feed, metrics, openapi, original, views};

/// Returns all paths.
pub fn router(state: &Arc<State>) -> Router {
    let paths = Router::new()
        .route("/", get(views::search::page))
        .route("/article/{key}", get(views::article::page))
        .route("/article/{key}/{title}", get(views::article::page))
        .route("/similar/{key}", get(views::similar::page))
        .route("/story/{key}", get(views::story::page))
        .route("/original/{key}", get(original::download))
        .route("/values/{field}", get(views::values::page))
        .route("/kwic", get(views::kwic::page))
        .route("/compare", get(views::compare::page))
        .route("/marked", get(views::marked::export))
        .route("/compare.svg", get(views::compare::picture))
        .route("/help", get(views::help::page))
        .route("/feed.atom", get(feed::atom))
        .route("/opensearch.xml", get(feed::description))
        .route("/suggest", get(feed::suggest))
        .route("/static/{name}", get(assets::file))
        .route("/favicon.ico", get(assets::icon))
        .route("/robots.txt", get(assets::robots))
        .route("/healthz", get(healthz))
        .route("/metrics", get(counters))
        .route("/api/v1/search", get(api::search))
        .route("/api/v1/timeline", get(api::timeline))
        .route("/api/v1/names", get(api::names))
        .route("/api/v1/kwic", get(api::kwic))
        .route("/api/v1/article/{key}", get(api::article))
        .route("/api/v1/similar/{key}", get(api::similar))
        .route("/api/v1/story/{key}", get(api::story))
        .route("/api/v1/explain", get(api::explain))
        .route("/api/v1/info", get(api::info))
        .route("/api/v1/export", get(export::export))
        .route("/api/v1/openapi.json", get(openapi::document))
        .fallback(nowhere)
        .with_state(Arc::clone(state));
    let paths = match state.base.as_str() {
        "" => paths,
        // A proxy may leave the prefix of the public address in the path or take it away.
        base => {
            let start = Router::new().route(&format!("{base}/"), get(views::search::page));
            let start = start.with_state(Arc::clone(state));
            Router::new().nest(base, paths.clone()).merge(start).merge(paths)
        }
    };
    paths.layer(from_fn_with_state(Arc::clone(state), around))
}

async fn healthz() -> Response {
    reply(StatusCode::OK, "text/plain; charset=utf-8", "ok\n")
}

async fn counters(Shared(state): Shared<Arc<State>>) -> Response {
    let articles = state.searches.run(|index| Ok(index.engine.total())).await;
    let gauges = Gauges {
        articles: articles.ok(),
        running: state.searches.running(),
        waiting: state.searches.waiting() as u64,
        commits: state.index.commits(),
    };
    match state.metrics.text(&gauges) {
        Ok(text) => reply(StatusCode::OK, METRICS, text),
        Err(_) => reply(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "no metrics\n"),
    }
}

/// The type of the counters.
const METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

async fn nowhere(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    let problem = Problem::missing(format!("there is nothing at {}", request.uri().path()));
    match is_for_programs(request.uri().path()) {
        true => problem.into_json(),
        false => views::problem::page(&state, problem),
    }
}

/// Returns whether errors at a path are JSON.
fn is_for_programs(path: &str) -> bool {
    path.contains("/api/") || path.ends_with("/suggest")
}

/// Checks a request, answers it, adds the headers of every answer, counts and logs it.
async fn around(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let asked = request.headers().clone();
    let method = request.method().clone();
    let path = request.uri().path().to_string();
    let query = request.uri().query().unwrap_or_default().to_string();
    let is_open = path.strip_prefix(&state.base).unwrap_or(&path) == "/healthz";
    let body_bytes = state.options.limits.body_bytes;
    let mut response = match state.guard.check(&method, &asked, is_open, body_bytes) {
        Err(refused) => {
            let (status, message) = refused.status();
            Problem::new(status, message).into_json()
        }
        Ok(()) if method == Method::OPTIONS => {
            reply(StatusCode::NO_CONTENT, "text/plain", Body::empty())
        }
        Ok(()) => next.run(request).await,
    };
    state.guard.seal(&asked, response.headers_mut());
    let route = metrics::route(&path, &state.base);
    let seconds = began.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    state.metrics.count(route, status, seconds);
    let query = if state.options.log_queries { query.as_str() } else { "" };
    tracing::info!(%method, route, status, ms = seconds * 1e3, query, "request");
    response
}
