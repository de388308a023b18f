//! Readers see only committed states while the index is written, and there is only one writer at a time.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::line;
use crate::harness::{Place, SetWhenDropped};
use crate::web::client::Server;

/// The number of articles that a commit adds or removes together.
const BATCH: usize = 7;

/// The memory, in bytes, that the server may gain in the second half of the test: threads that were idle in the first,
/// and a few commits that are still open.
const GAIN: usize = 64 << 20;

/// Returns the resident memory of a process in bytes, or 0 if this system does not have `/proc`.
fn resident(process: u32) -> usize {
    let about = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = about.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.unwrap_or_default() << 10
}

#[test]
fn readers_see_committed_states_and_nothing_else() {
    let place = Place::new();
    let file = |number: usize| format!("in/{number:03}.jsonl");
    let batch = |number: usize| (0..BATCH).map(|at| line(number * BATCH + at)).collect::<String>();
    place.write(&file(0), batch(0));
    place.ends(0, &["index", "in", "-q"]);
    let (ended, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    let span = Duration::from_secs(6 * super::rounds(1) as u64);
    // One reader asks a server, which opens each commit in the same process.
    let server = Server::start(&place, &[]);
    let memory = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let began = Instant::now();
    let commits = std::thread::scope(|threads| {
        for reader in 0..8 {
            let (place, ended, reads, server) = (&place, &ended, &reads, &server);
            let memory = &memory;
            threads.spawn(move || {
                while !ended.load(Ordering::Relaxed) {
                    reads.fetch_add(1, Ordering::Relaxed);
                    if reader == 0 {
                        place.ends(0, &["check"]);
                        continue;
                    }
                    let answer = if reader == 1 {
                        let half = usize::from(began.elapsed() > span / 2);
                        memory[half].fetch_max(resident(server.process()), Ordering::Relaxed);
                        let answer = server.get("/api/v1/search?q=report&facets=year&n=3");
                        assert_eq!(answer.status, 200, "{}", answer.text());
                        answer.json()
                    } else {
                        place.search(&["report", "--facets", "year", "-n", "3"])
                    };
                    let total = answer["total"].as_u64().unwrap() as usize;
                    assert_eq!(total % BATCH, 0, "a state that was never committed: {total}");
                    let counted = answer["facets"]["year"][0]["count"].as_u64().unwrap() as usize;
                    assert_eq!(counted, total, "one answer is of one state");
                }
            });
        }
        let _ended = SetWhenDropped(&ended);
        let mut commits = 0;
        while began.elapsed() < span {
            commits += 1;
            match commits % 10 {
                0 => (1..6).for_each(|number| {
                    drop(fs::remove_file(place.path(&file(number))));
                }),
                number => place.write(&file(number), batch(commits)),
            }
            let rebuild: &[&str] = if commits % 13 == 0 { &["--rebuild"] } else { &[] };
            place.ends(0, &[&["index", "in", "-q"], rebuild].concat());
        }
        commits
    });
    let [first, second] = memory.map(AtomicUsize::into_inner);
    eprintln!(
        "{} reads during {commits} commits, the server took at most {} MB in the first half, {} MB in the second",
        reads.into_inner(),
        first >> 20,
        second >> 20
    );
    assert!(commits > 3);
    assert!(second < first + GAIN, "memory grows: {first} bytes, then {second}");
}

#[cfg(unix)]
#[test]
fn a_second_writer_is_told_who_writes_and_may_wait() {
    let place = Place::new();
    place.write("in/a.jsonl", line(1));
    place.ends(0, &["index", "in", "-q"]);
    // Simulates a run that has not started yet: the test holds the lock.
    let made = Command::new("mkfifo").arg(place.path("report")).status();
    assert!(made.expect("mkfifo runs").success());
    let lock = fs::File::open(place.path(".dateline/.tantivy-writer.lock")).unwrap();
    lock.lock().unwrap();
    let mark = fs::read_to_string(place.path(".dateline/.tantivy-writer.lock")).unwrap();
    let number = mark.trim().strip_prefix("dateline index ").expect("a random number");
    let note = place.path(&format!(".dateline/.dateline-{number}-writer.json"));
    fs::write(&note, r#"{"process":4711,"since":"2025-06-30T12:00:00Z"}"#).unwrap();
    let output = place.run(&["index", "in"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("process 4711 has been writing it since 2025-06-30"), "{error}");
    assert!(error.contains("--wait"), "{error}");
    let mut waiting = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["index", "in", "-q", "--wait", "60"])
        .current_dir(place.path(""))
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    assert!(waiting.try_wait().unwrap().is_none());
    drop(lock);
    assert!(waiting.wait().unwrap().success());
    assert!(!note.exists());
}
