//! `dateline index -`: articles in JSON Lines on standard input.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};

use serde_json::Value;

use crate::harness::{Place, eventually};

const SALT: &str = r#"{"key":"dandi/24","date":"1930-04-06","title":"Salt march ends","body":"The salt tax was broken."}"#;
const TIDE: &str = r#"{"date":"5 May 2020","title":"Tide table late","body":"The printer blames the tide.","source":"Coast Gazette"}"#;
const LAMP: &str =
    r#"{"id":"7","date":"03/04/2025","title":"Lamp lit","body":"The lamp on the cape is lit."}"#;

/// Starts the program with a pipe as its standard input.
fn started(place: &Place, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("XDG_CONFIG_HOME", place.path("config"))
        .env("COLUMNS", "80")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

/// Passes a text to a command on standard input.
fn piped(place: &Place, arguments: &[&str], text: &[u8]) -> Output {
    let mut child = started(place, arguments);
    let mut input = child.stdin.take().expect("a pipe");
    // A command that refuses its arguments reads nothing.
    drop(input.write_all(text));
    drop(input);
    child.wait_with_output().expect("it ends")
}

/// Indexes lines under a name, and returns the summary.
fn add(place: &Place, name: &str, lines: &[&str]) -> Value {
    let arguments = ["index", "-", "--name", name, "-o", "json"];
    let output = piped(place, &arguments, lines.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a summary")
}

/// Returns everything about each article except where it is.
fn contents(place: &Place) -> Vec<Value> {
    let printed = place.ends(0, &["export", "", "-o", "jsonl"]);
    let mut articles: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    articles.sort_by_key(|article| article["key"].to_string());
    articles
}

/// Returns what a command says on standard error when it fails with 2.
fn refused(place: &Place, arguments: &[&str]) -> String {
    let output = piped(place, arguments, SALT.as_bytes());
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn counts(summary: &Value) -> [u64; 4] {
    ["added", "updated", "unchanged", "total"]
        .map(|count| summary["articles"][count].as_u64().expect("a count"))
}

#[test]
fn lines_become_articles_of_a_named_root() {
    let place = Place::new();
    let summary = add(&place, "feed", &[SALT, TIDE]);
    assert_eq!(counts(&summary), [2, 0, 0, 2]);
    assert_eq!(summary["files"]["seen"], 2, "each article counts as a file");
    assert_eq!(summary["formats"]["jsonl"]["articles"], 2);
    assert_eq!(place.hits("title", &["tax", "--source", "feed"]), ["Salt march ends"]);
    assert_eq!(place.hits("key", &["tax"]), ["dandi/24"]);
    assert_eq!(place.hits("source", &["tide"]), ["Coast Gazette"]);
    let shown = place.json(&["show", "dandi/24", "-o", "json"]);
    assert_eq!(shown["provenance"]["date"], "JSON Lines, `date`");
    let info = place.json(&["info", "-o", "json"]);
    assert_eq!(info["roots"][0]["path"], "values:feed");
    let text = place.ends(0, &["info"]);
    assert!(text.contains("values:feed (2 articles)"), "{text}");
}

#[test]
fn later_lines_add_articles_or_replace_them_by_key() {
    let place = Place::new();
    add(&place, "feed", &[SALT, TIDE]);
    assert_eq!(counts(&add(&place, "feed", &[SALT])), [0, 0, 1, 2], "the others stay");
    let corrected = SALT.replace("salt tax", "levy");
    assert_eq!(counts(&add(&place, "feed", &[&corrected, LAMP])), [1, 1, 0, 3]);
    assert!(place.hits("title", &["tax"]).is_empty());
    assert_eq!(place.hits("title", &["levy"]), ["Salt march ends"]);
    // The name may be written as `info` shows it.
    assert_eq!(counts(&add(&place, "values:feed", &[TIDE])), [0, 0, 1, 3]);
    let summary = add(&place, "feed", &[SALT, LAMP, &corrected]);
    assert_eq!(counts(&summary), [0, 0, 2, 3], "the last line with a key counts");
    assert!(summary["notices"][0].as_str().is_some_and(|told| told.contains("1 line has the key")));
}

#[test]
fn folders_and_lines_do_not_disturb_each_other() {
    let place = Place::new();
    place.write("in/1.txt", " date 2025-05-31 1\nOil up\nOil rose on Friday.\n");
    place.index("in");
    add(&place, "feed", &[SALT, TIDE]);
    let known = place.json(&["index", "-o", "json"]);
    assert_eq!(counts(&known), [0, 0, 1, 3], "a run without paths updates folders");
    place.write("in/2.txt", " date 2025-06-01 2\nOil down\nOil fell on Sunday.\n");
    assert_eq!(counts(&place.index("in")), [1, 0, 1, 4]);
    place.ends(0, &["index", "--forget", "feed"]);
    assert_eq!(place.search(&[""])["total"], 2);
    add(&place, "feed", &[SALT]);
    place.ends(0, &["index", "--rebuild", "--forget", "feed"]);
    assert_eq!(place.search(&[""])["total"], 2);
    add(&place, "in", &[SALT]);
    let error = refused(&place, &["index", "--forget", "in"]);
    assert!(error.contains("in names two roots"), "{error}");
    place.ends(0, &["index", "--forget", "values:in"]);
    assert_eq!(place.search(&[""])["total"], 2);
}

#[test]
fn the_same_lines_give_the_same_articles_in_one_run_or_in_several() {
    let (one, several) = (Place::new(), Place::new());
    let dated = LAMP.replace("03/04", "25/04").replace("\"7\"", "\"8\"");
    let all = [SALT, TIDE, LAMP, &dated];
    add(&one, "feed", &all);
    for line in all.iter().rev() {
        add(&several, "feed", &[line]);
    }
    let whole = contents(&one);
    assert_eq!(whole.len(), 4);
    assert_eq!(whole, contents(&several));
    // Another article of the stream does not decide the order of day and month.
    let lamp = place_of(&whole, "03/04/2025");
    assert_eq!(lamp["date"], "2025");
    several.ends(0, &["index", "--rebuild"]);
    assert_eq!(whole, contents(&several), "a rebuild has only the stored articles");
    assert!(several.ends(0, &["check"]).contains("OK"));
    assert_eq!(counts(&add(&several, "feed", &all)), [0, 0, 4, 4]);
}

#[test]
fn what_one_index_exports_another_reads() {
    let (place, other) = (Place::new(), Place::new());
    place.write("in/1.txt", " date 2025-05-31 1\nOil up\nOil rose on Friday.\n");
    place.write("in/2.txt", " date 2025-05-31 2\nA title without a text\n");
    place.write("in/3.txt", " date 2025-05-31 3\n\nA text without a title.\n");
    place.index("in");
    let exported = place.ends(0, &["export", "", "-o", "jsonl"]);
    add(&other, "copy", &exported.lines().collect::<Vec<_>>());
    let known = |place: &Place| {
        let mut all = place.hits("key", &[""]);
        all.extend(place.hits("title", &["--sort", "newest", ""]));
        all.sort();
        all
    };
    assert_eq!(known(&other), known(&place));
}

fn place_of<'a>(articles: &'a [Value], date: &str) -> &'a Value {
    let found = articles.iter().find(|article| article.to_string().contains(date));
    found.expect("the article")
}

#[test]
fn copies_and_backups_have_the_articles() {
    let place = Place::new();
    add(&place, "feed", &[SALT, TIDE, LAMP]);
    let whole = contents(&place);
    place.ends(0, &["backup", "saved"]);
    place.ends(0, &["copy", ".dateline", "other"]);
    fs::remove_dir_all(place.path(".dateline")).expect("removed");
    place.ends(0, &["restore", "saved", "--index", ".dateline"]);
    assert_eq!(contents(&place), whole);
    fs::remove_dir_all(place.path(".dateline")).expect("removed");
    fs::rename(place.path("other"), place.path(".dateline")).expect("renamed");
    assert_eq!(contents(&place), whole);
    assert_eq!(counts(&add(&place, "feed", &[SALT, TIDE])), [0, 0, 2, 3]);
    assert!(place.ends(0, &["check"]).contains("OK"));
}

#[test]
fn a_line_that_is_not_an_article_is_reported_with_its_number() {
    let place = Place::new();
    let cut = &TIDE[..40];
    let lines = [SALT, "no JSON", r#"{"title":"","body":" "}"#, LAMP, cut].join("\n");
    let arguments = ["index", "-", "--name", "feed", "-o", "json", "--report", "seen.jsonl"];
    let output = piped(&place, &arguments, lines.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(counts(&summary), [2, 0, 0, 2]);
    assert_eq!(summary["articles"]["skipped"], 3);
    let report = fs::read_to_string(place.path("seen.jsonl")).expect("a report");
    let skipped: Vec<Value> = report
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|line: &Value| line["verdict"] == "skipped")
        .collect();
    let numbers: Vec<&Value> = skipped.iter().map(|line| &line["line"]).collect();
    assert_eq!(numbers, [2, 3, 5]);
    assert_eq!(skipped[0]["root"], "values:feed");
    assert_eq!(skipped[0]["reason"], "malformed JSON");
    assert_eq!(report.lines().count(), 5, "{report}");
    let strict = ["index", "-", "--name", "feed", "--strict"];
    assert_eq!(piped(&place, &strict, b"{}\n").status.code(), Some(2));
    assert_eq!(piped(&place, &strict, SALT.as_bytes()).status.code(), Some(0));
}

#[test]
fn input_without_an_article_is_an_error_unless_it_is_empty() {
    let place = Place::new();
    let error = {
        let output = piped(&place, &["index", "-", "--name", "feed"], b"A text.\n");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(error.contains("no articles: 1 line skipped: malformed JSON (line 1)"), "{error}");
    assert!(error.contains("JSON Lines"), "{error}");
    assert_eq!(counts(&add(&place, "feed", &[])), [0, 0, 0, 0]);
    assert_eq!(place.json(&["info", "-o", "json"])["roots"].as_array().map(Vec::len), Some(0));
    let packed = piped(&place, &["index", "-", "--name", "feed"], b"\x1f\x8b\x08\0\0\0\0");
    let error = String::from_utf8_lossy(&packed.stderr).into_owned();
    assert_eq!(packed.status.code(), Some(2), "{error}");
    assert!(error.contains("reading JSON Lines: binary"), "{error}");
}

#[test]
fn options_are_remembered_for_the_name() {
    let place = Place::new();
    let map = "[columns]\ntitle = \"kopf\"\n";
    place.write("map.toml", map);
    let line = r#"{"key":"1","date":"2024-01-02 00:30","kopf":"Lampe","body":"Die Lampe brennt."}"#;
    let given = ["index", "-", "--name", "feed", "--tz", "+02:00", "--map", "map.toml"];
    let given = [given.as_slice(), &["--source", "ANSA"]].concat();
    assert_eq!(piped(&place, &given, line.as_bytes()).status.code(), Some(0));
    let next = line.replace("\"1\"", "\"2\"");
    add(&place, "feed", &[&next]);
    for key in ["1", "2"] {
        let shown = place.json(&["show", key, "-o", "json"]);
        assert_eq!((&shown["title"], &shown["source"]), (&"Lampe".into(), &"ANSA".into()));
        assert_eq!(shown["date"], "2024-01-02T00:30:00+02:00");
    }
    // The same lines with another option are read again.
    let other = ["index", "-", "--name", "feed", "--tz", "UTC", "--source", "dpa"];
    assert_eq!(piped(&place, &other, line.as_bytes()).status.code(), Some(0));
    assert_eq!(place.json(&["show", "1", "-o", "json"])["date"], "2024-01-02T00:30:00Z");
    assert_eq!(place.search(&["--source", "dpa", ""])["total"], 2, "the source is the root's");
}

#[test]
fn arguments_that_need_files_are_refused() {
    let place = Place::new();
    for (arguments, told) in [
        (vec!["index", "-"], "need a name"),
        (vec!["index", "-", "--name", " "], "cannot be the name of a root"),
        (vec!["index", "-", "in", "--name", "feed"], "cannot be indexed in one run"),
        (vec!["index", "-", "--name", "feed", "--dry-run"], "--dry-run is for files"),
        (vec!["index", "-", "--name", "feed", "--rebuild"], "--rebuild is for files"),
        (
            vec!["index", "-", "--name", "feed", "--format", "table"],
            "a --format other than jsonl is for files",
        ),
        (vec!["index", "in", "--name", "feed"], "--name is for articles on standard input"),
    ] {
        let error = refused(&place, &arguments);
        assert!(error.contains(told), "{arguments:?}: {error}");
    }
    assert!(!place.path(".dateline").exists());
}

#[test]
fn an_article_without_a_file_cannot_be_opened() {
    let place = Place::new();
    add(&place, "feed", &[SALT]);
    // A file of the same name has nothing to do with it.
    place.write("values:feed/dandi%2F24", "a secret");
    let error = refused(&place, &["open", "dandi/24", "--print"]);
    assert!(error.contains("the article has no file"), "{error}");
}

/// Writes lines to a command that keeps running.
fn write(input: &mut ChildStdin, line: &str) {
    writeln!(input, "{line}").and_then(|()| input.flush()).expect("it listens");
}

fn total(place: &Place) -> u64 {
    match Path::new(&place.path(".dateline/meta.json")).exists() {
        true => dateline::Index::open(&place.path(".dateline")).map_or(0, |index| {
            let answer = index.search(&dateline::Query::new("")).expect("an answer");
            answer.counts.total
        }),
        false => 0,
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_commits_what_arrived_and_a_killed_one_keeps_what_is_committed() {
    let place = Place::new();
    let mut child = started(&place, &["index", "-", "--name", "feed", "--commit-every", "0"]);
    let mut input = child.stdin.take().expect("a pipe");
    write(&mut input, SALT);
    eventually("an article is found while the next one is awaited", || total(&place) == 1);
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    assert_eq!(place.hits("title", &[""]), ["Salt march ends"]);

    let mut child = started(&place, &["index", "-", "--name", "feed", "--commit-every", "0"]);
    let mut input = child.stdin.take().expect("a pipe");
    write(&mut input, TIDE);
    eventually("the next article is found", || total(&place) == 2);
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status().expect("kill runs");
    assert!(sent.success());
    // The pipe stays open: the run ends although it could read on.
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    drop(input);
    assert_eq!(counts(&add(&place, "feed", &[SALT, TIDE, LAMP])), [1, 0, 2, 3]);
    assert!(place.ends(0, &["check"]).contains("OK"));
}
