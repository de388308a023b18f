//! Writes the catalogue, file by file: only what differs from what the cluster has.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::bulk::{Batch, FULL};
use super::facts;
use crate::catalogue::{Catalogue, Root, Totals};
use crate::engine::cluster::client::Client;
use crate::engine::cluster::schema::places::{
    FileDocument, HEADER, Header, KIND_HEADER, KeysDocument, StoredRoot, file_id, keys_id,
};
use crate::error::{Error, Kind, Result};

/// What the cluster has of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The first bytes of a hash of its documents, or `None` if they may be incomplete.
    pub fingerprint: Option<u64>,
    /// The number of documents of its keys.
    pub chunks: u32,
}

/// What the cluster has of each file, by the id of the file's document.
#[derive(Debug, Default)]
pub struct Places(FxHashMap<String, Known>);

/// The documents of a file, as they are sent.
struct Texts {
    keys: Vec<String>,
    file: String,
}

impl Texts {
    fn of(keys: &[KeysDocument], file: &FileDocument) -> Result<Texts> {
        let keys = keys.iter().map(text).collect::<Result<_>>()?;
        Ok(Texts { keys, file: text(file)? })
    }

    fn known(&self) -> Known {
        let mut hash = blake3::Hasher::new();
        for text in self.keys.iter().chain([&self.file]) {
            hash.update(text.as_bytes()).update(b"\n");
        }
        let bytes = *hash.finalize().as_bytes();
        let (first, _) = bytes.split_at(8);
        let fingerprint = first.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Known { fingerprint: Some(fingerprint), chunks: self.keys.len() as u32 }
    }
}

fn text(document: &impl Serialize) -> Result<String> {
    serde_json::to_string(document).map_err(|error| Error::new(Kind::Index, error.to_string()))
}

impl Places {
    /// Returns what the cluster has if it has this catalogue. `broken` are files whose documents are incomplete, or
    /// keys' documents without a file, by the file's id, with the number of documents of keys.
    pub fn of(catalogue: &Catalogue, broken: BTreeMap<String, u32>) -> Result<Places> {
        let mut known = FxHashMap::default();
        for root in &catalogue.roots {
            for (path, record) in &root.files {
                let (keys, file) = facts::documents(&root.path, path, record, &catalogue.keys);
                known.insert(file_id(&root.path, path), Texts::of(&keys, &file)?.known());
            }
        }
        for (id, chunks) in broken {
            known.insert(id, Known { fingerprint: None, chunks });
        }
        Ok(Places(known))
    }

    /// Writes the files of a catalogue that differ from what the cluster has, then deletes the documents of files that
    /// are gone, then writes the header. Every article that a file names has to be acknowledged before.
    pub fn write(
        &mut self,
        client: &Client,
        index: &str,
        catalogue: &Catalogue,
        roots: &[Root],
    ) -> Result<()> {
        let mut gone = std::mem::take(&mut self.0);
        let mut pending = Pending::new(client, index);
        for root in roots {
            for (path, record) in &root.files {
                let id = file_id(&root.path, path);
                let (keys, file) = facts::documents(&root.path, path, record, &catalogue.keys);
                let texts = Texts::of(&keys, &file)?;
                let (known, former) = (texts.known(), gone.remove(&id));
                if former != Some(known) {
                    for (chunk, text) in (0..).zip(&texts.keys) {
                        pending.keys.put(index, &keys_id(&root.path, path, chunk), text);
                    }
                    pending.files.put(index, &id, &texts.file);
                    let before = former.map_or(0, |former| former.chunks);
                    pending.superfluous(&id, known.chunks..before);
                    pending.send_if_full()?;
                }
                self.0.insert(id, known);
            }
        }
        pending.send()?;
        for (id, known) in gone {
            pending.superfluous(&id, 0..known.chunks);
            pending.files.delete(index, &id);
            pending.send_if_full()?;
        }
        pending.send()?;
        let header = header(catalogue.run, catalogue.totals(roots));
        let value = serde_json::to_value(header);
        let value = value.map_err(|error| Error::new(Kind::Index, error.to_string()))?;
        client.put(&format!("{index}/_doc/{HEADER}"), &value)?;
        Ok(())
    }
}

/// Documents that wait to be sent. Those of keys go first, so that a file's document is there only if all of its keys
/// are.
struct Pending<'a> {
    client: &'a Client,
    index: &'a str,
    keys: Batch,
    files: Batch,
    /// Documents of keys that a file no longer has.
    rest: Batch,
}

impl<'a> Pending<'a> {
    fn new(client: &'a Client, index: &'a str) -> Pending<'a> {
        let (keys, files, rest) = (Batch::default(), Batch::default(), Batch::default());
        Pending { client, index, keys, files, rest }
    }

    fn superfluous(&mut self, file: &str, chunks: std::ops::Range<u32>) {
        for chunk in chunks {
            self.rest.delete(self.index, &format!("{file}-{chunk}"));
        }
    }

    fn send_if_full(&mut self) -> Result<()> {
        let bytes = [&self.keys, &self.files, &self.rest].map(Batch::bytes);
        if bytes.into_iter().sum::<usize>() < FULL { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> Result<()> {
        for batch in [&mut self.keys, &mut self.files, &mut self.rest] {
            std::mem::take(batch).send(self.client)?;
        }
        Ok(())
    }
}

fn header(run: i64, totals: Totals) -> Header {
    let root = |root: crate::catalogue::RootHeader| StoredRoot {
        path: root.path,
        source: root.source,
        zone: root.zone,
        reading: root.reading,
        files: root.files as u64,
        members: root.members as u64,
    };
    Header {
        kind: KIND_HEADER.into(),
        run,
        roots: totals.roots.into_iter().map(root).collect(),
        sources: totals.sources.into_iter().collect(),
        files: totals.files as u64,
        members: totals.members as u64,
        skipped: totals.skipped,
        bytes: totals.bytes,
    }
}
