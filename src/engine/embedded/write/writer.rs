//! The index writer: adds and deletes documents, and commits.
//!
//! A commit is one rename of tantivy's `meta.json`. Everything that belongs to it is flushed first. tantivy flushes the
//! segments. This writer flushes the catalogue and the dictionary, whose lengths and checksums are in the payload. It
//! also flushes the folder after the rename, which tantivy does not.

use super::{allocator, merge_policy};
use crate::engine::embedded::queries::keys::KeyQuery;
use crate::engine::embedded::schema::dictionary;
use crate::engine::embedded::schema::document::Document;
use crate::engine::embedded::schema::fields;
use crate::engine::embedded::schema::fields::Fields;
use crate::engine::embedded::schema::preparation::FolderPreparation;
use crate::engine::embedded::schema::stored_record::{self, Unpacker};
use crate::engine::embedded::storage::directory::Folder;
use crate::engine::embedded::storage::opening::{self, stored_catalogue};
use crate::engine::embedded::storage::owned_files::Purpose;
use crate::engine::embedded::storage::payload::{Payload, SideFile};
use crate::engine::embedded::storage::verification::not_beheaded;
use crate::engine::embedded::storage::write_lock::WriteLock;
use crate::engine::embedded::storage::write_options::WriteOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::Directory;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError};

use crate::catalogue::{Catalogue, Root};
use crate::engine::store::{Indexer, Samples};
use crate::error::{Error, Result};

/// The maximum number of bytes of an article that train the dictionary.
const SAMPLE: usize = 8 << 10;

/// Writes an index.
pub struct Writer {
    folder: PathBuf,
    directory: Folder,
    index: Index,
    inner: IndexWriter<TantivyDocument>,
    memory: usize,
    /// The memory budget of tantivy, in bytes.
    share: usize,
    fields: Fields,
    payload: Payload,
    dictionary: Arc<[u8]>,
    /// Unpacks the stored records of articles that are deleted.
    unpacker: Arc<Unpacker>,
    /// The number of articles added since the writer was opened.
    added: u64,
    /// Dropped last, because fields are dropped in order.
    _lock: WriteLock,
}

impl Writer {
    /// Opens the index in a folder for writing, or creates one.
    ///
    /// # Errors
    ///
    /// Fails if another process is still writing the index after `options.wait`, or if the index cannot be opened.
    pub fn open(folder: &Path, options: &WriteOptions) -> Result<Writer> {
        let fail = |error: TantivyError| Error::index("opening the index", folder, error);
        let (directory, lock) = Folder::writable(folder, Purpose::Index, options)?;
        not_beheaded(folder)?;
        let exists = Index::exists(&directory).map_err(|error| fail(error.into()))?;
        let (index, payload) = if exists {
            opening::open_index(directory.clone(), folder)?
        } else {
            let settings = fields::settings();
            let index = Index::builder().schema(fields::schema()).settings(settings);
            (index.open_or_create(directory.clone()).map_err(fail)?, Payload::default())
        };
        fields::register(&index);
        // In memory, a catalogue takes about 1.5 times the size of its file.
        let held = payload.catalogue.as_ref().map_or(0, |file| file.length as usize / 2 * 3);
        let share = share_of(options.memory, held);
        let inner = writer_of(&index, share)
            .map_err(|error| fail(error).hint("write another index: --index FOLDER"))?;
        let fields = Fields::of(&index.schema()).map_err(fail)?;
        let dictionary = opening::read_dictionary(folder, &payload)?;
        let unpacker = unpacker_of(&dictionary, folder)?;
        Ok(Writer {
            folder: folder.to_path_buf(),
            directory,
            index,
            inner,
            memory: options.memory,
            share,
            fields,
            payload,
            dictionary: dictionary.into(),
            unpacker,
            added: 0,
            _lock: lock,
        })
    }

    /// Sets the dictionary of an index that has none.
    fn set_dictionary(&mut self, bytes: &[u8]) -> Result<()> {
        let name = format!("dictionary-{:08x}.zdict", crc32fast::hash(bytes));
        let write = |out: &mut dyn Write| out.write_all(bytes);
        self.payload.dictionary = Some(write_beside(&self.directory, &self.folder, name, write)?);
        self.unpacker = unpacker_of(bytes, &self.folder)?;
        self.dictionary = bytes.into();
        Ok(())
    }

    /// Commits. Writes the catalogue after tantivy has written its documents, so that memory never holds both.
    fn commit_with<C>(&mut self, catalogue: Option<C>) -> Result<()>
    where
        C: FnOnce(&mut dyn Write) -> io::Result<()>,
    {
        let mut prepared = match self.inner.prepare_commit() {
            Ok(prepared) => prepared,
            Err(error) => return Err(self.failed("committing to", error)),
        };
        allocator::give_back();
        if let Some(catalogue) = catalogue {
            let name = SideFile::name_of_catalogue(|name| self.directory.knows(name));
            let written = write_beside(&self.directory, &self.folder, name, catalogue);
            self.payload.catalogue = Some(written?);
        }
        self.payload.schema = crate::schema::schema().version;
        self.payload.analysis = crate::analysis::VERSION;
        self.payload.written_by = env!("CARGO_PKG_VERSION").to_string();
        let payload = serde_json::to_string(&self.payload)
            .map_err(|error| Error::index("committing to", &self.folder, error))?;
        prepared.set_payload(&payload);
        let committed = prepared.commit();
        committed.map_err(|error| self.failed("committing to", error))?;
        self.flush_folder()
    }

    fn failed(&self, doing: &str, error: TantivyError) -> Error {
        let told = match &error {
            // tantivy does not report what failed in its thread.
            TantivyError::ErrorInThread(_) => {
                "a segment could not be written: is the disk full, are too many files open?".into()
            }
            error => error.to_string(),
        };
        Error::index(doing, &self.folder, told)
            .caused_by(error)
            .hint("the last commit is untouched: remove the cause, then run the same command again")
    }

    fn flush_folder(&self) -> Result<()> {
        let flushed = self.directory.sync_directory();
        flushed.map_err(|error| Error::io("flushing", &self.folder, error))
    }
}

fn unpacker_of(dictionary: &[u8], folder: &Path) -> Result<Arc<Unpacker>> {
    let unpacker = Unpacker::new(dictionary);
    unpacker.map(Arc::new).map_err(|error| Error::index("opening the index", folder, error))
}

/// Returns how much the catalogue may grow, in bytes, before the memory is divided again.
fn growth(memory: usize) -> usize {
    (memory / 16).max(8 << 20)
}

/// Returns the memory budget of tantivy, in bytes: a part of the memory that the catalogue leaves.
fn share_of(memory: usize, held: usize) -> usize {
    (memory.saturating_sub(held + growth(memory)) / 5 * 2).clamp(16 << 20, 2 << 30)
}

fn writer_of(index: &Index, share: usize) -> tantivy::Result<IndexWriter<TantivyDocument>> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(share)
        .num_merge_threads(1)
        .build();
    let writer = index.writer_with_options(options)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok(writer)
}

/// Writes and flushes a side file of the next commit.
fn write_beside(
    directory: &Folder,
    folder: &Path,
    name: String,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<SideFile> {
    let path = folder.join(&name);
    directory.write_beside(name, write).map_err(|error| {
        Error::io("writing", &path, error)
            .hint("the last commit is untouched: make room, then run the same command again")
    })
}

impl Indexer for Writer {
    type Preparation = FolderPreparation;

    fn catalogue(&self) -> Result<Option<Catalogue>> {
        let file = self.payload.catalogue.as_ref();
        file.map(|file| stored_catalogue(&self.folder, file)).transpose()
    }

    fn train(&mut self, samples: Samples) -> Result<()> {
        if self.payload.dictionary.is_some() || self.payload.catalogue.is_some() {
            return Ok(());
        }
        let mut plain_samples: Vec<Vec<u8>> = Vec::new();
        let all = samples(&mut |article| {
            let mut plain = Vec::new();
            stored_record::plain(article, &mut plain);
            plain.truncate(SAMPLE);
            plain_samples.push(plain);
        });
        match dictionary::train(&plain_samples, all) {
            Some(dictionary) => self.set_dictionary(&dictionary),
            None => Ok(()),
        }
    }

    fn preparation(&self) -> FolderPreparation {
        FolderPreparation { fields: self.fields, dictionary: Arc::clone(&self.dictionary) }
    }

    fn add(&mut self, document: Document) -> Result<()> {
        self.added += 1;
        match self.inner.add_document(document.document) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.failed("writing to", error)),
        }
    }

    fn remove(&mut self, key: &str, order: i64) -> Result<()> {
        let query = KeyQuery::new(key, order, Arc::clone(&self.unpacker));
        let removed = self.inner.delete_query(Box::new(query));
        removed.map(|_| ()).map_err(|error| self.failed("removing from", error))
    }

    fn commit(&mut self, catalogue: &Catalogue, roots: &[Root]) -> Result<()> {
        self.commit_with(Some(|out: &mut dyn Write| catalogue.encode_with(roots, out)))
    }

    fn commit_again(&mut self) -> Result<()> {
        self.commit_with(None::<fn(&mut dyn Write) -> io::Result<()>>)
    }

    fn make_room(&mut self, held: usize) -> Result<()> {
        let share = share_of(self.memory, held);
        if share < self.share / 8 * 7 {
            let inner = writer_of(&self.index, share);
            self.inner = inner.map_err(|error| self.failed("writing to", error))?;
            self.share = share;
            allocator::give_back();
        }
        Ok(())
    }

    fn growth(&self) -> usize {
        growth(self.memory)
    }

    fn remove_debris(&self) {
        self.directory.remove_debris();
    }

    /// Merges segments if there are too many or too many of their documents are deleted, removes files that no commit
    /// needs, and closes the index. A bulk load ends as one segment.
    fn finish(mut self) -> Result<()> {
        let metas = self.index.searchable_segment_metas();
        let metas = metas.map_err(|error| self.failed("reading", error))?;
        let mut parts = merge_policy::segments_to_merge(&metas, self.added);
        drop(metas);
        while !parts.is_empty() {
            allocator::give_back();
            let ids: Vec<_> = merge_policy::next(&mut parts).iter().map(|(_, id)| *id).collect();
            let merged = self.inner.merge(&ids).wait();
            let merged = merged.map_err(|error| self.failed("merging", error))?;
            self.flush_folder()?;
            // The result of the last merge is final. A merge has no result if all of its documents are deleted.
            let rest = merged.filter(|_| !parts.is_empty());
            parts.extend(rest.map(|meta| (meta.num_docs(), meta.id())));
        }
        let collected = self.inner.garbage_collect_files().wait();
        collected.map_err(|error| self.failed("cleaning up", error))?;
        self.remove_debris();
        let folder = self.folder.clone();
        let ended = self.inner.wait_merging_threads();
        ended.map_err(|error| Error::index("closing", &folder, error))
    }
}
