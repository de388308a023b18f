//! Pages about one article, which its key names.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;

use super::{page, problem};
use crate::error::Result;
use crate::searching::Index;
use crate::web::parameters::{Parameter, Parameters};
use crate::web::reply::Problem;
use crate::web::state::State;

/// Answers with a page about an article, which `make` fills, or with a page that says that no article has the key.
pub async fn about_article<P: Template + Send + 'static>(
    state: Arc<State>,
    query: Option<String>,
    known: &[&[Parameter]],
    make: impl FnOnce(&State, &Index, &Parameters) -> Result<Option<P>> + Send + 'static,
) -> Response {
    let query = query.unwrap_or_default();
    let parameters = match Parameters::read(&query, known, &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return problem::page(&state, error.into()),
    };
    let shared = Arc::clone(&state);
    match state.searches.run(move |index| make(&shared, index, &parameters)).await {
        Ok(Some(filled)) => page(&filled),
        Ok(None) => problem::page(
            &state,
            Problem::missing("no article has this key; it may have been corrected since"),
        ),
        Err(refusal) => problem::page(&state, refusal.into()),
    }
}
