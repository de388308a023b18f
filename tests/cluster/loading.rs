//! Copies an index in a folder to a cluster.

use std::path::Path;
use std::time::Duration;

use dateline::engine::Request;
use dateline::engine::cluster::ClusterEngine;
use dateline::engine::cluster::client::Client;
use dateline::engine::cluster::schema::document::Preparer;
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::write::indexes::Names;
use dateline::engine::cluster::write::writer::ClusterWriter;
use dateline::engine::embedded::store::FolderStore;
use dateline::engine::store::{Indexer, Store};
use dateline::query::tree::Tree;
use dateline::searching::Index;

use super::server::new_index;

/// Returns the articles of an index in a folder in a new index of a cluster. Returns `None` where there can be no server.
pub fn in_cluster(folder: &Path, name: &str) -> Option<Index> {
    let client = new_index(name)?;
    let index = Index::open(folder).expect("the index");
    let everything = Request { limit: usize::MAX, ..Request::counting(&Tree::All) };
    let hits = index.engine.search(&everything).expect("an answer").hits;
    let store = FolderStore::at(folder.to_path_buf());
    let catalogue = store.catalogue().expect("a catalogue").expect("a commit");
    let names =
        Names { articles: client.address().index().to_string(), places: client.address().places() };
    let parts = Parts { shards: 2, replicas: 0, by: None };
    let mut writer =
        ClusterWriter::open(&client, &names, parts, Duration::ZERO).expect("a new index");
    let mut preparer = Preparer::default();
    for hit in hits {
        writer.add(preparer.prepare(&hit.article)).expect("an article is sent");
    }
    writer.commit(&catalogue, &catalogue.roots).expect("everything is stored");
    writer.finish().expect("the writer ends");
    Some(open(client))
}

/// Opens an index of a cluster.
pub fn open(client: Client) -> Index {
    let engine = ClusterEngine::open(client).expect("the index");
    let catalogue = engine.catalogue().expect("the catalogue");
    Index::of(engine, catalogue)
}
