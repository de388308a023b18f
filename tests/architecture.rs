//! The rules in ARCHITECTURE.md that can be checked automatically.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns every source file: its path relative to `src/`, and its code without comments but with strings.
pub fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below src").to_str().expect("UTF-8");
            let text = fs::read_to_string(&path).expect("source is readable");
            let code: Vec<&str> =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (name.replace('\\', "/"), code.join("\n"))
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => collect(&path, files),
            // Templates and styles are not code.
            false if path.extension().is_some_and(|extension| extension == "rs") => {
                files.push(path)
            }
            false => {}
        }
    }
    files.sort();
}

/// Returns the code of a file without the items that are compiled only for tests.
pub fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let of_tests = ["#[cfg(test)]", "#[cfg(all(test,"];
        if !of_tests.iter().any(|begins| line.trim().starts_with(begins)) {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        // An item ends at a closing line with the indentation of its first line.
        let indentation = line.len() - line.trim_start().len();
        for line in lines.by_ref() {
            let ends = line.ends_with(';') || line.trim_end().ends_with('}');
            if line.len() - line.trim_start().len() == indentation && ends {
                break;
            }
        }
    }
    kept
}

#[test]
fn libraries_are_named_only_in_their_rooms() {
    let rooms: [(&str, &[&str]); 7] = [
        ("tantivy", &["engine/embedded/"]),
        ("clap", &["cli/", "main.rs"]),
        ("indicatif", &["cli/progress.rs"]),
        ("walkdir", &["archive/discover.rs"]),
        ("ctrlc", &["cli/"]),
        ("axum", &["web/"]),
        ("ureq", &["engine/cluster/client/"]),
    ];
    for room in rooms.iter().flat_map(|(_, allowed)| *allowed) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
        assert!(path.exists(), "{room} does not exist");
    }
    for (name, code) in sources() {
        for (library, allowed) in rooms {
            let named =
                code.contains(&format!("{library}::")) || code.contains(&format!("use {library}"));
            let allowed = allowed.iter().any(|room| name.starts_with(room));
            assert!(!named || allowed, "{name} names {library}");
        }
    }
}

/// The files that may read the clock, for the start of a run, the century of a two-digit year, the note about a writer,
/// the name of a catalogue, and the instant that the relative dates of a query count from.
const CLOCKS: [&str; 6] = [
    "indexing/sync.rs",
    "dates/order.rs",
    "engine/cluster/write/lease.rs",
    "engine/embedded/storage/write_lock.rs",
    "engine/embedded/storage/payload.rs",
    "searching/query.rs",
];

#[test]
fn the_library_is_silent_and_blind() {
    let forbidden = [
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "process::exit",
        "env::var",
        "env::args",
        "Local::now",
        "Utc::now",
    ];
    for (name, code) in sources() {
        if name.starts_with("cli/") || name == "main.rs" {
            continue;
        }
        for word in forbidden {
            // Rust's `env!` reads the environment of the compiler, not of the program.
            assert!(!without_tests(&code).contains(word), "{name} uses {word}");
        }
        let reads_clock = without_tests(&code).contains("SystemTime::now");
        assert!(!reads_clock || CLOCKS.contains(&name.as_str()), "{name} reads the clock");
    }
}

/// Returns the top-level modules that code names after `crate::`, including in braces.
fn modules_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for part in code.split("crate::").skip(1) {
        let identifier = |text: &str| {
            text.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default()
                .to_string()
        };
        let Some(inner) = part.strip_prefix('{') else {
            used.push(identifier(part));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    used.push(identifier(&inner[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    used
}

#[test]
fn modules_in_braces_are_used_too() {
    let used = modules_used("use crate::{page::{a, b}, cli};\nuse crate::error::Error;");
    assert_eq!(used, ["page", "cli", "error"]);
}

#[test]
fn only_tests_are_left_out() {
    let code = "a\n#[cfg(test)]\nmod tests {\n    b\n}\nc\n#[cfg(test)]\nmod other;\nd\n";
    assert_eq!(without_tests(code), "a\nc\nd\n");
}

#[test]
fn dependencies_point_one_way() {
    let ranks = [
        ("error", 0),
        ("article", 1),
        ("dates", 2),
        ("schema", 2),
        ("packing", 1),
        ("analysis", 2),
        ("archive", 3),
        ("normalise", 3),
        ("catalogue", 3),
        ("query", 3),
        ("names", 3),
        ("ranking", 3),
        ("matching", 3),
        ("snippet", 3),
        ("stories", 3),
        ("engine", 4),
        ("indexing", 5),
        ("searching", 5),
        ("answers", 6),
        ("evaluation", 6),
        ("watching", 5),
        ("backup", 5),
        ("copy", 5),
        ("page", 7),
        ("web", 8),
        ("cli", 9),
    ];
    let rank = |module: &str| ranks.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank);
    for (name, code) in sources() {
        let module = name.split(['/', '.']).next().unwrap_or_default();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let own = rank(module).unwrap_or_else(|| panic!("{name}: {module} has no rank"));
        for used in modules_used(&without_tests(&code)) {
            if let Some(used_rank) = rank(&used) {
                assert!(used_rank <= own, "{name} uses {used}, which lies above it");
            }
        }
    }
}

#[test]
fn escapes_are_written_only_by_pages() {
    for (name, code) in sources().into_iter().filter(|(name, _)| !name.ends_with("tests.rs")) {
        let code = without_tests(&code);
        let escapes = code.contains("\\x1b")
            || code.contains("\\u{1b}")
            || code.contains("<b>")
            || code.contains("&lt;");
        assert!(!escapes || name.starts_with("page/"), "{name} writes escapes or HTML");
    }
}

#[test]
fn nothing_is_unwrapped_without_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (name, _) in sources() {
        if name.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(root.join(&name)).expect("source is readable");
        let text = without_tests(&text);
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let unwraps = line.contains(".unwrap()") || line.contains(".expect(");
            let reason = lines[number.saturating_sub(2)..number]
                .iter()
                .any(|line| line.trim_start().starts_with("//"));
            assert!(!unwraps || reason, "{name}:{} unwraps without a reason", number + 1);
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (name, _) in sources() {
        let text = fs::read_to_string(root.join(&name)).expect("source is readable");
        assert!(text.starts_with("//!"), "{name} does not open by saying what it is");
        let lines = without_tests(&text).lines().count();
        assert!(lines <= 350, "{name} has {lines} lines");
    }
}

#[test]
fn saved_searches_know_the_embedded_engine_in_one_file() {
    for (name, code) in sources() {
        if name.starts_with("watching/") && name != "watching/folder.rs" {
            assert!(!code.contains("embedded"), "{name} names the embedded engine");
        }
    }
}

#[test]
fn no_room_is_called_utils() {
    for (name, _) in sources() {
        for word in ["utils", "helpers", "common", "misc", "types"] {
            let named = name.split('/').any(|part| part == word || part == format!("{word}.rs"));
            assert!(!named, "{name} says nothing by its name");
        }
    }
}
