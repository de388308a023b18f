//! `GET /story/KEY`: the versions of an article's story, and what each changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::response::Response;

use super::about_article::about_article;
use super::address::Address;
use super::frame::Frame;
use super::{direction, shown};
use crate::answers::story::{Compared, versions};
use crate::error::Result;
use crate::page::heading;
use crate::page::story::summary;
use crate::searching::Index;
use crate::web::state::State;

#[derive(Template)]
#[template(path = "story.html")]
struct Page {
    frame: Frame,
    heading: String,
    back: String,
    sources: usize,
    versions: Vec<Version>,
}

/// A version on the page.
struct Version {
    link: String,
    date: String,
    source: String,
    heading: String,
    changes: Vec<Change>,
    summary: String,
    lang: String,
    direction: &'static str,
}

/// Adjacent sentences that differ.
struct Change {
    removed: String,
    added: String,
}

/// Answers with the page.
pub async fn page(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    about_article(state, query, &[], move |state, index, _| list(state, index, &key)).await
}

fn list(state: &State, index: &Index, key: &str) -> Result<Option<Page>> {
    let Some(found) = index.article(key)? else { return Ok(None) };
    let address = Address { base: state.base.clone(), ..Address::default() };
    let story = versions(index, &found)?;
    let name = shown(&heading(&found.article));
    let title = format!("Versions of {name} · dateline");
    let mut frame = Frame::of(&address, state.held.of(index)?, title);
    frame.feed = None;
    let versions = story.versions.iter().enumerate();
    Ok(Some(Page {
        frame,
        heading: name,
        back: address.article(&found.article),
        sources: story.sources,
        versions: versions.map(|(number, one)| Version::of(number, one, &address)).collect(),
    }))
}

impl Version {
    fn of(number: usize, compared: &Compared, address: &Address) -> Version {
        let article = &compared.found.article;
        let change = |change: &crate::answers::story::Change| Change {
            removed: shown(&change.removed.join(" ")),
            added: shown(&change.added.join(" ")),
        };
        Version {
            link: address.article(article),
            date: article.date.map_or("undated".into(), |date| date.to_string()),
            source: article.source.as_deref().map(shown).unwrap_or_default(),
            heading: shown(&heading(article)),
            changes: compared.changes.iter().map(change).collect(),
            summary: summary(number, compared),
            lang: article.lang.clone().unwrap_or_default(),
            direction: direction(article.lang.as_deref()),
        }
    }
}
