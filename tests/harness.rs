//! A temporary folder, and the built program to run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The instant from which relative dates are counted in tests.
pub const NOW: &str = "2025-06-30T12:00:00Z";

/// An empty temporary folder in which the program runs.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }

    /// Runs the program in this folder, with the default index.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, &[])
    }

    /// Runs the program in this folder with these environment variables.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("DATELINE_INDEX")
            .envs(variables.iter().copied())
            .env_remove("NO_COLOR")
            .env("COLUMNS", "80")
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .output()
            .expect("the program runs")
    }

    /// Runs the program and checks its exit status. Returns its standard output.
    pub fn ends(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "dateline {arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("output is UTF-8")
    }

    /// Runs the program, checks that it succeeds, and parses its JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ends(0, arguments)).expect("output is JSON")
    }

    /// Indexes a path and returns the summary.
    pub fn index(&self, path: &str) -> Value {
        self.json(&["index", path, "--output", "json"])
    }

    /// Returns the answer of a search, which may have no hits.
    pub fn search(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["search", "--output", "json", "--now", NOW];
        all.extend(arguments);
        let output = self.run(&all);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "dateline {arguments:?}: {error}");
        serde_json::from_slice(&output.stdout).expect("output is JSON")
    }

    /// Returns a member of each hit of a search.
    pub fn hits(&self, member: &str, arguments: &[&str]) -> Vec<String> {
        let answer = self.search(arguments);
        let hits = answer["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit[member].as_str().unwrap_or("null").to_string()).collect()
    }
}

/// Sets a flag when it is dropped, even when an assertion fails: a scope waits for its threads before it passes a
/// panic on, and threads that wait for the flag would run forever.
pub struct SetWhenDropped<'a>(pub &'a AtomicBool);

impl Drop for SetWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Repeats a check until it succeeds, for at most half a minute.
pub fn eventually(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::yield_now();
    }
}

/// Returns the path of the sample archive of this repository.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Returns a place with the sample archive indexed.
pub fn with_corpus() -> Place {
    let place = Place::new();
    place.index(corpus().to_str().expect("a path"));
    place
}

/// Returns the path of real data next to the repository. If it is missing, reports it and returns `None`.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} is absent, this test looked at nothing", path.display());
    None
}
