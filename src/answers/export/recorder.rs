//! Writes the rows of an export and records them for a manifest.

use std::io::{self, Write};

use super::manifest::{Asked, Commit, Manifest, Rows};
use super::rows::{Export, Exported, Form, Row, Sink};
use crate::error::{Error, Result};
use crate::searching::Index;

/// The number of bytes that are hashed and written at once.
const BLOCK: usize = 1 << 17;

/// Writes rows and collects their manifest.
pub struct Recorder<'a, W: Write> {
    form: &'a dyn Form,
    out: W,
    /// The bytes that are not written yet.
    buffer: Vec<u8>,
    rows: Rows,
    count: u64,
    hash: blake3::Hasher,
    bytes: u64,
    watch: Box<dyn FnMut(u64, u64) + 'a>,
    expected: u64,
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

impl<'a, W: Write> Recorder<'a, W> {
    /// Returns a recorder that writes to `out`. It calls `watch` with the number of rows written and expected.
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

    /// Writes the text before the first row.
    ///
    /// # Errors
    ///
    /// Fails if the output cannot be written.
    pub fn begin(&mut self, fields: Option<&[String]>) -> Result<()> {
        let head = self.form.head(fields).map_err(writing)?;
        self.write(&head)
    }

    /// Writes the text after the last row, and returns the manifest.
    ///
    /// # Errors
    ///
    /// Fails if the output cannot be written or the index cannot be read.
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
                dialect: question.dialect.map(|dialect| dialect.name().to_string()),
                lenient: question.lenient,
                read_as: done.read.query.tree.to_string(),
                since: text(done.read.within.since),
                until: text(done.read.within.until),
                typed_dates: [question.since.clone(), question.until.clone(), question.on.clone()],
                sources: question.sources.clone(),
                langs: question.langs.clone(),
                only: question.only.iter().map(ToString::to_string).collect(),
                without: question.without.iter().map(ToString::to_string).collect(),
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
                schema: index.engine.commit()?.schema,
                articles: index.engine.total(),
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
