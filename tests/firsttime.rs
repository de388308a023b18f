//! A user's first hour with an archive: ordinary files, the report of a run, and a preview.

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;

use crate::harness::{Place, shared};

fn articles(place: &Place) -> Vec<Value> {
    let lines = place.ends(0, &["export", ""]);
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn only(place: &Place) -> Value {
    let mut articles = articles(place);
    assert_eq!(articles.len(), 1, "{articles:?}");
    articles.remove(0)
}

const LAMP: &str = "The lamp on Skerry Point was lit again on Saturday after eleven dark years.\n";

#[test]
fn a_folder_of_texts_is_read() {
    let place = Place::new();
    place.write("in/sport/001.txt", format!("Lamp of Skerry lit again\n\n{LAMP}"));
    place.write("in/notes/lamp.md", format!("# Lamp lit in notes\n\n**{LAMP}"));
    place.write("in/2019/05/31/lamp-dark.txt", "It was dark at Skerry Point.\n\nBoats lay off.\n");
    place.write("in/a.srt", "1\n00:00:01,000 --> 00:00:03,000\nThe lamp was lit.\n");
    place.write("in/README.md", format!("# About\n\n{LAMP}"));
    place.write("in/run.py", "import lamp\nlamp.light()\n");
    let summary = place.json(&["index", "in", "--output", "json"]);
    assert_eq!(summary["files"]["indexed"], 4, "{summary}");
    assert_eq!(summary["formats"]["text"]["files"], 2, "{summary}");
    let found = articles(&place);
    let by_path = |path: &str| found.iter().find(|one| one["path"] == path).expect("an article");
    assert_eq!(by_path("sport/001.txt")["title"], "Lamp of Skerry lit again");
    assert_eq!(by_path("sport/001.txt")["source"], "sport");
    assert_eq!(by_path("notes/lamp.md")["title"], "Lamp lit in notes");
    let dark = by_path("2019/05/31/lamp-dark.txt");
    assert_eq!(
        (dark["title"].as_str(), dark["date"].as_str()),
        (Some("Lamp dark"), Some("2019-05-31"))
    );
    assert_eq!(dark["provenance"]["title"], "file name (inherited)");
    assert_eq!(dark["provenance"]["date"], "path (inherited)");
}

/// The lines between a title and the text are the author, the newspaper and the date of an article.
#[test]
fn the_head_of_a_typed_article_is_read() {
    let place = Place::new();
    let heads = [
        "Lamp lit again\nBy Ada Quill\nThe Skerry Echo\nMay 31, 2025\n\n",
        "Skerry Echo\nMay 31, 2025\n\nLamp lit again\n\nBy Ada Quill\n\n",
        "Lamp lit again\nADA QUILL | SKERRY ECHO | MAY 31, 2025\n",
        "Lamp lit again\nAda Quill, 31 May 2025\nSkerry Echo\n\n",
        "Titel: Lamp lit again\nDatum: 31.05.2025\nQuelle: Skerry Echo\nAutor: Ada Quill\n\n",
        "TITLE: Lamp lit again\nPUBLISHED: 2025-05-31\nSOURCE: Skerry Echo\nAUTHOR: Ada Quill\nBODY:\n",
    ];
    for (number, head) in heads.iter().enumerate() {
        place.write(&format!("in/desk/{number}.txt"), format!("{head}Number {number}. {LAMP}"));
    }
    place.ends(0, &["index", "in", "-q"]);
    for article in articles(&place) {
        let said = |name: &str| article[name].as_str().unwrap_or("-").to_lowercase();
        assert_eq!(said("title"), "lamp lit again", "{article}");
        assert_eq!(said("date"), "2025-05-31", "{article}");
        assert!(said("source").ends_with("skerry echo"), "{article}");
        assert_eq!(article["byline"].to_string().to_lowercase(), "[\"ada quill\"]", "{article}");
        assert!(said("body").starts_with("number"), "{article}");
    }
}

/// Values from a path or a modification time are not part of the key. They come from the first place of the article.
#[test]
fn a_page_under_two_dated_folders_is_one_article() {
    let place = Place::new();
    let text = format!("It was dark at Skerry Point.\n\n{LAMP}");
    place.write("in/2019-05-31/first.txt", &text);
    place.write("in/2020-06-01/second.txt", &text);
    place.ends(0, &["index", "in", "-q"]);
    let one = only(&place);
    let seen = |one: &Value| (one["date"].clone(), one["title"].clone(), one["copies"].clone());
    assert_eq!(seen(&one), ("2019-05-31".into(), "First".into(), 1.into()));
    // When the first place is removed, the article inherits from the second, although that file is not read again.
    fs::remove_file(place.path("in/2019-05-31/first.txt")).expect("removed");
    place.ends(0, &["index", "in", "-q"]);
    let two = only(&place);
    assert_eq!(seen(&two), ("2020-06-01".into(), "Second".into(), 0.into()));
    assert_eq!(two["key"], one["key"]);
    // A new place that precedes it in the walk becomes the first.
    place.write("in/2018/01/02/third.txt", &text);
    place.ends(0, &["index", "in", "-q"]);
    let three = only(&place);
    assert_eq!(seen(&three), ("2018-01-02".into(), "Third".into(), 1.into()));
    assert_eq!(place.search(&["on:2018-01-02 lamp"])["total"], 1);
    assert_eq!(place.search(&["on:2020-06-01 lamp"])["total"], 0);
    // A clean build gives the same result.
    place.ends(0, &["index", "--rebuild", "-q"]);
    assert_eq!(seen(&only(&place)), seen(&three));
    place.ends(0, &["check", "-q"]);
}

#[test]
fn a_touched_file_keeps_its_key() {
    let place = Place::new();
    place.write("in/lamp.txt", format!("It was dark.\n\n{LAMP}"));
    let touch = |seconds: u64| {
        let file = fs::File::options().write(true).open(place.path("in/lamp.txt")).expect("a file");
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).expect("a time is set");
    };
    touch(1_000_000_000);
    place.ends(0, &["index", "in", "--date-from-mtime", "-q"]);
    let before = only(&place);
    assert_eq!(before["date"], "2001-09-09T01:46:40Z");
    assert_eq!(
        before["provenance"]["date"].as_str().map(|text| text.contains("(inherited)")),
        Some(true)
    );
    touch(1_100_000_000);
    place.ends(0, &["index", "in", "-q"]);
    let after = only(&place);
    assert_eq!(after["key"], before["key"]);
    assert_eq!(after["date"], "2004-11-09T11:33:20Z");
    assert_eq!(place.search(&["date:2004"])["total"], 1);
}

#[test]
fn a_run_that_finds_no_article_says_why_first() {
    let place = Place::new();
    place.write("in/a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0");
    place.write("in/b.db", b"SQLite format 3\0\0\0");
    place.write("in/c.db", b"SQLite format 3\0\0\0");
    let output = place.run(&["index", "in"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.split_once('\n').expect("the name of the index first").1;
    assert!(said.starts_with("error: no articles in 3 files: 2 unsupported format (SQLite database; export its tables as CSV), such as b.db"), "{said}");
    // Nothing has changed, so the run fails again.
    assert_eq!(place.run(&["index", "in"]).status.code(), Some(2));
    place.write("in/lamp.txt", LAMP);
    place.ends(0, &["index", "in", "-q"]);
    // A run over an empty folder saw no files, so it succeeds.
    fs::create_dir(place.path("empty")).expect("a folder");
    place.ends(0, &["index", "empty", "--index", "other", "-q"]);
}

#[test]
fn a_first_look_needs_no_index() {
    let place = Place::new();
    for number in 0..1_000 {
        let text = format!("Lamp number {number} lit\n2019-05-{:02}\n\n{LAMP}", number % 28 + 1);
        place.write(&format!("in/echo/{number}.txt"), text);
    }
    let found = place.json(&["index", "in", "--preview", "--output", "json"]);
    assert_eq!(found["files"], 1_000);
    assert!(found["read"].as_u64() <= Some(400) && found["read"].as_u64() > Some(0), "{found}");
    assert_eq!(found["estimate"], 1_000, "{found}");
    assert_eq!(found["dates"][0].as_str().map(|day| &day[..7]), Some("2019-05"));
    assert_eq!(
        (found["undated"].as_u64(), found["sources"][0][0].as_str()),
        (Some(0), Some("echo"))
    );
    assert_eq!(found["titles"].as_array().map(Vec::len), Some(10));
    let text = place.ends(0, &["index", "in", "--preview"]);
    assert!(text.contains("a sample of") && text.contains("plain text"), "{text}");
    assert!(!place.path(".dateline").exists(), "no index was made");
}

#[test]
fn a_first_look_says_that_it_read_only_a_part() {
    let place = Place::new();
    let line = "TY  - NEWS\nTI  - Lamp lit\nT2  - Skerry Echo\nDA  - 2024/09/14\nER  - \n\n";
    place.write("in/lamps.ris", line.repeat((17 << 20) / line.len() + 1));
    place.write("in/lamp.txt", LAMP);
    let found = place.json(&["index", "in", "--preview", "--output", "json"]);
    assert_eq!((&found["files"], &found["partial"]), (&2.into(), &1.into()), "{found}");
    assert_eq!(found["partial_example"], "lamps.ris");
    assert!(found["estimate"].as_u64() > found["articles"].as_u64(), "{found}");
    let text = place.ends(0, &["index", "in", "--preview"]);
    assert!(text.contains("only a part of lamps.ris") && text.contains("an estimate"), "{text}");
}

/// Each ordinary file is either found by its text or skipped with the name of its format.
#[test]
fn the_first_files_of_a_user_are_read_or_named() {
    let Some(case) = shared("../cases/first-time/in") else { return };
    let place = Place::new();
    let path = case.to_str().expect("a path");
    place.ends(0, &["index", path, "--report", "report.jsonl", "-q"]);
    let report = fs::read_to_string(place.path("report.jsonl")).expect("a report");
    for name in [
        "bbc/sport/001.txt",
        "notes/lamp.md",
        "srt/a.srt",
        "word/lamp.docx",
        "pdf/lamp.pdf",
        "epub/lamp.epub",
    ] {
        let line = report.lines().find(|line| line.contains(name)).unwrap_or_default();
        assert!(line.contains("\"indexed\""), "{name}: {line}");
        // The PDF and the subtitles have the same text, so they are one article at two places.
        let found = place.search(&["lamp", &format!("path:{name}"), "-n", "0"]);
        assert_eq!(found["total"], 1, "{name}");
    }
    assert_eq!(place.hits("date", &["path:chronam/*"]), ["1910-10-31"]);
}
