//! The catalogue of an index in a cluster: the index of places, and the orders that the index of articles has.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::index::Snapshot;
use super::narrowing;
use super::record_reader::take_hits;
use crate::article::order;
use crate::catalogue::{Place, RootHeader};
use crate::engine::cluster::client::answer::complete;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::schema::names::{KEY, ORDER};
use crate::engine::cluster::schema::places::{HEADER, Header, KIND_KEYS, KeysDocument};
use crate::engine::{Budget, Catalogue, PathFilter, Wildcard};
use crate::error::{Error, Kind, Result};

/// The number of keys or of documents that are read at once.
const PAGE: usize = 1_000;

/// The catalogue of an index in a cluster. What is known about the whole archive is read when it is opened.
pub struct PlacesCatalogue {
    snapshot: Snapshot,
    facts: Arc<Facts>,
}

/// What is known about the whole archive.
struct Facts {
    roots: Vec<RootHeader>,
    sources: BTreeMap<String, String>,
    files: (usize, u64, u64),
    fingerprint: String,
}

impl PlacesCatalogue {
    /// Opens the catalogue of an index.
    ///
    /// # Errors
    ///
    /// Fails if no run that indexes articles has ended yet.
    pub fn open(snapshot: &Snapshot) -> Result<PlacesCatalogue> {
        let client = &snapshot.client;
        let empty = || {
            let message = format!("the index {} is empty", client.address());
            Error::new(Kind::Index, message)
                .hint(format!("fill it: dateline index FOLDER --index {}", client.address()))
        };
        let path = format!("{}/_doc/{HEADER}", client.address().places());
        let mut answer = match client.get(&path) {
            // The answer to a request for a document that does not exist has no error.
            Err(Problem::Refused(refusal)) if refusal.status == 404 => return Err(empty()),
            answer => answer?,
        };
        let header = Header::deserialize(answer["_source"].take()).map_err(|error| {
            Error::new(
                Kind::Index,
                format!("the header of {} is damaged: {error}", client.address().places()),
            )
        })?;
        let root = |root: crate::engine::cluster::schema::places::StoredRoot| RootHeader {
            path: root.path,
            source: root.source,
            zone: root.zone,
            reading: root.reading,
            files: usize::try_from(root.files).unwrap_or(usize::MAX),
            members: usize::try_from(root.members).unwrap_or(usize::MAX),
        };
        let files = usize::try_from(header.files.saturating_sub(header.members));
        let version = |name: &str| answer[name].as_u64().unwrap_or_default();
        let facts = Facts {
            roots: header.roots.into_iter().map(root).collect(),
            sources: header.sources.into_iter().collect(),
            files: (files.unwrap_or(usize::MAX), header.skipped.values().sum(), header.bytes),
            fingerprint: format!(
                "{}-{}-{}",
                snapshot.meta().id,
                version("_primary_term"),
                version("_seq_no")
            ),
        };
        Ok(PlacesCatalogue { snapshot: snapshot.clone(), facts: Arc::new(facts) })
    }

    /// Searches the index of places.
    fn search_places(&self, body: &Value) -> Answer<Value> {
        let client = &self.snapshot.client;
        let index = client.address().places();
        complete(client.post(&format!("{index}/_search?allow_partial_search_results=false"), body)?)
    }

    /// Visits the documents of keys that a query matches, file by file.
    fn each_document(&self, query: &Value, visit: &mut dyn FnMut(KeysDocument)) -> Answer<()> {
        let mut body = json!({
            "size": PAGE,
            "query": {"bool": {"filter": [{"term": {"kind": KIND_KEYS}}, query]}},
            "sort": [{"root": "asc"}, {"path": "asc"}, {"chunk": "asc"}],
            "_source": {"excludes": ["lines", "facts"]},
        });
        loop {
            let hits = take_hits(&mut self.search_places(&body)?);
            let last = hits.last().filter(|_| hits.len() == PAGE).map(|hit| hit["sort"].clone());
            for hit in hits {
                visit(document(hit)?);
            }
            match last {
                Some(last) => body["search_after"] = last,
                None => return Ok(()),
            }
        }
    }

    /// Visits the keys of the index of articles that a query matches, each with its order, sorted by key. Ends after
    /// `limit` keys.
    fn each_key(
        &self,
        query: &Value,
        limit: usize,
        visit: &mut dyn FnMut(&str, i64),
    ) -> Answer<()> {
        let mut left = limit;
        let mut body = json!({
            "query": {"constant_score": {"filter": query}},
            "sort": [{KEY: "asc"}],
            "_source": false,
            "docvalue_fields": [ORDER],
        });
        while left > 0 {
            let size = left.min(10 * PAGE);
            body["size"] = json!(size);
            let hits = take_hits(&mut self.snapshot.search("", &body)?);
            for hit in &hits {
                let missing = || Problem::NotOpenSearch("a hit has no key or no order".into());
                let key = hit["_id"].as_str().ok_or_else(missing)?;
                visit(key, hit["fields"][ORDER][0].as_i64().ok_or_else(missing)?);
            }
            match hits.last() {
                Some(last) if hits.len() == size => body["search_after"] = last["sort"].clone(),
                _ => return Ok(()),
            }
            left -= hits.len();
        }
        Ok(())
    }
}

/// Reads a document of keys.
fn document(mut hit: Value) -> Answer<KeysDocument> {
    KeysDocument::deserialize(hit["_source"].take()).map_err(|error| {
        let id = hit["_id"].as_str().unwrap_or_default();
        Problem::NotOpenSearch(format!("the document {id} of places is damaged: {error}"))
    })
}

impl Catalogue for PlacesCatalogue {
    fn within(&self, budget: &Budget) -> Option<Arc<dyn Catalogue>> {
        let snapshot = self.snapshot.within(budget);
        Some(Arc::new(PlacesCatalogue { snapshot, facts: Arc::clone(&self.facts) }))
    }

    fn order(&self, key: &str) -> Result<Option<i64>> {
        let mut found = None;
        let query = json!({"term": {KEY: {"value": key}}});
        self.each_key(&query, 1, &mut |_, order| found = Some(order))?;
        Ok(found)
    }

    fn places(&self, key: &str) -> Result<Vec<Place>> {
        let mut places = Vec::new();
        let mut body = json!({
            "size": PAGE,
            "query": {"bool": {"filter": [{"term": {"keys": {"value": key}}}]}},
            "sort": [{"root": "asc"}, {"path": "asc"}, {"chunk": "asc"}],
            "_source": {"excludes": ["seconds", "facts"]},
        });
        loop {
            let hits = take_hits(&mut self.search_places(&body)?);
            let last = hits.last().filter(|_| hits.len() == PAGE).map(|hit| hit["sort"].clone());
            for hit in hits {
                let document = document(hit)?;
                let lines = document.keys.iter().zip(&document.lines);
                for (_, line) in lines.filter(|(known, _)| *known == key) {
                    let (root, path) = (document.root.clone(), document.path.clone());
                    places.push(Place { root, path, line: *line });
                }
            }
            match last {
                Some(last) => body["search_after"] = last,
                None => return Ok(places),
            }
        }
    }

    fn keys_with_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        let mut keys = Vec::new();
        let query = json!({"prefix": {KEY: {"value": prefix}}});
        self.each_key(&query, limit, &mut |key, order| keys.push((key.to_string(), order)))?;
        Ok(keys)
    }

    fn keys_like(&self, pattern: &Wildcard) -> Result<Vec<(String, i64)>> {
        let mut keys = Vec::new();
        self.each_key(&narrowing::like(KEY, pattern), usize::MAX, &mut |key, order| {
            if pattern.matches(key) {
                keys.push((key.to_string(), order));
            }
        })?;
        Ok(keys)
    }

    fn visit_keys(&self, visit: &mut dyn FnMut(&str, i64)) -> Result<()> {
        Ok(self.each_key(&json!({"match_all": {}}), usize::MAX, visit)?)
    }

    fn keys_at(&self, paths: &PathFilter) -> Result<Vec<(String, i64)>> {
        let mut keys = Vec::new();
        self.each_document(&narrowing::at(paths), &mut |document| {
            if paths.matches(&document.path) {
                let seconds = document.keys.into_iter().zip(document.seconds);
                keys.extend(seconds.map(|(key, seconds)| {
                    let order = order(seconds, &key);
                    (key, order)
                }));
            }
        })?;
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    fn spelling(&self, folded: &str) -> Option<&str> {
        self.facts.sources.get(folded).map(String::as_str)
    }

    fn roots(&self) -> &[RootHeader] {
        &self.facts.roots
    }

    fn files(&self) -> (usize, u64, u64) {
        self.facts.files
    }

    fn fingerprint(&self) -> String {
        self.facts.fingerprint.clone()
    }
}
