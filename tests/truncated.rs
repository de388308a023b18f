//! An index that another program truncates while it is read, as `rsync --inplace` does. The result is an error that
//! names the file, never a wrong answer or a signal.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::dice::Dice;
use crate::harness::Place;
use crate::reliability::rounds;

/// Returns a place whose export is larger than the buffer of a pipe.
fn place() -> Place {
    let place = Place::new();
    let body = "The ferries of Aldana sail again, and nobody asks for how long. ".repeat(40);
    let lines: String = (0..2_000)
        .map(|number| {
            let title = format!("Ferry report {number}");
            let body = format!("{number} {body}");
            let line = serde_json::json!({"id": number, "date": "2024-06-14", "title": title, "body": body});
            format!("{line}\n")
        })
        .collect();
    place.write("in/all.jsonl", lines);
    place.ends(0, &["index", "in", "-q"]);
    place
}

/// Truncates the files of an index with this extension to length 0. Returns their names.
fn truncate(place: &Place, extension: &str) -> Vec<String> {
    let mut cut = Vec::new();
    for entry in fs::read_dir(place.path(".dateline")).unwrap().flatten() {
        if entry.path().extension().is_some_and(|found| found == extension) {
            let file = fs::File::options().write(true).open(entry.path()).unwrap();
            file.set_len(0).unwrap();
            cut.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    cut
}

#[test]
fn a_file_that_is_shortened_while_it_is_read_is_an_error_that_names_it() {
    let place = place();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["export", "ferries"])
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // The program has started to write, and blocks until the rest is read.
    let mut out = child.stdout.take().expect("a pipe");
    let mut first = [0; 1_000];
    out.read_exact(&mut first).expect("articles are written");
    let cut = truncate(&place, "store");
    assert!(!cut.is_empty());
    out.read_to_end(&mut Vec::new()).expect("it ends");
    let mut error = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut error).expect("UTF-8");
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(2), "{status}: {error}");
    assert!(error.contains("error: reading ") && error.contains(&cut[0]), "{error}");
    assert!(error.contains("hint: ") && error.contains("dateline check --index"), "{error}");
}

/// A command either answers or fails with an error, regardless of when a file is truncated.
#[test]
fn no_moment_of_shortening_a_file_kills_the_program() {
    let place = place();
    place.ends(0, &["backup", "copy", "-q"]);
    let mut dice = Dice::new(31);
    let commands: [&[&str]; 3] = [
        &["check"],
        &["search", "ferries", "--facets", "source"],
        &["kwic", "ferries", "-n", "200"],
    ];
    let usual = commands.map(|command| {
        let began = Instant::now();
        place.ends(0, command);
        began.elapsed()
    });
    let (mut failed, mut caught) = (0, 0);
    for _ in 0..rounds(30) {
        place.ends(0, &["restore", "copy", "--index", ".dateline", "--force", "-q"]);
        let which = dice.below(commands.len());
        let child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(commands[which])
            .args(["--output", "json"])
            .current_dir(place.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // Any moment is suitable. Which one it is depends on the seed and the machine.
        std::thread::park_timeout(usual[which].mul_f64(dice.below(1_000) as f64 / 1_000.0));
        truncate(&place, dice.pick(&["store", "term", "idx", "pos", "fast", "bin"]));
        let output = child.wait_with_output().expect("it ends");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{output:?}");
        let answer: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        failed += usize::from(!output.status.success());
        if error.contains("made the file shorter") {
            caught += 1;
            assert_eq!(answer["error"]["kind"], "index", "{output:?}");
        }
    }
    eprintln!("{failed} commands failed, {caught} of them at a page that was gone");
    assert!(failed > 0);
}

#[test]
fn a_shortened_file_is_named_when_the_index_is_opened() {
    for extension in ["store", "term", "idx", "pos", "fast", "fieldnorm", "bin"] {
        let place = place();
        let cut = truncate(&place, extension);
        assert!(!cut.is_empty(), "{extension}");
        for arguments in [&["search", "ferries"][..], &["info"], &["backup", "copy"]] {
            let output = place.run(arguments);
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{extension}, {arguments:?}: {error}");
            assert!(error.contains(&cut[0]) && error.contains("hint:"), "{error}");
        }
    }
}
