//! A disk that fails while files are read: an article is removed only if its file is known to be deleted.
#![cfg(target_os = "linux")]

mod each_read;
mod lookups;
mod original;
mod pdf;
mod random;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

use crate::harness::Place;

/// The library that makes system calls fail, built once, or `None` if it cannot be built on this machine.
static DISK: LazyLock<Option<(tempfile::TempDir, PathBuf)>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let library = folder.path().join("disk.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/unreliable_disk/disk.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&library)
        .args([source, "-ldl"])
        .status();
    built.is_ok_and(|status| status.success()).then_some((folder, library))
});

/// Runs the program on a disk with these faults. Returns `None` if this machine cannot inject faults.
fn on_faulty_disk(place: &Place, faults: &str, arguments: &[&str]) -> Option<Output> {
    let Some((_, library)) = &*DISK else {
        eprintln!("SKIPPED: no C compiler, this test looked at nothing");
        return None;
    };
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("LD_PRELOAD", library)
        .env("FAULTS", faults)
        .output();
    Some(output.expect("the program runs"))
}

fn wire(number: usize) -> String {
    format!(
        " date 2025-05-31 {number}00\nTitle {number}\n(MENAFN) Report {number} of the harbour.\n"
    )
}

fn archive(files: usize) -> Place {
    let place = Place::new();
    for number in 0..files {
        place.write(&format!("in/news/{number:03}.txt"), wire(number));
    }
    place.index("in");
    place
}

fn total(place: &Place) -> u64 {
    place.search(&[""])["total"].as_u64().expect("a number")
}

/// Indexes with faults. Returns the summary and the lines of the report.
fn index(place: &Place, faults: &str, more: &[&str]) -> Option<(Value, Vec<Value>)> {
    let report = place.path("report.jsonl");
    if report.exists() {
        fs::remove_file(&report).expect("it is removed");
    }
    let mut arguments = vec!["index", "in", "--output", "json", "--report", "report.jsonl"];
    arguments.extend(more);
    let output = on_faulty_disk(place, faults, &arguments)?;
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = fs::read_to_string(&report).expect("a report");
    let lines = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    Some((serde_json::from_slice(&output.stdout).expect("JSON"), lines))
}

fn line<'a>(lines: &'a [Value], path: &str) -> &'a Value {
    lines.iter().find(|line| line["path"] == path).expect("a line of the report")
}

/// Changes the modification time of every file, so that it is read again.
fn touch(place: &Place) {
    for entry in fs::read_dir(place.path("in/news")).expect("a folder") {
        let file = fs::File::options().append(true).open(entry.expect("an entry").path());
        let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        file.and_then(|file| file.set_modified(time)).expect("a time is set");
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_articles_until_it_can() {
    for fault in ["open:/news/001:0", "read:/news/001:0", "stat:/news/001:0"] {
        let place = archive(3);
        touch(&place);
        for _ in 0..2 {
            let Some((summary, lines)) = index(&place, fault, &[]) else { return };
            assert_eq!(summary["articles"]["removed"], 0, "{fault}");
            assert_eq!(summary["files"]["skipped"], 1, "{fault}");
            let line = line(&lines, "news/001.txt");
            assert_eq!(
                (&line["verdict"], &line["reason"]),
                (&"skipped".into(), &"unreadable".into())
            );
            assert!(line["detail"].as_str().unwrap().ends_with("1 article kept"), "{line}");
            assert_eq!(line["articles"], 1);
            assert_eq!(total(&place), 3, "{fault}");
        }
        place.write("in/news/001.txt", wire(77));
        let summary = place.index("in");
        assert_eq!(summary["files"]["skipped"], 0);
        assert_eq!((place.hits("id", &["77"]), total(&place)), (vec!["7700".to_string()], 3));
        fs::remove_file(place.path("in/news/001.txt")).unwrap();
        place.index("in");
        assert_eq!(total(&place), 2);
    }
}

#[test]
fn a_folder_that_cannot_be_listed_to_its_end_loses_nothing() {
    for fault in ["list:/in/news:10", "list:/in:1", "list:/in:0", "list:/in/news:0"] {
        let place = archive(50);
        let Some((summary, _)) = index(&place, fault, &[]) else { return };
        assert_eq!(summary["articles"]["removed"], 0, "{fault}");
        assert_eq!(summary["files"]["removed"], 0, "{fault}");
        assert!(summary["files"]["skipped"].as_u64() > Some(0), "{fault}: {summary}");
        assert_eq!(total(&place), 50, "{fault}");
        assert_eq!(articles_seen_again(&place), 50, "{fault}");
    }
}

/// Runs without faults, checks that nothing is skipped, and returns the number of unchanged articles.
fn articles_seen_again(place: &Place) -> u64 {
    let summary = place.index("in");
    assert_eq!(summary["files"]["skipped"], 0, "{summary}");
    summary["articles"]["unchanged"].as_u64().expect("a number")
}

#[test]
fn a_rebuild_over_files_that_cannot_be_read_changes_nothing() {
    for fault in ["open:/news/001:0", "read:/news/00:0", "list:/in/news:2"] {
        let place = archive(3);
        let rebuild = ["index", "--rebuild"];
        let Some(output) = on_faulty_disk(&place, fault, &rebuild) else { return };
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{fault}: {error}");
        assert!(error.contains("--allow-removals"), "{error}");
        assert_eq!(total(&place), 3, "{fault}");
        let rebuild = ["index", "--rebuild", "--allow-removals"];
        let output = on_faulty_disk(&place, fault, &rebuild).expect("as before");
        assert!(total(&place) < 3, "{fault}");
        // A run that saw files but leaves no articles fails.
        let code = if total(&place) == 0 { 2 } else { 0 };
        assert_eq!(output.status.code(), Some(code), "{output:?}");
    }
}

#[test]
fn a_container_that_ends_early_keeps_the_articles_it_had() {
    let place = Place::new();
    let mut tar = tar::Builder::new(Vec::new());
    for number in 0..20 {
        let text = wire(number);
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{number:02}.txt"), text.as_bytes()).unwrap();
    }
    let whole = tar.into_inner().unwrap();
    let mut lines = String::new();
    for number in 20..40 {
        lines += &format!(
            "{{\"date\":\"2025-05-31\",\"title\":\"Title {number}\",\"body\":\"Text {number}.\"}}\n"
        );
    }
    let zip = zipped(&whole);
    let packed = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    place.write("in/some.tar", &whole);
    place.write("in/other.zip", &zip);
    place.write("in/lines.jsonl.zst", &packed);
    place.index("in");
    assert_eq!(total(&place), 40);
    // An archive may also be truncated between two members.
    let member = whole.windows(6).position(|name| name == b"07.txt").expect("a member");
    place.write("in/some.tar", &whole[..member]);
    let summary = place.index("in");
    assert_eq!((&summary["articles"]["removed"], total(&place)), (&0.into(), 40));
    place.write("in/some.tar", &whole[..whole.len() / 2]);
    place.write("in/other.zip", &zip[..zip.len() / 2]);
    place.write("in/lines.jsonl.zst", &packed[..packed.len() / 2]);
    let summary = place.index("in");
    assert_eq!((&summary["articles"]["removed"], total(&place)), (&0.into(), 40));
    place.write("in/some.tar", &whole);
    place.write("in/other.zip", &zip);
    place.write("in/lines.jsonl.zst", &packed);
    let summary = place.index("in");
    assert_eq!(summary["files"]["skipped"], 0, "{summary}");
    assert_eq!((&summary["articles"]["removed"], total(&place)), (&0.into(), 40));
    // A container that was read to its end loses the articles that are no longer in it.
    let mut shorter = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(wire(0).len() as u64);
    header.set_mode(0o644);
    shorter.append_data(&mut header, "00.txt", wire(0).as_bytes()).unwrap();
    place.write("in/some.tar", shorter.into_inner().unwrap());
    place.write("in/other.zip", zipped(b"nothing"));
    place.index("in");
    assert_eq!(total(&place), 21);
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("inner.tar", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_run_that_would_empty_a_root_changes_nothing_unless_it_is_allowed_to() {
    let place = archive(3);
    fs::rename(place.path("in"), place.path("unmounted")).unwrap();
    fs::create_dir(place.path("in")).unwrap();
    let refused = place.run(&["index", "in"]);
    assert_eq!(refused.status.code(), Some(2));
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(error.contains("all 3 articles") && error.contains("--allow-removals"), "{error}");
    assert_eq!(total(&place), 3);
    place.ends(2, &["index", "--rebuild"]);
    assert_eq!(total(&place), 3);
    place.ends(2, &["index", "in", "--dry-run"]);
    place.ends(0, &["index", "in", "--allow-removals"]);
    assert_eq!(total(&place), 0);
}

#[test]
fn a_run_that_would_remove_most_of_a_large_root_changes_nothing() {
    let place = archive(100);
    for number in 0..51 {
        fs::remove_file(place.path(&format!("in/news/{number:03}.txt"))).unwrap();
    }
    place.ends(2, &["index", "--rebuild"]);
    place.write("in/news/new.txt", wire(500));
    place.ends(2, &["index", "in"]);
    assert_eq!(total(&place), 100);
    place.write("in/news/000.txt", wire(0));
    place.ends(0, &["index", "in"]);
    assert_eq!(total(&place), 51);
    // Removing half of a small root is ordinary.
    for number in 51..80 {
        fs::remove_file(place.path(&format!("in/news/{number:03}.txt"))).unwrap();
    }
    place.ends(0, &["index", "in"]);
    assert_eq!(total(&place), 22);
}

#[test]
fn a_run_that_is_refused_has_removed_nothing_in_its_earlier_commits() {
    let place = Place::new();
    let file = |name: &str, from: usize, to: usize| {
        let line = |id| format!("{{\"id\":\"{id}\",\"title\":\"T\",\"body\":\"Report {id}.\"}}\n");
        place.write(&format!("in/{name}.jsonl"), (from..to).map(line).collect::<String>());
    };
    for (name, from) in [("a", 0), ("b", 50), ("c", 100)] {
        file(name, from, from + 50);
    }
    place.index("in");
    for (name, from) in [("a", 0), ("b", 50)] {
        file(name, from, from + 1);
    }
    let often = ["index", "in", "--commit-every", "0"];
    place.ends(2, &often);
    assert_eq!(total(&place), 150);
    place.ends(2, &often);
    assert_eq!(total(&place), 150);
    let summary = place.json(&[&often[..], &["--allow-removals", "--output", "json"]].concat());
    assert_eq!(summary["articles"]["total"], 52);
    assert_eq!(total(&place), 52);
}

#[test]
fn moving_every_file_removes_nothing() {
    let place = archive(120);
    fs::rename(place.path("in/news"), place.path("in/moved")).unwrap();
    let summary = place.index("in");
    assert_eq!(
        (&summary["articles"]["unchanged"], &summary["articles"]["removed"]),
        (&120.into(), &0.into())
    );
}

#[test]
fn reading_the_rest_of_a_changed_file_after_a_fault_is_not_refused() {
    let place = Place::new();
    let lines = |text: &str| -> String {
        let line = |number| {
            format!(
                "{{\"date\":\"2025-05-31\",\"title\":\"{text} {number}\",\"body\":\"{}\"}}\n",
                "word ".repeat(200)
            )
        };
        (0..120).map(line).collect()
    };
    place.write("in/a.jsonl", lines("old"));
    place.index("in");
    place.write("in/a.jsonl", lines("new"));
    let Some((summary, _)) = index(&place, "read:/in/a.jsonl:3", &[]) else { return };
    assert_eq!(summary["articles"]["removed"], 0, "{summary}");
    assert!(total(&place) > 120, "what was read, and what was there");
    place.index("in");
    assert_eq!((total(&place), place.hits("title", &["old"]).len()), (120, 0));
}

#[test]
fn a_rebuild_is_refused_for_a_lost_article_and_not_for_a_key_that_was_taken() {
    let place = Place::new();
    place.ends(0, &["index", crate::harness::corpus().to_str().unwrap(), "-q"]);
    let before = total(&place);
    place.ends(0, &["index", "--rebuild", "-q"]);
    assert_eq!(total(&place), before, "an article that lost its key to another is not lost");

    let place = Place::new();
    let lines: String = (0..40)
        .map(|number| {
            format!(
                "{{\"date\":\"2025-05-31\",\"title\":\"T {number}\",\"body\":\"{}\"}}\n",
                number * 7919
            )
        })
        .collect();
    let packed = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    place.write("in/lines.jsonl.zst", &packed);
    place.write("in/more.txt", wire(1));
    place.index("in");
    // The number of lost articles alone does not trigger the guard.
    let half: String = lines.lines().take(30).map(|line| format!("{line}\n")).collect();
    let mut cut = zstd::encode_all(half.as_bytes(), 3).unwrap();
    cut.extend(&packed[..40]);
    place.write("in/lines.jsonl.zst", cut);
    let refused = place.run(&["index", "--rebuild"]);
    assert_eq!(refused.status.code(), Some(2));
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(error.contains("lines.jsonl.zst") && error.contains("--allow-removals"), "{error}");
    assert_eq!(total(&place), 41);
    place.ends(0, &["index", "--rebuild", "--allow-removals"]);
    assert!(total(&place) < 41);
    // Articles that were lost with permission are not missed again.
    place.ends(0, &["index", "--rebuild"]);
}
