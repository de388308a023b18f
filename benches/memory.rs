//! Measures the peak memory of indexing an archive of many articles, for several values of `--memory`, and of searches
//! that print all of them.
//!
//! ```text
//! cargo bench --bench memory -- 1000000             generated articles
//! cargo bench --bench memory -- FILE-OR-FOLDER      an archive
//! ```
//!
//! The program is run as users run it, once for each value. The peak that the kernel reports (`VmHWM`) is read while
//! the program runs, so this benchmark requires Linux.

#[path = "generator.rs"]
mod generator;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The maximum memory beyond `--memory`, in megabytes.
const BEYOND: u64 = 100;

/// The last value of `--memory`. Its index is also searched.
const LAST: u64 = 512;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let what = arguments.first().map_or("100000", String::as_str);
    let work = tempfile::tempdir().expect("a folder to work in");
    let archive = match what.parse::<usize>() {
        Ok(count) => {
            let folder = work.path().join("archive");
            let bytes = generator::Generator::new(7).archive(&folder, count);
            println!("{count} articles, {} MB", bytes.expect("the archive is written") >> 20);
            folder
        }
        Err(_) => PathBuf::from(what).canonicalize().expect("an archive"),
    };
    for budget in [64, 128, LAST] {
        let index = work.path().join(format!("index-{budget}"));
        let began = Instant::now();
        let peak = peak_of_indexing(&archive, &index, budget);
        let verdict = if peak <= budget + BEYOND { "within" } else { "BEYOND" };
        println!(
            "--memory {budget}: {peak} MB at most, {verdict} {budget} + {BEYOND} MB; {:.0} s",
            began.elapsed().as_secs_f64()
        );
        if budget == LAST {
            for format in ["json", "jsonl", "csv", "text"] {
                println!("search --output {format}: {} MB at most", peak_of_search(&index, format));
            }
        }
        fs::remove_dir_all(&index).expect("the index is removed");
    }
}

/// Indexes an archive. Returns the peak resident memory, in megabytes.
fn peak_of_indexing(archive: &Path, index: &Path, budget: u64) -> u64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["index", "--quiet", "--memory", &budget.to_string(), "--index"]);
    peak_of(command.args([index, archive]))
}

/// Prints every article of an index as a hit. Returns the peak resident memory, in megabytes.
fn peak_of_search(index: &Path, format: &str) -> u64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["search", "", "--limit", "1000000000", "--output", format, "--index"]);
    peak_of(command.arg(index))
}

/// Runs a command. Returns its peak resident memory, in megabytes.
fn peak_of(command: &mut Command) -> u64 {
    let mut run = command.stdout(Stdio::null()).spawn().expect("dateline runs");
    let status = format!("/proc/{}/status", run.id());
    let mut peak = 0;
    loop {
        // The value never decreases, so the last one read before the end is the peak of the whole run.
        if let Some(kilobytes) = fs::read_to_string(&status).ok().as_deref().and_then(high_water) {
            peak = peak.max(kilobytes >> 10);
        }
        if let Some(ended) = run.try_wait().expect("its state is known") {
            assert!(ended.success(), "dateline ended with {ended}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
