//! Every hit, whole: read on all cores, written in one order, and written down so that it can be done again.
//!
//! Beside an export lies its manifest: the question as it was read, the commit it was asked of, the counts, and a
//! checksum of every row: asked again, it says what has become different.

mod manifest;

use std::io::{self, Write};

pub use manifest::{Asked, Commit, Differences, Manifest, Rows};

use crate::analysis::Analyzer;
use crate::article::{Article, Key};
use crate::engine::{Engine, Hits, Request, Sort};
use crate::error::{Error, Result};
use crate::searching::{Found, Index, Question, Read};

/// A form that rows are written in.
pub trait Form: Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// What comes before the first row.
    fn head(&self, fields: Option<&[String]>) -> io::Result<Vec<u8>>;
    /// What comes before each row, of which so many are written.
    fn between(&self, rows: u64) -> &'static [u8];
    /// A row.
    fn row(&self, found: &Found, fields: Option<&[String]>) -> io::Result<Vec<u8>>;
    /// What comes behind the last of so many rows.
    fn tail(&self, rows: u64) -> &'static [u8];
}

/// An article in its form.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its key.
    pub key: Key,
    /// Its day, as precise as it is known.
    pub day: Option<String>,
    /// What is written.
    pub bytes: Vec<u8>,
    /// Its checksum (CRC-32).
    pub checksum: u32,
}

/// What is exported.
#[derive(Clone)]
pub struct Export<'a> {
    /// Which articles.
    pub question: Question,
    /// Whether the oldest come first, not the newest.
    pub oldest_first: bool,
    /// The form.
    pub form: &'a dyn Form,
    /// The members wanted, in this order; all of them.
    pub fields: Option<Vec<String>>,
    /// The maximum number of articles; all of them.
    pub limit: Option<usize>,
}

/// What was exported.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The question as it was read.
    pub read: Read,
    /// The counts.
    pub hits: Hits,
    /// Rows written.
    pub rows: u64,
    /// What there is to know.
    pub notices: Vec<String>,
}

/// Where rows go.
pub trait Sink {
    /// How many rows are to come.
    fn announced(&mut self, _rows: u64) {}
    /// Takes a row; false where no more are wanted.
    fn row(&mut self, row: Row) -> Result<bool>;
}

/// Hands every hit to a sink.
pub fn export(index: &Index, export: &Export, sink: &mut dyn Sink) -> Result<Exported> {
    let mut analyzer = Analyzer::default();
    let read = export.question.read(index, &mut analyzer)?;
    let sort = if export.oldest_first { Sort::Oldest } else { Sort::Newest };
    let (hits, mut found) = index.reader.every(&Request { sort, ..read.request() })?;
    found.truncate(export.limit.unwrap_or(usize::MAX));
    let notices = read.notices(index, &hits, &mut analyzer)?;
    sink.announced(found.len() as u64);
    let catalogue = &index.catalogue;
    let (form, fields) = (export.form, export.fields.as_deref());
    let worker = || {
        move |article: Article| {
            let found = Found::of(catalogue, article)?;
            let day = found.article.date.map(|date| date.to_string().chars().take(10).collect());
            let bytes = form.row(&found, fields).map_err(writing)?;
            let checksum = crc32fast::hash(&bytes);
            Ok(Row { key: found.article.key, day, bytes, checksum })
        }
    };
    let mut rows = 0;
    index.sweep(&found, worker, |row: Result<Row>| {
        rows += 1;
        sink.row(row?)
    })?;
    Ok(Exported { read, hits, rows, notices })
}

/// Bytes that are hashed and written at once.
const BLOCK: usize = 1 << 17;

/// Writes rows and keeps what a manifest says of them.
pub struct Recorder<'a, W: Write> {
    form: &'a dyn Form,
    out: W,
    /// What is not written yet.
    buffer: Vec<u8>,
    rows: Rows,
    count: u64,
    hash: blake3::Hasher,
    bytes: u64,
    watch: Box<dyn FnMut(u64, u64) + 'a>,
    expected: u64,
}

impl<'a, W: Write> Recorder<'a, W> {
    /// Writes to `out`; `watch` is told how many rows are written, and of how many.
    pub fn new(form: &'a dyn Form, out: W, watch: impl FnMut(u64, u64) + 'a) -> Self {
        Recorder {
            form,
            out,
            buffer: Vec::with_capacity(2 * BLOCK),
            rows: Rows::default(),
            count: 0,
            hash: blake3::Hasher::new(),
            bytes: 0,
            watch: Box::new(watch),
            expected: 0,
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BLOCK { self.pass_on() } else { Ok(()) }
    }

    fn pass_on(&mut self) -> Result<()> {
        self.hash.update(&self.buffer);
        self.bytes += self.buffer.len() as u64;
        self.out.write_all(&self.buffer).map_err(writing)?;
        self.buffer.clear();
        Ok(())
    }

    /// Writes what comes before the first row.
    pub fn begin(&mut self, fields: Option<&[String]>) -> Result<()> {
        let head = self.form.head(fields).map_err(writing)?;
        self.write(&head)
    }

    /// Writes what comes behind the last row, and says what was done.
    pub fn finish(
        mut self,
        index: &Index,
        export: &Export,
        done: &Exported,
    ) -> Result<(W, Manifest)> {
        let tail = self.form.tail(self.count);
        self.write(tail)?;
        self.pass_on()?;
        self.out.flush().map_err(writing)?;
        let question = &export.question;
        let text = |bound: Option<crate::query::tree::Bound>| bound.map(|bound| bound.to_string());
        let manifest = Manifest {
            version: 1,
            dateline: env!("CARGO_PKG_VERSION").into(),
            query: Asked {
                text: question.query.clone(),
                read_as: done.read.query.tree.to_string(),
                since: text(done.read.within.since),
                until: text(done.read.within.until),
                typed_dates: [question.since.clone(), question.until.clone(), question.on.clone()],
                sources: question.sources.clone(),
                langs: question.langs.clone(),
                any: question.any,
                inexact: question.inexact,
                now: question.now.to_rfc3339(),
                notices: done.notices.clone(),
            },
            format: export.form.name().into(),
            oldest_first: export.oldest_first,
            fields: export.fields.clone(),
            limit: export.limit,
            index: Commit {
                fingerprint: index.fingerprint(),
                schema: index.reader.payload().schema,
                articles: index.reader.total(),
            },
            total: done.hits.total,
            undated: done.hits.undated,
            imprecise: done.hits.imprecise,
            undated_excluded: done.hits.undated_excluded,
            bytes: self.bytes,
            hash: self.hash.finalize().to_hex().to_string(),
            rows: self.rows,
        };
        Ok((self.out, manifest))
    }
}

fn writing(error: io::Error) -> Error {
    Error::output("writing an export", error)
}

impl<W: Write> Sink for Recorder<'_, W> {
    fn announced(&mut self, rows: u64) {
        self.expected = rows;
    }

    fn row(&mut self, row: Row) -> Result<bool> {
        let between = self.form.between(self.count);
        self.write(between)?;
        self.write(&row.bytes)?;
        self.rows.push(&row.key, row.checksum);
        self.count += 1;
        (self.watch)(self.count, self.expected);
        Ok(true)
    }
}
