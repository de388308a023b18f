//! Finds the document of a key without an index of keys.
//!
//! Documents are sorted by `order`, which holds the article's second and the beginning of its key.
//! A binary search leaves one document, seldom a few, whose stored article is then asked for its
//! key. An index of keys would take 4 % of the text for the same answer.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Value;
use tantivy::{
    DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyDocument, TantivyError,
};

use super::reader::Reader;
use super::record::Unpacker;
use super::window::boundary;
use crate::packing::damaged;
use crate::query::tree::Keys;

/// The documents of an order.
pub fn candidates(segment: &SegmentReader, order: i64) -> tantivy::Result<Range<DocId>> {
    let column = segment.fast_fields().i64("order")?.first_or_default_col(0);
    let first = boundary(column.as_ref(), segment.max_doc(), order.saturating_add(1));
    let end = boundary(column.as_ref(), segment.max_doc(), order);
    Ok(first..end)
}

/// Matches the document of a key, to delete it.
#[derive(Clone)]
pub struct KeyQuery {
    key: Arc<str>,
    order: i64,
    dictionary: Arc<[u8]>,
}

impl KeyQuery {
    /// A query for a key; stored articles are unpacked with the index's dictionary.
    pub fn new(key: &str, order: i64, dictionary: Arc<[u8]>) -> Self {
        KeyQuery { key: key.into(), order, dictionary }
    }
}

impl fmt::Debug for KeyQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyQuery({:?}, {})", self.key, self.order)
    }
}

impl Query for KeyQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(KeyWeight(self.clone())))
    }
}

struct KeyWeight(KeyQuery);

impl Weight for KeyWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let KeyQuery { key, order, dictionary } = &self.0;
        let mut found = Vec::new();
        let candidates = candidates(segment, *order)?;
        if !candidates.is_empty() {
            let store = segment.get_store_reader(1)?;
            let field = segment.schema().get_field("record")?;
            let unpacker = Unpacker::new(dictionary)?;
            for doc in candidates {
                let document: TantivyDocument = store.get(doc)?;
                let record = document
                    .get_first(field)
                    .and_then(|value| value.as_bytes())
                    .ok_or_else(|| damaged("an article without a record"))?;
                if unpacker.unpack(record)?.key.as_str() == key.as_ref() {
                    found.push(doc);
                }
            }
        }
        Ok(Box::new(Found { docs: found, at: 0 }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

/// Matches the documents of some keys.
#[derive(Clone, Debug)]
pub struct DocsQuery {
    docs: Arc<FxHashMap<SegmentId, Vec<DocId>>>,
}

impl DocsQuery {
    /// Looks the keys up. Where one document alone has an order it is the key's; else the stored
    /// articles tell.
    pub fn of(reader: &Reader, keys: &Keys) -> tantivy::Result<DocsQuery> {
        let mut docs: FxHashMap<SegmentId, Vec<DocId>> = FxHashMap::default();
        for (key, order) in keys.0.iter() {
            let mut found = Vec::new();
            for (ord, segment) in reader.segments().iter().enumerate() {
                let alive = candidates(segment, *order)?.filter(|doc| !segment.is_deleted(*doc));
                found.extend(alive.map(|doc| DocAddress::new(ord as u32, doc)));
            }
            let alone = found.len() == 1;
            for address in found {
                let is_key = || -> tantivy::Result<bool> {
                    let found = reader.key_at(address);
                    let found =
                        found.map_err(|error| TantivyError::InternalError(error.message))?;
                    Ok(found == *key)
                };
                if alone || is_key()? {
                    let segment = &reader.segments()[address.segment_ord as usize];
                    docs.entry(segment.segment_id()).or_default().push(address.doc_id);
                }
            }
        }
        for docs in docs.values_mut() {
            docs.sort_unstable();
            docs.dedup();
        }
        Ok(DocsQuery { docs: Arc::new(docs) })
    }
}

impl Query for DocsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DocsWeight(self.clone())))
    }
}

struct DocsWeight(DocsQuery);

impl Weight for DocsWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.0.docs.get(&segment.segment_id()).cloned().unwrap_or_default();
        Ok(Box::new(Found { docs, at: 0 }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

/// The documents found, in order.
struct Found {
    docs: Vec<DocId>,
    at: usize,
}

impl DocSet for Found {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Scorer for Found {
    fn score(&mut self) -> Score {
        0.0
    }
}
