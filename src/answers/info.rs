//! The contents of an index, for `dateline info`.

use std::path::PathBuf;

use crate::catalogue::RootHeader;
use crate::engine::{Facet, FacetKind, Request};
use crate::error::Result;
use crate::indexing::RootOptions;
use crate::query::tree::{Flag, Tree};
use crate::searching::{Found, Index};

/// An indexed folder.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HeldRoot {
    /// Its path.
    pub path: String,
    /// The number of files seen in it.
    pub files: usize,
    /// The remembered options for reading its files, as flags.
    pub options: Vec<String>,
}

/// Why articles have no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// They state no date.
    Unstated,
    /// They state a date that cannot be read.
    Unread,
}

impl Cause {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Cause::Unstated => "none_stated",
            Cause::Unread => "not_understood",
        }
    }
}

/// The undated articles with one cause.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undated {
    /// The cause.
    pub cause: Cause,
    /// The number of articles.
    pub articles: u64,
    /// One of the articles: the first by key.
    pub example: Example,
}

/// An example of an undated article.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Example {
    /// Its key.
    pub key: String,
    /// The path of its first place.
    pub path: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// The provenance of its date.
    pub date: Option<String>,
}

/// The contents of an index.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Holdings {
    /// The folder of the index.
    pub folder: PathBuf,
    /// The indexed folders.
    pub roots: Vec<HeldRoot>,
    /// The number of articles.
    pub articles: u64,
    /// The number of articles without a date.
    pub undated: u64,
    /// The causes of missing dates.
    pub undated_causes: Vec<Undated>,
    /// The number of articles known only to the month or the year.
    pub imprecise: u64,
    /// The first and the last day of the articles whose day is known.
    pub days: Option<(String, String)>,
    /// The number of articles by source, language and year.
    pub facets: Vec<Facet>,
    /// The number of files seen, and of those skipped.
    pub files: (usize, u64),
    /// The total size of the indexed files, in bytes.
    pub text_bytes: u64,
    /// The size of the index, in bytes.
    pub index_bytes: u64,
    /// The number of segments.
    pub segments: usize,
    /// The version of the schema.
    pub schema: u32,
    /// The version of the analysis.
    pub analysis: u8,
    /// The version of dateline that wrote the index.
    pub written_by: String,
}

fn held(root: &RootHeader) -> Result<HeldRoot> {
    let options = RootOptions::remembered(root)?.flags();
    Ok(HeldRoot { path: root.path.clone(), files: root.files - root.members, options })
}

/// Counts the undated articles of each cause, with an example.
fn undated_causes(index: &Index) -> Result<Vec<Undated>> {
    let unread = Tree::Flag(Flag::Unread);
    let unstated = Tree::And(vec![Tree::Flag(Flag::Undated), Tree::Not(Box::new(unread.clone()))]);
    let mut causes = Vec::new();
    for (cause, tree) in [(Cause::Unstated, &unstated), (Cause::Unread, &unread)] {
        let hits = index.engine.search(&Request { limit: 1, ..Request::counting(tree) })?;
        let Some(hit) = hits.hits.into_iter().next() else { continue };
        let found = Found::of(index.catalogue.as_ref(), hit.article)?;
        let said = found.article.provenance.into_iter().find(|(field, _)| field == "date");
        let example = Example {
            key: found.article.key,
            path: found.places.first().map(|place| place.path.clone()).unwrap_or_default(),
            title: found.article.title,
            date: said.map(|(_, said)| said),
        };
        causes.push(Undated { cause, articles: hits.total, example });
    }
    Ok(causes)
}

/// Returns the first and the last day of the articles whose day is known.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn days(index: &Index) -> Result<Option<(String, String)>> {
    let request = Request { facets: vec![FacetKind::Day], ..Request::counting(&Tree::All) };
    Ok(ends(index.engine.search(&request)?.facets.pop()))
}

/// Returns the first and the last value of a facet of days.
fn ends(days: Option<Facet>) -> Option<(String, String)> {
    let days = days?.values;
    Some((days.first()?.0.clone(), days.last()?.0.clone()))
}

/// Returns the contents of an index.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn of(index: &Index) -> Result<Holdings> {
    let request = Request {
        facets: vec![FacetKind::Source, FacetKind::Lang, FacetKind::Year, FacetKind::Day],
        ..Request::counting(&Tree::All)
    };
    let mut hits = index.engine.search(&request)?;
    let days = ends(hits.facets.pop());
    hits.facets.iter_mut().for_each(|facet| index.spell(facet));
    let (files, skipped, text_bytes) = index.catalogue.files();
    let commit = index.engine.commit()?;
    Ok(Holdings {
        folder: index.engine.location(),
        roots: index.catalogue.roots().iter().map(held).collect::<Result<_>>()?,
        articles: hits.total,
        undated: hits.undated,
        undated_causes: undated_causes(index)?,
        imprecise: hits.imprecise,
        days,
        facets: hits.facets,
        files: (files, skipped),
        text_bytes,
        index_bytes: commit.bytes,
        segments: commit.segments,
        schema: commit.schema,
        analysis: commit.analysis,
        written_by: commit.written_by,
    })
}
