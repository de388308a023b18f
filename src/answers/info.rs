//! What an index holds: the answer of `dateline info`.

use std::path::PathBuf;

use crate::catalogue::RootHeader;
use crate::engine::embedded::bytes_in;
use crate::engine::{Engine, Facet, FacetKind, Request};
use crate::error::{Error, Result};
use crate::indexing::RootOptions;
use crate::query::tree::{Flag, Tree};
use crate::searching::{Found, Index};

/// An indexed folder.
#[derive(Debug, Clone)]
pub struct HeldRoot {
    /// Its path.
    pub path: String,
    /// The number of files seen in it.
    pub files: usize,
    /// The remembered options its files are read with, as flags.
    pub options: Vec<String>,
}

/// Why articles have no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// They state none.
    Unstated,
    /// They state one that is not understood.
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

/// Articles that have no date for one cause.
#[derive(Debug, Clone)]
pub struct Undated {
    /// The cause.
    pub cause: Cause,
    /// The number of articles.
    pub articles: u64,
    /// One of them, the first by its key.
    pub example: Example,
}

/// An article that stands for others.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its key.
    pub key: String,
    /// Its place.
    pub path: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// What its provenance says of its date.
    pub date: Option<String>,
}

/// What an index holds.
#[derive(Debug, Clone)]
pub struct Holdings {
    /// The folder of the index.
    pub folder: PathBuf,
    /// The indexed folders.
    pub roots: Vec<HeldRoot>,
    /// Articles.
    pub articles: u64,
    /// Articles without a date.
    pub undated: u64,
    /// Why they have none, of each cause that there is.
    pub undated_causes: Vec<Undated>,
    /// Articles known to the month or year only.
    pub imprecise: u64,
    /// The first and last day an article is known to be of.
    pub days: Option<(String, String)>,
    /// Articles by source, language, year.
    pub facets: Vec<Facet>,
    /// Files seen, and how many of them gave nothing.
    pub files: (usize, u64),
    /// Bytes of the files indexed.
    pub text_bytes: u64,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// Segments.
    pub segments: usize,
    /// Versions: schema, analysis, and the program that wrote it.
    pub schema: u32,
    /// See `schema`.
    pub analysis: u8,
    /// See `schema`.
    pub written_by: String,
}

fn held(root: &RootHeader) -> Result<HeldRoot> {
    let options = RootOptions::remembered(root)?.flags();
    Ok(HeldRoot { path: root.path.clone(), files: root.files, options })
}

/// Counts the undated articles of each cause, with an example.
fn undated_causes(index: &Index) -> Result<Vec<Undated>> {
    let unread = Tree::Flag(Flag::Unread);
    let unstated = Tree::And(vec![Tree::Flag(Flag::Undated), Tree::Not(Box::new(unread.clone()))]);
    let mut causes = Vec::new();
    for (cause, tree) in [(Cause::Unstated, &unstated), (Cause::Unread, &unread)] {
        let hits = index.engine.search(&Request { limit: 1, ..Request::counting(tree) })?;
        let Some(hit) = hits.hits.into_iter().next() else { continue };
        let found = Found::of(&index.catalogue, hit.article)?;
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

/// Returns the first and the last day that an article is known to be from.
pub fn days(index: &Index) -> Result<Option<(String, String)>> {
    let request = Request { facets: vec![FacetKind::Day], ..Request::counting(&Tree::All) };
    Ok(ends(index.engine.search(&request)?.facets.pop()))
}

/// Returns the first and the last value of a facet of days.
fn ends(days: Option<Facet>) -> Option<(String, String)> {
    let days = days?.values;
    Some((days.first()?.0.clone(), days.last()?.0.clone()))
}

/// Returns what an index holds.
pub fn of(index: &Index) -> Result<Holdings> {
    let request = Request {
        facets: vec![FacetKind::Source, FacetKind::Lang, FacetKind::Year, FacetKind::Day],
        ..Request::counting(&Tree::All)
    };
    let mut hits = index.engine.search(&request)?;
    let days = ends(hits.facets.pop());
    hits.facets.iter_mut().for_each(|facet| index.spell(facet));
    let header = index.catalogue.header();
    let payload = index.engine.payload();
    let folder = index.engine.folder();
    let index_bytes = bytes_in(folder).map_err(|error| Error::io("reading", folder, error))?;
    Ok(Holdings {
        folder: folder.to_path_buf(),
        roots: header.roots.iter().map(held).collect::<Result<_>>()?,
        articles: hits.total,
        undated: hits.undated,
        undated_causes: undated_causes(index)?,
        imprecise: hits.imprecise,
        days,
        facets: hits.facets,
        files: (header.files - header.members, header.skipped.values().sum()),
        text_bytes: header.bytes,
        index_bytes,
        segments: index.engine.snapshot().segments().len(),
        schema: payload.schema,
        analysis: payload.analysis,
        written_by: payload.written_by.clone(),
    })
}
