//! The index writer of a cluster.

use std::cell::Cell;
use std::io;
use std::time::Duration;

use super::indexes::{self, Names};
use super::lanes::Lanes;
use super::lease::Lease;
use super::loading::{self, Keys, Loaded};
use super::places::Places;
use super::targets::Targets;
use crate::article::Article;
use crate::catalogue::{Catalogue, Root};
use crate::engine::cluster::client::Client;
use crate::engine::cluster::schema::document::{self, Document};
use crate::engine::cluster::schema::mapping::Parts;
use crate::engine::store::{Indexer, Preparation, Prepared, Preparer, Samples};
use crate::error::Result;

/// How much the catalogue may grow, in bytes, before a commit. A commit writes only what differs, so this bounds the
/// work that is repeated after a run that died.
const GROWTH: usize = 256 << 20;

/// Writes an index in a cluster.
///
/// There is no atomic commit. Searches see articles as soon as a run adds them, and removed articles disappear before
/// their files do. If a run dies, the next one repairs the index first.
pub struct ClusterWriter {
    client: Client,
    names: Names,
    targets: Targets,
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
    /// Fails if another process is still writing the index after `wait`, or if the index is not from this version.
    pub fn open(
        client: &Client,
        names: &Names,
        parts: Parts,
        wait: Duration,
    ) -> Result<ClusterWriter> {
        let articles = indexes::open_or_create(client, names, parts)?;
        let targets = Targets::of(client, &names.articles, articles)?;
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
            targets,
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

/// Loads the catalogue after a run that died. Removes articles that no file names, and has files read again that name
/// missing articles. An article whose date differs from that of its file counts as missing: it may be in the index of
/// another period.
fn put_right(client: &Client, names: &Names) -> Result<Option<Loaded>> {
    refresh(client, names)?;
    let existing = Keys::read(client, &names.articles)?;
    let loaded = loading::load(client, &names.places, Some(&existing))?;
    let known = |key: &str, order: i64| {
        let keys = loaded.as_ref().map(|loaded| &loaded.catalogue.keys);
        let found = keys.and_then(|keys| keys.number(key).map(|number| keys.order(number)));
        found == Some(order)
    };
    let mut lanes = Lanes::new(client);
    loading::each_article(
        client,
        &names.articles,
        &mut |index, key, order| match known(key, order) {
            true => Ok(()),
            false => lanes.delete(index, key),
        },
    )?;
    lanes.finish()?;
    // The run may have nothing else to write, and then commits nothing.
    refresh(client, names)?;
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
        let index = self.targets.writable(document.order)?;
        self.lanes.put(&index, &document.key, &document.json)
    }

    fn remove(&mut self, key: &str, order: i64) -> Result<()> {
        self.lease.set_unfinished(true);
        match self.targets.existing(order) {
            Some(index) => self.lanes.delete(&index, key),
            None => Ok(()),
        }
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
