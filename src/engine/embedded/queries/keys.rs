//! Queries for the documents of keys: one key to delete, or several to search.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Value;
use tantivy::{DocId, Score, SegmentReader, TantivyDocument, TantivyError};

use super::doc_list::DocList;
use crate::engine::embedded::schema::stored_record::Unpacker;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::key_lookup::{DocsOfKeys, candidates};
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
    docs: Arc<DocsOfKeys>,
}

impl KeysQuery {
    /// Looks up the keys.
    pub fn of(snapshot: &Snapshot, keys: &Keys) -> tantivy::Result<KeysQuery> {
        Ok(KeysQuery { docs: snapshot.documents_of(keys)? })
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
