//! Articles by their keys. What was typed as a key may be the id of an article, so errors and notices say so.

use super::counted::articles;
use super::index::{Found, Index};
use crate::error::Result;
use crate::query::tree::{Filter, FilterField, Tree};

/// Finds an article by its key or a prefix of it. If several keys have the prefix, the error says whether it is an id.
///
/// # Errors
///
/// Fails if several keys start with `key`, or if the index cannot be read.
pub fn article(index: &Index, key: &str) -> Result<Option<Found>> {
    index.article(key).or_else(|error| match (&error.hint, with_id(index, key)?) {
        (Some(hint), count @ 1..) => {
            let hint = format!("{hint}; {}", have_id(count, key));
            Err(error.hint(hint))
        }
        _ => Err(error),
    })
}

/// Returns a notice if the prefix of a key by which an article was found is the id of other articles.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn other_with_id(index: &Index, key: &str, found: &Found) -> Result<Option<String>> {
    let article = &found.article;
    if article.key == key || article.id.as_deref() == Some(key) {
        return Ok(None);
    }
    Ok(match with_id(index, key)? {
        0 => None,
        count => Some(format!("{key} begins the key of this article, but {}", have_id(count, key))),
    })
}

/// Returns a notice about a key that no article has. The notice says if it is an id.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn missing(index: &Index, key: &str) -> Result<String> {
    Ok(match with_id(index, key)? {
        0 => format!("no article has the key {key:?}{}", instead_of(key)),
        count => format!("no article has the key {key:?}, but {}", have_id(count, key)),
    })
}

/// Returns what to type instead of a key that is a condition of a query or a path.
fn instead_of(key: &str) -> String {
    if key.contains(char::is_whitespace) || key.contains("://") {
        return String::new();
    }
    let is_condition = key.split_once(':').is_some_and(|(field, value)| {
        !field.is_empty() && !value.is_empty() && field.chars().all(|c| c.is_ascii_lowercase())
    });
    match (is_condition, key.contains('/')) {
        (true, _) => format!("; to search for it: dateline search {key}"),
        (false, true) => format!("; to find articles by their file: dateline search path:{key}"),
        (false, false) => String::new(),
    }
}

/// Returns the number of articles with an id.
fn with_id(index: &Index, id: &str) -> Result<u64> {
    index.count(&Tree::Filter(Filter { field: FilterField::Id, value: id.into(), wild: false }))
}

fn have_id(count: u64, id: &str) -> String {
    let have = if count == 1 { "has" } else { "have" };
    format!("{} {have} the id {id:?}: dateline search id:{id}", articles(count))
}
