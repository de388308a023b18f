//! Pages, exports, places and errors of an index in a cluster.

use std::collections::BTreeSet;

use serde_json::json;

use dateline::engine::cluster::ClusterEngine;
use dateline::engine::cluster::client::Client;
use dateline::engine::{Request, Sort};
use dateline::error::Kind;
use dateline::query::tree::Tree;
use dateline::searching::{Ask, Index, search};

use super::loading::in_cluster;
use super::server::new_index;
use crate::engine::question;
use crate::harness::{Place, with_corpus};

/// Returns the corpus in a folder and in a cluster.
fn corpora(name: &str) -> Option<(Place, Index, Index)> {
    let place = with_corpus();
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let cluster = in_cluster(&place.path(".dateline"), name)?;
    Some((place, index, cluster))
}

fn keys(index: &Index, query: &str, limit: usize, offset: usize) -> Vec<String> {
    let mut ask = Ask::of(question(query), limit);
    ask.offset = offset;
    let answer = search(index, &ask).unwrap_or_else(|error| panic!("{query}: {error}"));
    answer.hits.into_iter().map(|hit| hit.found.article.key).collect()
}

#[test]
fn the_best_hits_are_those_of_the_embedded_engine() {
    let Some((_place, index, cluster)) = corpora("ranking") else { return };
    let (mut shared, mut all) = (0, 0);
    for query in ["salt", "salt tax", "salt OR ferry", "port strike", "\"salt tax\"", "ferry"] {
        let (one, other) = (keys(&index, query, 10, 0), keys(&cluster, query, 10, 0));
        let one: BTreeSet<String> = one.into_iter().collect();
        shared += other.iter().filter(|key| one.contains(*key)).count();
        all += one.len();
    }
    assert!(shared * 10 >= all * 8, "{shared} of {all}");
}

#[test]
fn pages_continue_one_another() {
    let Some((_place, _index, cluster)) = corpora("pages") else { return };
    for query in ["salt", "salt OR ferry OR port", ""] {
        let whole = keys(&cluster, query, 1_000, 0);
        let paged: Vec<String> = (0..whole.len())
            .step_by(3)
            .flat_map(|offset| keys(&cluster, query, 3, offset))
            .collect();
        assert_eq!(whole, paged, "{query}");
    }
}

#[test]
fn every_match_is_read_although_the_view_is_lost() {
    let Some((_place, index, cluster)) = corpora("every") else { return };
    let tree = Tree::All;
    let request = Request { sort: Sort::Oldest, ..Request::counting(&tree) };
    let wanted = index.engine.every(&request).expect("matches").1;
    let (hits, found) = cluster.engine.every(&request).expect("matches");
    assert_eq!(hits.total, wanted.len() as u64);
    let any = new_index("lost").expect("there is a server");
    any.delete("_search/point_in_time/_all", None).expect("views are closed");
    let (mut wanted_articles, mut articles) =
        (wanted.articles().expect("a reader"), found.articles().expect("a reader"));
    for position in (0..wanted.len()).chain([0, wanted.len() - 1]) {
        let article = articles.read(position).expect("an article");
        assert_eq!(article, wanted_articles.read(position).expect("an article"));
    }
}

#[test]
fn keys_and_paths_are_looked_up_in_the_index_of_places() {
    let Some((_place, index, cluster)) = corpora("places") else { return };
    for key in keys(&index, "", 1_000, 0) {
        let order = index.catalogue.order(&key).expect("an order");
        assert_eq!(cluster.catalogue.order(&key).expect("an order"), order);
        let places = index.catalogue.places(&key).expect("places");
        assert_eq!(cluster.catalogue.places(&key).expect("places"), places);
        let prefix = &key[..key.len().min(4)];
        assert_eq!(
            cluster.catalogue.keys_with_prefix(prefix, 5).expect("keys"),
            index.catalogue.keys_with_prefix(prefix, 5).expect("keys")
        );
        let article = index.article(&key).expect("an answer").map(|found| found.article);
        assert_eq!(cluster.article(&key).expect("an answer").map(|found| found.article), article);
    }
    let places = index.catalogue.places(&keys(&index, "", 1, 0)[0]).expect("places");
    let path = places[0].path.as_str();
    let folder = path.split('/').next().unwrap_or(path);
    let wild = "*a".repeat(50);
    for query in [
        "path:*.txt",
        "path:*a* salt",
        "path:*a?????.txt",
        &format!("path:{path}"),
        &format!("path:{folder}"),
        &format!("path:{folder}/"),
        &format!("path:{}*", &path[..1]),
        &format!("path:{wild}"),
        "path:no-such-folder/",
        "key:*1*",
        "key:1?*",
        "key:*1?",
        "key:1",
    ] {
        // The scores of both engines differ a little, and the order with them.
        let found = |index: &Index| BTreeSet::from_iter(keys(index, query, 1_000, 0));
        assert_eq!(found(&cluster), found(&index), "{query}");
    }
    assert!(cluster.article("there-is-no-such-key").expect("an answer").is_none());
    assert_eq!(cluster.catalogue.roots().len(), index.catalogue.roots().len());
}

#[test]
fn a_word_that_no_article_has_is_like_one_that_some_have() {
    let Some((_place, _index, cluster)) = corpora("similar") else { return };
    let answer = search(&cluster, &Ask::of(question("ferrry"), 10)).expect("an answer");
    let notices = answer.notices.join("\n");
    assert!(notices.contains("ferr"), "{notices}");
}

#[test]
fn what_a_cluster_does_not_offer_says_so() {
    let Some((_place, _index, cluster)) = corpora("unsupported") else { return };
    let error = cluster.engine.occurrences(&["salt".into()]).expect_err("an error");
    assert_eq!(error.kind, Kind::Unsupported);
    assert!(error.message.contains("not supported by the cluster engine"), "{error}");
}

#[test]
fn an_index_that_is_missing_or_not_ours_is_refused() {
    let Some(client) = new_index("missing") else { return };
    let open = |client: &Client| ClusterEngine::open(client.clone()).err().expect("an error");
    assert!(open(&client).message.contains("no index at"));
    client.put(client.address().index(), &json!({})).expect("an index of somebody else");
    assert!(open(&client).message.contains("was not created by dateline"));
    let old = new_index("old").expect("there is a server");
    let meta = json!({"dateline": {"id": "1", "schema": 1, "analysis": 1, "written_by": "0.0.1"}});
    old.put(old.address().index(), &json!({"mappings": {"_meta": meta}})).expect("an index");
    assert!(open(&old).message.contains("schema 1"));
}
