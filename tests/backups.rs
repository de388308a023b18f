//! Backups: which files are copied, what is refused, and what a restore replaces. `reliability/backups.rs` interrupts
//! them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::Place;

fn wire(number: usize) -> String {
    let (day, hour) = (number % 28 + 1, number % 24);
    format!(
        " date 2024-06-{day:02} {number}\nReport {number}\n(MENAFN) The ferry of {hour:02}:00 carried {number} \
         passengers across the bay of Aldana.\n"
    )
}

/// Returns a place with this many articles, indexed in `.dateline`.
fn archive(articles: usize) -> Place {
    let place = Place::new();
    for number in 0..articles {
        place.write(&format!("in/{number:03}.txt"), wire(number));
    }
    place.ends(0, &["index", "in", "-q"]);
    place
}

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "dateline {arguments:?}: {error}");
    assert!(error.contains("hint:"), "dateline {arguments:?}: no remedy: {error}");
    error
}

fn total(place: &Place, index: &str) -> u64 {
    place.search(&["", "--index", index])["total"].as_u64().expect("a number")
}

/// Returns the files in a folder with their bytes, except the lock and the list of managed files.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut content = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("UTF-8");
        if !name.starts_with('.') {
            content.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    content.sort();
    content
}

fn without_marker(mut content: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    content.retain(|(name, _)| name != "backup.json");
    content
}

#[test]
fn a_backup_is_a_copy_that_can_be_checked_searched_and_restored() {
    let place = archive(40);
    let made = place.json(&["backup", "copy", "--output", "json"]);
    assert_eq!(made["files"], made["new"]["files"]);
    let index = content(&place.path(".dateline"));
    assert_eq!(without_marker(content(&place.path("copy"))), index);
    let checked = place.json(&["check", "copy", "--output", "json"]);
    assert_eq!((&checked["sound"], &checked["articles"]), (&true.into(), &40.into()));
    assert_eq!(total(&place, "copy"), 40);
    let restored = place.json(&["restore", "copy", "--index", "restored/here", "--output", "json"]);
    assert_eq!(restored["files"], made["files"]);
    assert_eq!(content(&place.path("restored/here")), index);
    place.ends(0, &["check", "restored/here"]);
    // The restored index continues where the index stopped, and so do its backups.
    place.write("in/new.txt", wire(500));
    let summary = place.json(&["index", "in", "--index", "restored/here", "--output", "json"]);
    assert_eq!(
        (&summary["articles"]["added"], &summary["files"]["indexed"]),
        (&1.into(), &1.into())
    );
    place.ends(0, &["backup", "copy", "--index", "restored/here", "-q"]);
    assert_eq!(total(&place, "copy"), 41);
    place.ends(0, &["check", "copy"]);
}

#[test]
fn an_older_backup_is_updated_by_new_files_only() {
    let place = archive(400);
    place.ends(0, &["backup", "copy", "-q"]);
    let before = content(&place.path("copy"));
    let again = place.json(&["backup", "copy", "--output", "json"]);
    assert_eq!((&again["new"]["files"], &again["new"]["bytes"]), (&0.into(), &0.into()));
    assert_eq!(content(&place.path("copy")), before);
    place.write("in/new.txt", wire(500));
    fs::remove_file(place.path("in/007.txt")).unwrap();
    place.ends(0, &["index", "in", "-q"]);
    let updated = place.json(&["backup", "copy", "--output", "json"]);
    let (new, all) = (updated["new"]["files"].as_u64(), updated["files"].as_u64());
    assert!(Some(2) < new && new < all, "{updated}");
    assert_eq!(
        without_marker(content(&place.path("copy"))),
        content(&place.path(".dateline")),
        "files that are no longer needed are removed"
    );
    place.ends(0, &["check", "copy"]);
}

#[test]
fn a_backup_is_refused_where_it_could_harm_anything() {
    let place = archive(3);
    place.ends(0, &["backup", "copy", "-q"]);
    place.write("other/one.txt", wire(9));
    place.ends(0, &["index", "other", "--index", "second", "-q"]);
    place.write("mine/notes.txt", "mine");
    place.write("file", "mine");
    for (to, reason) in [
        ("in/copy", "or is inside it"),
        ("in", "or is inside it"),
        ("in/new/../copy", ".."),
        (".dateline", "or is inside it"),
        (".dateline/copy", "or is inside it"),
        (".", "or is inside it"),
        ("second", "it is an index"),
        ("second/copy", "another index"),
        ("copy/copy", "another index"),
        ("mine", "notes.txt"),
        ("file", "file"),
    ] {
        let error = refusal(&place, &["backup", to]);
        assert!(error.contains(reason), "{to}: {error}");
    }
    let error = refusal(&place, &["backup", "copy", "--index", "second"]);
    assert!(error.contains("backup of another index") && error.contains(".dateline"), "{error}");
    for left in ["in/copy", "in/new", ".dateline/copy", "second/copy", "copy/copy", "meta.json"] {
        assert!(!place.path(left).exists(), "{left} was created");
    }
    assert_eq!(fs::read_to_string(place.path("mine/notes.txt")).unwrap(), "mine");
    assert_eq!(fs::read_dir(place.path("mine")).unwrap().count(), 1);
    // A link does not hide its target.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(place.path("in"), place.path("link")).unwrap();
        refusal(&place, &["backup", "link/copy"]);
        assert!(!place.path("in/copy").exists());
    }
    // A user's files in the folder of a backup are neither deleted nor overwritten.
    place.write("copy/notes.txt", "mine");
    assert!(refusal(&place, &["backup", "copy"]).contains("notes.txt"));
    assert_eq!(fs::read_to_string(place.path("copy/notes.txt")).unwrap(), "mine");
    assert_eq!(total(&place, "copy"), 3);
}

#[test]
fn a_backup_is_not_an_index_to_write() {
    let place = archive(3);
    place.ends(0, &["backup", "copy", "-q"]);
    let before = content(&place.path("copy"));
    for arguments in [
        &["index", "in", "--index", "copy"][..],
        &["index", "--rebuild", "--index", "copy"],
        &["restore", ".dateline", "--index", "copy", "--force"],
        &["backup", "other", "--index", "copy"],
    ] {
        assert!(refusal(&place, arguments).contains("it is a backup"), "{arguments:?}");
    }
    assert_eq!(content(&place.path("copy")), before);
    assert!(!place.path("other").exists());
}

#[test]
fn a_restore_replaces_an_index_only_with_force() {
    let place = archive(3);
    place.ends(0, &["backup", "copy", "-q"]);
    place.write("in/new.txt", wire(500));
    place.ends(0, &["index", "in", "-q"]);
    let before = content(&place.path(".dateline"));
    let error = refusal(&place, &["restore", "copy", "--index", ".dateline"]);
    assert!(error.contains("--force"), "{error}");
    assert_eq!(content(&place.path(".dateline")), before);
    place.ends(0, &["restore", "copy", "--index", ".dateline", "--force", "-q"]);
    assert_eq!(total(&place, ".dateline"), 3);
    assert_eq!(content(&place.path(".dateline")), without_marker(content(&place.path("copy"))));
    place.ends(0, &["check"]);
    // An index without its commit could still be rescued, so replacing it requires `--force`.
    fs::remove_file(place.path(".dateline/meta.json")).unwrap();
    refusal(&place, &["restore", "copy", "--index", ".dateline"]);
    place.ends(0, &["restore", "copy", "--index", ".dateline", "--force", "-q"]);
    place.ends(0, &["check"]);
    place.write("mine/notes.txt", "mine");
    for index in ["mine", "copy/index", "copy", "."] {
        refusal(&place, &["restore", "copy", "--index", index, "--force"]);
    }
    assert!(refusal(&place, &["restore", "copy"]).contains("--index"));
    refusal(&place, &["restore", "nothere", "--index", "new"]);
    refusal(&place, &["restore", "mine", "--index", "new"]);
    assert!(!place.path("new").exists());
    assert_eq!(fs::read_to_string(place.path("mine/notes.txt")).unwrap(), "mine");
}

/// A restore replaces an index with any damage. Files that only look the same are not trusted.
#[test]
fn a_restore_replaces_whatever_is_damaged() {
    let place = archive(30);
    place.ends(0, &["backup", "copy", "-q"]);
    for (name, bytes) in content(&place.path(".dateline")) {
        let path = place.path(".dateline").join(&name);
        let Some(last) = bytes.len().checked_sub(1) else { continue };
        for damaged in [
            [&bytes[..last / 2], &[bytes[last / 2] ^ 4], &bytes[last / 2 + 1..]].concat(),
            bytes[..last].to_vec(),
            Vec::new(),
        ] {
            fs::write(&path, damaged).unwrap();
            place.ends(0, &["restore", "copy", "--index", ".dateline", "--force", "-q"]);
            place.ends(0, &["check"]);
            assert_eq!(total(&place, ".dateline"), 30, "{name}");
            // Renamed files have their old names again.
            place.ends(0, &["restore", "copy", "--index", ".dateline", "--force", "-q"]);
            if !path.exists() {
                fs::remove_dir_all(place.path(".dateline")).unwrap();
                place.ends(0, &["restore", "copy", "--index", ".dateline", "-q"]);
            }
        }
    }
}

#[test]
fn damage_is_neither_copied_nor_restored() {
    let place = archive(30);
    place.ends(0, &["backup", "copy", "-q"]);
    place.write("in/new.txt", wire(500));
    place.ends(0, &["index", "in", "-q"]);
    let before = content(&place.path("copy"));
    let flip = |name: &str| {
        let mut bytes = fs::read(place.path(name)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(place.path(name), bytes).unwrap();
    };
    let old: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    for (name, _) in content(&place.path(".dateline")) {
        if old.contains(&&name) && name != "meta.json" {
            continue;
        }
        let path = format!(".dateline/{name}");
        flip(&path);
        let error = refusal(&place, &["backup", "copy"]);
        assert!(error.contains(&name) && error.contains("--rebuild"), "{error}");
        flip(&path);
        assert_eq!(total(&place, "copy"), 30);
        place.ends(0, &["check", "copy"]);
    }
    place.ends(0, &["backup", "copy", "-q"]);
    for (name, _) in content(&place.path("copy")) {
        let path = format!("copy/{name}");
        flip(&path);
        let checked = place.run(&["check", "copy"]);
        assert_eq!(checked.status.code(), Some(2), "{name}");
        let said = [checked.stdout, checked.stderr].concat();
        assert!(String::from_utf8_lossy(&said).contains(&name), "{name}");
        if name != "backup.json" {
            refusal(&place, &["restore", "copy", "--index", "new"]);
            assert!(!place.path("new/meta.json").exists(), "{name}");
        }
        flip(&path);
    }
    place.ends(0, &["restore", "copy", "--index", "new", "-q"]);
    assert_eq!(total(&place, "new"), 31);
}

#[cfg(unix)]
#[test]
fn hard_links_are_made_only_if_they_are_asked_for() {
    use std::os::unix::fs::MetadataExt;
    let place = archive(3);
    let links = |folder: &str| {
        let entries = fs::read_dir(place.path(folder)).unwrap().flatten();
        entries.filter(|entry| entry.metadata().unwrap().nlink() > 1).count()
    };
    place.ends(0, &["backup", "copy", "-q"]);
    assert_eq!(links("copy"), 0);
    place.ends(0, &["backup", "linked", "--link", "-q"]);
    assert!(links("linked") > 3);
    let before = content(&place.path("linked"));
    place.write("in/new.txt", wire(500));
    place.ends(0, &["index", "in", "-q"]);
    place.ends(0, &["index", "--rebuild", "-q"]);
    assert_eq!(content(&place.path("linked")), before, "writing an index changes no file");
    place.ends(0, &["check", "linked"]);
    place.ends(0, &["backup", "linked", "--link", "-q"]);
    place.ends(0, &["restore", "linked", "--index", "new", "-q"]);
    assert_eq!((total(&place, "linked"), total(&place, "new"), links("new")), (4, 4, 0));
}

/// An index that was restored to an earlier state can get a file with the same name as, but other content than, a file
/// of its later state.
#[test]
fn indexes_with_a_common_past_are_kept_apart() {
    let place = archive(200);
    place.ends(0, &["backup", "early", "-q"]);
    fs::remove_file(place.path("in/001.txt")).unwrap();
    place.ends(0, &["index", "in", "-q"]);
    place.ends(0, &["backup", "late", "-q"]);
    let late = content(&place.path("late"));
    place.ends(0, &["restore", "early", "--index", ".dateline", "--force", "-q"]);
    place.write("in/001.txt", wire(1));
    fs::remove_file(place.path("in/002.txt")).unwrap();
    place.ends(0, &["index", "in", "-q"]);
    let other = |(name, bytes): &(String, Vec<u8>)| {
        name.ends_with(".del") && late.iter().any(|(late, old)| late == name && old != bytes)
    };
    assert!(content(&place.path(".dateline")).iter().any(other), "a name has two contents");
    place.ends(0, &["backup", "late", "-q"]);
    place.ends(0, &["check", "late"]);
    let ids = |number: usize| {
        place.search(&[&format!("id:{number}"), "--index", "late"])["total"].clone()
    };
    assert_eq!((ids(1), ids(2), total(&place, "late")), (1.into(), 0.into(), 199));
    place.ends(0, &["restore", "late", "--index", ".dateline", "--force", "-q"]);
    place.ends(0, &["index", "in", "-q"]);
    place.ends(0, &["check"]);
}

#[test]
fn an_unfinished_backup_says_so_and_is_completed() {
    let place = archive(30);
    place.ends(0, &["backup", "copy", "-q"]);
    fs::remove_file(place.path("copy/meta.json")).unwrap();
    for arguments in [&["check", "copy"][..], &["restore", "copy", "--index", "new"]] {
        let error = refusal(&place, arguments);
        assert!(error.contains("dateline backup"), "{error}");
    }
    let completed = place.json(&["backup", "copy", "--output", "json"]);
    assert_eq!(completed["new"]["files"], Value::from(1), "complete files are kept");
    place.ends(0, &["check", "copy"]);
    let empty = Place::new();
    empty.write("in/one.txt", "");
    for arguments in [&["backup", "copy"][..], &["backup", "copy", "--index", "nothere"]] {
        refusal(&empty, arguments);
        assert!(!empty.path("copy").exists());
    }
}
