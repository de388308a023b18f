//! An index in a cluster that is divided by year or month: the answers are those of one index, and searches with dates ask
//! only the shards of their periods.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use dateline::engine::cluster::client::Client;
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::schema::period::Period;
use dateline::engine::cluster::store::ClusterStore;
use dateline::indexing::{self, Options, Summary};
use dateline::searching::Index;

use super::server::new_index;
use crate::conformance::generated::{LANGUAGES, article, query};
use crate::dice::Dice;
use crate::engine::{agree, question};
use crate::harness::Place;

fn options(place: &Place, client: &Client, by: Option<Period>) -> Options {
    let parts = Parts { shards: 1, replicas: 0, by };
    let mut options = Options::of(place.path("no-folder"));
    options.cluster = Some(ClusterStore::new(client.clone(), parts, Duration::ZERO));
    options
}

fn run(place: &Place, client: &Client) -> Summary {
    let options = options(place, client, Some(Period::Month));
    indexing::sync(&[place.path("in")], &options, &mut ()).expect("a run")
}

/// Compares the index with one in a folder that is built from the same files.
fn as_in_a_folder(place: &Place, client: &Client, dice: &mut Dice) {
    let folder = place.path("clean");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the former build is removed");
    }
    indexing::sync(&[place.path("in")], &Options::of(folder.clone()), &mut ()).expect("a run");
    let clean = Index::open(&folder).expect("the index");
    let divided = Index::connect(client.clone()).expect("the index");
    agree(&clean, &divided, &question(""));
    let mut dated = question(&query(dice, 1));
    agree(&clean, &divided, &dated);
    (dated.since, dated.until) = (Some("2024-03".into()), Some("2024-08".into()));
    agree(&clean, &divided, &dated);
}

/// Returns the names of the indexes of articles, each with its number of articles.
fn parts(client: &Client) -> Vec<(String, u64)> {
    let name = client.address().index();
    let body = json!({"size": 0, "aggs": {"parts": {"terms": {"field": "_index", "size": 1000}}}});
    let answer = client.search(&format!("{name}/_search"), &body).expect("an answer");
    let buckets = answer["aggregations"]["parts"]["buckets"].as_array().expect("buckets").clone();
    let part = |bucket: &Value| {
        let name = bucket["key"].as_str().expect("a name").to_string();
        (name, bucket["doc_count"].as_u64().expect("a number"))
    };
    let mut parts: Vec<(String, u64)> = buckets.iter().map(part).collect();
    parts.sort();
    parts
}

#[test]
fn an_index_by_month_gives_the_answers_of_an_index_in_a_folder() {
    let Some(client) = new_index("months") else { return };
    let (place, mut dice) = (Place::new(), Dice::new(90));
    let line = |number: usize| article(&mut Dice::new(number as u64), number, &LANGUAGES);
    for file in 0..4 {
        let lines: Vec<String> = (0..20).map(|number| line(file * 15 + number)).collect();
        place.write(&format!("in/{file}.jsonl"), lines.join("\n"));
    }
    run(&place, &client);
    as_in_a_folder(&place, &client, &mut dice);
    let name = client.address().index().to_string();
    let months = parts(&client);
    assert!(months.len() > 5, "{months:?}");
    assert!(months.iter().any(|(part, _)| *part == format!("{name}-undated")), "{months:?}");

    // Shards of other months are not asked.
    let range = json!({"range": {"day_lo": {"gte": "1711929600000", "lte": "1714435200000"}}});
    let body = json!({"size": 0, "query": {"constant_score": {"filter": range}}});
    let path = format!("{name}/_search?pre_filter_shard_size=1");
    let answer = client.search(&path, &body).expect("an answer");
    let skipped = answer["_shards"]["skipped"].as_u64().expect("a number");
    assert!(skipped as usize >= months.len() - 2, "{answer}");

    // Files change, and one is gone.
    place.write("in/0.jsonl", [line(3), line(200), line(201)].join("\n"));
    fs::remove_file(place.path("in/1.jsonl")).expect("a removal");
    run(&place, &client);
    as_in_a_folder(&place, &client, &mut dice);
    assert!(!run(&place, &client).changes_anything());

    // A rebuild keeps the division, and one by year changes it.
    for (by, longest) in [(None, months.len()), (Some(Period::Year), 6)] {
        let options = options(&place, &client, by);
        indexing::rebuild(&[place.path("in")], &options, &mut ()).expect("a rebuild");
        as_in_a_folder(&place, &client, &mut dice);
        let found = parts(&client);
        assert!(found.len() > 1 && found.len() <= longest + 3, "{found:?}");
    }
    let refused = indexing::sync(
        &[place.path("in")],
        &options(&place, &client, Some(Period::Month)),
        &mut (),
    );
    assert!(refused.expect_err("a refusal").message.contains("not divided by month"));
}

#[test]
fn an_article_that_moves_between_periods_is_there_once() {
    let Some(client) = new_index("moving") else { return };
    let (place, mut dice) = (Place::new(), Dice::new(91));
    let write = |date: &str, body: &str| {
        let line = json!({"key": "one", "title": "The lamp", "body": body, "date": date});
        place.write("in/one.jsonl", line.to_string());
    };
    let name = client.address().index().to_string();
    for (date, period) in [
        ("2024-01-31", "2024-01"),
        ("2024-02", "2024-02"),
        ("", "undated"),
        ("2024-01-05", "2024-01"),
    ] {
        write(date, &format!("The lamp of {date}."));
        run(&place, &client);
        assert_eq!(parts(&client), [(format!("{name}-{period}"), 1)], "{date}");
        as_in_a_folder(&place, &client, &mut dice);
    }
    // A run that died has written the article to its new period, and has not removed it from the old one.
    let part = format!("{name}-2024-01");
    let stored = client.get(&format!("{part}/_source/one")).expect("an article");
    let article =
        dateline::engine::cluster::schema::stored_article::from_json(stored["article"].clone());
    let mut article = article.expect("an article");
    article.date = dateline::article::Date::from_parts(2024, Some(2), Some(3));
    let document =
        dateline::engine::cluster::schema::document::Preparer::default().prepare(&article);
    let document: Value = serde_json::from_str(&document.json).expect("JSON");
    client.put(&format!("{name}-2024-02/_doc/one?refresh=true"), &document).expect("an article");
    let places = client.address().places();
    let lock = json!({"kind": "lock", "machine": "", "process": 1, "since": 0, "renewed": 0, "released": true});
    client.put(&format!("{places}/_doc/lock"), &lock).expect("a lock");
    run(&place, &client);
    assert_eq!(parts(&client), [(part, 1)]);
    as_in_a_folder(&place, &client, &mut dice);
}
