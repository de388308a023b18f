//! A search with all of its facets: those that the engine counts, and the names in the text of the matches.

use std::time::Instant;

use super::explain;
use super::names::{Names, Wanted, names};
use crate::engine::FacetKind;
use crate::error::{Error, Result};
use crate::searching::{Answer, Ask, Counted, Index};

/// What `--facets` can list: a facet that the engine counts, or names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// The values of a field, or parts of dates.
    Values(FacetKind),
    /// Names in the text.
    Names,
}

/// The name of the facet of names in flags and JSON.
pub const NAME: &str = "name";

impl Listed {
    /// Returns the facet of a name.
    pub fn named(name: &str) -> Option<Listed> {
        match name {
            NAME => Some(Listed::Names),
            name => FacetKind::named(name).map(Listed::Values),
        }
    }

    /// Returns the names of all facets.
    pub fn offered() -> Vec<&'static str> {
        crate::schema::schema().facets().chain([NAME]).collect()
    }

    /// Returns the facets that the engine counts, and whether names are listed as well.
    pub fn divide(listed: &[Listed]) -> (Vec<FacetKind>, bool) {
        let kinds = listed.iter().filter_map(|listed| match listed {
            Listed::Values(kind) => Some(*kind),
            Listed::Names => None,
        });
        (kinds.collect(), listed.contains(&Listed::Names))
    }
}

/// An answer to a search, with the names in its matches if they were asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Faceted {
    /// The answer. It has the notices about the names, too, and the time that they took.
    pub answer: Answer,
    /// The names.
    pub names: Option<Names>,
}

/// Executes a search, as [`explain::search`] does. With `listed`, also lists names: at most as many as
/// [`Wanted::default`] allows, and no more than there may be values of another facet.
///
/// # Errors
///
/// Fails if the query is invalid or the index cannot be read. Also fails if stories are counted, because a name
/// counts articles.
pub fn search(index: &Index, ask: &Ask, listed: bool) -> Result<Faceted> {
    if listed && ask.count_by == Counted::Stories {
        return Err(Error::usage("--facets name counts articles, not stories")
            .hint("leave out name, or --count-by story"));
    }
    let mut answer = explain::search(index, ask)?;
    if !listed {
        return Ok(Faceted { answer, names: None });
    }
    let began = Instant::now();
    let mut wanted = Wanted::default();
    wanted.limit = wanted.limit.min(ask.facet_limit.unwrap_or(usize::MAX));
    let found = names(index, &ask.question, &wanted)?;
    for notice in &found.notices {
        if !answer.notices.contains(notice) {
            answer.notices.push(notice.clone());
        }
    }
    answer.took_ms += began.elapsed().as_secs_f64() * 1e3;
    Ok(Faceted { answer, names: Some(found) })
}
