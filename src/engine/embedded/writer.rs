//! The writing side: documents in, commits out.
//!
//! A commit is one rename of tantivy's `meta.json`. Everything that belongs to it is flushed
//! before: segments by tantivy, the catalogue and the dictionary by us, both named with length
//! and checksum in the payload. The folder is flushed after it, which tantivy leaves out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tantivy::directory::Directory;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError};

use super::directory::Folder;
use super::disk::Watcher;
use super::document::Document;
use super::fields::{self, Fields};
use super::keys::KeyQuery;
use super::lock::WriteLock;
use super::owned::Purpose;
use super::sound::not_beheaded;
use super::{Payload, SideFile, heap, joining, reader};
use crate::engine::Store;
use crate::error::{Error, Result};

/// On what terms an index is opened for writing.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// What may be held in memory, bytes: two fifths of what the catalogue leaves of it is what tantivy
    /// may hold before it writes a segment.
    pub memory: usize,
    /// How long to wait for another writer to end.
    pub wait: Duration,
    /// Who watches what is done to the folder.
    pub watcher: Watcher,
}

/// Writes an index.
pub struct Writer {
    folder: PathBuf,
    directory: Folder,
    index: Index,
    inner: IndexWriter<TantivyDocument>,
    memory: usize,
    /// What tantivy may hold. Bytes.
    share: usize,
    fields: Fields,
    payload: Payload,
    dictionary: Arc<[u8]>,
    /// Articles added since the writer was opened.
    added: u64,
    /// Given back last.
    _lock: WriteLock,
}

impl Writer {
    /// Opens the index in a folder for writing, or begins one.
    pub fn open(folder: &Path, terms: &Terms) -> Result<Writer> {
        let fail = |error: TantivyError| Error::index("opening the index", folder, error);
        let (directory, lock) = Folder::writable(folder, Purpose::Index, terms)?;
        not_beheaded(folder)?;
        let exists = Index::exists(&directory).map_err(|error| fail(error.into()))?;
        let (index, payload) = if exists {
            reader::open_index(directory.clone(), folder)?
        } else {
            let settings = fields::settings();
            let index = Index::builder().schema(fields::schema()).settings(settings);
            (index.open_or_create(directory.clone()).map_err(fail)?, Payload::default())
        };
        fields::register(&index);
        // In memory a catalogue takes about half as much again as in its file.
        let held = payload.catalogue.as_ref().map_or(0, |file| file.length as usize / 2 * 3);
        let share = share_of(terms.memory, held);
        let inner = writer_of(&index, share)
            .map_err(|error| fail(error).hint("write another index: --index FOLDER"))?;
        let fields = Fields::of(&index.schema()).map_err(fail)?;
        let dictionary = reader::dictionary(folder, &payload)?.into();
        Ok(Writer {
            folder: folder.to_path_buf(),
            directory,
            index,
            inner,
            memory: terms.memory,
            share,
            fields,
            payload,
            dictionary,
            added: 0,
            _lock: lock,
        })
    }

    /// The fields documents are made for.
    pub fn fields(&self) -> Fields {
        self.fields
    }

    /// What the last commit carried.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// The dictionary of the index, empty for none.
    pub fn dictionary(&self) -> Arc<[u8]> {
        Arc::clone(&self.dictionary)
    }

    /// Gives an index without one a dictionary.
    pub fn set_dictionary(&mut self, bytes: &[u8]) -> Result<()> {
        let name = format!("dictionary-{:08x}.zdict", crc32fast::hash(bytes));
        let write = |out: &mut dyn Write| out.write_all(bytes);
        self.payload.dictionary = Some(write_beside(&self.directory, &self.folder, name, write)?);
        self.dictionary = bytes.into();
        Ok(())
    }

    /// Commits, with the catalogue that describes this very state.
    pub fn commit(
        &mut self,
        catalogue: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        self.commit_with(Some(catalogue))
    }

    /// Commits articles that are what they were, as the catalogue has them, but analysed anew.
    pub fn commit_again(&mut self) -> Result<()> {
        self.commit_with(None::<fn(&mut dyn Write) -> io::Result<()>>)
    }

    /// A catalogue is written when what tantivy holds has been written out, so that memory never holds both.
    fn commit_with<C>(&mut self, catalogue: Option<C>) -> Result<()>
    where
        C: FnOnce(&mut dyn Write) -> io::Result<()>,
    {
        let mut prepared = match self.inner.prepare_commit() {
            Ok(prepared) => prepared,
            Err(error) => return Err(self.failed("committing to", error)),
        };
        heap::give_back();
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

    /// So many bytes of the memory are held by the catalogue: tantivy gets its share of the rest. To be
    /// said after a commit, and when they have become more by [`growth`].
    pub fn make_room(&mut self, held: usize) -> Result<()> {
        let share = share_of(self.memory, held);
        if share < self.share / 8 * 7 {
            let inner = writer_of(&self.index, share);
            self.inner = inner.map_err(|error| self.failed("writing to", error))?;
            self.share = share;
            heap::give_back();
        }
        Ok(())
    }

    /// Joins segments where there are too many or too much of them is dead, removes what no
    /// commit needs, and ends. A bulk load ends as one segment.
    pub fn finish(mut self) -> Result<()> {
        let metas = self.index.searchable_segment_metas();
        let metas = metas.map_err(|error| self.failed("reading", error))?;
        let mut parts = joining::worth_joining(&metas, self.added);
        drop(metas);
        while !parts.is_empty() {
            heap::give_back();
            let ids: Vec<_> = joining::next(&mut parts).iter().map(|(_, id)| *id).collect();
            let joined = self.inner.merge(&ids).wait();
            let joined = joined.map_err(|error| self.failed("merging", error))?;
            self.flush_folder()?;
            // The last one is what all have become; where none of its articles is alive, there is none.
            let rest = joined.filter(|_| !parts.is_empty());
            parts.extend(rest.map(|meta| (meta.num_docs(), meta.id())));
        }
        let collected = self.inner.garbage_collect_files().wait();
        collected.map_err(|error| self.failed("cleaning up", error))?;
        self.remove_debris();
        let folder = self.folder.clone();
        let ended = self.inner.wait_merging_threads();
        ended.map_err(|error| Error::index("closing", &folder, error))
    }

    fn failed(&self, doing: &str, error: TantivyError) -> Error {
        let cause = match error {
            // tantivy keeps what its thread met to itself.
            TantivyError::ErrorInThread(_) => {
                "a segment could not be written: is the disk full, are too many files open?".into()
            }
            error => error.to_string(),
        };
        Error::index(doing, &self.folder, cause)
            .hint("the last commit is untouched: remove the cause, then run the same command again")
    }

    fn flush_folder(&self) -> Result<()> {
        let flushed = self.directory.sync_directory();
        flushed.map_err(|error| Error::io("flushing", &self.folder, error))
    }

    /// Removes what a run left that was killed.
    pub fn remove_debris(&self) {
        self.directory.remove_debris();
    }
}

/// By how much the catalogue may grow before memory is to be shared out anew. Bytes.
pub fn growth(memory: usize) -> usize {
    (memory / 16).max(8 << 20)
}

/// What tantivy may hold before it writes a segment, of so much memory of which so much is held.
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

/// Writes and flushes a file of this commit.
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

impl Store for Writer {
    type Document = Document;

    fn add(&mut self, document: Document) -> Result<()> {
        self.added += 1;
        match self.inner.add_document(document.document) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.failed("writing to", error)),
        }
    }

    fn remove(&mut self, key: &str, order: i64) -> Result<()> {
        let query = KeyQuery::new(key, order, self.dictionary());
        let removed = self.inner.delete_query(Box::new(query));
        removed.map(|_| ()).map_err(|error| self.failed("removing from", error))
    }
}
