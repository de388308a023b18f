//! Runs that are killed at random moments and at exact system calls.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::answers::check;
use dateline::searching::Location;

use super::{change, is_as_a_clean_build, rounds};
use crate::dice::Dice;
use crate::harness::Place;

/// The changes between two runs may remove so many articles that a run without permission would be refused.
const INDEX: [&str; 6] = ["index", "in", "-q", "--commit-every", "0", "--allow-removals"];

/// Checks that the index of a killed run opens at an undamaged commit.
fn is_whole(place: &Place, what: &str) {
    if place.path(".dateline/meta.json").exists() {
        match check::check(&Location::Folder(place.path(".dateline")), false) {
            Ok(checked) => assert!(checked.is_intact(), "{what}: {:?}", checked.damage),
            // The run was killed before the first commit.
            Err(error) => assert!(error.message.contains("it is empty"), "{what}: {error}"),
        }
    }
}

#[test]
fn runs_killed_at_random_moments_lose_nothing() {
    let place = Place::new();
    let mut dice = Dice::new(7);
    change(&place, &mut dice, 60);
    place.ends(0, &INDEX);
    change(&place, &mut dice, 10);
    let began = Instant::now();
    place.ends(0, &INDEX);
    let whole = began.elapsed();
    let mut killed = 0;
    for round in 0..rounds(50) {
        change(&place, &mut dice, 10);
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(INDEX)
            .current_dir(place.path(""))
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        // Any moment is suitable. Which one it is depends on the seed and the machine.
        std::thread::park_timeout(whole.mul_f64(dice.below(1_000) as f64 / 1_000.0));
        drop(child.kill());
        killed += usize::from(!child.wait().expect("it ends").success());
        is_whole(&place, &format!("round {round}"));
        // In every other round, the next run is killed too.
        if round % 2 == 0 {
            place.ends(0, &INDEX);
            is_as_a_clean_build(&place, ".dateline", &format!("round {round}"));
        }
    }
    eprintln!("{killed} runs were killed, a whole one takes {whole:?}");
    assert!(killed > 0 && whole > Duration::ZERO);
}

const RENAMES: &str = "rename,renameat,renameat2";
const FLUSHES: &str = "fdatasync,fsync";

/// Runs and kills the program at the n-th of some system calls. Returns whether it was killed.
fn is_killed_at(place: &Place, call: &str, number: usize) -> bool {
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:signal=KILL:when={number}")])
        .arg(env!("CARGO_BIN_EXE_dateline"))
        .args(INDEX)
        .current_dir(place.path(""))
        .stderr(Stdio::null())
        .status();
    !traced.expect("strace runs").success()
}

#[test]
fn runs_killed_at_exact_system_calls_lose_nothing() {
    if !cfg!(target_os = "linux") || Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is absent, this test looked at nothing");
        return;
    }
    let mut dice = Dice::new(11);
    let mut killed = 0;
    // The first run, which creates the index.
    for call in [RENAMES, FLUSHES] {
        for number in 1..=6 {
            let place = Place::new();
            change(&place, &mut dice, 10);
            killed += usize::from(is_killed_at(&place, call, number));
            if number % 2 == 0 {
                place.ends(0, &["index", "in", "--rebuild", "-q"]);
            }
            place.ends(0, &INDEX);
            is_as_a_clean_build(&place, ".dateline", &format!("{call} {number} of a first run"));
        }
    }
    let all = rounds(24);
    for call in [RENAMES, FLUSHES, "unlink,unlinkat", "openat"] {
        let place = Place::new();
        change(&place, &mut dice, 40);
        place.ends(0, &INDEX);
        for round in 0..all / 4 {
            change(&place, &mut dice, 6);
            // Kill at each of the first calls, then at larger intervals. Opening files takes a great many calls.
            let spread = if call == "openat" { 40 } else { 1 };
            let number = 1 + round * spread + dice.below(spread);
            killed += usize::from(is_killed_at(&place, call, number));
            let what = format!("{call} {number}");
            is_whole(&place, &what);
            place.ends(0, &INDEX);
            is_as_a_clean_build(&place, ".dateline", &what);
        }
    }
    eprintln!("{killed} of {} runs were killed at a system call", all + 12);
    assert!(killed > 0, "strace kills");
}
