//! Pages about what went wrong, and faults of a query shown below the search box.

use askama::Template;
use axum::http::HeaderValue;
use axum::response::Response;

use super::frame::Frame;
use super::{capitalized, shown, unrenderable};
use crate::error::{Error, Kind};
use crate::web::reply::Problem;
use crate::web::state::State;

/// A fault of a query or a date, for the page.
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The query in three parts, of which the second is at fault.
    pub place: Option<[String; 3]>,
}

impl Fault {
    /// Describes an error as the page names things: dates by their fields.
    pub fn of(error: &Error) -> Fault {
        let message = error.message.trim_start_matches("reading the query: ");
        let place = match (&error.query, error.span) {
            (Some(query), Some((start, end))) if query.get(start..end).is_some() => {
                let end = if start == end { query.len().min(end + 1) } else { end };
                let end = query.ceil_char_boundary(end);
                Some([&query[..start], &query[start..end], &query[end..]].map(shown))
            }
            _ => None,
        };
        Fault {
            message: capitalized(&shown(
                &message.replace("--since", "From").replace("--until", "To"),
            )),
            hint: error.hint.as_deref().map(|hint| capitalized(&shown(hint))).unwrap_or_default(),
            place,
        }
    }
}

/// What a page says while there are no articles.
pub const NO_ARTICLES: &str = "No articles are indexed yet";
/// What to do then.
pub const INDEX_SOME: &str = "Index a folder of articles. This page finds them as soon as the first of them are in the index.";
/// See `INDEX_SOME`.
pub const INDEX_COMMAND: &str = "dateline index FOLDER";

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    frame: Frame,
    heading: String,
    hint: String,
    /// The command that creates an index, if there is no index yet.
    command: Option<String>,
    /// Words to search for instead.
    instead: Option<String>,
}

/// Answers with a page about a problem.
pub fn page(state: &State, problem: Problem) -> Response {
    with_search(state, problem, None)
}

/// Answers with a page about a problem that offers a search for `words`.
pub fn with_search(state: &State, problem: Problem, words: Option<String>) -> Response {
    let location = &state.options.location;
    let is_absent = problem.error.kind == Kind::NoIndex;
    let cannot_read =
        is_absent || problem.status.is_server_error() && problem.error.kind == Kind::Index;
    let activity = state.options.activity.text();
    let is_growing = cannot_read && (activity.is_some() || location.is_being_written());
    let (heading, hint, command) = match is_absent {
        _ if is_growing => (
            activity.unwrap_or_else(|| "The index is being built".to_string()),
            "This page shows the articles as soon as the first of them are in the index."
                .to_string(),
            None,
        ),
        false => {
            let fault = Fault::of(&problem.error);
            (fault.message, fault.hint, None)
        }
        true => (NO_ARTICLES.to_string(), INDEX_SOME.to_string(), Some(INDEX_COMMAND.to_string())),
    };
    let frame = Frame::plain(&state.base, format!("{heading} · dateline"));
    let page = Page { frame, heading, hint, command, instead: words };
    match page.render() {
        Ok(text) => {
            let mut response = problem.into_page(text);
            if is_growing {
                // The browser asks again after these seconds (HTML, "refresh").
                response.headers_mut().insert("refresh", HeaderValue::from_static("3"));
            }
            response
        }
        Err(error) => unrenderable(&error),
    }
}
