//! Saved searches: what they report, and what they never report again. [`outputs`] tests where it goes, [`carrying`] copies
//! of an archive, [`kills`] interrupted runs, and [`files`] what people and others put into the folder.

mod carrying;
mod files;
mod kills;
mod outputs;

use serde_json::Value;

use crate::harness::Place;

/// An article in wire form.
pub fn wire(day: &str, id: usize, title: &str, body: &str) -> String {
    format!(" date {day} {id}\n{title}\n(Bay Wire) {body}\n")
}

/// Writes an article about salt.
pub fn salt(place: &Place, number: usize) {
    let body = format!("The salt tax of ward {number} was raised again by the council.");
    place.write(
        &format!("in/{number:03}.txt"),
        wire("2024-06-14", number, &format!("Salt {number}"), &body),
    );
}

/// Returns a place with three articles about salt, and a saved search for salt that has seen them.
pub fn watched() -> Place {
    let place = Place::new();
    (1..=3).for_each(|number| salt(&place, number));
    place.index("in");
    place.ends(0, &["watch", "add", "salt", "salt"]);
    place
}

/// Runs saved searches, and returns the pairs of the search and the id of each article found.
pub fn found(place: &Place, arguments: &[&str]) -> Vec<(String, String)> {
    let lines = place.ends(0, &[&["watch", "run", "--output", "jsonl"], arguments].concat());
    let text = |value: &Value| value.as_str().unwrap_or("null").to_string();
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.map(|line| (text(&line["search"]), text(&line["id"]))).collect()
}

/// Returns the ids of the articles that saved searches find.
pub fn ids(place: &Place, arguments: &[&str]) -> Vec<String> {
    let mut ids: Vec<String> = found(place, arguments).into_iter().map(|(_, id)| id).collect();
    ids.sort();
    ids
}

fn errors(place: &Place, arguments: &[&str]) -> String {
    String::from_utf8_lossy(&place.run(arguments).stderr).into_owned()
}

#[test]
fn each_article_is_reported_once() {
    let place = watched();
    assert!(ids(&place, &[]).is_empty(), "what exists when a search is saved counts as seen");
    salt(&place, 4);
    place.write("in/005.txt", wire("2024-06-14", 5, "Ferries", "The ferry was late."));
    let summary = place.index("in");
    assert_eq!(summary["watch"], serde_json::json!([{"search": "salt", "new": 1}]));
    // Indexing reports what is new, and so does the list, but neither makes it seen.
    assert!(errors(&place, &["index", "in"]).contains("watch: 1 new for salt"));
    assert_eq!(place.json(&["watch", "list", "--json"])["searches"][0]["new"], 1);
    assert_eq!(ids(&place, &[]), ["4"]);
    assert!(ids(&place, &[]).is_empty());
    assert!(!errors(&place, &["index", "in"]).contains("watch:"));
}

#[test]
fn an_article_that_arrives_late_is_reported_and_a_removed_one_that_returns_is_not() {
    let place = watched();
    place.write("in/old.txt", wire("1931-03-12", 9, "Salt march", "The salt march ended."));
    place.index("in");
    assert_eq!(ids(&place, &[]), ["9"]);
    std::fs::remove_file(place.path("in/old.txt")).expect("it is removed");
    place.index("in");
    assert!(ids(&place, &[]).is_empty());
    // The same article at another place.
    place.write("in/sub/moved.txt", wire("1931-03-12", 9, "Salt march", "The salt march ended."));
    place.index("in");
    assert!(ids(&place, &[]).is_empty());
}

#[test]
fn corrections_are_reported_only_with_updates() {
    let place = watched();
    place.ends(0, &["watch", "add", "all", ""]);
    let corrected = |tax: &str| {
        wire(
            "2024-06-14",
            2,
            "Salt 2",
            &format!("The salt tax of ward 2 was {tax} by the council."),
        )
    };
    place.write("in/002.txt", corrected("lowered again"));
    salt(&place, 4);
    let summary = place.index("in");
    assert_eq!(summary["articles"]["updated"], 1);
    assert_eq!(summary["watch"][0]["new"], 1);
    let output = place.run(&["watch", "run", "salt", "--json"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("salt: 1 correction left out"), "{told}");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let delivery = &answer["deliveries"][0];
    assert_eq!((&delivery["total"], &delivery["corrections_left_out"]), (&1.into(), &1.into()));
    assert_eq!(delivery["hits"].as_array().map(Vec::len), Some(1));
    // What was left out is not reported later, either.
    assert!(ids(&place, &["salt", "--updates"]).is_empty());
    // Another search has not been run since. A correction of a corrected article is a correction, too.
    assert_eq!(ids(&place, &["all", "--updates"]), ["2", "4"]);
    place.write("in/002.txt", corrected("abolished"));
    place.index("in");
    assert!(errors(&place, &["watch", "run", "all"]).contains("1 correction"));
    let answer = place.json(&["watch", "run", "salt", "--updates", "--json"]);
    assert_eq!(answer["deliveries"][0]["corrections"], 1);
    assert_eq!(answer["deliveries"][0]["hits"][0]["correction"], true);
}

#[test]
fn other_articles_at_the_place_of_one_that_was_seen_are_new() {
    let place = Place::new();
    let item = |id: usize, day: usize, text: &str| {
        format!(
            "{{\"id\":\"{id}\",\"date\":\"2024-05-{day:02}\",\"title\":\"Salt {id}\",\"body\":\"{text}\"}}\n"
        )
    };
    let texts = [
        "The salt tax was raised by the council on Monday.",
        "Ferries carried salt across the bay at night.",
        "A salt mine closed, and forty people lost their work.",
        "Cooks argue about salt in bread.",
    ];
    // A feed is rewritten, with the newest article first and the oldest one dropped.
    place.write("in/feed.jsonl", item(1, 1, texts[0]) + &item(2, 1, texts[1]));
    // The daily column of a paper has the same title, and one file.
    place.write(
        "in/column.txt",
        wire("2024-05-01", 100, "Salt prices", "Salt costs four dollars today."),
    );
    place.index("in");
    place.ends(0, &["watch", "add", "salt", "salt"]);
    place.write("in/feed.jsonl", item(3, 1, texts[2]) + &item(1, 1, texts[0]));
    place.write(
        "in/column.txt",
        wire("2024-05-02", 101, "Salt prices", "Salt costs five dollars today."),
    );
    place.index("in");
    assert_eq!(ids(&place, &[]), ["101", "3"]);
    place.write("in/feed.jsonl", item(4, 2, texts[3]) + &item(3, 1, texts[2]));
    place.index("in");
    assert_eq!(ids(&place, &[]), ["4"]);
}

#[test]
fn searches_have_the_filters_and_words_of_a_search() {
    let place = watched();
    place.ends(
        0,
        &["watch", "add", "not.tax", "salt", "-tax", "--source", "bay wire", "--since", "2024"],
    );
    place.ends(
        0,
        &["watch", "add", "any", "ferry march", "--match", "any", "--only", "source:Bay Wire"],
    );
    place.ends(0, &["watch", "add", "fern", "--on", "1931-03", "march"]);
    place.write("in/a.txt", wire("1931-03-12", 9, "Salt march", "The salt march ended."));
    place.write("in/b.txt", wire("2024-03-12", 10, "Ferry", "The ferry carried salt."));
    place.index("in");
    let mut all = found(&place, &[]);
    all.sort();
    let expected = [
        ("any", "10"),
        ("any", "9"),
        ("fern", "9"),
        ("not.tax", "10"),
        ("salt", "10"),
        ("salt", "9"),
    ];
    assert_eq!(all, expected.map(|(name, id)| (name.to_string(), id.to_string())));
    let list = place.json(&["watch", "list", "--json"]);
    let names: Vec<&str> = list["searches"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["search"].as_str())
        .collect();
    assert_eq!(names, ["salt", "not.tax", "any", "fern"]);
    assert_eq!(
        (&list["searches"][1]["query"], &list["searches"][2]["match"]),
        (&"salt -tax".into(), &"any".into())
    );
    place.ends(0, &["watch", "remove", "any", "fern"]);
    assert_eq!(
        place.json(&["watch", "list", "--json"])["searches"].as_array().map(Vec::len),
        Some(2)
    );
    assert!(place.ends(0, &["watch", "list"]).contains("salt -tax"));
}

#[test]
fn a_query_of_another_system_is_saved_in_our_language() {
    let place = watched();
    let output =
        place.run(&["watch", "add", "old", "--dialect", "nexis", "salt w/5 tax! and not ferry"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("saved in dateline's own language: (salt w/5 tax*) AND NOT ferry"),
        "{told}"
    );
    place.write("in/a.txt", wire("2024-03-12", 9, "Salt", "The salt taxman came."));
    place.write("in/b.txt", wire("2024-03-12", 10, "Salt", "The salt taxes rose on the ferry."));
    place.index("in");
    assert_eq!(ids(&place, &["old"]), ["9"]);
}

#[test]
fn each_search_has_its_own_progress() {
    let place = watched();
    salt(&place, 4);
    place.index("in");
    place.ends(0, &["watch", "add", "later", "salt"]);
    assert_eq!(found(&place, &["later"]), []);
    salt(&place, 5);
    place.index("in");
    assert_eq!(ids(&place, &["later"]), ["5"]);
    assert_eq!(ids(&place, &["salt"]), ["4", "5"]);
    // A search that is saved again begins again.
    salt(&place, 6);
    place.index("in");
    place.ends(0, &["watch", "remove", "later"]);
    place.ends(0, &["watch", "add", "later", "salt"]);
    assert_eq!(found(&place, &[]), [("salt".to_string(), "6".to_string())]);
}

#[test]
fn an_index_is_updated_before_its_searches_are_run() {
    let place = Place::new();
    salt(&place, 1);
    place.ends(0, &["watch", "add", "--in", "in", "salt", "salt"]);
    salt(&place, 2);
    assert_eq!(ids(&place, &["--in", "in"]), ["2"]);
    assert!(place.path("in/.dateline/watch/searches.toml").exists());
}

#[test]
fn mistakes_are_named_with_a_remedy() {
    let place = Place::new();
    salt(&place, 1);
    place.index("in");
    for (arguments, part) in [
        (&["watch", "run"][..], "dateline watch add"),
        (&["watch", "remove", "salt"], "has no saved searches"),
        (&["watch", "add", "salt", "--strict", "(salt"], "error: "),
        (&["watch", "add", "sa lt", "salt"], "is not a valid name"),
        (&["watch", "add", "salt", "salt", "--on", "2024-02-30"], "2024-02-30"),
        (&["watch", "add", "salt"], "needs"),
        (&["watch", "run", "--index", "http://127.0.0.1:1/news"], "not supported"),
        (&["watch", "add", "a", "b", "--index", "http://127.0.0.1:1/news"], "not supported"),
        (&["watch", "rum"], "run"),
        (&["watch", "run", "--updtes"], "--updates"),
    ] {
        let output = place.run(arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(part), "{arguments:?}: {told}");
    }
    assert!(!place.path(".dateline/watch").exists(), "a refused search leaves nothing behind");
    place.ends(0, &["watch", "add", "salt", "salt"]);
    place.ends(2, &["watch", "add", "salt", "salt"]);
    place.ends(2, &["watch", "run", "pepper"]);
    place.ends(2, &["watch", "run", "--output", "json", "--exec", "true"]);
    for address in ["-oQ/tmp", "a@b@c", "a b", "a\nBcc: x@y", "a,b@c", ""] {
        place.ends(2, &["watch", "run", "--mail", address]);
    }
    assert!(errors(&place, &["watch", "run", "--exec", "'open"]).contains("not closed"));
}
