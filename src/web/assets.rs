//! The files that the page loads, kept inside the binary.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::reply::{Problem, reply};

/// A file: its name, its type, its text.
type File = (&'static str, &'static str, &'static str);

const FILES: [File; 3] = [
    ("style.css", "text/css; charset=utf-8", include_str!("static/style.css")),
    ("script.js", "text/javascript; charset=utf-8", include_str!("static/script.js")),
    ("icon.svg", "image/svg+xml", include_str!("static/icon.svg")),
];

/// `GET /static/NAME`.
pub async fn file(Path(name): Path<String>, asked: HeaderMap) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some(file) => send(file, &asked),
        None => Problem::missing("no file has this name").into_json(),
    }
}

/// `GET /favicon.ico`.
pub async fn icon(asked: HeaderMap) -> Response {
    send(&FILES[2], &asked)
}

/// `GET /robots.txt`: crawlers would ask for every combination of filters.
pub async fn robots() -> Response {
    reply(StatusCode::OK, "text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n")
}

fn send((_, content_type, text): &File, asked: &HeaderMap) -> Response {
    let tag = format!("\"{:08x}\"", crc32fast::hash(text.as_bytes()));
    let known = asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = match known {
        true => reply(StatusCode::NOT_MODIFIED, content_type, ""),
        false => reply(StatusCode::OK, content_type, *text),
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=3600, must-revalidate"));
    response
}
