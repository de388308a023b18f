//! An index is opened once and shared by threads.

use dateline::engine::Request;
use dateline::engine::embedded::{EmbeddedEngine, Snapshot};
use dateline::query::Tree;
use dateline::searching::Index;

use crate::harness::Place;

/// A server shares one open index between threads. The compiler checks that this is possible.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Snapshot>();
    shared::<EmbeddedEngine>();
    shared::<Index>();
};

#[test]
fn threads_that_share_an_index_find_the_same_articles() {
    let place = Place::new();
    let line = |number| format!("{{\"title\":\"Ferry {number}\",\"body\":\"A ferry left port.\"}}");
    place.write("in/articles.jsonl", (0..500).map(line).collect::<Vec<_>>().join("\n"));
    place.index("in");
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let request = Request { limit: 500, ..Request::counting(&Tree::All) };
    let keys = || -> Vec<String> {
        let hits = index.engine.search(&request).expect("an answer");
        hits.hits.into_iter().map(|hit| hit.article.key).collect()
    };
    let expected = keys();
    assert_eq!(expected.len(), 500);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(keys)).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("a thread that ends"), expected);
        }
    });
}
