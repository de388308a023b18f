//! An index is updated to match its folder, and the counts of the report sum up.

use std::collections::BTreeMap;
use std::fs;

use dateline::answers::check;
use dateline::searching::Location;
use serde_json::{Value, json};

use crate::harness::{Place, corpus};

fn wire(id: &str, title: &str, body: &str) -> String {
    format!(" date 2025-05-31 {id}\n{title}\n(MENAFN) {body}\n")
}

/// Returns everything that the index contains about every article.
fn state(place: &Place) -> BTreeMap<String, Value> {
    let answer = place.search(&[
        "",
        "-n",
        "1000",
        "--snippets",
        "0",
        "--facets",
        "source,lang,year,month,day",
    ]);
    let mut state = BTreeMap::new();
    for hit in answer["hits"].as_array().expect("hits") {
        let key = hit["key"].as_str().expect("a key");
        let article = place.json(&["show", key, "--output", "json"]);
        assert!(state.insert(key.to_string(), article).is_none(), "one hit an article");
    }
    assert_eq!(answer["total"].as_u64(), Some(state.len() as u64));
    state.insert("facets".into(), answer["facets"].clone());
    state
}

fn articles(summary: &Value) -> [u64; 7] {
    ["added", "updated", "removed", "unchanged", "copies", "skipped", "total"]
        .map(|name| summary["articles"][name].as_u64().expect("a number"))
}

fn files(summary: &Value) -> [u64; 5] {
    ["seen", "indexed", "unchanged", "removed", "skipped"]
        .map(|name| summary["files"][name].as_u64().expect("a number"))
}

#[test]
fn indexing_twice_is_indexing_once() {
    let place = Place::new();
    let corpus = corpus();
    let first = place.index(corpus.to_str().unwrap());
    let before = state(&place);
    let segments = fs::read(place.path(".dateline/meta.json")).unwrap();
    let second = place.index(corpus.to_str().unwrap());
    assert_eq!(articles(&second)[..3], [0, 0, 0]);
    assert_eq!(articles(&second)[6], articles(&first)[6]);
    assert_eq!(state(&place), before);
    assert_eq!(
        fs::read(place.path(".dateline/meta.json")).unwrap(),
        segments,
        "nothing is written"
    );
}

#[test]
fn changes_are_followed() {
    let place = Place::new();
    place.write("in/a.txt", wire("1", "First", "About herring."));
    place.write("in/b.txt", wire("2", "Second", "About cod."));
    place.write("in/c/d.txt", wire("3", "Third", "About eels."));
    let summary = place.index("in");
    assert_eq!((files(&summary), articles(&summary)), ([3, 3, 0, 0, 0], [3, 0, 0, 0, 0, 0, 3]));

    place.write("in/a.txt", wire("1", "First", "About salted herring."));
    let summary = place.index("in");
    assert_eq!((files(&summary), articles(&summary)), ([3, 1, 2, 0, 0], [0, 1, 0, 2, 0, 0, 3]));
    assert_eq!(place.hits("id", &["salted"]), ["1"]);

    let key = place.hits("key", &["cod"]).remove(0);
    fs::rename(place.path("in/b.txt"), place.path("in/c/moved.txt")).unwrap();
    let summary = place.index("in");
    assert_eq!((files(&summary), articles(&summary)), ([3, 1, 2, 1, 0], [0, 0, 0, 3, 0, 0, 3]));
    assert_eq!(place.hits("key", &["cod"]), [key], "a moved article keeps its key");
    assert_eq!(place.hits("path", &["cod"]), ["c/moved.txt"]);

    fs::remove_file(place.path("in/c/d.txt")).unwrap();
    let summary = place.index("in");
    assert_eq!((files(&summary), articles(&summary)), ([2, 0, 2, 1, 0], [0, 0, 1, 2, 0, 0, 2]));
    assert_eq!(place.search(&["eels"])["total"], 0);
}

#[test]
fn copies_are_places_of_one_article() {
    let place = Place::new();
    let text = wire("1", "Twice printed", "The same story.");
    place.write("in/z.txt", &text);
    place.write("in/m/a.txt", &text);
    place.write("in/other.txt", wire("2", "Twice printed", "The same story."));
    let summary = place.index("in");
    assert_eq!(
        articles(&summary),
        [2, 0, 0, 0, 1, 0, 2],
        "the same text under another id is another article"
    );
    let hit = place.search(&["id:1"])["hits"][0].clone();
    assert_eq!((hit["copies"].as_u64(), hit["path"].as_str()), (Some(1), Some("m/a.txt")));
    assert_eq!(hit["paths"], json!(["m/a.txt", "z.txt"]));
    fs::remove_file(place.path("in/m/a.txt")).unwrap();
    let summary = place.index("in");
    assert_eq!(articles(&summary)[2], 0, "it goes when its last place goes");
    let hit = place.search(&["id:1"])["hits"][0].clone();
    assert_eq!((hit["copies"].as_u64(), hit["path"].as_str()), (Some(0), Some("z.txt")));
    fs::remove_file(place.path("in/z.txt")).unwrap();
    assert_eq!(articles(&place.index("in"))[2], 1);
}

#[test]
fn an_inherited_source_is_that_of_the_first_place() {
    let place = Place::new();
    let text = " date 2025-05-31 9\nUnsigned\nNobody signed this.\n";
    place.write("in/beta/x.txt", text);
    place.write("in/alpha/x.txt", text);
    place.index("in");
    assert_eq!(place.hits("source", &["unsigned"]), ["alpha"]);
    fs::remove_file(place.path("in/alpha/x.txt")).unwrap();
    place.index("in");
    assert_eq!(place.hits("source", &["unsigned"]), ["beta"]);
    assert_eq!(place.search(&["unsigned", "--source", "beta"])["total"], 1);
    place.json(&["index", "in", "--source", "Gamma", "--output", "json"]);
    assert_eq!(place.hits("source", &["unsigned"]), ["Gamma"]);
}

#[test]
fn a_key_that_is_taken_goes_to_the_first_in_the_walk() {
    let line = |body: &str| {
        format!("{{\"key\":\"k\",\"date\":\"2024-01-01\",\"title\":\"T\",\"body\":\"{body}\"}}\n")
    };
    let place = Place::new();
    place.write("in/a.jsonl", line("one"));
    place.write("in/b.jsonl", line("two"));
    let summary = place.index("in");
    assert_eq!(summary["notices"].as_array().map(Vec::len), Some(1));
    assert_eq!(place.hits("key", &["one"]), ["k"]);
    assert_ne!(place.hits("key", &["two"]), ["k"]);
    fs::remove_file(place.path("in/a.jsonl")).unwrap();
    place.index("in");
    assert_eq!(place.hits("key", &["two"]), ["k"], "as a clean build would have it");
    place.write("in/0.jsonl", line("three"));
    place.index("in");
    assert_eq!(place.hits("key", &["three"]), ["k"]);
    assert_ne!(place.hits("key", &["two"]), ["k"]);
    assert_eq!(place.search(&[""])["total"], 2);
}

#[test]
fn the_state_after_any_changes_is_that_of_a_clean_build() {
    let place = Place::new();
    let mut seed = 42_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    fs::create_dir_all(place.path("in")).unwrap();
    for _ in 0..12 {
        for _ in 0..4 {
            let name = format!("in/{}/{}.txt", next(3), next(6));
            match next(3) {
                0 if place.path(&name).exists() => fs::remove_file(place.path(&name)).unwrap(),
                1 => place.write(
                    &name,
                    format!(
                        " date 2025-0{}-11 Unsigned {}\n\nStory {}.\n",
                        next(9) + 1,
                        next(3),
                        next(4)
                    ),
                ),
                _ => place.write(
                    &name,
                    wire(&next(5).to_string(), "Signed", &format!("Story {}.", next(4))),
                ),
            }
        }
        place.index("in");
        let clean = Place::new();
        let path = place.path("in");
        clean.index(path.to_str().unwrap());
        assert_eq!(state(&place), state(&clean));
    }
}

#[test]
fn the_report_sums_to_the_summary() {
    let place = Place::new();
    let corpus = corpus();
    let summary =
        place.json(&["index", corpus.to_str().unwrap(), "--report", "r.jsonl", "--output", "json"]);
    let report = fs::read_to_string(place.path("r.jsonl")).unwrap();
    let lines: Vec<Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = |verdict: &str| {
        lines.iter().filter(|line| line["kind"] == "file" && line["verdict"] == verdict).count()
            as u64
    };
    assert_eq!(
        files(&summary),
        [count("indexed") + count("skipped"), count("indexed"), 0, 0, count("skipped")]
    );
    // The line of a file includes its articles; the lines of its members list them again.
    let files = lines.iter().filter(|line| line["kind"] == "file");
    let in_files: u64 = files.map(|line| line["articles"].as_u64().unwrap()).sum();
    let [added, updated, _, unchanged, copies, skipped, _] = articles(&summary);
    assert_eq!(in_files, added + updated + unchanged + copies);
    assert_eq!(skipped, lines.iter().filter(|line| line["kind"] == "article").count() as u64);
}

#[test]
fn roots_are_remembered_and_only_those_named_are_touched() {
    let place = Place::new();
    place.write("one/a.txt", wire("1", "A", "Alpha."));
    place.write("two/b.txt", wire("2", "B", "Beta."));
    place.ends(0, &["index", "one", "two", "-q"]);
    fs::remove_file(place.path("one/a.txt")).unwrap();
    let summary = place.index("two");
    assert_eq!(articles(&summary)[6], 2, "the other root is left alone");
    fs::remove_dir_all(place.path("one")).unwrap();
    let output = place.run(&["index", "one", "two"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("dateline index --forget one --index "), "{error}");
    assert_eq!(place.search(&[""])["total"], 2, "a missing root removes nothing");
    place.ends(0, &["index", "--forget", "one", "-q"]);
    assert_eq!(place.hits("id", &[""]), ["2"]);
}

#[test]
fn nested_roots_belong_to_the_outermost() {
    let place = Place::new();
    place.write("in/deep/a.txt", wire("1", "A", "Alpha."));
    place.write("in/b.txt", wire("2", "B", "Beta."));
    place.index("in/deep");
    assert_eq!(place.hits("path", &["alpha"]), ["a.txt"]);
    let summary = place.index("in");
    assert_eq!(articles(&summary)[6], 2);
    assert_eq!(place.hits("path", &["alpha"]), ["deep/a.txt"]);
    place.write("in/deep/c.txt", wire("3", "C", "Gamma."));
    fs::remove_file(place.path("in/b.txt")).unwrap();
    let summary = place.index("in/deep");
    assert_eq!(
        (articles(&summary)[0], articles(&summary)[6]),
        (1, 3),
        "a part of a root is walked alone"
    );
    assert_eq!(articles(&place.index("in"))[6], 2);
}

#[test]
fn a_dry_run_changes_nothing() {
    let place = Place::new();
    place.write("in/a.txt", wire("1", "A", "Alpha."));
    let summary = place.json(&["index", "in", "--dry-run", "--output", "json"]);
    assert_eq!(articles(&summary)[0], 1);
    assert!(!place.path(".dateline").exists());
    place.index("in");
    place.write("in/b.txt", wire("2", "B", "Beta."));
    place.json(&["index", "in", "--dry-run", "--output", "json"]);
    assert_eq!(place.search(&[""])["total"], 1);
}

#[test]
fn links_and_hidden_files_are_not_followed() {
    let place = Place::new();
    place.write("in/a.txt", wire("1", "A", "Alpha."));
    place.write("in/.hidden.txt", wire("2", "B", "Beta."));
    place.write("in/.git/x.txt", wire("3", "C", "Gamma."));
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", place.path("in/loop")).unwrap();
    let summary = place.index("in");
    assert_eq!(articles(&summary)[6], 1);
    #[cfg(unix)]
    assert_eq!(files(&summary), [2, 1, 0, 0, 1]);
}

#[test]
fn an_index_of_another_version_is_refused_with_the_remedy() {
    let place = Place::new();
    place.write("in/a.txt", wire("1", "A", "Alpha."));
    place.index("in");
    let meta = place.path(".dateline/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    // Before version 3, the file had no checksum.
    let (text, _) = text.split_once("\nfiles ").expect("a checksum");
    let schema = dateline::schema::schema().version;
    for (what, ours) in [("schema", schema), ("analysis", dateline::analysis::VERSION.into())] {
        let other = text.replace(&format!("\\\"{what}\\\":{ours}"), &format!("\\\"{what}\\\":99"));
        fs::write(&meta, other).unwrap();
        for arguments in [vec!["search", "alpha"], vec!["index", "in"], vec!["info"]] {
            let output = place.run(&arguments);
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{error}");
            assert!(error.contains(&format!("{what} version 99")), "{error}");
            assert!(error.contains("dateline index --rebuild"), "{error}");
        }
    }
}

#[test]
fn an_indexed_archive_of_many_articles_is_one_segment() {
    let place = Place::new();
    let mut lines = String::new();
    for number in 0..3_000 {
        let body = format!(
            "Report number {number} speaks of grain, herring and the tide on day {}.",
            number % 28 + 1
        );
        lines.push_str(&json!({"id": number, "date": format!("2024-03-{:02}", number % 28 + 1), "title": format!("Report {number}"), "body": body}).to_string());
        lines.push('\n');
    }
    place.write("in/all.jsonl", lines);
    place.index("in");
    let info = place.json(&["info", "--output", "json"]);
    assert_eq!((info["segments"].as_u64(), info["articles"].as_u64()), (Some(1), Some(3_000)));
    assert_eq!(place.search(&["herring", "--on", "2024-03-05"])["total"], 107);
}

#[test]
fn a_run_of_many_commits_ends_as_one_segment() {
    let place = Place::new();
    for number in 0..40 {
        let body = format!("Report {number} speaks of grain and of herring.");
        place.write(&format!("in/{number:02}.txt"), wire(&number.to_string(), "Report", &body));
    }
    let output = place.run(&["index", "in", "--commit-every", "0"]);
    assert!(output.status.success());
    let info = place.json(&["info", "--output", "json"]);
    assert_eq!((info["segments"].as_u64(), info["articles"].as_u64()), (Some(1), Some(40)));
    assert_eq!(place.search(&["herring"])["total"], 40);
    assert!(check::check(&Location::Folder(place.path(".dateline")), false).unwrap().is_intact());
}

#[test]
fn a_merge_leaves_nothing_behind() {
    let place = Place::new();
    for run in 0..3 {
        let lines: String = (0..50)
            .map(|number| format!("{{\"id\":\"{run}-{number}\",\"date\":\"2024-01-01\",\"title\":\"T\",\"body\":\"Grain {number}.\"}}\n"))
            .collect();
        place.write(&format!("in/{run}.jsonl"), lines);
        place.index("in");
        let stores = fs::read_dir(place.path(".dateline")).unwrap().flatten();
        let stores =
            stores.filter(|entry| entry.path().extension().is_some_and(|end| end == "store"));
        assert_eq!(stores.count(), 1, "one segment, and no file of a former one");
    }
    let names = |beginning: &str| {
        let entries = fs::read_dir(place.path(".dateline")).unwrap().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(beginning)).count()
    };
    assert_eq!(names("catalogue-"), 1);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_it_read_and_the_next_finishes() {
    let place = Place::new();
    let mut lines = String::new();
    for number in 0..60_000 {
        lines.push_str(&format!(
            "{{\"id\":\"{number}\",\"date\":\"2024-01-01\",\"title\":\"Report {number}\",\"body\":\"Grain {} and herring {}.\"}}\n",
            number % 977, number % 1_013
        ));
    }
    place.write("in/a.jsonl", &lines);
    place.write("in/b.txt", wire("1", "Last", "Behind the large file."));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["index", "in", "--report", "/dev/stdout", "-q"])
        .current_dir(place.path(""))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    // The run has started when its lock exists. Reading 60,000 articles takes longer than sending the signal.
    let begun = || place.path(".dateline/.tantivy-writer.lock").exists();
    while !begun() && child.try_wait().expect("it is ours").is_none() {
        std::thread::yield_now();
    }
    let pid = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .expect("kill runs")
            .success()
    );
    let status = child.wait().expect("it ends");
    // The signal may arrive before the handler is set or after the run has ended. The index is undamaged in each case.
    let code = std::os::unix::process::ExitStatusExt::signal(&status);
    assert!(matches!(status.code(), Some(130 | 0)) || code == Some(2), "{status:?}");
    let summary = place.index("in");
    assert_eq!(articles(&summary)[6], 60_001);
    assert_eq!(place.search(&["herring", "-n", "1"])["total"], 60_000);
}

#[test]
fn a_brought_key_may_look_like_a_hash() {
    let place = Place::new();
    let line = |title: &str| {
        format!(
            "{{\"key\":\"d41d8cd98f00b204e9800998ecf8427e\",\"title\":\"{title}\",\"date\":\"2025-01-01\"}}\n"
        )
    };
    place.write("in/a.jsonl", line("apple"));
    place.index("in");
    assert_eq!(place.hits("key", &["apple"]), ["d41d8cd98f00b204e9800998ecf8427e"]);
    assert_eq!(place.json(&["show", "d41d8", "--output", "json"])["path"], "a.jsonl");
    place.write("in/a.jsonl", line("pear"));
    place.index("in");
    assert_eq!(place.search(&[""])["total"], 1, "the former article has gone");
    fs::remove_file(place.path("in/a.jsonl")).unwrap();
    place.ends(0, &["index", "in", "--allow-removals"]);
    assert_eq!(place.search(&[""])["total"], 0);
}

#[test]
fn a_root_that_is_not_walked_keeps_its_keys() {
    let line = |body: &str| {
        format!("{{\"key\":\"k\",\"title\":\"T\",\"date\":\"2025-01-01\",\"body\":\"{body}\"}}\n")
    };
    let place = Place::new();
    place.write("a/a.jsonl", line("apple"));
    place.write("b/b.jsonl", line("banana"));
    place.index("a");
    place.index("b");
    assert_eq!(place.hits("key", &["apple"]), ["k"]);
    assert_eq!(place.hits("path", &["banana"]), ["b.jsonl"]);
    assert_ne!(place.hits("key", &["banana"]), ["k"]);
}

#[test]
fn files_of_the_user_in_the_index_folder_stay() {
    let place = Place::new();
    place.write("in/a.txt", wire("1", "A", "Alpha."));
    place.write("index/catalogue-spring.pdf", "mine");
    place.write("index/dictionary-latin.txt", "mine");
    place.ends(2, &["index", "in", "--index", "index", "-q"]);
    assert!(
        place.path("index/catalogue-spring.pdf").exists()
            && place.path("index/dictionary-latin.txt").exists()
    );
}

#[test]
fn options_hold_for_a_whole_root_and_for_roots_taken_in() {
    let place = Place::new();
    for folder in ["x", "y"] {
        place.write(
            &format!("in/{folder}/a.txt"),
            format!(" date 2025-05-31 10:00 1\n{folder}\nText.\n"),
        );
    }
    place.index("in");
    place.ends(2, &["index", "in/x", "in/y", "--tz", "+05:00"]);
    let summary = place.json(&["index", "in", "--tz", "+05:00", "--output", "json"]);
    assert_eq!(files(&summary)[0], 2, "each file once");
    assert_eq!(place.hits("date", &[""]), ["2025-05-31T10:00:00+05:00"; 2]);
    let other = Place::new();
    other.write("in/sub/a.txt", " date 2025-05-31 10:00 1\nT\nText.\n");
    other.json(&["index", "in/sub", "--tz", "Asia/Tokyo", "--output", "json"]);
    other.index("in");
    assert_eq!(other.hits("date", &[""]), ["2025-05-31T10:00:00+09:00"]);
}

#[test]
fn a_line_longer_than_an_article_may_be_is_cut_not_dropped() {
    let place = Place::new();
    let body = format!("lorem {}", "ipsum ".repeat(3_600_000));
    place.write("in/a.txt", wire("1", "Huge", &body));
    let behind = json!({"title": "Long line", "body": body, "id": "2", "date": "2024-02-29"});
    place.write("in/b.jsonl", format!("{behind}\n{{\"title\":\"Next\",\"body\":\"One.\"}}\n"));
    let summary = place.index("in");
    assert!(summary["notices"].to_string().contains("longer than 16 MB: 2"), "{summary}");
    assert_eq!(place.search(&["title:long", "--on", "2024-02-29", "--snippets", "0"])["total"], 1);
    assert_eq!(place.search(&["date:none title:next"])["total"], 1);
    assert_eq!(place.search(&["lorem", "-n", "1", "--snippets", "0"])["total"], 2);
    let key = place.hits("key", &["title:huge", "--snippets", "0"]).remove(0);
    assert_eq!(place.json(&["show", &key, "--output", "json"])["flags"], json!(["truncated"]));
}
