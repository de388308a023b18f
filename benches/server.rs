//! Compares the rate of the HTTP server with that of the same searches in process, in one run.
//!
//! `cargo bench --bench server -- INDEX` measures an index that `dateline index` built. Without an argument, it generates
//! 20,000 articles. Both sides answer the same searches and write the same JSON, on all cores. In the first part, threads of
//! this process search. In the second part, `dateline serve` searches, and threads of this process are its clients. They
//! take processor time that the server does not have, so the rate in process is reduced by their share of it. The parts
//! alternate, so that a slow minute of the machine concerns both.

mod generator;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dateline::answers::explain;
use dateline::page::with_hits;
use dateline::searching::{Ask, Index, Question};

/// The time of each measurement.
const TIME: Duration = Duration::from_secs(5);

/// The number of measurements of each side.
const ROUNDS: usize = 4;

/// The number of clients per core. More than one, so that no core waits for the next request.
const CLIENTS: usize = 4;

fn main() {
    let index = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).map(PathBuf::from);
    let made = tempfile::tempdir().expect("a temporary folder");
    let index = index.unwrap_or_else(|| generated(made.path()));
    let queries = queries(&index);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!("{} searches on {cores} cores: {}", queries.len(), queries.join(" | "));
    let server = Server::start(&index);
    let (mut here, mut there) = (Vec::new(), Vec::new());
    // The first round of both sides only warms up.
    for _ in 0..=ROUNDS {
        here.push(in_process(&index, &queries, cores));
        there.push(server.asked(&queries, cores * CLIENTS));
    }
    let rate = |rounds: &[Round]| rounds.iter().map(Round::rate).sum::<f64>() / rounds.len() as f64;
    let (here, there) = (&here[1..], &there[1..]);
    let processors = cores as f64 * TIME.as_secs_f64();
    let clients = there.iter().map(|round| round.processor / processors).sum::<f64>();
    let clients = clients / there.len() as f64;
    let possible = rate(here) * (1.0 - clients);
    let mut times: Vec<f64> = there.iter().flat_map(|round| round.times.clone()).collect();
    times.sort_by(f64::total_cmp);
    let percentile = |part: f64| times[((times.len() - 1) as f64 * part) as usize] * 1e3;
    println!("in process         {:>8.0} searches/s", rate(here));
    println!("server             {:>8.0} searches/s", rate(there));
    println!("share of clients   {:>8.1} % of the processor time", clients * 100.0);
    println!("server / possible  {:>8.1} %", rate(there) / possible * 100.0);
    println!(
        "time per request   {:>8.2} ms median, {:.2} ms p99",
        percentile(0.5),
        percentile(0.99)
    );
}

/// What one side did in one measurement.
struct Round {
    /// The seconds that each search took.
    times: Vec<f64>,
    /// The wall time. Seconds.
    wall: f64,
    /// The processor time of this process. Seconds.
    processor: f64,
}

impl Round {
    fn rate(&self) -> f64 {
        self.times.len() as f64 / self.wall
    }
}

/// Repeats a search on several threads until the time is over. `begin` prepares a thread.
fn measure<S: FnMut(usize)>(threads: usize, begin: impl Fn() -> S + Sync) -> Round {
    let next = AtomicUsize::new(0);
    let (began, before) = (Instant::now(), processor_time());
    let work = || {
        let mut search = begin();
        let mut times = Vec::new();
        while began.elapsed() < TIME {
            let asked = Instant::now();
            search(next.fetch_add(1, Ordering::Relaxed));
            times.push(asked.elapsed().as_secs_f64());
        }
        times
    };
    let work = &work;
    let times = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a thread ends")).collect()
    });
    let processor = processor_time() - before;
    Round { times, wall: began.elapsed().as_secs_f64(), processor }
}

fn in_process(folder: &Path, queries: &[String], threads: usize) -> Round {
    let index = Index::open(folder).expect("the index");
    let now = chrono::Local::now().fixed_offset();
    measure(threads, || {
        |number| {
            let query = &queries[number % queries.len()];
            let ask = Ask::of(Question::of(query, now), 10);
            let answer = explain::search(&index, &ask).expect("an answer");
            let text = serde_json::to_string(&with_hits::answer(&answer)).expect("JSON");
            assert!(!text.is_empty());
        }
    })
}

/// A running server. It is stopped when it is dropped.
struct Server {
    child: Child,
    host: String,
}

impl Server {
    fn start(index: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["serve", "--listen", "127.0.0.1:0", "--index"])
            .arg(index)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("standard output");
        BufReader::new(stdout).read_line(&mut line).expect("the server prints its address");
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_string();
        Server { child, host }
    }

    fn asked(&self, queries: &[String], clients: usize) -> Round {
        let paths: Vec<String> = queries
            .iter()
            .map(|query| {
                let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
                format!("GET /api/v1/search?q={query} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host)
            })
            .collect();
        let paths = &paths;
        measure(clients, || {
            let stream = TcpStream::connect(&self.host).expect("the server accepts");
            stream.set_nodelay(true).expect("an option of the socket");
            let mut stream = BufReader::new(stream);
            move |number| {
                let request = paths[number % paths.len()].as_bytes();
                stream.get_mut().write_all(request).expect("the request is sent");
                answer(&mut stream);
            }
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("the server is stopped");
        self.child.wait().expect("the server ends");
    }
}

/// Reads an answer on a connection that stays open.
fn answer(stream: &mut BufReader<TcpStream>) {
    let mut line = String::new();
    stream.read_line(&mut line).expect("an answer");
    assert!(line.contains(" 200 "), "{line}");
    let mut length = None;
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line).expect("a header");
        let (name, value) = line.split_once(": ").unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let mut body = stream.take(length.expect("the length of the body"));
    std::io::copy(&mut body, &mut std::io::sink()).expect("the body");
}

/// Returns the processor time of this process, in seconds, from `/proc`. The unit there is a hundredth of a second
/// (`USER_HZ`, which is 100 on every Linux). On other systems, nothing is subtracted.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in parentheses, may contain anything.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11);
    fields.take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Returns searches for words that are in a tenth to a thousandth of all articles: alone, together, and as alternatives.
fn queries(folder: &Path) -> Vec<String> {
    let index = Index::open(folder).expect("the index");
    let now = chrono::Local::now().fixed_offset();
    let ask = Ask::of(Question::of("", now), 200);
    let answer = explain::search(&index, &ask).expect("an answer");
    let mut words: Vec<String> = Vec::new();
    for hit in answer.hits {
        let title = hit.found.article.title.unwrap_or_default().to_lowercase();
        let new = title.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 4);
        words.extend(new.map(str::to_string));
    }
    words.sort_unstable();
    words.dedup();
    let step = (words.len() / 24).max(1);
    let words: Vec<String> = words.into_iter().step_by(step).take(24).collect();
    let mut queries: Vec<String> = words.iter().take(8).cloned().collect();
    queries.extend(words[8.min(words.len())..].chunks(4).flat_map(|four| match four {
        [a, b, c, d] => vec![format!("{a} OR {b}"), format!("{c} {d}")],
        _ => Vec::new(),
    }));
    queries
}

/// Generates an archive in a folder and returns its index.
fn generated(folder: &Path) -> PathBuf {
    generator::Generator::new(1).archive(&folder.join("archive"), 20_000).expect("articles");
    let status = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["index", "-q", "archive", "--index", "index"])
        .current_dir(folder)
        .status();
    assert!(status.expect("the program runs").success());
    folder.join("index")
}
