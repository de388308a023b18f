//! Reads stored records.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use crate::article::Article;
use crate::engine::embedded::schema::stored_record::Unpacker;
use crate::engine::embedded::storage::errors::Cause;
use crate::engine::embedded::storage::opening::mapped_dictionary;
use crate::engine::embedded::storage::payload::Payload;
use crate::engine::embedded::storage::verification::damaged;
use crate::engine::{Articles, Budget};
use crate::error::{BoxError, Error, Result};

/// The number of blocks of stored records that are cached per segment.
const CACHED_BLOCKS: usize = 10;

/// Reads the stored records of a commit. Threads may share a reader. A thread that [opens another](RecordReader::again)
/// has its own cache of blocks.
pub struct RecordReader {
    folder: PathBuf,
    field: Field,
    stores: Vec<StoreReader>,
    unpacker: Arc<Unpacker>,
}

impl RecordReader {
    /// Opens the stored records of a commit.
    pub fn open(searcher: &Searcher, payload: &Payload, folder: &Path) -> Result<RecordReader> {
        let dictionary = mapped_dictionary(folder, payload)?;
        let unpacker = Unpacker::new(dictionary.as_deref().unwrap_or_default());
        let unpacker = unpacker.map_err(|error| Error::index("opening", folder, error))?;
        Self::with_unpacker(searcher, folder, Arc::new(unpacker))
    }

    /// Opens the same records again, with a separate cache.
    pub fn again(&self, searcher: &Searcher) -> Result<RecordReader> {
        Self::with_unpacker(searcher, &self.folder, Arc::clone(&self.unpacker))
    }

    fn with_unpacker(
        searcher: &Searcher,
        folder: &Path,
        unpacker: Arc<Unpacker>,
    ) -> Result<RecordReader> {
        let opening = |cause: BoxError| Error::index("opening", folder, cause);
        let segments = searcher.segment_readers().iter();
        let stores = segments.map(|segment| segment.get_store_reader(CACHED_BLOCKS));
        Ok(RecordReader {
            folder: folder.to_path_buf(),
            field: searcher.schema().get_field("record").map_err(|error| opening(error.into()))?,
            stores: stores.collect::<io::Result<_>>().map_err(|error| opening(error.into()))?,
            unpacker,
        })
    }

    /// Returns the article of a document.
    pub fn article(&self, address: DocAddress) -> Result<Article> {
        let failed = |cause: &dyn Cause| damaged(&self.folder, cause);
        let store = &self.stores[address.segment_ord as usize];
        let document: TantivyDocument =
            store.get(address.doc_id).map_err(|error| failed(&error))?;
        let record = document.get_first(self.field).and_then(|value| value.as_bytes());
        let record = record.ok_or_else(|| failed(&"a document without a record"))?;
        self.unpacker.unpack(record).map_err(|error| failed(&error))
    }
}

/// Reads the records of matches.
pub struct MatchReader<'a> {
    /// The documents that match.
    pub docs: &'a [DocAddress],
    /// The stored records.
    pub records: RecordReader,
    /// The budget of the search.
    pub budget: &'a Budget,
}

impl Articles for MatchReader<'_> {
    fn read(&mut self, position: usize) -> Result<Article> {
        self.budget.check()?;
        self.records.article(self.docs[position])
    }
}
