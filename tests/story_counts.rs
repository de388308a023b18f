//! Counts of stories: over time, by the values of fields, for many queries, in feeds and on the page.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::Place;
use crate::stories::{all_stories, archive_of, articles, text};
use crate::web::client::Server;

const QUERIES: [&str; 5] =
    ["crane*", "board5", "\"crane 3\" OR lift24 OR divers", "board25", "source:\"harbor post\""];

fn numbers(buckets: &Value) -> Vec<(String, u64)> {
    let buckets = buckets.as_array().expect("buckets").iter();
    let pair = |bucket: &Value| {
        let (start, count) = (bucket["start"].as_str(), bucket["count"].as_u64());
        (start.expect("a start").to_string(), count.expect("a count"))
    };
    buckets.map(pair).filter(|(_, count)| *count > 0).collect()
}

/// A story counts on the day of its earliest article that matches, which this test finds out from the versions of each.
#[test]
fn a_timeline_of_stories_agrees_with_the_versions_of_each() {
    let articles = articles();
    let place = archive_of(&articles);
    let stories = all_stories(&place, &articles);
    let story_of = |key: &str| {
        let found = stories.iter().find(|story| story.iter().any(|other| other == key));
        found.expect("a story").clone()
    };
    for query in QUERIES {
        let hits = place.search(&[query, "--sort", "oldest", "-n", "50"]);
        let mut seen = BTreeSet::new();
        let mut expected: BTreeMap<String, u64> = BTreeMap::new();
        for hit in hits["hits"].as_array().expect("hits") {
            if hit["date_precision"] == "day" && seen.insert(story_of(hit["key"].as_str().unwrap()))
            {
                *expected.entry(hit["date"].as_str().expect("a day").to_string()).or_default() += 1;
            }
        }
        let by_day = ["--json", "--interval", "day", "--count-by", "story"];
        let timeline = place.json(&[&["timeline", query], &by_day[..]].concat());
        assert_eq!(numbers(&timeline["buckets"]), Vec::from_iter(expected), "{query}");
        let unique = place.search(&[query, "--unique"]);
        assert_eq!(timeline["stories"], unique["stories"], "{query}");
    }
    // Several queries have the counts that each has alone.
    let several: Vec<&str> = QUERIES.iter().flat_map(|query| ["-e", query]).collect();
    let flags = ["--json", "--interval", "month", "--count-by", "story"];
    let together = place.json(&[&["timeline"], &several[..], &flags].concat());
    for (query, series) in QUERIES.iter().zip(together["series"].as_array().expect("series")) {
        let alone = place.json(&[&["timeline", query], &flags[..]].concat());
        assert_eq!(numbers(&series["buckets"]), numbers(&alone["buckets"]), "{query}");
        assert_eq!(
            (&series["stories"], &series["undated"]),
            (&alone["stories"], &alone["undated"])
        );
    }
}

#[test]
fn a_row_of_a_table_counts_the_stories_of_its_value() {
    let place = archive_of(&articles());
    for query in QUERIES {
        let flags = ["--json", "--by", "source,day", "--count-by", "story"];
        let table = place.json(&[&["timeline", query], &flags[..]].concat());
        let unique =
            place.search(&[query, "--unique", "--facets", "source", "--count-by", "story"]);
        assert_eq!(table["stories"], unique["stories"]);
        let rows = table["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), unique["facets"]["source"].as_array().expect("a facet").len());
        for row in rows {
            let only = format!("publisher:{}", row["value"].as_str().expect("a value"));
            let alone =
                ["timeline", query, "--only", &only, "--interval", "day", "--count-by", "story"];
            let alone = place.json(&[&alone[..], &["--json"]].concat());
            assert_eq!(numbers(&row["buckets"]), numbers(&alone["buckets"]), "{query} {only}");
            assert_eq!(row["total"], alone["stories"], "{query} {only}");
        }
    }
    let text = place.ends(0, &["timeline", "crane*", "--by", "source", "--count-by", "story"]);
    assert!(text.contains("10 articles in 6 stories"), "{text}");
}

#[test]
fn a_batch_counts_stories() {
    let place = archive_of(&articles());
    place.write("queries.txt", QUERIES.join("\n") + "\ndate:2024-13\n");
    let run = |flags: &[&str]| {
        let out = place.run(&[&["batch", "queries.txt", "--count-by", "story"], flags].concat());
        assert_eq!(out.status.code(), Some(1), "one line is faulty");
        String::from_utf8(out.stdout).expect("UTF-8")
    };
    let object = |flags: &[&str]| {
        let text = run(&[flags, &["--output", "json"]].concat());
        serde_json::from_str::<Value>(&text).expect("JSON")["rows"].clone()
    };
    let rows = object(&["--interval", "day"]);
    for (query, row) in QUERIES.iter().zip(rows.as_array().expect("rows")) {
        let flags = ["--json", "--interval", "day", "--count-by", "story"];
        let timeline = place.json(&[&["timeline", query], &flags[..]].concat());
        assert_eq!(numbers(&row["buckets"]), numbers(&timeline["buckets"]), "{query}");
        assert_eq!((&row["stories"], &row["total"]), (&timeline["stories"], &timeline["total"]));
    }
    let rows = object(&["--by", "source"]);
    let values: Vec<(&str, u64)> = rows[0]["values"]
        .as_array()
        .expect("values")
        .iter()
        .map(|value| (value["value"].as_str().expect("a name"), value["total"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        values,
        [("Harbor Post", 5), ("Northern Wire", 1), ("Saltby Courier", 1), ("in", 1)]
    );
    assert!(run(&[]).starts_with("10  crane*  in 6 stories\n"), "{}", run(&[]));
    let csv = run(&["--output", "csv", "--by", "source"]);
    let mut lines = csv.lines();
    let head = "line,name,query,total,undated,imprecise,read_as,error,stories,Harbor Post";
    assert!(lines.next().is_some_and(|line| line.starts_with(head)), "{csv}");
    assert!(lines.next().is_some_and(|line| line.ends_with(",,6,5,1,1,1")), "{csv}");
    let columns = |line: &str| line.matches(',').count();
    assert!(csv.lines().last().is_some_and(|line| columns(line) >= columns(head)), "{csv}");
    // Without the flag, nothing is different.
    let plain = place.run(&["batch", "queries.txt", "--output", "json"]);
    assert!(!String::from_utf8_lossy(&plain.stdout).contains("stories"));
}

/// A server remembers the stories of days. Its answers are those of a program that has read nothing before.
#[test]
fn a_server_that_remembers_stories_gives_the_same_answers() {
    let place = Place::new();
    let mut lines = Vec::new();
    for number in 0..120_usize {
        let day = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day")
            + chrono::Duration::days(number as i64 * 3);
        let of_story = number / 4 * 10;
        let body = text(of_story..of_story + 8 + number % 4);
        let article = json!({"key": format!("{number:03x}"), "date": day.to_string(), "title": "Crane",
            "source": format!("Paper {}", number % 3), "body": body});
        lines.push(article.to_string());
    }
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    let server = Server::start(&place, &[]);
    let asked = [
        ["since=2024-03-01&until=2024-03-20", "--since 2024-03-01 --until 2024-03-20"],
        ["since=2024-02", "--since 2024-02"],
        ["on=2024-03-10", "--on 2024-03-10"],
        ["until=2024-11", "--until 2024-11"],
        ["since=2024-06-05&until=2024-12-01", "--since 2024-06-05 --until 2024-12-01"],
    ];
    for [parameters, flags] in asked.iter().chain(&asked) {
        let flags: Vec<&str> = flags.split(' ').collect();
        let printed = place.json(
            &[
                &["timeline", "harbor", "--interval", "day", "--count-by", "story", "--json"],
                &flags[..],
            ]
            .concat(),
        );
        let path = format!("/api/v1/timeline?q=harbor&interval=day&count_by=story&{parameters}");
        let answer = server.get(&path).json();
        assert_eq!(
            (&answer["buckets"], &answer["stories"]),
            (&printed["buckets"], &printed["stories"]),
            "{path}"
        );
        assert!(printed["stories"].as_u64() < printed["total"].as_u64() || flags[0] == "--on");
        let unique =
            ["search", "harbor", "--unique", "--facets", "source", "--count-by", "story", "--json"];
        let printed = place.json(&[&unique[..], &flags].concat());
        let path = format!(
            "/api/v1/search?q=harbor&unique=true&facets=source&count_by=story&{parameters}"
        );
        let answer = server.get(&path).json();
        for member in ["stories", "facets", "next_offset"] {
            assert_eq!(answer[member], printed[member], "{path}");
        }
        let story = |hit: &Value| (hit["key"].clone(), hit["story"].clone());
        let of = |answer: &Value| {
            answer["hits"].as_array().expect("hits").iter().map(story).collect::<Vec<_>>()
        };
        assert_eq!(of(&answer), of(&printed), "{path}");
    }
}

#[test]
fn a_feed_has_one_entry_per_story_if_it_is_asked_for() {
    let place = archive_of(&articles());
    let server = Server::start(&place, &[]);
    let entries = |path: &str| server.get(path).text().matches("<entry>").count();
    assert_eq!(entries("/feed.atom?q=crane*"), 10);
    let feed = server.get("/feed.atom?q=crane*&unique=true").text();
    assert_eq!(feed.matches("<entry>").count(), 6, "{feed}");
    assert!(feed.contains("4 versions from 3 sources; first in Northern Wire"), "{feed}");
    assert!(feed.contains("unique=true"), "the feed names itself: {feed}");
    // The page of stories links to the feed of stories.
    let page = server.get("/?q=crane*&unique=true").text();
    assert!(page.contains("/feed.atom?q=crane*&#38;unique=true"), "{page}");
}

#[test]
fn facets_of_a_page_of_stories_count_what_a_click_lists() {
    let place = archive_of(&articles());
    let server = Server::start(&place, &[]);
    // The counts of a page, with the links of the values.
    let values = |path: &str| -> Vec<(String, String)> {
        let page = server.get(path).text();
        let values = page.split("<a class=\"value\" href=\"").skip(1).map(|value| {
            let link = value.split('"').next().expect("a link").replace("&#38;", "&");
            let count = value.split("class=\"count\">").nth(1).expect("a count");
            (link, count.split('<').next().expect("a count").to_string())
        });
        values.collect()
    };
    for start in ["/?q=crane*&unique=true", "/values/source?q=crane*&unique=true"] {
        let listed = values(start);
        assert!(listed.len() > 3, "{start}");
        for (link, count) in listed {
            let page = server.get(&link).text();
            let total = page.split("role=\"status\"><strong>").nth(1).expect("a total");
            assert_eq!(total.split(' ').next(), Some(count.as_str()), "{link}");
        }
    }
    // A facet ignores its own choice.
    let counts = |path: &str| values(path).into_iter().map(|(_, count)| count).collect::<Vec<_>>();
    let chosen = "/?q=crane*&unique=true&only=publisher%3AHarbor+Post";
    assert_eq!(counts(chosen)[..4], counts("/?q=crane*&unique=true")[..4]);
}
