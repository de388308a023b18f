//! Answers to requests: JSON, pages, and errors that reveal no path of the server.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use serde_json::Value;

use super::parameter_table::as_parameters;
use super::pool::Refusal;
use crate::error::{Error, Kind};
use crate::page::json;

/// The type of JSON.
pub const JSON: &str = "application/json";
/// The type of a page.
pub const HTML: &str = "text/html; charset=utf-8";

/// Makes an answer that caches must ask again for.
pub fn reply(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// What is wrong, as a client may know it.
#[derive(Debug)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// The error, without paths.
    pub error: Error,
    /// Seconds after which the request may succeed.
    pub retry_after: Option<u32>,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let unavailable = |kind, message: &str, hint: &str, seconds| Problem {
            status: StatusCode::SERVICE_UNAVAILABLE,
            error: Error::new(kind, message).hint(hint),
            retry_after: Some(seconds),
        };
        match refusal {
            Refusal::Busy => {
                let message = "the server is busy: too many searches are waiting";
                unavailable(Kind::Index, message, "try again", 2)
            }
            Refusal::Waited => {
                let message = "the server is busy: the search waited too long for its turn";
                unavailable(Kind::Timeout, message, "try again", 2)
            }
            Refusal::Late { goes_on } => {
                let message = "the search takes longer than the server allows";
                let hint = match goes_on {
                    true => "try again, which goes on where it ended, or narrow the dates",
                    false => "narrow it, for example by dates",
                };
                unavailable(Kind::Timeout, message, hint, if goes_on { 1 } else { 5 })
            }
            Refusal::Failed(error) => Problem::from(error),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error.kind {
            Kind::Unsupported => {
                Problem { status: StatusCode::NOT_IMPLEMENTED, error, retry_after: None }
            }
            Kind::Query | Kind::Usage => {
                Problem { status: StatusCode::BAD_REQUEST, error, retry_after: None }
            }
            Kind::Timeout | Kind::Cancelled => Refusal::Late { goes_on: false }.into(),
            // The first index is still being built, or was never built. The server is not at fault, so nothing is
            // logged.
            Kind::NoIndex => Problem {
                status: StatusCode::SERVICE_UNAVAILABLE,
                error: Error::new(error.kind, "no articles are indexed yet")
                    .hint("ask again when some are; dateline index FOLDER adds them"),
                retry_after: Some(5),
            },
            // These name files of the server.
            Kind::Index | Kind::Io | Kind::ClosedPipe => {
                tracing::error!(error = %error.message, hint = error.hint.as_deref(), "a request failed");
                let error = Error::new(error.kind, "the index cannot be read")
                    .hint("the server's log says why");
                Problem { status: StatusCode::SERVICE_UNAVAILABLE, error, retry_after: Some(5) }
            }
        }
    }
}

impl Problem {
    /// A path or a key that does not exist.
    pub fn missing(message: impl Into<String>) -> Problem {
        let error = Error::usage(message);
        Problem { status: StatusCode::NOT_FOUND, error, retry_after: None }
    }

    /// Another refusal.
    pub fn new(status: StatusCode, message: &str) -> Problem {
        Problem { status, error: Error::usage(message), retry_after: None }
    }

    /// Returns the error as programs get it. Messages that are shared with the command line name its flags, which are
    /// parameters here.
    pub fn object(mut self) -> Value {
        self.error.message = as_parameters(&self.error.message);
        self.error.hint = self.error.hint.as_deref().map(as_parameters);
        json::error(&self.error)
    }

    /// Answers with the error as JSON.
    pub fn into_json(self) -> Response {
        let (status, retry_after) = (self.status, self.retry_after);
        with_headers(status, retry_after, JSON, format!("{}\n", self.object()))
    }

    /// Answers with a page about the error.
    pub fn into_page(self, page: String) -> Response {
        with_headers(self.status, self.retry_after, HTML, page)
    }
}

fn with_headers(
    status: StatusCode,
    retry_after: Option<u32>,
    content_type: &'static str,
    body: String,
) -> Response {
    let mut response = reply(status, content_type, body);
    let headers = response.headers_mut();
    if let Some(seconds) = retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        let challenge = "Basic realm=\"dateline\", charset=\"UTF-8\"";
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}
