//! Reading stored articles: one reader a thread.

use std::path::{Path, PathBuf};

use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::Payload;
use super::cause::Cause;
use super::reader::{damaged, dictionary};
use super::record::Unpacker;
use crate::article::Article;
use crate::engine::{Articles, Handle};
use crate::error::{Error, Result};

/// Blocks of stored records kept unpacked in each segment.
const CACHED_BLOCKS: usize = 10;

/// The stored articles of a commit.
pub struct Records {
    folder: PathBuf,
    field: Field,
    stores: Vec<StoreReader>,
    unpacker: Unpacker,
}

impl Records {
    /// Opens those of a commit.
    pub fn open(searcher: &Searcher, payload: &Payload, folder: &Path) -> Result<Records> {
        let opening = |cause: &dyn std::fmt::Display| Error::index("opening", folder, cause);
        let segments = searcher.segment_readers().iter();
        let stores = segments.map(|segment| segment.get_store_reader(CACHED_BLOCKS));
        Ok(Records {
            folder: folder.to_path_buf(),
            field: searcher.schema().get_field("record").map_err(|error| opening(&error))?,
            stores: stores.collect::<std::io::Result<_>>().map_err(|error| opening(&error))?,
            unpacker: Unpacker::new(&dictionary(folder, payload)?)
                .map_err(|error| opening(&error))?,
        })
    }

    /// The article of a document.
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

/// What an article of a document is kept by.
pub fn handle(at: DocAddress) -> Handle {
    Handle(u64::from(at.segment_ord) << 32 | u64::from(at.doc_id))
}

impl Articles for Records {
    fn read(&mut self, Handle(at): Handle) -> Result<Article> {
        self.article(DocAddress::new((at >> 32) as u32, at as u32))
    }
}
