//! `GET /original/KEY`: the file that an article was read from, or the member of a container, as a download that a
//! browser does not display.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use super::reply::{Problem, reply};
use super::state::State;
use super::views;
use crate::archive;
use crate::catalogue::WITHIN;
use crate::error::{Error, Result};
use crate::indexing::is_of_values;
use crate::searching::Index;

/// An original, or the reason why it cannot be sent.
enum Original {
    File(String, Vec<u8>),
    Unknown,
    Gone,
    InContainer,
    TooLarge,
    Unreadable(Error),
}

/// Answers with the original of an article. The key is looked up in the catalogue, which knows the path: no part of a
/// request reaches the file system.
pub async fn download(Shared(state): Shared<Arc<State>>, Path(key): Path<String>) -> Response {
    let most = state.options.limits.original_bytes;
    let found = state.searches.run(move |index| find(index, &key, most)).await;
    let problem = match found {
        Ok(Original::File(name, bytes)) => return send(&name, bytes),
        Ok(Original::Unknown) => Problem::missing("no article has this key"),
        Ok(Original::Gone) => Problem::missing("the original is not where it was indexed"),
        Ok(Original::InContainer) => Problem::missing(
            "the original is part of a larger file, such as an archive, from which it cannot be read alone",
        ),
        Ok(Original::TooLarge) => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the original is too large to send")
        }
        Ok(Original::Unreadable(error)) => {
            tracing::error!(error = %error.message, "sending an original");
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "the original cannot be read; the server's log says why",
            )
        }
        Err(refusal) => Problem::from(refusal),
    };
    views::problem::page(&state, problem)
}

fn find(index: &Index, key: &str, most: u64) -> Result<Original> {
    let Some(found) = index.article(key)? else { return Ok(Original::Unknown) };
    let mut outcome = Original::Gone;
    for place in found.places.iter().filter(|place| !is_of_values(&place.root)) {
        let root = FilePath::new(&place.root);
        let read = match file_of(root, &place.path, most) {
            // The path of a member is that of its container, followed by its path in it.
            Ok(None) if place.path.contains(WITHIN) => {
                outcome = Original::InContainer;
                member(root, &place.path, most)
            }
            read => read,
        };
        match read {
            Ok(None) => {}
            Ok(Some(original)) => return Ok(original),
            // Another copy may be readable.
            Err(error) => {
                let error = Error::io("reading", &root.join(&place.path), error);
                outcome = Original::Unreadable(error);
            }
        }
    }
    Ok(outcome)
}

/// Reads a file below a root. Returns `None` if there is no such file, or if a link has moved it out of the root since
/// it was indexed.
fn file_of(root: &FilePath, path: &str, most: u64) -> io::Result<Option<Original>> {
    let Some((path, file, size)) = open(root, path)? else { return Ok(None) };
    if size > most {
        return Ok(Some(Original::TooLarge));
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Ok(Some(Original::TooLarge));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Some(Original::File(name, bytes)))
}

/// Opens a file below a root. Returns its path and its size with it.
fn open(root: &FilePath, path: &str) -> io::Result<Option<(PathBuf, File, u64)>> {
    let Some(root) = existing(root.canonicalize())? else { return Ok(None) };
    let candidates = match root.is_file() {
        true => vec![root.clone()],
        // The catalogue has bytes that are not UTF-8 as %XX. A name may have such characters of its own.
        false => vec![root.join(path), root.join(undecoded(path))],
    };
    for path in candidates {
        let Some(path) = existing(path.canonicalize())? else { continue };
        if !path.starts_with(&root) {
            continue;
        }
        let Some(file) = existing(File::open(&path))? else { continue };
        let about = file.metadata()?;
        if about.is_file() {
            return Ok(Some((path, file, about.len())));
        }
    }
    Ok(None)
}

/// Reads a member of a container. Returns `None` if the container is gone, has changed or cannot be read as one.
/// Containers without a directory have to be read up to the member, so they may not be larger than a file that is sent.
fn member(root: &FilePath, path: &str, most: u64) -> io::Result<Option<Original>> {
    for (at, _) in path.match_indices(WITHIN) {
        let member = &path[at + WITHIN.len()..];
        let Some((container, file, size)) = open(root, &path[..at])? else { continue };
        let name = container.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if size > most && !name.to_ascii_lowercase().ends_with(".zip") {
            continue;
        }
        match archive::member(&name, file, member, most) {
            Ok(Some(bytes)) if bytes.len() as u64 > most => return Ok(Some(Original::TooLarge)),
            Ok(Some(bytes)) => {
                let name = member.rsplit('/').next().unwrap_or(member).to_string();
                return Ok(Some(Original::File(name, bytes)));
            }
            Ok(None) => {}
            Err(why) => tracing::warn!(%why, "reading the original of an article"),
        }
    }
    Ok(None)
}

/// Returns `None` instead of an error that means that a file does not exist.
fn existing<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn undecoded(path: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let bytes = percent_encoding::percent_decode_str(path).collect();
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn undecoded(path: &str) -> PathBuf {
    PathBuf::from(percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned())
}

fn send(name: &str, bytes: Vec<u8>) -> Response {
    let mut response = reply(StatusCode::OK, "application/octet-stream", bytes);
    let safe = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = name.chars().map(safe).collect();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    let policy = "default-src 'none'; sandbox; frame-ancestors 'none'";
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
