//! Runs that index into a cluster: what they leave, and what a run that died leaves.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use dateline::copy;
use dateline::engine::cluster::client::Client;
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::store::ClusterStore;
use dateline::engine::embedded::store::FolderStore;
use dateline::engine::store::{Indexer, Store};
use dateline::indexing::{self, Options, Summary};
use dateline::searching::Index;

use super::rounds;
use super::server::new_index;
use crate::conformance::generated::{LANGUAGES, article, query};
use crate::dice::Dice;
use crate::engine::{agree, question};
use crate::harness::{Place, with_corpus};

fn store(client: &Client) -> ClusterStore {
    ClusterStore::new(client.clone(), Parts { shards: 2, replicas: 0, by: None }, Duration::ZERO)
}

fn options(place: &Place, client: &Client) -> Options {
    let mut options = Options::of(place.path("no-folder"));
    options.cluster = Some(store(client));
    options
}

fn run(place: &Place, client: &Client) -> Summary {
    indexing::sync(&[place.path("in")], &options(place, client), &mut ()).expect("a run")
}

fn open(client: &Client) -> Index {
    Index::connect(client.clone()).expect("the index")
}

/// Changes, moves and removes some files.
fn change(place: &Place, dice: &mut Dice, step: usize) {
    for _ in 0..1 + dice.below(3) {
        let lines: Vec<String> = (0..1 + dice.below(8))
            .map(|_| {
                let number = dice.below(60);
                article(&mut Dice::new(number as u64), number, &LANGUAGES)
            })
            .collect();
        place.write(&format!("in/{}.jsonl", dice.below(6)), lines.join("\n"));
    }
    let file = |number: usize| place.path(&format!("in/{number}.jsonl"));
    if step % 3 == 1 && file(0).exists() {
        fs::rename(file(0), place.path(&format!("in/moved-{step}.jsonl"))).expect("a rename");
    }
    if step % 3 == 2 && file(1).exists() {
        fs::remove_file(file(1)).expect("a removal");
    }
}

/// Compares an index in a cluster with one in a folder that is built from the same files.
fn as_a_clean_build(place: &Place, client: &Client, dice: &mut Dice) {
    let folder = place.path("clean");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the former build is removed");
    }
    indexing::sync(&[place.path("in")], &Options::of(folder.clone()), &mut ()).expect("a run");
    let (clean, cluster) = (Index::open(&folder).expect("the index"), open(client));
    agree(&clean, &cluster, &question(""));
    let depth = dice.below(3);
    agree(&clean, &cluster, &question(&query(dice, depth)));
}

#[test]
fn runs_into_a_cluster_end_as_a_clean_build() {
    let Some(client) = new_index("runs") else { return };
    let (place, mut dice) = (Place::new(), Dice::new(80));
    place.write("in/first.jsonl", article(&mut dice, 900, &LANGUAGES));
    for step in 0..7 {
        change(&place, &mut dice, step);
        match step {
            5 => indexing::rebuild(&[place.path("in")], &options(&place, &client), &mut ()),
            _ => indexing::sync(&[place.path("in")], &options(&place, &client), &mut ()),
        }
        .expect("a run");
        as_a_clean_build(&place, &client, &mut dice);
    }
    let again = run(&place, &client);
    assert!(!again.changes_anything(), "{again:?}");
}

#[test]
fn what_a_run_that_died_left_is_put_right() {
    let Some(client) = new_index("died") else { return };
    let (place, mut dice) = (Place::new(), Dice::new(81));
    change(&place, &mut dice, 0);
    run(&place, &client);
    let (articles, places) = (client.address().index().to_string(), client.address().places());
    let keys: Vec<String> = {
        let found = client
            .search(&format!("{articles}/_search"), &json!({"size": 100, "_source": false}))
            .expect("keys");
        let hits = found["hits"]["hits"].as_array().expect("hits").clone();
        hits.iter().map(|hit| hit["_id"].as_str().expect("an id").to_string()).collect()
    };
    // It had added an article without its file, and removed one whose file it has not changed.
    let stored = client.get(&format!("{articles}/_source/{}", keys[0])).expect("an article");
    let mut orphan = stored.clone();
    orphan["key"] = json!("0123456789abcdef0123456789abcdef");
    orphan["order"] = json!(5);
    let id = orphan["key"].as_str().expect("a key").to_string();
    client.put(&format!("{articles}/_doc/{id}"), &orphan).expect("an orphan");
    client.delete(&format!("{articles}/_doc/{}", keys[1]), None).expect("a removal");
    let lock = json!({"kind": "lock", "machine": "", "process": 1, "since": 0, "renewed": 0, "released": true});
    client.put(&format!("{places}/_doc/lock"), &lock).expect("a lock");

    let summary = run(&place, &client);
    assert_eq!(summary.articles.total, keys.len() as u64, "{summary:?}");
    as_a_clean_build(&place, &client, &mut dice);
    let left: Value = client.get(&format!("{articles}/_count")).expect("a count");
    assert_eq!(left["count"].as_u64(), Some(keys.len() as u64));
}

#[test]
fn there_is_one_writer() {
    let Some(client) = new_index("writer") else { return };
    let first = store(&client).indexer().expect("a writer");
    let second = store(&client).indexer();
    let message = second.err().expect("a refusal").message;
    assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
    drop(first);
    let third = store(&client).indexer().expect("a writer");
    assert!(third.catalogue().expect("a catalogue").is_none());
}

#[test]
fn an_index_of_somebody_else_is_left_alone() {
    let Some(client) = new_index("foreign") else { return };
    let name = client.address().index().to_string();
    client
        .put(&name, &json!({"mappings": {"properties": {"a": {"type": "keyword"}}}}))
        .expect("an index");
    let place = Place::new();
    place.write("in/1.jsonl", article(&mut Dice::new(1), 1, &LANGUAGES));
    let (paths, options) = ([place.path("in")], options(&place, &client));
    for refused in
        [indexing::sync(&paths, &options, &mut ()), indexing::rebuild(&paths, &options, &mut ())]
    {
        let message = refused.expect_err("a refusal").message;
        assert!(message.contains("not from dateline"), "{message}");
    }
    let mapping = client.get(&format!("{name}/_mapping")).expect("the index");
    assert_eq!(mapping[&name]["mappings"]["properties"], json!({"a": {"type": "keyword"}}));
}

#[test]
fn an_archive_is_copied_to_a_cluster_and_back() {
    let Some(client) = new_index("copy") else { return };
    let place = with_corpus();
    let (folder, back) =
        (FolderStore::at(place.path(".dateline")), FolderStore::at(place.path("back")));
    let copied = copy::copy(&folder, &store(&client), &|| false, &mut |_, _| {}).expect("a copy");
    assert_eq!(copied.copied, copied.articles);
    copy::copy(&store(&client), &back, &|| false, &mut |_, _| {}).expect("a copy");
    let one = Index::open(&place.path(".dateline")).expect("the index");
    let other = Index::open(&place.path("back")).expect("the index");
    for asked in ["", "salt tax", "source:\"Skerry Echo\""] {
        agree(&one, &open(&client), &question(asked));
        agree(&one, &other, &question(asked));
    }
    let again = copy::copy(&folder, &store(&client), &|| false, &mut |_, _| {}).expect("a copy");
    assert_eq!((again.copied, again.removed), (0, 0));
}

#[test]
fn a_run_that_is_killed_loses_nothing() {
    let Some(client) = new_index("killed") else { return };
    let (place, mut dice) = (Place::new(), Dice::new(82));
    let rounds = rounds() * 4;
    let mut killed = 0;
    for step in 0..rounds {
        change(&place, &mut dice, step);
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["index", "-q", "--commit-every", "0", "--replicas", "0", "--index"])
            .arg(client.address().to_string())
            .arg(place.path("in"))
            .stderr(Stdio::null())
            .spawn()
            .expect("a run");
        // Any moment will do, from before the first request to after the last one.
        let moment = Duration::from_millis(dice.below(1_500) as u64);
        std::thread::sleep(moment);
        child.kill().expect("a signal");
        killed += usize::from(!child.wait().expect("an end").success());
        if step % 2 == 1 {
            run(&place, &client);
            as_a_clean_build(&place, &client, &mut dice);
        }
    }
    println!(
        "{killed} of {rounds} runs were killed before they ended: 0 differences from a clean build"
    );
}
