//! Reads every hit as a whole article on all cores, and passes the rows on in order.

use std::io;

use crate::analysis::Analyzer;
use crate::article::{Article, Key};
use crate::engine::{Hits, Request, Sort};
use crate::error::{Error, Result};
use crate::query::tree::Tree;
use crate::searching::{Found, Index, Question, Read, sweep};

/// An output format for rows.
pub trait Form: Sync {
    /// Returns its name.
    fn name(&self) -> &'static str;
    /// Returns the text before the first row.
    ///
    /// # Errors
    ///
    /// Fails if the text cannot be formatted.
    fn head(&self, fields: Option<&[String]>) -> io::Result<Vec<u8>>;
    /// Returns the text before a row that follows `rows` other rows.
    fn between(&self, rows: u64) -> &'static [u8];
    /// Returns the row of an article.
    ///
    /// # Errors
    ///
    /// Fails if the article cannot be formatted.
    fn row(&self, found: &Found, fields: Option<&[String]>) -> io::Result<Vec<u8>>;
    /// Returns the text after the last of `rows` rows.
    fn tail(&self, rows: u64) -> &'static [u8];
}

/// An article in an output format.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Row {
    /// Its key.
    pub key: Key,
    /// Its date, with the precision that is known.
    pub day: Option<String>,
    /// The bytes to write.
    pub bytes: Vec<u8>,
    /// Its checksum (CRC-32).
    pub checksum: u32,
}

/// The request for an export.
#[derive(Clone)]
#[non_exhaustive]
pub struct Export<'a> {
    /// The question that selects articles.
    pub question: Question,
    /// Whether the oldest article comes first instead of the newest.
    pub oldest_first: bool,
    /// The form.
    pub form: &'a dyn Form,
    /// The fields of a row, in this order, or `None` for all.
    pub fields: Option<Vec<String>>,
    /// The maximum number of articles, or `None` for all.
    pub limit: Option<usize>,
}

impl<'a> Export<'a> {
    /// Returns a request for all articles that a question selects, the newest first, with all fields.
    pub fn of(question: Question, form: &'a dyn Form) -> Export<'a> {
        Export { question, oldest_first: false, form, fields: None, limit: None }
    }
}

/// The summary of an export.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exported {
    /// The question as it was read.
    pub read: Read,
    /// The counts.
    pub hits: Hits,
    /// The number of rows.
    pub rows: u64,
    /// The notices.
    pub notices: Vec<String>,
}

/// A receiver of rows.
pub trait Sink {
    /// Called with the number of rows, before the first row.
    fn announced(&mut self, _rows: u64) {}
    /// Takes a row. Returns whether the sink wants more.
    ///
    /// # Errors
    ///
    /// Fails if the row cannot be taken. The export then ends with this error.
    fn row(&mut self, row: Row) -> Result<bool>;
}

/// Passes every hit to a sink.
///
/// # Errors
///
/// Fails if the query is at fault, if the index cannot be read, or if the sink fails.
pub fn export(index: &Index, export: &Export, sink: &mut dyn Sink) -> Result<Exported> {
    export_among(index, export, Tree::All, sink)
}

/// Passes every hit that also matches `among` to a sink.
///
/// # Errors
///
/// As for [`export`].
pub fn export_among(
    index: &Index,
    export: &Export,
    among: Tree,
    sink: &mut dyn Sink,
) -> Result<Exported> {
    let mut analyzer = Analyzer::default();
    let mut read = export.question.read(index, &mut analyzer)?;
    read.tree = read.tree.and(index.resolved(among)?);
    let sort = if export.oldest_first { Sort::Oldest } else { Sort::Newest };
    let (mut hits, found) = index.engine.every(&Request { sort, ..read.request() })?;
    read.count_undecided(index, &mut hits)?;
    let limit = export.limit.unwrap_or(usize::MAX);
    let notices = read.notices(index, &hits, &mut analyzer)?;
    sink.announced(found.len().min(limit) as u64);
    let catalogue = index.catalogue.as_ref();
    let (form, fields) = (export.form, export.fields.as_deref());
    let worker = || {
        move |article: Article| {
            let found = Found::of(catalogue, article)?;
            let day = found.article.date.map(|date| date.to_string().chars().take(10).collect());
            let bytes = form
                .row(&found, fields)
                .map_err(|error| Error::output("writing an export", error))?;
            let checksum = crc32fast::hash(&bytes);
            Ok(Row { key: found.article.key, day, bytes, checksum })
        }
    };
    let mut rows = 0;
    sweep(found.as_ref(), limit, worker, |row: Result<Row>| {
        rows += 1;
        sink.row(row?)
    })?;
    Ok(Exported { read, hits, rows, notices })
}
