//! Every command of docs/how-do-i.md, run over the sample archive.

use std::fs;
use std::path::Path;

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
        if arguments[0] != "batch" {
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
    assert_eq!(page.matches("\n## ").count(), 10, "ten questions");
    assert_eq!(commands, 10, "each with a command");
    golden("how-do-i.txt", &timeless(&answers));
}

/// Words as a shell takes them apart: blanks, and single quotes.
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

/// Without how long an answer took.
fn timeless(text: &str) -> String {
    let lines = text.lines().map(|line| match line.rsplit_once(" · ") {
        Some((rest, took)) if took.ends_with(" ms") => rest,
        _ => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}
