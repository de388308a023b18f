//! `GET /help`: the query language on one page, and the keys.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::frame::Frame;
use super::page as rendered;
use crate::web::state::State;

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    frame: Frame,
}

/// Answers with the page.
pub async fn page(Shared(state): Shared<Arc<State>>) -> Response {
    rendered(&Page { frame: Frame::plain(&state.base, "Help · dateline") })
}
