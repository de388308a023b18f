//! Unusual places: folders without write permission, names that are not UTF-8, cycles of links, pipes, very many files,
//! files that vanish, and files that change.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};

use dateline::engine::embedded::disk_hooks::Watcher;

use super::{line, sync, wire};
use crate::harness::{Place, SetWhenDropped};

/// Runs the program as another user. Returns `None` if that is not allowed.
fn as_nobody(place: &Place, arguments: &[&str]) -> Option<Output> {
    // The other user may not be able to enter the program's folder, so copy it.
    let program = place.path("dateline");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_dateline"), &program).expect("it is copied");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("ours");
        fs::set_permissions(place.path(""), fs::Permissions::from_mode(0o755)).expect("ours");
    }
    let output = Command::new(&program)
        .args(arguments)
        .uid(65_534)
        .gid(65_534)
        .current_dir(place.path(""))
        .env("XDG_CACHE_HOME", place.path("cache"))
        .output();
    match output {
        Ok(output) => Some(output),
        Err(_) => {
            eprintln!("SKIPPED: no right to be another user, this test looked at nothing");
            None
        }
    }
}

#[test]
fn others_may_search_what_they_may_not_write() {
    let place = Place::new();
    place.write("in/a.txt", wire(1));
    place.ends(0, &["index", "in", "-q"]);
    let Some(output) = as_nobody(&place, &["search", "report", "--output", "json"]) else { return };
    assert!(output.status.success(), "{output:?}");
    assert!(as_nobody(&place, &["check"]).unwrap().status.success());
    let output = as_nobody(&place, &["index", "in"]).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("hint:"), "{output:?}");
}

#[test]
fn files_that_may_not_be_read_are_accounted_for_and_read_once_they_may() {
    let place = Place::new();
    place.write("in/a.txt", wire(1));
    place.write("in/b.txt", wire(2));
    place.write("in/closed/c.txt", wire(3));
    fs::create_dir(place.path("own")).unwrap();
    fs::set_permissions(place.path("own"), fs::Permissions::from_mode(0o777)).unwrap();
    let mode = |name: &str, mode: u32| {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    let index = ["index", "in", "--index", "own/index", "--output", "json"];
    mode("in/b.txt", 0o000);
    mode("in/closed", 0o000);
    let Some(output) = as_nobody(&place, &index) else { return };
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&summary["files"]["indexed"], &summary["files"]["skipped"]),
        (&1.into(), &2.into())
    );
    mode("in/b.txt", 0o644);
    mode("in/closed", 0o755);
    let output = as_nobody(&place, &index).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["articles"]["total"], 3, "{summary}");
    // A folder that is closed again keeps the articles known to be in it.
    mode("in/closed", 0o000);
    let output = as_nobody(&place, &index).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["articles"]["total"], 3, "{summary}");
    mode("in/closed", 0o755);
}

#[test]
fn odd_entries_get_a_verdict() {
    let place = Place::new();
    place.write("in/a.txt", wire(1));
    symlink("..", place.path("in/circle")).unwrap();
    symlink("itself", place.path("in/itself")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path("in/pipe.txt")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(place.path("in/socket")).unwrap();
    symlink("/dev/zero", place.path("in/zero.txt")).unwrap();
    let odd = place.path("in").join(OsStr::from_bytes(b"caf\xE9\xFF.txt"));
    fs::write(&odd, wire(2)).unwrap();
    let summary = place.index("in");
    assert_eq!((&summary["files"]["seen"], &summary["files"]["skipped"]), (&7.into(), &5.into()));
    assert_eq!(summary["articles"]["total"], 2);
    assert_eq!(place.hits("path", &["id:2"]), ["caf%E9%FF.txt"]);
    place.ends(0, &["check"]);
    println!("5 odd entries: 2 circular links, a link to a device, a FIFO, a socket");
}

#[test]
fn long_paths_are_paths() {
    let place = Place::new();
    let part = "d".repeat(240);
    // The system accepts paths of up to 4,096 bytes, so the last folders are created from within.
    let mut script = String::from("cd in");
    for _ in 0..16 {
        script.push_str(&format!(" && mkdir -p {part} && cd {part}"));
    }
    fs::create_dir(place.path("in")).unwrap();
    place.write("article", wire(5));
    let copied = format!("file=\"$PWD/article\"; {script} && cp \"$file\" a.txt");
    let made = Command::new("sh").args(["-c", &copied]).current_dir(place.path("")).output();
    assert!(made.as_ref().is_ok_and(|made| made.status.success()), "{made:?}");
    let summary = place.index("in");
    assert_eq!(summary["files"]["seen"], 1, "{summary}");
    let indexed = summary["articles"]["total"] == 1;
    // If the path with its root exceeds the system's limit, the file is skipped for that reason.
    assert!(indexed || summary["files"]["skipped"] == 1, "{summary}");
    place.ends(0, &["check"]);
}

#[test]
fn folders_within_folders_are_walked_to_the_last() {
    let place = Place::new();
    let levels = 1_800;
    // Each level takes a byte and a slash. The system accepts paths of up to 4,096 bytes.
    let deep = vec!["d"; levels].join("/");
    place.write(&format!("in/{deep}/a.txt"), wire(7));
    place.write("in/b.txt", wire(8));
    let summary = place.index("in");
    assert_eq!((&summary["files"]["seen"], &summary["articles"]["total"]), (&2.into(), &2.into()));
    assert_eq!(place.hits("path", &["id:7"]), [format!("{deep}/a.txt")]);
    // A pattern that matches in every folder, and a file of patterns at the end of a long path.
    place.write(&format!("in/{deep}/.datelineignore"), "*.bak\n");
    assert_eq!(place.index("in")["files"]["unchanged"], 2);
    let output = place.run(&["index", "in", "--exclude", "d/d/d/"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(place.hits("id", &["report"]), ["8"]);
    println!("{levels} folders within one another");
}

#[test]
fn a_folder_of_very_many_files_is_one_like_others() {
    let place = Place::new();
    let many = 2_000 * super::rounds(1).min(500);
    for number in 0..many {
        place.write(&format!("in/{number}.txt"), wire(number));
    }
    assert_eq!(place.index("in")["articles"]["total"], many);
    let again = place.index("in");
    assert_eq!(again["files"]["unchanged"], many);
    println!("{many} files in one folder");
}

#[test]
fn a_run_without_changes_changes_no_byte() {
    let place = Place::new();
    (0..20).for_each(|number| place.write(&format!("in/{number}.txt"), wire(number)));
    place.write("in/lines.jsonl", (0..20).map(line).collect::<String>());
    place.ends(0, &["index", "in", "-q"]);
    let bytes = |index: &str| {
        let entries = fs::read_dir(place.path(index)).unwrap().flatten();
        let mut files: Vec<_> = entries
            .map(|entry| {
                let changed = entry.metadata().unwrap().modified().unwrap();
                (entry.file_name(), fs::read(entry.path()).unwrap(), changed)
            })
            .collect();
        files.sort();
        files
    };
    let before = bytes(".dateline");
    place.ends(0, &["index", "in", "-q"]);
    assert!(bytes(".dateline") == before, "the index is as it was");
    // The same holds for a run that may commit at every file and encounters one that cannot be read.
    assert!(Command::new("mkfifo").arg(place.path("in/pipe")).status().unwrap().success());
    sync(&place, "often", Watcher::default()).unwrap();
    let before = bytes("often");
    sync(&place, "often", Watcher::default()).unwrap();
    assert!(bytes("often") == before, "the index is as it was");
}

#[test]
fn one_corrected_article_of_a_large_file_is_one_change() {
    let place = Place::new();
    let lines = |changed: usize| -> String {
        (0..1_000).map(|number| line(if number == 500 { changed } else { number })).collect()
    };
    place.write("in/all.jsonl", lines(500));
    place.index("in");
    place.write("in/all.jsonl", lines(5_000));
    let articles = place.index("in")["articles"].clone();
    assert_eq!(
        (&articles["added"], &articles["updated"], &articles["removed"], &articles["unchanged"]),
        (&0.into(), &1.into(), &0.into(), &999.into())
    );
}

#[test]
fn what_changes_or_vanishes_while_it_is_read_is_in_step_after_the_next_run() {
    let place = Place::new();
    let ended = AtomicBool::new(false);
    // At every moment there is something to index.
    place.write("in/always.txt", wire(500));
    (0..200)
        .for_each(|number| place.write(&format!("in/{}/{number}.txt", number % 9), wire(number)));
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let mut dice = crate::dice::Dice::new(31);
            while !ended.load(Ordering::Relaxed) {
                let number = dice.below(200);
                let name = format!("in/{}/{number}.txt", number % 9);
                match dice.below(6) {
                    0 => drop(fs::remove_file(place.path(&name))),
                    1 => drop(fs::remove_dir_all(place.path(&format!("in/{}", number % 9)))),
                    _ => place.write(&name, wire(dice.below(400))),
                }
            }
        });
        let _ended = SetWhenDropped(&ended);
        for _ in 0..6 {
            // The other thread may remove most of the folder between two runs.
            place.ends(0, &["index", "in", "-q", "--allow-removals"]);
        }
    });
    place.ends(0, &["index", "in", "-q", "--allow-removals"]);
    super::is_as_a_clean_build(&place, ".dateline", "after the last change");
}

#[test]
fn a_folder_whose_name_is_not_utf_8_is_not_taken_for_its_root() {
    let place = Place::new();
    place.write("in/a.txt", wire(1));
    place.write("in/b.txt", wire(2));
    let part = place.path("in").join(OsStr::from_bytes(b"\xff"));
    fs::create_dir(&part).expect("a folder");
    fs::write(part.join("c.txt"), wire(3)).expect("a file");
    place.ends(0, &["index", "in", "-q"]);
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("index")
        .arg(&part)
        .env_remove("DATELINE_INDEX")
        .current_dir(place.path(""))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("not UTF-8") && said.contains("hint: index the whole folder"), "{said}");
    place.ends(0, &["index", "in", "-q"]);
    assert_eq!(place.json(&["info", "--output", "json"])["articles"], 3);
}
