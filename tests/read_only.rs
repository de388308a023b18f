//! A whole session with a root that cannot be written.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::Place;

fn wire(number: usize) -> String {
    let day = number % 28 + 1;
    format!(
        " date 2024-06-{day:02} {number}\nReport {number}\n(MENAFN) The ferry {number} sails.\n"
    )
}

/// The way in which the root is made read-only.
enum Root {
    /// A read-only mount. [`run`] returns `None` if the test may not mount.
    Mounted,
    /// Folders and files without write permission. This has no effect if root runs the test.
    Modes,
}

/// Runs the program with `in` read-only.
fn run(place: &Place, root: &Root, arguments: &[&str]) -> Option<Output> {
    let Root::Mounted = root else { return Some(place.run(arguments)) };
    let script = "mount --bind in in && mount -o remount,ro,bind in || exit 99; \
                  touch in/probe 2>/dev/null && exit 98; exec \"$@\"";
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", script, "sh"])
        .arg(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("XDG_CACHE_HOME", place.path("cache"))
        .output()
        .ok()?;
    let mounted = !matches!(output.status.code(), Some(1 | 99)) || !output.stdout.is_empty();
    assert_ne!(output.status.code(), Some(98), "the root can be written");
    mounted.then_some(output)
}

/// Returns everything in a folder: names, bytes, times and modes.
fn state(folder: &Path) -> Vec<(PathBuf, Vec<u8>, i64, i64, u32)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let about = fs::symlink_metadata(&path).expect("an entry");
            let bytes = match about.is_dir() {
                true => Vec::new(),
                false => fs::read(&path).expect("a file"),
            };
            found.push((path.clone(), bytes, about.mtime(), about.mtime_nsec(), about.mode()));
            if about.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

fn mode(path: &Path, folders: u32, files: u32) {
    let is_folder = path.is_dir();
    if is_folder {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
        for entry in fs::read_dir(path).expect("a folder") {
            mode(&entry.expect("an entry").path(), folders, files);
        }
    }
    let bits = if is_folder { folders } else { files };
    fs::set_permissions(path, fs::Permissions::from_mode(bits)).expect("ours");
}

#[test]
fn a_whole_session_over_a_read_only_root() {
    for root in [Root::Modes, Root::Mounted] {
        let place = Place::new();
        for number in 0..30 {
            place.write(&format!("in/{}/{number}.txt", number % 3), wire(number));
        }
        let mounted = matches!(root, Root::Mounted);
        if !mounted {
            mode(&place.path("in"), 0o555, 0o444);
        }
        let before = state(&place.path("in"));
        let session: [&[&str]; 14] = [
            &["index", "in", "-q"],
            &["search", "ferry"],
            &["index", "in", "--dry-run"],
            &["index", "in", "-q", "--source", "Harbour"],
            &["timeline", "ferry", "--svg", "chart.svg"],
            &["kwic", "sails"],
            &["export", "ferry", "--to", "all.jsonl"],
            &["replay", "all.jsonl.manifest.json"],
            &["index", "--rebuild", "-q", "--report", "seen.jsonl"],
            &["search", "--in", "in", "ferry"],
            &["backup", "copy", "-q"],
            &["restore", "copy", "--index", "restored", "-q"],
            &["check", "restored"],
            &["check"],
        ];
        for arguments in session {
            let Some(output) = run(&place, &root, arguments) else {
                eprintln!("SKIPPED: no right to mount, this test used modes only");
                return;
            };
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "dateline {arguments:?}: {error}");
        }
        assert_eq!(place.search(&["ferry", "-n", "1"])["total"], 30);
        if cfg!(target_os = "linux") {
            assert!(state(&place.path("in")) == before, "something in the root has changed");
        }
        mode(&place.path("in"), 0o755, 0o644);
    }
}

/// The index of a folder that cannot be written is in the user's cache folder.
#[test]
fn searching_a_read_only_folder_leaves_it_as_it_is() {
    let place = Place::new();
    place.write("in/one.txt", wire(1));
    let before = state(&place.path("in"));
    let Some(output) = run(&place, &Root::Mounted, &["search", "--in", "in", "ferry"]) else {
        eprintln!("SKIPPED: no right to mount, this test looked at nothing");
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(state(&place.path("in")) == before);
    assert!(place.path("cache/dateline").exists());
}
