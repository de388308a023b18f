//! Runs of saved searches that are killed or that fail: nothing is lost, and at most the delivery in progress is repeated,
//! with the same id.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{ids, salt, watched};
use crate::harness::Place;

/// The number of saved searches, each of which finds one new article.
const SEARCHES: usize = 4;

/// Returns a place with several saved searches, something new for each, and a command that notes every delivery in a file.
fn prepared() -> Place {
    let place = watched();
    for number in 1..SEARCHES {
        place.ends(0, &["watch", "add", &format!("ward{number}"), "salt"]);
    }
    salt(&place, 4);
    place.index("in");
    place
}

/// Returns the arguments of a run that appends each delivery to a file. `tee` gets nothing of an article as an argument.
fn noting(place: &Place) -> Vec<String> {
    let log = place.path("log");
    ["watch", "run", "-q", "--exec"]
        .map(str::to_string)
        .into_iter()
        .chain([format!("tee -a {}", log.display())])
        .collect()
}

/// Returns the ids that were delivered for each search, in order.
fn delivered(place: &Place) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let text = fs::read_to_string(place.path("log")).unwrap_or_default();
    // The process that was killed may have left part of a line, which the next delivery continues.
    for line in text.lines().filter_map(|line| line.rfind("{\"version\"").map(|at| &line[at..])) {
        let Ok(delivery) = serde_json::from_str::<Value>(line) else { continue };
        let text = |name: &str| delivery[name].as_str().unwrap_or_default().to_string();
        assert_eq!(delivery["hits"].as_array().map(Vec::len), Some(1), "{delivery}");
        all.entry(text("search")).or_default().push(text("delivery"));
    }
    all
}

/// Runs and kills the program at the n-th of some system calls. Returns whether it was killed.
fn is_killed_at(place: &Place, arguments: &[String], call: &str, number: usize) -> bool {
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:signal=KILL:when={number}")])
        .arg(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    !traced.expect("strace runs").success()
}

#[test]
fn a_run_killed_at_any_step_loses_nothing_and_repeats_at_most_one_delivery() {
    if !cfg!(target_os = "linux") || Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is absent, this test looked at nothing");
        return;
    }
    let mut killed = 0;
    let calls = [
        "rename,renameat,renameat2",
        "fsync,fdatasync",
        "unlink,unlinkat",
        "wait4,waitid",
        "write",
    ];
    for call in calls {
        for number in
            (1..=if call == "write" { 30 } else { 9 }).step_by(if call == "write" { 3 } else { 1 })
        {
            let place = prepared();
            let arguments = noting(&place);
            let was_killed = is_killed_at(&place, &arguments, call, number);
            killed += usize::from(was_killed);
            let before = delivered(&place);
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let what = format!("{call} {number}");
            let output = place.run(&arguments);
            assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
            let after = delivered(&place);
            assert_eq!(after.len(), SEARCHES, "{what}: {before:?} {after:?}");
            let repeated = after.values().filter(|ids| ids.len() > 1).count();
            assert!(repeated <= usize::from(was_killed), "{what}: {after:?}");
            for (name, ids) in &after {
                let different: BTreeSet<&String> = ids.iter().collect();
                assert_eq!(different.len(), 1, "{what}: {name}: the same delivery has one id");
            }
            assert!(ids(&place, &[]).is_empty(), "{what}");
            place.ends(0, &["check"]);
        }
    }
    eprintln!("{killed} runs were killed");
    assert!(killed > 20, "{killed}");
}

#[test]
fn adding_a_search_is_all_or_nothing() {
    if !cfg!(target_os = "linux") || Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is absent, this test looked at nothing");
        return;
    }
    for call in ["rename,renameat,renameat2", "fsync,fdatasync"] {
        for number in 1..=5 {
            let place = watched();
            let add = ["watch", "add", "more", "salt", "-q"].map(str::to_string);
            is_killed_at(&place, &add, call, number);
            let list = place.json(&["watch", "list", "--json"]);
            if list["searches"].as_array().map(Vec::len) == Some(1) {
                place.ends(0, &["watch", "add", "more", "salt"]);
            }
            assert!(ids(&place, &[]).is_empty());
            salt(&place, 9);
            place.index("in");
            assert_eq!(ids(&place, &[]), ["9", "9"], "{call} {number}");
        }
    }
}

#[test]
fn saving_the_first_search_can_be_killed() {
    if !cfg!(target_os = "linux") || Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is absent, this test looked at nothing");
        return;
    }
    let mut killed = 0;
    for (call, times) in [
        ("rename,renameat,renameat2", 3),
        ("fsync,fdatasync", 6),
        ("mkdir,mkdirat", 1),
        ("flock", 1),
    ] {
        for number in 1..=times {
            let place = Place::new();
            salt(&place, 1);
            place.index("in");
            let add = ["watch", "add", "salt", "salt", "-q"].map(str::to_string);
            killed += usize::from(is_killed_at(&place, &add, call, number));
            // The folder is accepted as it was left.
            salt(&place, 2);
            place.index("in");
            place.ends(0, &["check"]);
            place.run(&["watch", "add", "salt", "salt"]);
            salt(&place, 3);
            place.index("in");
            assert_eq!(ids(&place, &[]).last().map(String::as_str), Some("3"), "{call} {number}");
            let folder = fs::read_dir(place.path(".dateline/watch")).unwrap().flatten();
            let hidden =
                folder.filter(|entry| entry.file_name().to_string_lossy().starts_with('.'));
            assert_eq!(hidden.count(), 0, "{call} {number}: no temporary files are left");
        }
    }
    assert!(killed > 6, "{killed}");
}

#[test]
fn a_command_that_fails_has_delivered_nothing() {
    let place = prepared();
    for command in ["false", "/no/such/command", "sh -c 'cat > /dev/null; exit 3'"] {
        let output = place.run(&["watch", "run", "--exec", command]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert_eq!(told.matches("not delivered").count(), SEARCHES, "{told}");
    }
    let first = place.json(&["watch", "list", "--json"]);
    assert!(first["searches"].as_array().unwrap().iter().all(|one| one["unfinished"] == true));
    // What arrives in the meantime is another delivery, after the one that is repeated.
    salt(&place, 5);
    place.index("in");
    let arguments = noting(&place);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    place.ends(0, &arguments);
    for ids in delivered(&place).values() {
        assert_eq!(ids.len(), 2);
        assert_ne!(ids[0], ids[1]);
    }
    assert!(ids(&place, &[]).is_empty());
}

#[test]
fn a_command_may_ignore_its_input() {
    let place = prepared();
    place.ends(0, &["watch", "run", "--exec", "true"]);
    assert!(ids(&place, &[]).is_empty());
}

#[test]
fn what_a_closed_pipe_took_is_not_delivered() {
    let place = watched();
    for number in 10..400 {
        salt(&place, number);
    }
    place.index("in");
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["watch", "run"])
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
    assert_eq!(ids(&place, &[]).len(), 390);
}
