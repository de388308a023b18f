//! `GET /marked`: the export of the articles that are marked on a page of results. Without a script, a page cannot see
//! that no article is marked, and an export without keys would be of the whole result.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use form_urlencoded::parse;

use crate::error::Error;
use crate::web::reply::{HTML, reply};
use crate::web::state::State;

/// Redirects to the export, or says that no article is marked.
pub async fn export(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let is_mark = |(name, value): (std::borrow::Cow<str>, std::borrow::Cow<str>)| {
        name == "key" && !value.is_empty()
    };
    if !parse(query.as_bytes()).any(is_mark) {
        let none = Error::usage("no article is marked")
            .hint("go back and mark articles with the boxes above their titles, or export all");
        return super::problem::page(&state, none.into());
    }
    let address = format!("{}/api/v1/export?{query}", state.base);
    let Ok(address) = HeaderValue::from_str(&address) else {
        let odd = Error::usage("the address has characters that are not allowed");
        return super::problem::page(&state, odd.into());
    };
    let mut response = reply(StatusCode::FOUND, HTML, "");
    response.headers_mut().insert(LOCATION, address);
    response
}
