//! Reads the whole catalogue back from the index of places.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::facts;
use super::places::Places;
use crate::article::order;
use crate::catalogue::{Catalogue, Placing, Root};
use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::problem::Problem;
use crate::engine::cluster::schema::places::{
    FileDocument, HEADER, Header, KIND_FILE, KIND_KEYS, KeysDocument, file_id,
};
use crate::engine::cluster::snapshot::point_in_time::PointInTime;
use crate::error::{Error, Kind, Result};

/// The number of documents of places in an answer. Each has up to a thousand keys.
const PLACES_AT_ONCE: usize = 200;

/// The number of articles in an answer, of which only ids are read.
const IDS_AT_ONCE: usize = 10_000;

/// What was read.
pub struct Loaded {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// What the cluster has of each file.
    pub places: Places,
}

/// Reads the catalogue. `None` if no run has ended yet. With `existing`, leaves out keys that are not among them, and
/// marks their files to be read again.
pub fn load(client: &Client, index: &str, existing: Option<&Keys>) -> Result<Option<Loaded>> {
    let Some(header) = header(client, index)? else { return Ok(None) };
    let mut catalogue = Catalogue { run: header.run, ..Catalogue::default() };
    for stored in header.roots {
        let number = catalogue.root(&stored.path);
        let Root { source, zone, reading, .. } = &mut catalogue.roots[number];
        (*source, *zone, *reading) = (stored.source, stored.zone, stored.reading);
    }
    let mut broken: BTreeMap<String, u32> = BTreeMap::new();
    let mut current: Option<Current> = None;
    let query = json!({"terms": {"kind": [KIND_FILE, KIND_KEYS]}});
    // `file` comes before `keys`, so each file is followed by its keys.
    let sort = json!([{"root": "asc"}, {"path": "asc"}, {"kind": "asc"}, {"chunk": {"order": "asc", "missing": "_first"}}]);
    let body = json!({"query": query, "sort": sort});
    PointInTime::open(client, index)?.each(
        body,
        PLACES_AT_ONCE,
        &mut |hit: Value| -> Result<()> {
            let document = &hit["_source"];
            if document["kind"] == KIND_FILE {
                let file: FileDocument = parsed(document, index)?;
                if let Some(former) = current.replace(Current::of(file)) {
                    former.end(&mut catalogue, &mut broken, index)?;
                }
                return Ok(());
            }
            let keys: KeysDocument = parsed(document, index)?;
            match &mut current {
                Some(current) if current.is_of(&keys) => {
                    current.add(keys, existing, &mut catalogue, index)
                }
                _ => {
                    // The file's document is missing: a run died while it deleted the file.
                    let chunks = broken.entry(file_id(&keys.root, &keys.path)).or_default();
                    *chunks = (*chunks).max(keys.chunk + 1);
                    Ok(())
                }
            }
        },
    )?;
    if let Some(last) = current {
        last.end(&mut catalogue, &mut broken, index)?;
    }
    catalogue.keys.settle();
    let places = Places::of(&catalogue, broken)?;
    Ok(Some(Loaded { catalogue, places }))
}

/// Reads the header. `None` if no run has ended yet.
pub fn header(client: &Client, index: &str) -> Result<Option<Header>> {
    match client.get(&format!("{index}/_doc/{HEADER}")) {
        Err(Problem::Refused(refusal)) if refusal.status == 404 => Ok(None),
        Err(problem) => Err(problem.into()),
        Ok(answer) => parsed(&answer["_source"], index).map(Some),
    }
}

/// Returns bytes that are different after each run into an index, or `None` if no run has ended yet.
pub fn commit(client: &Client) -> Result<Option<Vec<u8>>> {
    let path = format!("{}/_doc/{HEADER}?_source=false", client.address().places());
    match client.get(&path) {
        Err(Problem::Refused(refusal)) if refusal.status == 404 => Ok(None),
        Err(problem) => Err(problem.into()),
        // The name of the index behind an alias is different after a rebuild.
        Ok(answer) => {
            let version = ["_index", "_primary_term", "_seq_no"].map(|name| &answer[name]);
            Ok(Some(json!(version).to_string().into_bytes()))
        }
    }
}

/// A file whose keys are being read.
struct Current {
    file: FileDocument,
    placing: Placing,
    chunks: u32,
    /// Whether all keys so far are in the index.
    whole: bool,
}

impl Current {
    fn of(file: FileDocument) -> Current {
        Current { file, placing: Placing::default(), chunks: 0, whole: true }
    }

    fn is_of(&self, keys: &KeysDocument) -> bool {
        (&self.file.root, &self.file.path) == (&keys.root, &keys.path)
    }

    fn add(
        &mut self,
        mut document: KeysDocument,
        existing: Option<&Keys>,
        catalogue: &mut Catalogue,
        index: &str,
    ) -> Result<()> {
        // Documents beyond the number that the file has are left over from a longer version of it.
        if document.chunk >= self.file.chunks {
            self.chunks = self.chunks.max(document.chunk + 1);
            return Ok(());
        }
        self.chunks += 1;
        if let Some(existing) = existing
            && !existing.have_all(&document)
        {
            self.whole = false;
            let keep = |key: &str, seconds: i64| existing.has(key, order(seconds, key));
            document = facts::only(document, keep).ok_or_else(|| damaged(index))?;
        }
        facts::read_keys(document, &mut catalogue.keys, &mut self.placing)
            .ok_or_else(|| damaged(index))
    }

    fn end(
        self,
        catalogue: &mut Catalogue,
        broken: &mut BTreeMap<String, u32>,
        index: &str,
    ) -> Result<()> {
        let Current { file, placing, chunks, whole } = self;
        let whole = whole && chunks == file.chunks;
        if !whole {
            broken.insert(file_id(&file.root, &file.path), chunks.max(file.chunks));
        }
        let (root, path): (String, Arc<str>) = (file.root.clone(), file.path.as_str().into());
        let record = facts::record(file, placing.finish(), whole, &mut catalogue.keys);
        let record = record.ok_or_else(|| damaged(index))?;
        let number = catalogue.root(&root);
        catalogue.roots[number].files.insert(path, Arc::new(record));
        Ok(())
    }
}

/// The keys of all articles in an index, each with its order, as hashes of 64 bits. That two of a billion keys have the
/// same hash has a chance of one in forty.
#[derive(Debug, Default)]
pub struct Keys(FxHashSet<u64>);

impl Keys {
    /// Reads the keys of an index of articles.
    pub fn read(client: &Client, index: &str) -> Result<Keys> {
        let mut keys = Keys::default();
        each_article(client, index, &mut |_, key, order| {
            keys.0.insert(Keys::hash(key, order));
            Ok(())
        })?;
        Ok(keys)
    }

    fn hash(key: &str, order: i64) -> u64 {
        let mut hash = blake3::Hasher::new();
        hash.update(&order.to_le_bytes()).update(key.as_bytes());
        let hash = hash.finalize();
        let (first, _) = hash.as_bytes().split_at(8);
        first.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }

    /// Returns whether there is an article with a key and an order.
    pub fn has(&self, key: &str, order: i64) -> bool {
        self.0.contains(&Keys::hash(key, order))
    }

    /// Returns whether all articles of a document of keys are there.
    fn have_all(&self, document: &KeysDocument) -> bool {
        let mut pairs = document.keys.iter().zip(&document.seconds);
        pairs.all(|(key, seconds)| self.has(key, order(*seconds, key)))
    }
}

/// Visits every article: the name of its index, its key and its order.
pub fn each_article(
    client: &Client,
    index: &str,
    visit: &mut dyn FnMut(&str, &str, i64) -> Result<()>,
) -> Result<()> {
    let body = json!({
        "query": {"match_all": {}},
        "sort": [{"order": "desc"}, {"key": "asc"}, {"_index": "asc"}],
        "_source": false,
    });
    PointInTime::open(client, index)?.each(body, IDS_AT_ONCE, &mut |hit| {
        let text = |name: &str| hit[name].as_str().ok_or_else(|| damaged(index));
        let order = hit["sort"][0].as_i64().ok_or_else(|| damaged(index))?;
        visit(text("_index")?, text("_id")?, order)
    })
}

fn parsed<T: serde::de::DeserializeOwned>(document: &Value, index: &str) -> Result<T> {
    serde_json::from_value(document.clone()).ok().ok_or_else(|| damaged(index))
}

fn damaged(index: &str) -> Error {
    Error::new(Kind::Index, format!("reading {index}: a document does not make sense"))
        .hint("build the index again: dateline index --rebuild FOLDER")
}
