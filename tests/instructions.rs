//! The number of instructions that four commands execute, which valgrind counts, so that nothing becomes slower unnoticed.
//! Unlike a time, the number hardly depends on what else the machine does.
//!
//! `fixtures/instructions.txt` has the expected numbers, for one compiler. With another compiler, without optimization, or
//! without valgrind, the test says that it is skipped. `UPDATE_GOLDEN=1` writes the numbers that were counted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::harness::{NOW, Place, corpus};

/// How much a number may differ from the expected one, as a fraction of it.
const MARGIN: f64 = 0.03;

/// The optimization level at which the numbers were counted, that of `cargo test`.
const LEVEL: &str = "1";

const COMMANDS: [(&str, &[&str]); 4] = [
    ("index", &["index", "corpus", "--threads", "1", "--quiet"]),
    ("search", &["search", "salt tax", "--facets", "source,month", "--now", NOW]),
    ("timeline", &["timeline", "salt tax", "--now", NOW]),
    ("kwic", &["kwic", "tax", "--now", NOW]),
];

#[test]
fn commands_execute_as_many_instructions_as_before() {
    let compiler = output(Command::new("rustc").arg("--version"));
    let (Some(compiler), Some(_)) = (compiler, output(Command::new("valgrind").arg("--version")))
    else {
        println!("skipped: valgrind or rustc is not installed");
        return;
    };
    let level = env!("DATELINE_OPT_LEVEL");
    if level != LEVEL {
        println!("skipped: the program was built at optimization level {level}, not {LEVEL}");
        return;
    }
    let place = Place::new();
    copy(&corpus(), &place.path("corpus"));
    let counts: BTreeMap<&str, u64> =
        COMMANDS.iter().map(|(name, arguments)| (*name, count(&place, arguments))).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/instructions.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let mut text = format!("{}\n", compiler.trim());
        counts.iter().for_each(|(name, count)| writeln!(text, "{name} {count}").expect("text"));
        std::fs::write(&file, text).expect("the file is written");
        return;
    }
    let expected = std::fs::read_to_string(&file).expect("the expected numbers");
    let mut lines = expected.lines();
    if lines.next() != Some(compiler.trim()) {
        println!("skipped: the expected numbers are those of another compiler");
        return;
    }
    let mut compared = 0;
    for line in lines {
        let (name, before) = line.split_once(' ').expect("a name and a number");
        let (before, now) = (before.parse::<f64>().expect("a number"), counts[name] as f64);
        let change = now / before - 1.0;
        println!("{name}: {now} instructions, {:+.1} %", change * 100.0);
        assert!(
            change.abs() <= MARGIN,
            "{name} executes {now} instructions, {:+.1} % of {before}; if that is intended, \
             UPDATE_GOLDEN=1 cargo test instructions accepts it",
            change * 100.0
        );
        compared += 1;
    }
    assert_eq!(compared, COMMANDS.len());
}

/// Returns the number of instructions that the program executes in a folder.
fn count(place: &Place, arguments: &[&str]) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("COLUMNS", "80")
        .env("HOME", place.path("home"))
        .output()
        .expect("valgrind runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "dateline {arguments:?}: {told}");
    let count = told.lines().find_map(|line| line.split_once("Collected : ")).expect("a number");
    count.1.trim().parse().expect("a number")
}

/// Returns the output of a command, or `None` if it cannot be run.
fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Copies the files of a folder and its folders, but nothing whose name starts with a dot.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(std::fs::copy(&path, &target).expect("a copy")),
        }
    }
}
