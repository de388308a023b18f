//! Copies an index in a folder to a cluster.

use std::collections::BTreeMap;

use dateline::analysis::fold;
use dateline::article::UNDATED_SECONDS;
use dateline::catalogue::Place;
use dateline::engine::Request;
use dateline::engine::cluster::ClusterEngine;
use dateline::engine::cluster::client::Client;
use dateline::engine::cluster::schema::document::Preparer;
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::schema::places::{
    CHUNK, HEADER, Header, KIND_HEADER, KIND_KEYS, KeysDocument, StoredRoot, keys_id,
};
use dateline::engine::cluster::write::bulk;
use dateline::query::tree::Tree;
use dateline::searching::Index;

use super::server::new_index;

/// The articles of a file: the key, the line and the second of each.
type OfFile = Vec<(u64, String, i64)>;

/// Returns the articles of an index in a new index of a cluster. Returns `None` where there can be no server.
pub fn in_cluster(index: &Index, name: &str) -> Option<Index> {
    let client = new_index(name)?;
    let everything = Request { limit: usize::MAX, ..Request::counting(&Tree::All) };
    let hits = index.engine.search(&everything).expect("an answer").hits;
    bulk::create(&client, Parts { shards: 2, replicas: 0 }).expect("a new index");
    let mut preparer = Preparer::default();
    let mut documents = Vec::new();
    let mut files: BTreeMap<(String, String), OfFile> = BTreeMap::new();
    let mut sources = BTreeMap::new();
    for hit in hits {
        let article = hit.article;
        for Place { root, path, line } in index.catalogue.places(&article.key).expect("places") {
            let second = article.date.map_or(UNDATED_SECONDS, |date| date.seconds());
            files.entry((root, path)).or_default().push((line, article.key.clone(), second));
        }
        if let Some(source) = &article.source {
            let folded = fold::name(source);
            if let Some(shown) = index.catalogue.spelling(&folded) {
                sources.insert(folded, shown.to_string());
            }
        }
        documents.push(preparer.prepare(&article));
    }
    bulk::store_articles(&client, &documents).expect("every article is stored");
    store_places(&client, index, files, sources);
    bulk::refresh(&client).expect("a refresh");
    Some(open(client))
}

/// Opens an index of a cluster.
pub fn open(client: Client) -> Index {
    let engine = ClusterEngine::open(client).expect("the index");
    let catalogue = engine.catalogue().expect("the catalogue");
    Index::of(engine, catalogue)
}

fn store_places(
    client: &Client,
    index: &Index,
    files: BTreeMap<(String, String), OfFile>,
    sources: BTreeMap<String, String>,
) {
    let root = |root: &dateline::catalogue::RootHeader| StoredRoot {
        path: root.path.clone(),
        source: root.source.clone(),
        zone: root.zone.clone(),
        reading: root.reading.clone(),
        files: root.files as u64,
    };
    let (seen, _, bytes) = index.catalogue.files();
    let header = Header {
        kind: KIND_HEADER.into(),
        roots: index.catalogue.roots().iter().map(root).collect(),
        sources: sources.into_iter().collect(),
        files: seen as u64,
        bytes,
        ..Header::default()
    };
    let mut stored = vec![(HEADER.to_string(), serde_json::to_string(&header).expect("JSON"))];
    for ((root, path), mut articles) in files {
        articles.sort();
        for (chunk, articles) in (0..).zip(articles.chunks(CHUNK)) {
            let document = KeysDocument {
                kind: KIND_KEYS.into(),
                root: root.clone(),
                path: path.clone(),
                chunk,
                keys: articles.iter().map(|(_, key, _)| key.clone()).collect(),
                lines: articles.iter().map(|(line, ..)| *line).collect(),
                seconds: articles.iter().map(|(.., second)| *second).collect(),
                facts: serde_json::Value::Null,
            };
            let json = serde_json::to_string(&document).expect("JSON");
            stored.push((keys_id(&root, &path, chunk), json));
        }
    }
    let stored = stored.iter().map(|(id, json)| (id.as_str(), json.as_str()));
    bulk::store(client, &client.address().places(), stored).expect("the places are stored");
}
