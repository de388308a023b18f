//! The program neither deletes nor overwrites anything that a user owns. `docs/reliability.md` lists what it deletes
//! and overwrites, and why it may.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::Place;

const ARTICLE: &str = " date 2024-06-14 17\nFerry strike ends\nThe ferries of Aldana sail again.\n";

/// Names that are easily mistaken for those of the program's files.
const LOOKALIKES: [&str; 8] = [
    "d41d8cd98f00b204e9800998ecf8427e.html",
    "d41d8cd98f00b204e9800998ecf8427e.idx",
    "d41d8cd98f00b204e9800998ecf8427e.7.del",
    ".tmpabc123",
    "rebuilding/notes.txt",
    "writer.json",
    "catalogue-0123456789abcdef.bin",
    "dictionary-01234567.zdict",
];

fn place() -> Place {
    let place = Place::new();
    place.write("in/one.txt", ARTICLE);
    place
}

/// Runs the program and expects a refusal with a hint. Returns the text on standard error.
fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "dateline {arguments:?}: {error}");
    assert!(error.contains("hint:"), "dateline {arguments:?}: no remedy: {error}");
    error
}

/// Returns the names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn some_file(folder: &Path, end: &str) -> PathBuf {
    let name = names(folder).into_iter().find(|name| name.ends_with(end));
    folder.join(name.unwrap_or_else(|| panic!("no {end} in {}", folder.display())))
}

#[test]
fn files_that_look_like_the_indexs_survive_in_its_folder() {
    for name in LOOKALIKES {
        let place = place();
        place.ends(0, &["index", "in", "-q"]);
        let file = format!(".dateline/{name}");
        place.write(&file, "mine");
        place.write("in/two.txt", ARTICLE.replace("17", "18"));
        let hidden = name.starts_with('.');
        for arguments in [&["index", "in", "-q"][..], &["index", "--rebuild", "-q"]] {
            match hidden {
                true => drop(place.ends(0, arguments)),
                false => {
                    let error = refusal(&place, arguments);
                    let first = name.split('/').next().unwrap();
                    assert!(error.contains(first), "{name} is not named: {error}");
                }
            }
            assert_eq!(fs::read_to_string(place.path(&file)).unwrap(), "mine", "{name}");
        }
        // Commands that only read never refuse.
        place.ends(0, &["search", "ferries"]);
        place.ends(0, &["check"]);
        assert_eq!(fs::read_to_string(place.path(&file)).unwrap(), "mine", "{name}");
    }
}

#[test]
fn a_folder_that_holds_anything_else_is_refused_before_anything_is_created_in_it() {
    let foreign = ["one.txt", "meta.json", "writer.json", "sub/x", ".managed.json"];
    for name in
        foreign.into_iter().chain(LOOKALIKES.into_iter().filter(|name| !name.starts_with('.')))
    {
        for rebuild in [false, true] {
            let place = place();
            place.write(&format!("a/{name}"), "{}");
            let before = names(&place.path("a"));
            let mut arguments = vec!["index", "in", "--index", "a"];
            arguments.extend(rebuild.then_some("--rebuild"));
            refusal(&place, &arguments);
            assert_eq!(names(&place.path("a")), before, "{name}");
            assert_eq!(fs::read_to_string(place.path(&format!("a/{name}"))).unwrap(), "{}");
        }
    }
}

#[test]
fn a_refused_run_creates_nothing() {
    for arguments in [
        &["index", "nothere", "--index", "a"][..],
        &["index", "nothere", "--index", "a", "--rebuild"],
    ] {
        let place = place();
        refusal(&place, arguments);
        assert!(!place.path("a").exists(), "{arguments:?}");
        place.write("a/writer.json", "mine");
        refusal(&place, arguments);
        assert_eq!(names(&place.path("a")), ["writer.json"]);
        assert_eq!(fs::read_to_string(place.path("a/writer.json")).unwrap(), "mine");
    }
}

#[test]
fn hidden_files_that_are_not_the_indexs_do_not_matter() {
    let place = place();
    for name in [".DS_Store", ".gitignore", ".tmpabc123", ".dateline-mine-writer.json"] {
        place.write(&format!("a/{name}"), "mine");
    }
    place.ends(0, &["index", "in", "-q", "--index", "a"]);
    place.ends(0, &["index", "--rebuild", "-q", "--index", "a"]);
    for name in [".DS_Store", ".gitignore", ".tmpabc123", ".dateline-mine-writer.json"] {
        assert_eq!(fs::read_to_string(place.path(&format!("a/{name}"))).unwrap(), "mine", "{name}");
    }
}

#[test]
fn an_index_is_recognized_without_its_records() {
    for lost in [&["meta.json"][..], &[".managed.json"], &["meta.json", ".managed.json"]] {
        let place = place();
        place.ends(0, &["index", "in", "-q"]);
        lost.iter().for_each(|name| fs::remove_file(place.path(".dateline").join(name)).unwrap());
        let old = some_file(&place.path(".dateline"), ".store");
        // Without `meta.json`, the list of roots is lost too.
        let rebuild: &[&str] = match lost[0] {
            "meta.json" => &["index", "--rebuild", "in", "-q", "--discard-unknown-roots"],
            _ => &["index", "--rebuild", "in", "-q"],
        };
        place.ends(0, rebuild);
        assert!(!old.exists(), "{lost:?}: the old segment is removed");
        place.ends(0, &["index", "in", "-q"]);
        place.ends(0, &["check"]);
        // Segments of the index are recognized by their footers. A file without a footer is not a segment.
        lost.iter().for_each(|name| fs::remove_file(place.path(".dateline").join(name)).unwrap());
        place.write(".dateline/d41d8cd98f00b204e9800998ecf8427e.idx", "mine");
        refusal(&place, &["index", "--rebuild", "in", "-q"]);
        assert!(place.path(".dateline/d41d8cd98f00b204e9800998ecf8427e.idx").exists());
    }
}

#[test]
fn an_interrupted_rebuild_leaves_nothing_behind() {
    let place = place();
    place.ends(0, &["index", "in", "-q"]);
    let before = names(&place.path(".dateline")).len();
    place.ends(0, &["index", "--rebuild", "-q"]);
    assert_eq!(
        names(&place.path(".dateline")).len(),
        before,
        "{:?}",
        names(&place.path(".dateline"))
    );
}

#[test]
fn what_is_written_for_the_user_overwrites_nothing_without_force() {
    let place = place();
    place.ends(0, &["index", "in", "-q"]);
    let writers: [&[&str]; 4] = [
        &["index", "in", "-q", "--report", "out"],
        &["timeline", "ferries", "--svg", "out"],
        &["export", "ferries", "--to", "out"],
        &["replay", "first.jsonl.manifest.json", "--to", "out"],
    ];
    place.ends(0, &["export", "ferries", "--to", "first.jsonl"]);
    for arguments in writers {
        drop(fs::remove_file(place.path("out.manifest.json")));
        place.write("out", "mine");
        let error = refusal(&place, arguments);
        assert!(error.contains("--force"), "{arguments:?}: {error}");
        assert_eq!(fs::read_to_string(place.path("out")).unwrap(), "mine", "{arguments:?}");
        place.ends(0, &[arguments, &["--force"]].concat());
        assert_ne!(fs::read_to_string(place.path("out")).unwrap(), "mine", "{arguments:?}");
    }
    // The manifest may be a user's file too.
    fs::remove_file(place.path("out")).unwrap();
    place.write("out.manifest.json", "mine");
    refusal(&place, &["export", "ferries", "--to", "out"]);
    assert_eq!(fs::read_to_string(place.path("out.manifest.json")).unwrap(), "mine");
    assert!(!place.path("out").exists());
}

#[test]
fn articles_are_not_overwritten_even_with_force() {
    let place = place();
    place.write("in/two.txt", ARTICLE.replace("17", "18"));
    // The first run knows the root only from its arguments.
    refusal(&place, &["index", "in", "--report", "in/one.txt", "--force"]);
    place.ends(0, &["index", "in", "-q"]);
    place.ends(0, &["export", "ferries", "--to", "first.jsonl"]);
    for arguments in [
        &["index", "in", "--report", "in/one.txt"][..],
        &["timeline", "ferries", "--svg", "in/one.txt"],
        &["export", "ferries", "--to", "in/one.txt"],
        &["replay", "first.jsonl.manifest.json", "--to", "in/one.txt"],
    ] {
        refusal(&place, arguments);
        refusal(&place, &[arguments, &["--force"]].concat());
        assert_eq!(fs::read_to_string(place.path("in/one.txt")).unwrap(), ARTICLE);
    }
    assert_eq!(names(&place.path("in")), ["one.txt", "two.txt"]);
}

#[test]
fn a_run_that_fails_leaves_the_report_of_the_run_before() {
    let place = place();
    place.ends(0, &["index", "in", "-q", "--report", "seen.jsonl"]);
    let before = fs::read(place.path("seen.jsonl")).unwrap();
    refusal(&place, &["index", "nothere", "--report", "seen.jsonl", "--force"]);
    assert_eq!(fs::read(place.path("seen.jsonl")).unwrap(), before);
    let left = names(&place.path(""));
    assert!(left.iter().all(|name| !name.contains(".part-")), "{left:?}");
}

/// A search with too many open files reports that. It neither reads the whole index nor recommends a rebuild.
#[test]
fn too_many_open_files_are_not_damage() {
    if !cfg!(target_os = "linux") || Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is absent, this test looked at nothing");
        return;
    }
    let place = place();
    place.ends(0, &["index", "in", "-q"]);
    let index = place.path(".dateline").canonicalize().unwrap();
    let mut failed = 0;
    for name in names(&index).into_iter().filter(|name| !name.starts_with('.')) {
        for number in 1..4 {
            let output = Command::new("strace")
                .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=openat"])
                .args(["-e", &format!("inject=openat:error=EMFILE:when={number}")])
                .arg("-P")
                .arg(index.join(&name))
                .arg(env!("CARGO_BIN_EXE_dateline"))
                .args(["search", "ferries", "--index"])
                .arg(&index)
                .output()
                .expect("strace runs");
            let error = String::from_utf8_lossy(&output.stderr);
            let what = format!("{name}, opened {number} times: {error}");
            if output.status.code() == Some(2) {
                failed += 1;
                assert!(error.contains("open files") && error.contains("hint:"), "{what}");
            }
            assert!(!error.contains("--rebuild") && !error.contains("damaged"), "{what}");
            assert!(!error.contains("no index at"), "{what}");
        }
    }
    assert!(failed > 3, "{failed} searches failed");
}

#[cfg(unix)]
#[test]
fn trying_whether_a_folder_can_be_written_touches_no_file_of_a_user() {
    let place = place();
    let probes = || names(&place.path("in")).into_iter().filter(|name| name.contains("probe"));
    place.search(&["ferries", "--in", "in"]);
    assert_eq!(probes().count(), 0);
    fs::remove_dir_all(place.path("in/.dateline")).expect("the index of the folder");
    // The shell has the same process id as the program that replaces it.
    let script = "echo mine > in/.dateline-probe-$$; exec \"$DATELINE\" search ferries --in in";
    let output = Command::new("sh")
        .args(["-c", script])
        .env("DATELINE", env!("CARGO_BIN_EXE_dateline"))
        .env("XDG_CACHE_HOME", place.path("cache"))
        .env_remove("DATELINE_INDEX")
        .current_dir(place.path(""))
        .output()
        .expect("sh runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let probe = probes().next().expect("the user's file");
    assert_eq!(fs::read_to_string(place.path("in").join(probe)).unwrap(), "mine\n");
}
