//! Measures a run of many saved searches over new articles, through the built program.
//!
//! `cargo bench --bench watch -- 100000 10000 1000` indexes 100,000 generated articles, saves 1,000 searches, adds 10,000
//! articles, and runs the searches: as text, as JSON Lines, and with a command for each search that found something. Each
//! run starts from the same state.

mod generator;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use generator::{Generator, word};

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let [articles, new, searches] = match numbers.as_slice() {
        [articles, new, searches] => [*articles, *new, *searches],
        _ => [100_000, 10_000, 1_000],
    };
    let place = tempfile::tempdir().expect("a temporary folder");
    let place = place.path();
    let mut generator = Generator::new(7);
    generator.archive(&place.join("in/old"), articles).expect("it is written");
    let build = if cfg!(debug_assertions) { "development" } else { "release" };
    println!("{articles} articles, {new} new, {searches} saved searches; {build} build");
    time(place, "index", &["index", "in", "-q"]);
    time(place, "watch add, the first one", &["watch", "add", "first", "zzzz", "-q"]);
    let path = place.join(".dateline/watch/searches.toml");
    let saved: String = (0..searches).map(section).collect();
    fs::write(&path, saved).expect("it is written");
    time(place, "watch run, nothing new", &["watch", "run", "-q"]);
    generator.archive(&place.join("in/new"), new).expect("it is written");
    time(place, "index, without a report", &["index", "-q"]);
    time(place, "watch list", &["watch", "list", "--json"]);
    let saved = place.join("saved");
    copy(&place.join(".dateline/watch"), &saved);
    for (what, arguments) in [
        ("watch run, text", &["watch", "run"][..]),
        ("watch run, JSON Lines", &["watch", "run", "--output", "jsonl"]),
        ("watch run, a feed", &["watch", "run", "--atom", "feed.atom", "-q"]),
        ("watch run, a command", &["watch", "run", "--exec", "true", "-q"]),
    ] {
        fs::remove_dir_all(place.join(".dateline/watch")).expect("it is removed");
        copy(&saved, &place.join(".dateline/watch"));
        time(place, what, arguments);
    }
    time(place, "watch run, nothing new", &["watch", "run", "-q"]);
}

/// Returns a search of one of eight kinds, for words of all frequencies except the most frequent ones.
fn section(number: usize) -> String {
    let rank = |step: usize| word(50 + (number * 7919 + step * 104_729) % 20_000);
    let (a, b, c) = (rank(0), rank(1), word(20 + (number * 31) % 300));
    let query = match number % 8 {
        0 => a,
        1 => format!("{c} {a}"),
        2 => format!("{a} OR {b} OR {c}"),
        3 => format!("{c} w/20 {a}"),
        4 => format!("\\\"{c} {}\\\"", word(20 + (number * 37) % 300)),
        5 => format!("title:{c} -{a}"),
        6 => format!("{}* {c}", &a[..a.len().min(4)]),
        _ => format!("({a} OR {c}) w/s {b}"),
    };
    format!("[search-{number}]\nquery = \"{query}\"\n")
}

/// Runs the program and prints how long it took, and how much it printed.
fn time(place: &Path, what: &str, arguments: &[&str]) {
    let began = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place)
        .stderr(Stdio::inherit())
        .output()
        .expect("the program runs");
    let seconds = began.elapsed().as_secs_f64();
    assert!(output.status.success(), "dateline {arguments:?}");
    let lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
    println!("{what:<28} {seconds:>7.2} s {lines:>9} lines");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("it is copied");
    }
}
