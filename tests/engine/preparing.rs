//! A run prepares only the articles that it writes.

use std::fs;

use serde_json::json;

use dateline::engine::Maintenance;
use dateline::indexing::{self, Options};

use super::memory_store::MemoryStore;
use crate::harness::Place;

/// Indexes the folder `in` of a place. Returns how many articles were prepared, and how many were added and updated.
fn run(place: &Place, store: &MemoryStore) -> (usize, u64, u64) {
    let options = Options::of(place.path("memory"));
    let summary = indexing::sync_into(store, &[place.path("in")], &options, &mut ());
    let articles = summary.expect("a run").articles;
    (store.prepared(), articles.added, articles.updated)
}

#[test]
fn a_run_prepares_only_the_articles_that_it_writes() {
    let (place, store) = (Place::new(), MemoryStore::default());
    // One in three articles supplies its key, and one in four takes its title from its file.
    let line = |number: usize| {
        let mut line = json!({"date": "2024-05-01", "body": format!("Ferry {number} left port.")});
        if number.is_multiple_of(3) {
            line["key"] = format!("ferry-{number}").into();
        }
        if !number.is_multiple_of(4) {
            line["title"] = format!("Ferry {number}").into();
        }
        line.to_string()
    };
    let mut lines: Vec<String> = (0..50).map(line).collect();
    place.write("in/north/all.jsonl", lines.join("\n"));
    assert_eq!(run(&place, &store), (50, 50, 0));
    lines.push(line(50));
    place.write("in/north/all.jsonl", lines.join("\n"));
    assert_eq!(run(&place, &store), (1, 1, 0), "the file has one article more");
    lines[3] = lines[3].replace("left", "reached");
    place.write("in/north/all.jsonl", lines.join("\n"));
    assert_eq!(run(&place, &store), (1, 0, 1), "the article with a key has changed");
    place.write("in/north/more.jsonl", lines[..20].join("\n"));
    assert_eq!(run(&place, &store).0, 0, "the second file has nothing but copies");
    fs::remove_file(place.path("in/north/more.jsonl")).expect("the file is removed");
    fs::rename(place.path("in/north"), place.path("in/south")).expect("the folder is renamed");
    let (prepared, ..) = run(&place, &store);
    assert_eq!(prepared, 51, "every article inherits another source");
    let found = store.index();
    let everything = dateline::Query::new("source:south").limit(100);
    assert_eq!(found.search(&everything).expect("an answer").counts.total, 51);
}

#[test]
fn a_verification_compares_an_index_with_its_catalogue() {
    let (place, store) = (Place::new(), MemoryStore::default());
    place.write("in/one.jsonl", json!({"key": "one", "body": "Ferry left port."}).to_string());
    run(&place, &store);
    let intact = store.verify(true).expect("a verification");
    assert!(intact.is_intact() && intact.articles == 1, "{intact:?}");
    store.rename("one", "two");
    let found = store.verify(true).expect("a verification").damage;
    let problems: Vec<&str> = found.iter().map(|damage| damage.problem.as_str()).collect();
    assert_eq!(problems, ["two: Unknown", "one: Missing"]);
}
