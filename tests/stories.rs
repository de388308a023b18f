//! Stories: `dateline story`, and searches with one hit per story.

use std::fs;

use serde_json::{Value, json};

use crate::harness::Place;
use crate::web::client::Server;

/// Returns a sentence that no other number has, with a name and a word in common.
fn sentence(number: usize) -> String {
    format!(
        "Speaker{number} of Norhaven told harbor board{number} how crane{number} broke when storm{number} came over \
         quay{number} at dawn."
    )
}

pub fn text(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The articles of the archive, as JSON: two stories with several versions, a later printing of the first that is not
/// within its week, articles that are alone, and a copy without a date.
pub fn articles() -> Vec<Value> {
    let article = |key: &str,
                   date: Option<&str>,
                   source: Option<&str>,
                   title: &str,
                   body: String| {
        json!({"key": key, "date": date, "source": source, "title": title, "body": body})
    };
    let led = format!("Divers found a bell. {}", text(0..9));
    let corrected = text(20..30).replace("crane24", "lift24");
    vec![
        article("wire", Some("2024-05-10"), Some("Northern Wire"), "Crane breaks", text(0..9)),
        article("cut", Some("2024-05-11"), Some("Harbor Post"), "Crane breaks at quay", text(0..5)),
        article("led", Some("2024-05-12"), Some("Saltby Courier"), "Bell found", led),
        article("copy", Some("2024-05-17"), Some("harbor post"), "Crane breaks", text(0..9)),
        article("again", Some("2024-05-18"), Some("Harbor Post"), "Crane breaks", text(0..9)),
        article("other", Some("2024-05-11"), None, "Lift repaired", text(20..30)),
        article("right", Some("2024-05-13"), None, "Lift repaired", corrected),
        article("alone", Some("2024-05-12"), Some("Harbor Post"), "Fish sold", text(40..48)),
        article("undated", None, Some("Harbor Post"), "Crane breaks", text(0..9)),
        article("month", Some("2024-05"), Some("Harbor Post"), "Crane breaks", text(0..9)),
    ]
}

pub fn archive_of(articles: &[Value]) -> Place {
    let place = Place::new();
    for (number, article) in articles.iter().enumerate() {
        place.write(&format!("in/{number}.jsonl"), format!("{article}\n"));
    }
    place.index("in");
    place
}

fn keys(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|one| one["key"].as_str().expect("a key")).collect()
}

fn versions(place: &Place, key: &str) -> Value {
    place.json(&["story", key, "--json"])
}

/// Returns the keys of the versions of each article's story.
pub fn all_stories(place: &Place, articles: &[Value]) -> Vec<Vec<String>> {
    let of = |key: &Value| {
        let answer = versions(place, key.as_str().expect("a key"));
        keys(&answer["versions"]).iter().map(ToString::to_string).collect()
    };
    articles.iter().map(|article| of(&article["key"])).collect()
}

#[test]
fn a_story_is_the_same_from_each_of_its_articles() {
    let place = archive_of(&articles());
    for key in ["wire", "cut", "led", "copy"] {
        let answer = versions(&place, key);
        assert_eq!(answer["key"], key);
        assert_eq!(keys(&answer["versions"]), ["wire", "cut", "led", "copy"]);
        // Sources are compared without case.
        assert_eq!((&answer["articles"], &answer["sources"]), (&json!(4), &json!(3)));
    }
    for key in ["again", "alone", "undated", "month"] {
        assert_eq!(keys(&versions(&place, key)["versions"]), [key], "not within a week, or alone");
    }
    assert_eq!(keys(&versions(&place, "right")["versions"]), ["other", "right"]);
    place.ends(1, &["story", "nowhere"]);
    place.ends(2, &["story"]);
}

#[test]
fn versions_are_compared_with_the_earliest_by_sentence() {
    let place = archive_of(&articles());
    let answer = versions(&place, "wire");
    let changes = |number: usize| &answer["versions"][number]["changes"];
    assert_eq!(changes(0), &json!([]));
    let cut: Vec<String> = (5..9).map(sentence).collect();
    assert_eq!(changes(1), &json!([{"removed": cut, "added": []}]));
    assert_eq!(changes(2), &json!([{"removed": [], "added": ["Divers found a bell."]}]));
    assert_eq!(changes(3), &json!([]));
    let counts = |number: usize| {
        let version = &answer["versions"][number];
        (version["sentences"].as_u64(), version["unchanged"].as_u64())
    };
    assert_eq!(counts(1), (Some(5), Some(5)));
    assert_eq!(counts(2), (Some(10), Some(9)));
    let corrected = versions(&place, "other");
    let (wrong, right) = (sentence(24), sentence(24).replace("crane24", "lift24"));
    let expected = json!([{"removed": [wrong], "added": [right]}]);
    assert_eq!(corrected["versions"][1]["changes"], expected);
    let text = place.ends(0, &["story", "wire"]);
    for part in [
        "+ Divers found a bell.",
        "the earliest version, 9 sentences",
        "the same text",
        "4 articles from 3 sources; first in Northern Wire on 2024-05-10",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let lines = place.ends(0, &["story", "wire", "--output", "jsonl"]);
    assert_eq!(lines.lines().count(), 4);
    assert!(place.ends(0, &["story", "alone"]).contains("1 article; no other version"));
}

#[test]
fn a_search_shows_one_hit_per_story() {
    let place = archive_of(&articles());
    let answer = place.search(&["crane*", "--unique", "--sort", "oldest", "--facets", "source"]);
    assert_eq!((&answer["total"], &answer["stories"]), (&json!(10), &json!(6)));
    assert_eq!(keys(&answer["hits"]), ["month", "wire", "other", "alone", "again", "undated"]);
    let story = &answer["hits"][1]["story"];
    let first = json!({"key": "wire", "date": "2024-05-10", "source": "Northern Wire"});
    assert_eq!(story, &json!({"articles": 4, "sources": 3, "matching": 4, "first": first}));
    // Facets count articles. Those without a source have that of their folder.
    let counts = answer["facets"]["source"].as_array().expect("a facet");
    let counted: u64 = counts.iter().filter_map(|value| value["count"].as_u64()).sum();
    assert_eq!(counted, 10);
    // The newest article of a story decides its rank.
    let newest = place.hits("key", &["crane*", "--group", "story", "--sort", "newest"]);
    assert_eq!(newest, ["again", "wire", "other", "alone", "month", "undated"]);
    let longest =
        place.hits("key", &["crane*", "--unique", "--show", "longest", "--sort", "newest"]);
    assert_eq!(longest, ["again", "led", "other", "alone", "month", "undated"]);
    // Only articles that match are shown, and the story is still that of the whole archive.
    let answer = place.search(&["source:\"harbor post\"", "--unique", "--since", "2024-05-11"]);
    let of_wire = answer["hits"].as_array().expect("hits").iter();
    let of_wire: Vec<&Value> =
        of_wire.filter(|hit| hit["story"]["first"]["key"] == "wire").collect();
    assert_eq!(of_wire.len(), 1);
    assert_eq!(of_wire[0]["key"], "cut");
    assert_eq!((&of_wire[0]["story"]["matching"], &answer["stories"]), (&json!(2), &json!(3)));
    let text = place.ends(0, &["search", "crane*", "--unique", "--sort", "oldest", "-n", "3"]);
    assert!(
        text.contains("4 versions from 3 sources; first in Northern Wire on 2024-05-10"),
        "{text}"
    );
    assert!(text.contains("1–3 of 6 stories in 10 articles"), "{text}");
    assert_eq!(place.ends(0, &["search", "crane*", "--unique", "--count"]), "6\n");
    assert_eq!(place.ends(0, &["search", "crane*", "--count"]), "10\n");
    place.ends(2, &["search", "crane*", "--show", "longest"]);
    assert!(place.search(&["crane*"])["stories"].is_null());
}

#[test]
fn pages_of_stories_fit_together() {
    let place = archive_of(&articles());
    for sort in ["relevance", "newest", "oldest"] {
        for show in ["earliest", "longest"] {
            let asked = ["harbor norhaven", "--unique", "--sort", sort, "--show", show];
            let whole = place.hits("key", &[&asked[..], &["-n", "50"]].concat());
            assert_eq!(whole.len(), 6, "{sort}");
            let mut offset = 0;
            let mut paged = Vec::new();
            loop {
                let at = offset.to_string();
                let page = place.search(&[&asked[..], &["-n", "2", "--offset", &at]].concat());
                paged.extend(keys(&page["hits"]).iter().map(ToString::to_string));
                assert_eq!(page["stories"], 6);
                match page["next_offset"].as_u64() {
                    Some(next) => offset = next,
                    None => break,
                }
            }
            assert_eq!(paged, whole, "{sort}");
        }
    }
    let beyond = place.run(&["search", "harbor", "--unique", "--offset", "50"]);
    assert_eq!(beyond.status.code(), Some(0));
}

#[test]
fn stories_are_those_of_a_clean_build_in_any_order() {
    let articles = articles();
    let expected = all_stories(&archive_of(&articles), &articles);
    let mut reversed = articles.clone();
    reversed.reverse();
    assert_eq!(all_stories(&archive_of(&reversed), &articles), expected);
    let place = Place::new();
    for (number, article) in reversed.iter().enumerate() {
        place.write(&format!("in/{number}.jsonl"), format!("{article}\n"));
        place.index("in");
    }
    assert_eq!(all_stories(&place, &articles), expected);
    // Without its earliest article, a story begins with the next, and a week later ends.
    let rest: Vec<Value> =
        articles.into_iter().filter(|article| article["key"] != "wire").collect();
    let at = reversed.iter().position(|article| article["key"] == "wire").expect("it is there");
    fs::remove_file(place.path(&format!("in/{at}.jsonl"))).expect("the file is removed");
    place.index("in");
    let stories = all_stories(&place, &rest);
    assert_eq!(stories, all_stories(&archive_of(&rest), &rest));
    assert_eq!(stories[0], ["cut", "led", "copy", "again"]);
}

#[test]
fn text_of_stories_is_escaped() {
    let place = Place::new();
    let hostile = |key: &str, day: u32, lead: &str| {
        let body = format!("{lead} {}", text(0..9));
        json!({"key": key, "date": format!("2024-05-{day:02}"), "source": "\u{1b}[31mRed\u{7}",
            "title": "\u{1b}]0;title\u{7}\u{202e}Crane", "body": body})
    };
    let lead = "\u{1b}[2J\u{9b}31mA \u{202e}bell rang.";
    let articles = [hostile("one", 1, ""), hostile("two", 2, lead)];
    place.write("in/articles.jsonl", articles.map(|article| article.to_string()).join("\n"));
    place.index("in");
    let text = place.ends(0, &["story", "two"]) + &place.ends(0, &["search", "crane*", "--unique"]);
    assert!(text.contains("bell rang") && text.contains("2 versions"), "{text}");
    for unsafe_char in ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}'] {
        assert!(!text.contains(unsafe_char), "{text:?}");
    }
}

#[test]
fn a_story_that_is_printed_daily_begins_again_after_a_week() {
    let place = Place::new();
    let daily = |day: i64| {
        let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day")
            + chrono::Duration::days(day);
        json!({"key": format!("d{day:03}"), "date": date.to_string(), "title": "Notice", "body": text(0..9)})
    };
    let lines: Vec<String> = (0..200).map(|day| daily(day).to_string()).collect();
    place.write("in/articles.jsonl", lines.join("\n"));
    place.index("in");
    let answer = place.search(&["harbor", "--unique", "--sort", "oldest", "-n", "100"]);
    assert_eq!((&answer["total"], &answer["stories"]), (&json!(200), &json!(25)));
    // Which articles lead depends on all of those before.
    let answer = versions(&place, "d197");
    assert_eq!(keys(&answer["versions"])[0], "d192");
    let answer = place.search(&["harbor", "--unique", "--since", "2024-07-12"]);
    assert_eq!(answer["hits"][0]["story"]["first"]["key"], "d192");
}

#[test]
fn the_instant_decides_which_version_is_the_earliest() {
    let place = Place::new();
    let at = |key: &str, date: &str| json!({"key": key, "date": date, "title": "Crane", "body": text(0..9)});
    // Local days are two days apart, although the instants are half an hour apart.
    let lines = [
        at("east", "2024-05-12T00:30:00+14:00"),
        at("west", "2024-05-10T23:00:00-12:00"),
        at("edge", "2024-05-17T23:00:00-12:00"),
        at("late", "2024-05-20T11:00:00+14:00"),
    ];
    place.write("in/articles.jsonl", lines.map(|line| line.to_string()).join("\n"));
    place.index("in");
    for pair in [["east", "west"], ["edge", "late"]] {
        for key in pair {
            assert_eq!(keys(&versions(&place, key)["versions"]), pair, "{key}");
        }
    }
}

#[test]
fn facets_and_timelines_count_stories() {
    let place = archive_of(&articles());
    let asked = ["crane*", "--facets", "source,month,day", "--count-by", "story"];
    let answer = place.search(&asked);
    assert_eq!((&answer["total"], &answer["stories"]), (&json!(10), &json!(6)));
    assert_eq!(answer["hits"].as_array().map(Vec::len), Some(10), "hits are articles");
    let counts = |facet: &str| {
        let values = answer["facets"][facet].as_array().expect("a facet");
        let pair = |value: &Value| {
            let (name, count) = (value["value"].as_str(), value["count"].as_u64());
            (name.expect("a name").to_string(), count.expect("a count"))
        };
        values.iter().map(pair).collect::<Vec<_>>()
    };
    let pair = |(name, count): (&str, u64)| (name.to_string(), count);
    // A story counts for each of its sources, and once for each.
    let sources = [("Harbor Post", 5), ("Northern Wire", 1), ("Saltby Courier", 1), ("in", 1)];
    assert_eq!(counts("source"), sources.map(pair));
    assert_eq!(counts("month"), [pair(("2024-05", 5))]);
    assert_eq!(counts("day").len(), 6);
    assert_eq!(answer["facet_gaps"]["day"], json!({"without": 1, "coarser": 1, "beyond": 0}));
    let timeline =
        place.json(&["timeline", "crane*", "--json", "--interval", "day", "--count-by", "story"]);
    assert_eq!((&timeline["total"], &timeline["stories"]), (&json!(10), &json!(6)));
    let buckets = timeline["buckets"].as_array().expect("buckets");
    let counted: Vec<(&str, u64)> = buckets
        .iter()
        .map(|bucket| (bucket["start"].as_str().unwrap(), bucket["count"].as_u64().unwrap()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let days = [("2024-05-10", 1), ("2024-05-11", 1), ("2024-05-12", 1), ("2024-05-18", 1)];
    assert_eq!(counted, days);
    assert_eq!((&timeline["undated"], &timeline["imprecise"]), (&json!(1), &json!(1)));
    let text = place.ends(0, &["timeline", "crane*", "--count-by", "story"]);
    assert!(text.contains("10 articles in 6 stories"), "{text}");
    place.ends(2, &["timeline", "crane*", "--count-by", "story", "--per-million"]);
    let text = place.ends(0, &["search", "crane*", "--count-by", "story", "-n", "3"]);
    assert!(text.contains("1–3 of 10 articles in 6 stories"), "{text}");
}

#[test]
fn the_page_shows_stories_and_their_versions() {
    let place = archive_of(&articles());
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=crane*&unique=true&sort=oldest").text();
    assert!(page.contains("6 stories in 10 articles"), "{page}");
    assert!(
        page.contains("4 versions from 3 sources; first in Northern Wire on 2024-05-10"),
        "{page}"
    );
    assert!(page.contains("All articles</a>") && page.contains("--unique"), "{page}");
    assert!(server.get("/?q=crane*").text().contains("unique=true"), "a link to one hit per story");
    let article = server.get("/article/wire?q=crane*&unique=true&rank=2").text();
    assert!(article.contains("href=\"/story/wire\">Other versions</a>"), "{article}");
    let story = server.get("/story/copy").text();
    assert!(story.contains("<ins>Divers found a bell.</ins>"), "{story}");
    assert!(story.contains("4 articles from 3 sources."), "{story}");
    assert_eq!(server.get("/story/nowhere").status, 404);
    assert!(server.get("/story/alone").text().contains("No other version within a week."));
}
