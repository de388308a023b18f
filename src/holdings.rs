//! What an index holds: the answer of `dateline info`.

use std::path::PathBuf;

use crate::catalogue::RootHeader;
use crate::engine::{Engine, Facet, FacetKind, Request};
use crate::error::{Error, Result};
use crate::indexing::RootOptions;
use crate::query::tree::Tree;
use crate::searching::Index;

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

/// Says what an index holds.
pub fn of(index: &Index) -> Result<Holdings> {
    let request = Request {
        facets: vec![FacetKind::Source, FacetKind::Lang, FacetKind::Year, FacetKind::Day],
        ..Request::counting(&Tree::All)
    };
    let mut hits = index.reader.search(&request)?;
    let days = hits
        .facets
        .pop()
        .and_then(|days| Some((days.values.first()?.0.clone(), days.values.last()?.0.clone())));
    hits.facets.iter_mut().for_each(|facet| index.spell(facet));
    let header = index.catalogue.header();
    let payload = index.reader.payload();
    let folder = index.reader.folder();
    let entries = std::fs::read_dir(folder).map_err(|error| Error::io("reading", folder, error))?;
    let index_bytes =
        entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|about| about.len()).sum();
    Ok(Holdings {
        folder: folder.to_path_buf(),
        roots: header.roots.iter().map(held).collect::<Result<_>>()?,
        articles: hits.total,
        undated: hits.undated,
        imprecise: hits.imprecise,
        days,
        facets: hits.facets,
        files: (header.files - header.members, header.skipped.values().sum()),
        text_bytes: header.bytes,
        index_bytes,
        segments: index.reader.segments().len(),
        schema: payload.schema,
        analysis: payload.analysis,
        written_by: payload.written_by.clone(),
    })
}
