//! Runs every command in docs/how-do-i.md on the sample archive.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::golden::golden;
use crate::harness::{NOW, with_corpus};

#[test]
fn every_question_has_the_answer_it_had() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = fs::read_to_string(docs.join("how-do-i.md")).expect("the page");
    let place = with_corpus();
    place.write("docs/terms.txt", fs::read(docs.join("terms.txt")).expect("the terms"));
    let mut answers = String::new();
    let mut commands = 0;
    for line in page.lines().filter_map(|line| line.strip_prefix("$ dateline ")) {
        let mut arguments = words(line);
        if !["batch", "show"].contains(&arguments[0].as_str()) {
            arguments.extend(["--now".to_string(), NOW.to_string()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = place.run(&arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {error}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.lines().count() > 1, "{line} says nothing");
        answers.push_str(&format!("$ dateline {line}\n{text}\n"));
        commands += 1;
    }
    assert_eq!(page.matches("\n## ").count(), 18, "eighteen questions");
    assert_eq!(commands, 18, "each with a command");
    golden("how-do-i.txt", &timeless(&answers));
}

/// Splits a line into words as a shell does, at spaces and single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (number, part) in line.split('\'').enumerate() {
        if number % 2 == 1 {
            words.last_mut().expect("a word").push_str(part);
            continue;
        }
        for (at, piece) in part.split(' ').enumerate() {
            if at > 0 {
                words.push(String::new());
            }
            words.last_mut().expect("a word").push_str(piece);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Removes the times that answers took.
fn timeless(text: &str) -> String {
    let lines = text.lines().map(|line| match line.rsplit_once(" · ") {
        Some((rest, took)) if took.ends_with(" ms") => rest,
        _ => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn an_export_is_done_again_and_says_what_changed() {
    let place = with_corpus();
    let line = |id: u32, body: &str| json!({"id": id.to_string(), "date": "2025-05-31", "title": "T", "body": body});
    place.write("in/a.jsonl", format!("{}\n{}\n", line(1, "salt one"), line(2, "salt two")));
    place.index("in");
    let rows = place.ends(0, &["export", "salt", "--fields", "key,title"]);
    place.ends(0, &["export", "salt", "--to", "out.jsonl", "--fields", "key,title"]);
    let written = fs::read_to_string(place.path("out.jsonl")).expect("the export");
    assert_eq!(rows, written, "a pipe and a file get the same bytes");
    let manifest = "out.jsonl.manifest.json";
    assert!(place.ends(0, &["replay", manifest]).starts_with("no difference"));
    place.ends(0, &["replay", manifest, "--to", "again.jsonl"]);
    assert_eq!(fs::read_to_string(place.path("again.jsonl")).expect("the export"), written);

    place.write("in/a.jsonl", format!("{}\n{}\n", line(1, "salt one"), line(3, "salt three")));
    place.index("in");
    let output = place.run(&["replay", manifest, "--output", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let count = |what: &str| found[what].as_array().expect("keys").len();
    assert_eq!((count("added"), count("removed"), count("changed")), (1, 1, 0));

    let text = fs::read_to_string(place.path(manifest)).expect("the manifest");
    let mut edited: Value = serde_json::from_str(&text).expect("JSON");
    edited["total"] = json!(1);
    place.write("edited.json", edited.to_string());
    place.ends(1, &["replay", "edited.json"]);
}

#[test]
fn nothing_but_a_file_is_written_over() {
    let place = with_corpus();
    fs::create_dir(place.path("there")).expect("a folder");
    for to in ["-", "there"] {
        place.ends(2, &["export", "salt", "--to", to]);
    }
    #[cfg(unix)]
    {
        place.write("kept", "kept");
        std::os::unix::fs::symlink("kept", place.path("link")).expect("a link");
        place.ends(2, &["export", "salt", "--to", "link"]);
        assert_eq!(fs::read_to_string(place.path("kept")).expect("the file"), "kept");
    }
    let left = fs::read_dir(place.path("")).expect("the folder").flatten();
    assert!(!left.into_iter().any(|entry| entry.file_name().to_string_lossy().contains(".part-")));
}

#[test]
fn what_has_no_words_has_no_lines_and_a_hyphen_excludes_behind_any_flag() {
    let place = with_corpus();
    for query in ["", "source:\"Harbour Post\"", "salt pepper"] {
        place.ends(1, &["kwic", query]);
    }
    let total = |arguments: &[&str]| {
        let mut all = vec!["timeline", "--since", "2024", "--output", "json", "--now", NOW];
        all.extend(arguments);
        place.json(&all)["total"].as_u64().expect("a total")
    };
    let without = total(&["--query=-salt"]);
    assert_eq!(total(&["-e=-salt"]), without);
    assert_eq!(total(&["-salt"]), without);
    assert!(without < total(&[""]));
}
