//! Backups and restores that are killed, lose power, run on a failing disk, or run while the index is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dateline::answers::check;
use dateline::backup::{self, Options};
use dateline::engine::embedded::disk_hooks::Watcher;
use dateline::searching::Location;

use super::faults::Fault;
use super::power::{Disk, Done, Record};
use super::{change, line, rounds, says, sync};
use crate::dice::Dice;
use crate::harness::{Place, SetWhenDropped};

type Content = BTreeMap<String, String>;

/// Verifies every byte of a folder, and returns its content.
fn sound(folder: &Path, what: &str) -> Content {
    let checked = check::check(&Location::Folder(folder.to_path_buf()), false)
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    let damage =
        checked.damage.iter().filter(|damage| damage.file.as_deref() != Some(".managed.json"));
    assert_eq!(damage.count(), 0, "{what}: {:?}", checked.damage);
    says(folder)
}

const BACKUP: [&str; 3] = ["backup", "copy", "-q"];
const RESTORE: [&str; 6] = ["restore", "copy", "--index", "restored", "--force", "-q"];

/// Runs a command and kills it at a random moment within its usual time.
fn is_killed(place: &Place, arguments: &[&str], usual: Duration, dice: &mut Dice) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    // Any moment is suitable. Which one it is depends on the seed and the machine.
    std::thread::park_timeout(usual.mul_f64(dice.below(1_000) as f64 / 1_000.0));
    child.kill().expect("it is killed, or has ended");
    !child.wait().expect("it ends").success()
}

#[test]
fn backups_and_restores_killed_at_random_moments_harm_nothing() {
    let place = Place::new();
    let mut dice = Dice::new(21);
    change(&place, &mut dice, 60);
    place.ends(0, &["index", "in", "-q"]);
    let began = Instant::now();
    place.ends(0, &BACKUP);
    let usual = began.elapsed();
    place.ends(0, &RESTORE);
    let mut killed = 0;
    for round in 0..rounds(20) {
        change(&place, &mut dice, 10);
        place.ends(0, &["index", "in", "-q"]);
        let index = sound(&place.path(".dateline"), "the index");
        let before = sound(&place.path("copy"), "the backup");
        killed += usize::from(is_killed(&place, &BACKUP, usual, &mut dice));
        let what = format!("round {round}");
        assert_eq!(sound(&place.path(".dateline"), &what), index, "{what}: the index");
        let now = sound(&place.path("copy"), &what);
        assert!(now == before || now == index, "{what}: a backup that is neither old nor new");
        if round % 2 == 0 {
            place.ends(0, &BACKUP);
            assert_eq!(sound(&place.path("copy"), &what), index, "{what}: the next backup");
        }
        let copy = sound(&place.path("copy"), &what);
        let before = sound(&place.path("restored"), &what);
        killed += usize::from(is_killed(&place, &RESTORE, usual, &mut dice));
        assert_eq!(sound(&place.path("copy"), &what), copy, "{what}: the backup after a restore");
        let now = sound(&place.path("restored"), &what);
        assert!(now == before || now == copy, "{what}: an index that is neither old nor new");
        if round % 2 == 0 {
            place.ends(0, &RESTORE);
            assert_eq!(sound(&place.path("restored"), &what), copy, "{what}: the next restore");
            assert_eq!(names(&place, "restored"), names(&place, "copy"), "{what}: nothing is left");
        }
    }
    eprintln!(
        "{killed} of {} backups and restores were killed; one takes {usual:?}",
        2 * rounds(20)
    );
    assert!(killed > 0);
}

/// Returns the names of the files of a commit, sorted.
fn names(place: &Place, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(place.path(folder)).expect("a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "backup.json").collect();
    names.sort();
    names
}

/// Runs a command and kills it at the n-th of some system calls. Returns whether it was killed.
fn is_killed_at(place: &Place, arguments: &[&str], call: &str, number: usize) -> bool {
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:signal=KILL:when={number}")])
        .arg(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .stderr(Stdio::null())
        .status();
    !traced.expect("strace runs").success()
}

#[test]
fn first_backups_and_restores_killed_at_system_calls_are_completed_by_the_next() {
    if !cfg!(target_os = "linux") || Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is absent, this test looked at nothing");
        return;
    }
    let place = Place::new();
    let mut dice = Dice::new(22);
    change(&place, &mut dice, 20);
    place.ends(0, &["index", "in", "-q"]);
    let index = says(&place.path(".dateline"));
    place.ends(0, &["backup", "whole", "-q"]);
    let mut killed = 0;
    let calls = ["rename,renameat,renameat2", "fdatasync,fsync", "write", "openat", "mkdir"];
    for round in 0..rounds(40) {
        let call = calls[round % calls.len()];
        let spread = if call == "openat" { 8 } else { 1 };
        let number = 1 + round / calls.len() % 12 * spread + dice.below(spread);
        let what = format!("{call} {number}");
        let restore = ["restore", "whole", "--index", "new", "-q"];
        for (folder, arguments) in [("copy", &BACKUP[..]), ("new", &restore[..])] {
            killed += usize::from(is_killed_at(&place, arguments, call, number));
            let complete = place.path(folder).join("meta.json").exists();
            if complete {
                assert_eq!(sound(&place.path(folder), &what), index, "{what}");
            }
            // A complete index is not overwritten; an incomplete one can be restored.
            let refused = complete && folder == "new";
            place.ends(if refused { 2 } else { 0 }, arguments);
            assert_eq!(sound(&place.path(folder), &what), index, "{what}");
            fs::remove_dir_all(place.path(folder)).unwrap();
        }
        assert_eq!(sound(&place.path(".dateline"), &what), index, "{what}");
    }
    eprintln!("{killed} of {} were killed at a system call", 2 * rounds(40));
    assert!(killed > 0, "strace kills");
}

const LOCK: &str = ".tantivy-writer.lock";

/// Simulates a power loss at every step in `folder`, and compares the remaining content with the content before and the
/// expected content.
fn survives_power_loss(
    place: &Place,
    folder: &str,
    dice: &mut Dice,
    run: impl Fn(&str, Watcher) -> dateline::error::Result<backup::Report>,
) -> usize {
    let path = place.path(folder);
    let existed = path.join("meta.json").exists();
    let before = existed.then(|| says(&path));
    let mut disk = if path.exists() { Disk::of(&path) } else { Disk::empty() };
    let record = Arc::new(Record::default());
    run(folder, Some(record.clone())).expect("it ends well");
    let after = says(&path);
    let steps = record.steps();
    // If the index was restored to a folder without one, it received another random number at the end.
    let note = steps.iter().find_map(|done| match done {
        Done::Replace(name, _) => name.strip_suffix("-restoring"),
        _ => None,
    });
    let number = note.and_then(|note| note.strip_prefix(".dateline-"));
    let lock = match number {
        Some(number) => format!("dateline index {number}\n").into_bytes(),
        None => fs::read(path.join(LOCK)).unwrap(),
    };
    let mut cuts = 0;
    for (number, done) in steps.iter().enumerate() {
        disk.step(done);
        if matches!(done, Done::Write(..)) && number % 3 != 0 {
            continue;
        }
        for loss in 0..rounds(1) + 2 {
            let lost = place.path("after");
            if lost.exists() {
                fs::remove_dir_all(&lost).unwrap();
            }
            fs::create_dir(&lost).unwrap();
            // The lock file was flushed before the first step.
            fs::write(lost.join(LOCK), &lock).unwrap();
            for (name, bytes) in disk.after_power_loss(dice, 30 * loss) {
                fs::write(lost.join(name), bytes).unwrap();
            }
            let what = format!("{folder}, step {number} of {}: {done:.60?}", steps.len());
            match (&before, lost.join("meta.json").exists()) {
                (None, false) => {}
                (Some(_), false) => panic!("{what}: the commit is gone"),
                (_, true) => {
                    let found = sound(&lost, &what);
                    assert!(Some(&found) == before.as_ref() || found == after, "{what}");
                    let last = number + 1 == steps.len();
                    assert!(!last || found == after, "{what}: what was acknowledged is gone");
                }
            }
            cuts += 1;
            if cuts % 8 == 0 {
                run("after", None).unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(sound(&lost, &what), after, "{what}: the next run");
            }
        }
    }
    cuts
}

/// Returns options for a backup that is watched.
fn options(watcher: Watcher) -> Options {
    let mut options = Options::default();
    options.watcher = watcher;
    options
}

#[test]
fn backups_and_restores_survive_power_loss_at_every_step() {
    let place = Place::new();
    let mut dice = Dice::new(23);
    let make = |to: &str, watcher: Watcher| {
        let options = options(watcher);
        backup::backup(&place.path("index"), &place.path(to), &options, &mut |_, _| {})
    };
    let bring = |force: bool| {
        let place = &place;
        move |to: &str, watcher: Watcher| {
            // If the power failed after the last step, the index is complete.
            let force = force || place.path(to).join("meta.json").exists();
            let mut options = options(watcher);
            options.force = force;
            backup::restore(&place.path("copy"), &place.path(to), &options, &mut |_, _| {})
        }
    };
    change(&place, &mut dice, 20);
    sync(&place, "index", None).unwrap();
    let mut cuts = survives_power_loss(&place, "copy", &mut dice, make);
    cuts += survives_power_loss(&place, "restored", &mut dice, bring(false));
    for _ in 0..2 {
        change(&place, &mut dice, 10);
        sync(&place, "index", None).unwrap();
        cuts += survives_power_loss(&place, "copy", &mut dice, make);
        cuts += survives_power_loss(&place, "restored", &mut dice, bring(true));
    }
    eprintln!("{cuts} power losses");
    assert!(cuts > 100);
}

#[test]
fn a_step_that_fails_leaves_the_backup_sound() {
    let place = Place::new();
    let mut dice = Dice::new(24);
    change(&place, &mut dice, 20);
    sync(&place, "index", None).unwrap();
    let make = |watcher: Watcher| {
        let options = options(watcher);
        backup::backup(&place.path("index"), &place.path("copy"), &options, &mut |_, _| {})
    };
    make(None).unwrap();
    let mut failed = 0;
    for at in 0..rounds(40) {
        change(&place, &mut dice, 4);
        sync(&place, "index", None).unwrap();
        let before = says(&place.path("copy"));
        let index = says(&place.path("index"));
        let (on, short) = (at % 2 == 0, at % 5 == 0);
        let what = format!("step {at}, on {on}, short {short}");
        let result = make(Some(Arc::new(Fault::new(at, on, short))));
        failed += usize::from(result.is_err());
        let now = sound(&place.path("copy"), &what);
        assert!(now == index || (result.is_err() && now == before), "{what}: {result:?}");
        make(None).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(sound(&place.path("copy"), &what), index, "{what}");
    }
    eprintln!("{failed} backups failed");
    assert!(failed > 10);
}

/// Files of a failed backup are removed before anything is copied, because they may be the reason for a full disk.
#[test]
fn files_of_a_failed_backup_that_are_no_longer_needed_make_room_first() {
    let place = Place::new();
    let mut dice = Dice::new(26);
    for first in [true, false] {
        change(&place, &mut dice, 30);
        sync(&place, "index", None).unwrap();
        let make = |watcher: Watcher| {
            let options = options(watcher);
            backup::backup(&place.path("index"), &place.path("copy"), &options, &mut |_, _| {})
        };
        let before = if first { Vec::new() } else { names(&place, "copy") };
        let record = Arc::new(Record::default());
        make(Some(Arc::new(Fault::new(14, true, false)))).unwrap_err();
        let left = names(&place, "copy");
        let left: Vec<_> = left.into_iter().filter(|name| !name.starts_with('.')).collect();
        let left: Vec<_> = left.into_iter().filter(|name| !before.contains(name)).collect();
        assert!(!left.is_empty());
        fs::remove_dir_all(place.path("in")).unwrap();
        change(&place, &mut dice, 30);
        sync(&place, "index", None).unwrap();
        make(Some(record.clone())).unwrap();
        let steps = record.steps();
        let created = steps.iter().position(|done| matches!(done, Done::Create(_))).unwrap();
        let removed = |name: &String| {
            steps[..created].iter().any(|done| matches!(done, Done::Remove(gone) if gone == name))
        };
        let kept = names(&place, "index");
        for name in left.iter().filter(|name| !kept.contains(name)) {
            assert!(removed(name), "{name} was not removed first: {steps:.60?}");
        }
        sound(&place.path("copy"), "after a failed one");
    }
}

#[cfg(unix)]
#[test]
fn too_few_open_files_leave_the_backup_sound() {
    let place = Place::new();
    let mut dice = Dice::new(25);
    change(&place, &mut dice, 40);
    place.ends(0, &["index", "in", "-q"]);
    place.ends(0, &BACKUP);
    for files in 4..40 {
        change(&place, &mut dice, 2);
        place.ends(0, &["index", "in", "-q"]);
        let before = says(&place.path("copy"));
        let script = format!("ulimit -n {files}; exec \"$DATELINE\" backup copy -q");
        let output = Command::new("sh")
            .args(["-c", &script])
            .env("DATELINE", env!("CARGO_BIN_EXE_dateline"))
            .current_dir(place.path(""))
            .output()
            .expect("sh runs");
        let what = format!("{files} open files: {}", String::from_utf8_lossy(&output.stderr));
        let now = sound(&place.path("copy"), &what);
        match output.status.code() {
            Some(0) => assert_eq!(now, says(&place.path(".dateline")), "{what}"),
            // The program could not even be loaded.
            Some(127) => assert_eq!(now, before, "{what}"),
            Some(2) => {
                assert_eq!(now, before, "{what}");
                assert!(what.contains("hint:") && !what.contains("--rebuild"), "{what}");
            }
            _ => panic!("{what}: {output:?}"),
        }
    }
}

/// The number of articles that a commit adds together.
const BATCH: usize = 7;

#[test]
fn a_backup_beside_a_writer_is_a_committed_state() {
    let place = Place::new();
    let batch = |number: usize| (0..BATCH).map(|at| line(number * BATCH + at)).collect::<String>();
    place.write("in/000.jsonl", batch(0));
    place.ends(0, &["index", "in", "-q"]);
    let (ended, backups) = (AtomicBool::new(false), AtomicUsize::new(0));
    let span = Duration::from_secs(4 * rounds(1) as u64);
    let commits = std::thread::scope(|threads| {
        for (to, link) in [("copy", false), ("linked", true)] {
            let (place, ended, backups) = (&place, &ended, &backups);
            threads.spawn(move || {
                let link: &[&str] = if link { &["--link"] } else { &[] };
                while !ended.load(Ordering::Relaxed) {
                    place.ends(0, &[&["backup", to, "-q"], link].concat());
                    let checked = place.json(&["check", to, "--output", "json"]);
                    let articles = checked["articles"].as_u64().unwrap() as usize;
                    assert_eq!(articles % BATCH, 0, "a state that was never committed: {articles}");
                    backups.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let _ended = SetWhenDropped(&ended);
        let began = Instant::now();
        let mut commits = 0;
        while began.elapsed() < span {
            commits += 1;
            place.write(&format!("in/{:03}.jsonl", commits % 10), batch(commits));
            let rebuild: &[&str] = if commits % 7 == 0 { &["--rebuild"] } else { &[] };
            place.ends(0, &[&["index", "in", "-q"], rebuild].concat());
        }
        commits
    });
    eprintln!("{} backups during {commits} commits", backups.load(Ordering::Relaxed));
    assert!(commits > 3 && backups.load(Ordering::Relaxed) > 2);
}
