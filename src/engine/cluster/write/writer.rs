//! The index writer of a cluster.

use std::cell::Cell;
use std::io;
use std::time::Duration;

use super::indexes::{self, Names};
use super::lanes::Lanes;
use super::lease::Lease;
use super::loading::{self, Keys, Loaded};
use super::places::Places;
use crate::article::Article;
use crate::catalogue::{Catalogue, Root};
use crate::engine::cluster::client::Client;
use crate::engine::cluster::schema::document::{self, Document};
use crate::engine::cluster::schema::mapping::Parts;
use crate::engine::store::{Indexer, Preparation, Prepared, Preparer, Samples};
use crate::error::Result;

/// How much the catalogue may grow, in bytes, before a commit. A commit writes only what differs, so this bounds the work
/// that is repeated after a run that died.
const GROWTH: usize = 256 << 20;

/// Writes an index in a cluster.
///
/// There is no atomic commit: articles can be found while a run adds them, and those that it removes are gone before the
/// files are. What a run that died has left is put right by the next one, before it does anything else.
pub struct ClusterWriter {
    client: Client,
    names: Names,
    lanes: Lanes,
    lease: Lease,
    places: Places,
    /// The catalogue of the last commit, until it is asked for.
    loaded: Cell<Option<Catalogue>>,
}

impl ClusterWriter {
    /// Opens the index with these names for writing, or creates one.
    ///
    /// # Errors
    ///
    /// If another process is still writing the index after `wait`, or if the index is not from this version.
    pub fn open(
        client: &Client,
        names: &Names,
        parts: Parts,
        wait: Duration,
    ) -> Result<ClusterWriter> {
        indexes::open_or_create(client, names, parts)?;
        let lease = Lease::acquire(client, &names.places, wait)?;
        let loaded = match lease.unclean {
            true => put_right(client, names)?,
            false => loading::load(client, &names.places, None)?,
        };
        lease.set_unfinished(false);
        let (catalogue, places) = match loaded {
            Some(Loaded { catalogue, places }) => (Some(catalogue), places),
            None => (None, Places::default()),
        };
        Ok(ClusterWriter {
            client: client.clone(),
            names: names.clone(),
            lanes: Lanes::new(client),
            lease,
            places,
            loaded: Cell::new(catalogue),
        })
    }
}

/// Makes everything that was written visible to searches.
fn refresh(client: &Client, names: &Names) -> Result<()> {
    let path = format!("{},{}/_refresh", names.articles, names.places);
    client.post(&path, &serde_json::json!({}))?;
    Ok(())
}

/// Loads the catalogue after a run that died. Articles that no file names are removed, and files that name articles that
/// are not there are read again.
fn put_right(client: &Client, names: &Names) -> Result<Option<Loaded>> {
    refresh(client, names)?;
    let existing = Keys::read(client, &names.articles)?;
    let loaded = loading::load(client, &names.places, Some(&existing))?;
    let known = |key: &str| {
        loaded.as_ref().is_some_and(|loaded| loaded.catalogue.keys.number(key).is_some())
    };
    let mut lanes = Lanes::new(client);
    loading::each_id(client, &names.articles, &mut |key| match known(key) {
        true => Ok(()),
        false => lanes.delete(&names.articles, key),
    })?;
    lanes.finish()?;
    Ok(loaded)
}

impl Indexer for ClusterWriter {
    type Preparation = ClusterPreparation;

    fn catalogue(&self) -> Result<Option<Catalogue>> {
        match self.loaded.take() {
            Some(catalogue) => Ok(Some(catalogue)),
            None => Ok(loading::load(&self.client, &self.names.places, None)?
                .map(|loaded| loaded.catalogue)),
        }
    }

    fn train(&mut self, _: Samples) -> Result<()> {
        Ok(())
    }

    fn preparation(&self) -> ClusterPreparation {
        ClusterPreparation
    }

    fn add(&mut self, document: Document) -> Result<()> {
        self.lease.set_unfinished(true);
        self.lanes.put(&self.names.articles, &document.key, &document.json)
    }

    fn remove(&mut self, key: &str, _order: i64) -> Result<()> {
        self.lease.set_unfinished(true);
        self.lanes.delete(&self.names.articles, key)
    }

    fn commit(&mut self, catalogue: &Catalogue, roots: &[Root]) -> Result<()> {
        self.lease.check()?;
        self.lease.set_unfinished(true);
        self.lanes.finish()?;
        self.places.write(&self.client, &self.names.places, catalogue, roots)?;
        refresh(&self.client, &self.names)?;
        self.lease.check()?;
        self.lease.set_unfinished(false);
        Ok(())
    }

    fn commit_again(&mut self) -> Result<()> {
        self.lease.check()?;
        self.lanes.finish()?;
        refresh(&self.client, &self.names)?;
        self.lease.set_unfinished(false);
        Ok(())
    }

    fn make_room(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    fn growth(&self) -> usize {
        GROWTH
    }

    fn remove_debris(&self) {}

    fn finish(self) -> Result<()> {
        Ok(())
    }
}

/// Prepares documents, which needs nothing of the index.
pub struct ClusterPreparation;

impl Preparation for ClusterPreparation {
    type Document = Document;

    fn preparer(&self) -> io::Result<Box<dyn Preparer<Document>>> {
        Ok(Box::new(document::Preparer::default()))
    }
}

impl Preparer<Document> for document::Preparer {
    fn prepare(&mut self, article: &Article) -> io::Result<Document> {
        Ok(document::Preparer::prepare(self, article))
    }
}

impl Prepared for Document {
    fn key(&self) -> &str {
        &self.key
    }

    fn size(&self) -> usize {
        self.json.len()
    }
}
