//! An address as the place of an index.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::ClusterEngine;
use super::client::Client;
use super::schema::mapping::Parts;
use super::write::indexes::{self, Names};
use super::write::lease::Lease;
use super::write::loading;
use super::write::writer::{ClusterPreparation, ClusterWriter};
use crate::catalogue::{Catalogue, RootHeader};
use crate::engine::store::{Replacement, Store};
use crate::error::{Error, Kind, Result};

/// The place of an index in a cluster.
#[derive(Debug, Clone)]
pub struct ClusterStore {
    client: Client,
    location: PathBuf,
    names: Names,
    parts: Parts,
    wait: Duration,
}

impl ClusterStore {
    /// Returns the store at the address of a client. A new index gets these parts. A run waits this long for another
    /// one that writes the index.
    pub fn new(client: Client, parts: Parts, wait: Duration) -> ClusterStore {
        let location = PathBuf::from(client.address().to_string());
        let address = client.address();
        let names = Names { articles: address.index().to_string(), places: address.places() };
        ClusterStore { client, location, names, parts, wait }
    }

    /// Returns the client of the index.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }
}

impl Store for ClusterStore {
    type Preparation = ClusterPreparation;
    type Indexer = ClusterWriter;
    type Engine = ClusterEngine;
    type Replacement = ClusterReplacement;

    fn location(&self) -> &Path {
        &self.location
    }

    fn indexer(&self) -> Result<ClusterWriter> {
        ClusterWriter::open(&self.client, &self.names, self.parts, self.wait)
    }

    fn catalogue(&self) -> Result<Option<Catalogue>> {
        if indexes::find(&self.client, &self.names.places)?.is_none() {
            return Ok(None);
        }
        let loaded = loading::load(&self.client, &self.names.places, None)?;
        Ok(loaded.map(|loaded| loaded.catalogue))
    }

    fn roots(&self) -> Result<Vec<RootHeader>> {
        if indexes::find(&self.client, &self.names.places)?.is_none() {
            return Ok(Vec::new());
        }
        let header = loading::header(&self.client, &self.names.places)?;
        let roots = header.map(|header| header.roots).unwrap_or_default().into_iter();
        Ok(roots.map(RootHeader::from).collect())
    }

    fn engine(&self) -> Result<ClusterEngine> {
        ClusterEngine::open(self.client.clone())
    }

    fn replacement(&self) -> Result<ClusterReplacement> {
        let any = Parts { by: None, ..self.parts };
        let meta = indexes::open_or_create(&self.client, &self.names, any)?.meta;
        let lease = Lease::acquire(&self.client, &self.names.places, self.wait)?;
        let beside = indexes::beside(&self.names, &meta);
        let client = self.client.of_index(&beside.articles);
        // The new index is divided as the old one, unless the caller wants other periods.
        let parts = Parts { by: self.parts.by.or(meta.by), ..self.parts };
        let new = ClusterStore::new(client, parts, self.wait);
        Ok(ClusterReplacement { old: self.clone(), new, lease })
    }
}

/// New indexes that take the names of old ones.
pub struct ClusterReplacement {
    old: ClusterStore,
    new: ClusterStore,
    lease: Lease,
}

impl Replacement for ClusterReplacement {
    type Store = ClusterStore;

    fn store(&self) -> &ClusterStore {
        &self.new
    }

    fn discard(&self) -> Result<()> {
        indexes::delete(&self.new.client, &self.new.names)
    }

    fn take_place(self) -> Result<()> {
        self.lease.check()?;
        let health = health(&self.new)?;
        if health == "red" {
            let message = "the new index is not complete: some of its shards are not available";
            return Err(Error::new(Kind::Index, message).hint("the old index was not changed"));
        }
        // The document of the lease is deleted with the old index.
        indexes::replace(&self.old.client, &self.old.names, &self.new.names)?;
        self.lease.forget();
        Ok(())
    }
}

/// Returns `green`, `yellow` or `red`.
fn health(store: &ClusterStore) -> Result<String> {
    let Names { articles, places } = &store.names;
    let answer = store.client.get(&format!("_cluster/health/{articles},{places}"))?;
    let status = answer.get("status").and_then(Value::as_str);
    Ok(status.unwrap_or("red").to_string())
}
