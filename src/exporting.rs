//! Every hit, whole: read on all cores, written in one order, and written down so that it can be done again.
//!
//! Beside an export lies its manifest: the question as it was read, the commit it was asked of, the counts, and a
//! hash of every row. [`replay`] asks again and says what has become different.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

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
    fn head(&self, fields: Option<&[String]>) -> Vec<u8>;
    /// What comes before each row, of which so many are written.
    fn between(&self, rows: u64) -> &'static [u8];
    /// A row.
    fn row(&self, found: &Found, fields: Option<&[String]>) -> Vec<u8>;
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
    let (hits, found) = index.reader.every(&Request { sort, ..read.request() })?;
    let notices = read.notices(index, &hits, &mut analyzer)?;
    sink.announced(hits.total);
    let catalogue = &index.catalogue;
    let (form, fields) = (export.form, export.fields.as_deref());
    let worker = || {
        move |article: Article| {
            let found = Found::of(catalogue, article)?;
            let day = found.article.date.map(|date| date.to_string().chars().take(10).collect());
            let bytes = form.row(&found, fields);
            Ok(Row { key: found.article.key, day, bytes })
        }
    };
    let mut rows = 0;
    index.sweep(&found, worker, |row: Result<Row>| {
        rows += 1;
        sink.row(row?)
    })?;
    Ok(Exported { read, hits, rows, notices })
}

/// What an export was, to do it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this shape.
    pub version: u32,
    /// The version of dateline.
    pub dateline: String,
    /// The query and the flags beside it.
    pub query: Asked,
    /// The form and what was wanted of it.
    pub format: String,
    /// Whether the oldest came first.
    pub oldest_first: bool,
    /// The members wanted; all of them.
    pub fields: Option<Vec<String>>,
    /// The commit that was asked.
    pub index: Commit,
    /// Articles that match.
    pub total: u64,
    /// Those without a date.
    pub undated: u64,
    /// Those known to the month or the year only.
    pub imprecise: u64,
    /// Articles without a date that match but for the dates asked.
    pub undated_excluded: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Their hash (BLAKE3).
    pub hash: String,
    /// The key of each row in order, and the beginning of the row's hash.
    pub rows: Vec<(String, String)>,
}

/// A question in a manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The query as it was typed.
    pub text: String,
    /// As it was read.
    pub read_as: String,
    /// The first day or instant, resolved.
    pub since: Option<String>,
    /// The last one, resolved.
    pub until: Option<String>,
    /// As it was typed: `--since`, `--until` and `--on`.
    pub typed_dates: [Option<String>; 3],
    /// Sources, any of them.
    pub sources: Vec<String>,
    /// Languages, any of them.
    pub langs: Vec<String>,
    /// Whether any word was enough.
    pub any: bool,
    /// Whether articles matched that only may lie in the dates.
    pub inexact: bool,
    /// The clock.
    pub now: String,
    /// What was said about the answer.
    pub notices: Vec<String>,
}

/// A commit of an index in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// What tells it from other commits.
    pub fingerprint: String,
    /// The version of the schema.
    pub schema: u32,
    /// Articles it holds.
    pub articles: u64,
}

/// Writes rows and keeps what a manifest says of them.
pub struct Recorder<'a, W: Write> {
    form: &'a dyn Form,
    out: W,
    rows: Vec<(String, String)>,
    hash: blake3::Hasher,
    bytes: u64,
    watch: Box<dyn FnMut(u64, u64) + 'a>,
    expected: u64,
}

/// Characters of a row's hash that are kept.
const HASH: usize = 16;

impl<'a, W: Write> Recorder<'a, W> {
    /// Writes to `out`; `watch` is told how many rows are written, and of how many.
    pub fn new(form: &'a dyn Form, out: W, watch: impl FnMut(u64, u64) + 'a) -> Self {
        Recorder {
            form,
            out,
            rows: Vec::new(),
            hash: blake3::Hasher::new(),
            bytes: 0,
            watch: Box::new(watch),
            expected: 0,
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.out.write_all(bytes).map_err(writing)
    }

    /// Writes what comes before the first row.
    pub fn begin(&mut self, fields: Option<&[String]>) -> Result<()> {
        let head = self.form.head(fields);
        self.write(&head)
    }

    /// Writes what comes behind the last row, and says what was done.
    pub fn finish(
        mut self,
        index: &Index,
        export: &Export,
        done: &Exported,
    ) -> Result<(W, Manifest)> {
        let tail = self.form.tail(self.rows.len() as u64);
        self.write(tail)?;
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
        let between = self.form.between(self.rows.len() as u64);
        self.write(between)?;
        self.write(&row.bytes)?;
        let mut hash = blake3::hash(&row.bytes).to_hex().to_string();
        hash.truncate(HASH);
        self.rows.push((row.key, hash));
        (self.watch)(self.rows.len() as u64, self.expected);
        Ok(true)
    }
}

impl Manifest {
    /// The export it describes; `form` knows the forms by their names.
    pub fn export<'a>(&self, form: impl Fn(&str) -> Option<&'a dyn Form>) -> Result<Export<'a>> {
        let wrong = |what: &str| {
            Error::usage(format!("reading the manifest: {what}"))
                .hint("export again: dateline export QUERY --to FILE")
        };
        if self.version != 1 {
            return Err(wrong("it is of another version of dateline"));
        }
        let now = chrono::DateTime::parse_from_rfc3339(&self.query.now);
        let [since, until, on] = self.query.typed_dates.clone();
        Ok(Export {
            question: Question {
                query: self.query.text.clone(),
                since,
                until,
                on,
                sources: self.query.sources.clone(),
                langs: self.query.langs.clone(),
                any: self.query.any,
                inexact: self.query.inexact,
                strict: false,
                now: now.map_err(|error| wrong(&error.to_string()))?,
            },
            oldest_first: self.oldest_first,
            form: form(&self.format).ok_or_else(|| wrong("there is no such form"))?,
            fields: self.fields.clone(),
        })
    }

    /// What is different in another export of the same question.
    pub fn differences(&self, other: &Manifest) -> Differences {
        let before: HashMap<&str, &str> =
            self.rows.iter().map(|(key, hash)| (key.as_str(), hash.as_str())).collect();
        let mut differences =
            Differences { identical: self.hash == other.hash, ..Differences::default() };
        let mut left: std::collections::HashSet<&str> = before.keys().copied().collect();
        for (key, hash) in &other.rows {
            left.remove(key.as_str());
            match before.get(key.as_str()) {
                None => differences.added.push(key.clone()),
                Some(known) if known != hash => differences.changed.push(key.clone()),
                Some(_) => {}
            }
        }
        let gone = self.rows.iter().filter(|(key, _)| left.contains(key.as_str()));
        differences.removed = gone.map(|(key, _)| key.clone()).collect();
        differences
    }
}

/// What became different between two exports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Whether all bytes are the same.
    pub identical: bool,
    /// Keys of articles that came.
    pub added: Vec<String>,
    /// Keys of articles that went.
    pub removed: Vec<String>,
    /// Keys of articles whose row is another one.
    pub changed: Vec<String>,
}
