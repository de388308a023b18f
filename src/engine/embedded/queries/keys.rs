//! Queries for the documents of keys: one key to delete, or several to search.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Score, SegmentReader, TantivyDocument, TantivyError};

use super::doc_list::DocList;
use crate::engine::embedded::schema::stored_record::Unpacker;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::key_lookup::candidates;
use crate::packing::damaged;
use crate::query::tree::Keys;

/// Matches the document of a key, to delete it.
#[derive(Clone)]
pub struct KeyQuery {
    key: Arc<str>,
    order: i64,
    unpacker: Arc<Unpacker>,
}

impl KeyQuery {
    /// Returns a query for a key. It unpacks the stored records of candidates.
    pub fn new(key: &str, order: i64, unpacker: Arc<Unpacker>) -> Self {
        KeyQuery { key: key.into(), order, unpacker }
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
        let KeyQuery { key, order, unpacker } = &self.0;
        let mut found = Vec::new();
        let candidates = candidates(segment, *order)?;
        if !candidates.is_empty() {
            let store = segment.get_store_reader(1)?;
            let field = segment.schema().get_field("record")?;
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
        Ok(Box::new(DocList::new(found)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

/// Matches the documents of some keys.
#[derive(Clone, Debug)]
pub struct KeysQuery {
    docs: Arc<FxHashMap<SegmentId, Vec<DocId>>>,
}

impl KeysQuery {
    /// Looks up the keys. If only one document has a key's `order`, it is the key's document. Otherwise, the stored
    /// records decide.
    pub fn of(snapshot: &Snapshot, keys: &Keys) -> tantivy::Result<KeysQuery> {
        let mut docs: FxHashMap<SegmentId, Vec<DocId>> = FxHashMap::default();
        for (key, order) in keys.0.iter() {
            let mut found = Vec::new();
            for (ord, segment) in snapshot.segments().iter().enumerate() {
                let alive = candidates(segment, *order)?.filter(|doc| !segment.is_deleted(*doc));
                found.extend(alive.map(|doc| DocAddress::new(ord as u32, doc)));
            }
            let alone = found.len() == 1;
            for address in found {
                let is_key = || -> tantivy::Result<bool> {
                    let found = snapshot.key_at(address);
                    let found =
                        found.map_err(|error| TantivyError::InternalError(error.message))?;
                    Ok(found == *key)
                };
                if alone || is_key()? {
                    let segment = &snapshot.segments()[address.segment_ord as usize];
                    docs.entry(segment.segment_id()).or_default().push(address.doc_id);
                }
            }
        }
        for docs in docs.values_mut() {
            docs.sort_unstable();
            docs.dedup();
        }
        Ok(KeysQuery { docs: Arc::new(docs) })
    }
}

impl Query for KeysQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(KeysWeight(self.clone())))
    }
}

struct KeysWeight(KeysQuery);

impl Weight for KeysWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.0.docs.get(&segment.segment_id()).cloned().unwrap_or_default();
        Ok(Box::new(DocList::new(docs)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}
