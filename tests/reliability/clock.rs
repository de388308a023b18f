//! A clock that is set back or forward between runs: no changed file is considered unchanged.
#![cfg(target_os = "linux")]

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use super::{change, is_as_a_clean_build, rounds, wire};
use crate::dice::Dice;
use crate::harness::Place;

/// The library that changes a program's clock, built once, or `None` if it cannot be built on this machine.
static CLOCK: LazyLock<Option<(tempfile::TempDir, PathBuf)>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let library = folder.path().join("clock.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reliability/clock.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&library)
        .args([source, "-ldl"])
        .status();
    built.is_ok_and(|status| status.success()).then_some((folder, library))
});

/// Indexes with a clock that is off by `seconds`. Returns the summary, or `None` if this machine cannot do that.
fn index_at(place: &Place, seconds: i64) -> Option<Value> {
    let Some((_, library)) = &*CLOCK else {
        eprintln!("SKIPPED: no C compiler, this test looked at nothing");
        return None;
    };
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["index", "in", "--index", "index", "--allow-removals", "--output", "json"])
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("LD_PRELOAD", library)
        .env("CLOCK", seconds.to_string())
        .output()
        .expect("the program runs");
    // A run that leaves no articles exits with 2.
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 2)), "{said}");
    Some(serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}")))
}

#[test]
fn a_clock_that_jumps_hides_no_change() {
    let (runs, mut jumps) = (rounds(8), 0);
    let mut dice = Dice::new(1_987);
    let place = Place::new();
    place.write("in/0/0.txt", wire(0));
    let (mut last, mut seconds) = (0, 0);
    for number in 0..runs {
        change(&place, &mut dice, 6);
        place.write("in/0/0.txt", wire(number));
        // Up to ten days back or forward, often by less than the age from which a file's time is trusted.
        seconds = match dice.below(3) {
            0 => seconds - dice.below(5) as i64,
            1 => seconds - dice.below(864_000) as i64,
            _ => seconds + dice.below(864_000) as i64,
        };
        jumps += usize::from(seconds < last);
        last = seconds;
        if index_at(&place, seconds).is_none() {
            return;
        }
        is_as_a_clean_build(&place, "index", &format!("run {number}, {seconds} s off"));
    }
    println!("{runs} runs, before {jumps} of which the clock was set back");
}

#[test]
fn files_of_the_future_are_read_when_they_change() {
    let place = Place::new();
    let tomorrow = std::time::SystemTime::now() + std::time::Duration::from_secs(86_400);
    for number in [1, 2, 3] {
        // The length and the modification time stay the same.
        place.write("in/a.txt", wire(number));
        let file = std::fs::File::options().append(true).open(place.path("in/a.txt"));
        file.and_then(|file| file.set_modified(tomorrow)).expect("a time is set");
        let Some(summary) = index_at(&place, 0) else { return };
        assert_eq!(summary["files"]["indexed"], 1, "{summary}");
    }
    assert_eq!(index_at(&place, -864_000).expect("a summary")["articles"]["unchanged"], 1);
}
