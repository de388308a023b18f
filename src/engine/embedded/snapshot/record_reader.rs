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

/// tantivy's code of a value of bytes.
const BYTES_CODE: u8 = 4;

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
        self.unpacked(address, Unpacker::unpack)
    }

    /// Returns the article of a document, perhaps without its key, which takes time to compute.
    pub fn article_without_key(&self, address: DocAddress) -> Result<Article> {
        self.unpacked(address, Unpacker::unpack_without_key)
    }

    fn unpacked(
        &self,
        address: DocAddress,
        unpack: impl FnOnce(&Unpacker, &[u8]) -> io::Result<Article>,
    ) -> Result<Article> {
        let failed = |cause: &dyn Cause| damaged(&self.folder, cause);
        let store = &self.stores[address.segment_ord as usize];
        let stored = store.get_document_bytes(address.doc_id).map_err(|error| failed(&error))?;
        if let Some(record) = only_bytes(&stored, self.field) {
            return unpack(&self.unpacker, record).map_err(|error| failed(&error));
        }
        let document: TantivyDocument =
            store.get(address.doc_id).map_err(|error| failed(&error))?;
        let record = document.get_first(self.field).and_then(|value| value.as_bytes());
        let record = record.ok_or_else(|| failed(&"a document without a record"))?;
        unpack(&self.unpacker, record).map_err(|error| failed(&error))
    }
}

/// Returns the value of a document that stores only bytes in one field. tantivy reads them one by one, which takes a
/// tenth of the time of reading an article. The format is that of its `BinaryDocumentSerializer`: the number of values,
/// and for each the number of its field, the code of its type, its length and its bytes.
fn only_bytes(stored: &[u8], field: Field) -> Option<&[u8]> {
    let (values, rest) = number(stored)?;
    let (of_field, rest) = rest.split_first_chunk()?;
    let (code, rest) = rest.split_first()?;
    let (length, rest) = number(rest)?;
    let is_record = values == 1 && u32::from_le_bytes(*of_field) == field.field_id();
    (is_record && *code == BYTES_CODE && length == rest.len() as u64).then_some(rest)
}

/// Decodes a number of tantivy's: seven bits a byte, the lowest first, and the last byte has the eighth bit.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        number |= u64::from(byte & 127) << (7 * at);
        if byte & 128 != 0 {
            return Some((number, &bytes[at + 1..]));
        }
    }
    None
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

    fn read_without_key(&mut self, position: usize) -> Result<Article> {
        self.budget.check()?;
        self.records.article_without_key(self.docs[position])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodes a number as tantivy does.
    fn encoded(mut number: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number >= 128 {
            bytes.push((number % 128) as u8);
            number /= 128;
        }
        bytes.push(number as u8 | 128);
        bytes
    }

    #[test]
    fn only_a_document_of_one_value_is_read_directly() {
        let field = Field::from_field_id(3);
        let document = |values: u64, field: u32, code: u8, length: u64| {
            let parts = [&encoded(values)[..], &field.to_le_bytes(), &[code], &encoded(length)];
            [&parts.concat()[..], &[7; 300]].concat()
        };
        let record = document(1, 3, BYTES_CODE, 300);
        assert_eq!(only_bytes(&record, field), Some(&[7; 300][..]));
        let others =
            [(2, 3, 4, 300), (1, 2, 4, 300), (1, 3, 0, 300), (1, 3, 4, 299), (1, 3, 4, 301)];
        for (values, of_field, code, length) in others {
            assert_eq!(only_bytes(&document(values, of_field, code, length), field), None);
        }
        for end in 0..record.len() {
            assert_eq!(only_bytes(&record[..end], field), None);
        }
        assert_eq!(only_bytes(&[0; 40], field), None);
    }
}
