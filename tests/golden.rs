//! Output for people, compared with the files in `golden/`. `UPDATE_GOLDEN=1 cargo test` rewrites them.

use std::fs;
use std::path::Path;

use regex::Regex;

use crate::harness::{NOW, Place, with_corpus};

/// Compares a text with a golden file.
pub fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, found).expect("the file is written");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        wanted == found,
        "{name} differs; found:\n{found}\nUPDATE_GOLDEN=1 cargo test accepts it"
    );
}

#[test]
fn help_is_as_it_was() {
    let place = Place::new();
    golden("help.txt", &place.ends(0, &["--help"]));
    for command in [
        "index",
        "search",
        "explain",
        "timeline",
        "kwic",
        "batch",
        "export",
        "replay",
        "terms",
        "names",
        "show",
        "similar",
        "story",
        "watch",
        "open",
        "info",
        "check",
        "backup",
        "restore",
        "copy",
        "eval",
        "serve",
        "mcp",
        "completions",
        "man",
    ] {
        golden(&format!("help-{command}.txt"), &place.ends(0, &[command, "--help"]));
    }
    for command in ["add", "list", "run", "remove"] {
        golden(&format!("help-watch-{command}.txt"), &place.ends(0, &["watch", command, "--help"]));
    }
}

#[test]
fn pages_are_as_they_were() {
    let place = with_corpus();
    let cases: [(&str, &[&str]); 8] = [
        ("search.txt", &["search", "salt tax", "-n", "4", "--facets", "source,year"]),
        (
            "search-dates.txt",
            &["search", "storm", "--on", "2024-06-14", "--sort", "newest", "-n", "3"],
        ),
        ("search.csv", &["search", "ferry aldana", "--output", "csv"]),
        ("search.trec", &["search", "ferry aldana", "--output", "trec", "--qid", "7"]),
        (
            "search-colour.txt",
            &[
                "search",
                "\"peace talks\" -adjourn",
                "--color",
                "always",
                "-n",
                "1",
                "--facets",
                "lang",
            ],
        ),
        (
            "show-colour.txt",
            &["show", "cm-midnight", "--highlight", "harbour OR midnight", "--color", "always"],
        ),
        ("kwic-colour.txt", &["kwic", "salt tax", "-n", "3", "--color", "always", "--now", NOW]),
        ("show.txt", &["show", "cm-midnight"]),
    ];
    let time = Regex::new(r" · [0-9.]+ ms").expect("a valid pattern");
    for (name, arguments) in cases {
        let mut all = arguments.to_vec();
        if arguments[0] == "search" {
            all.extend(["--now", NOW]);
        }
        let found = place.ends(0, &all).replace(concat!(env!("CARGO_MANIFEST_DIR"), "/"), "");
        assert_eq!(found.contains("\u{1b}["), name.contains("colour"), "{name}");
        // The time differs from run to run.
        golden(name, &time.replace(&found, " · 0.0 ms"));
    }
}

#[test]
fn json_is_as_it_was() {
    let place = with_corpus();
    let mut answer = place.search(&[
        "nato OR whale",
        "--since",
        "2024",
        "--until",
        "2024",
        "--facets",
        "source,month",
    ]);
    answer["took_ms"] = 0.into();
    let text = serde_json::to_string_pretty(&answer).expect("JSON");
    golden(
        "search.json",
        &format!("{}\n", text.replace(concat!(env!("CARGO_MANIFEST_DIR"), "/"), "")),
    );
}

#[test]
fn faults_are_as_they_were() {
    let place = with_corpus();
    let cases: [&[&str]; 9] = [
        &["search", "--strict", "(salt tax"],
        &["search", "--strict", "salt AND"],
        &["search", "--strict", "\"salt tax"],
        &["search", "--strict", "date:2025-02-30"],
        &["search", "--since", "2025-02-30", "salt"],
        &["search", "--since", "03/04/2025", "salt"],
        &["search", "--facets", "author", "salt"],
        &["search", "--dialect", "nexis", "salt w/5 tax! and company(apple)"],
        &["search", "--dialect", "factiva", "closing date and bids"],
    ];
    let mut text = String::new();
    for case in cases {
        let output = place.run(case);
        assert_eq!(output.status.code(), Some(2), "{case:?}");
        text.push_str(&format!(
            "$ dateline {}\n{}\n",
            case.join(" "),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    golden("faults.txt", &text);
}
