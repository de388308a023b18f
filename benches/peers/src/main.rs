//! Compares dateline with other search programs: the same articles, the same queries, whole processes, paired runs.
//! `README.md` says how to run it.

#[path = "../../articles.rs"]
mod articles;
#[path = "../../generator.rs"]
mod generator;
mod installed;
mod paired;
mod process;
mod sqlite;
mod tantivy_plain;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use installed::Lucene;
use paired::{Contestant, compare, print};
use process::{Cost, run, run_sampled};

/// The memory that dateline and bare tantivy may use, in megabytes.
const MEMORY: usize = 512;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = |at: usize| Path::new(&arguments[at]);
    match arguments.first().map(String::as_str) {
        Some("plain-index") => tantivy_plain::build(path(1), path(2)),
        Some("plain-query") => tantivy_plain::query(path(1), &arguments[2..]),
        Some("sqlite-index") => sqlite::build(path(1), path(2)),
        Some("sqlite-query") => sqlite::query(path(1), &arguments[2..]),
        Some("walk") => walk(path(1)),
        Some("nothing") => {}
        Some("generate") => generate(path(1), &arguments[2], arguments.get(3).is_some()),
        Some(what) => all(what, &arguments[1..]),
        None => all("20000", &[]),
    }
}

/// Walks a folder and reads the metadata of each file, as a sync without changes has to.
fn walk(folder: &Path) {
    let bytes: u64 =
        articles::files(folder).iter().map(|file| fs::metadata(file).expect("a file").len()).sum();
    println!("{bytes}");
}

/// Writes a generated archive: JSON Lines, or the wire form with one file per article.
fn generate(folder: &Path, count: &str, wire: bool) {
    let count = count.parse().expect("a number of articles");
    let mut generator = generator::Generator::new(7);
    let written = match wire {
        true => generator.wire_archive(folder, count),
        false => generator.archive(folder, count),
    };
    written.expect("the archive is written");
}

/// Returns dateline and, if there is one, its layout benchmark, built into the same folder as this program.
fn built(me: &Path) -> (PathBuf, Option<PathBuf>) {
    let dateline = me.with_file_name("dateline");
    assert!(dateline.exists(), "dateline is missing; build it first: cargo build --release");
    let is_layout = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("layout-") && path.extension().is_none()
    };
    let deps = fs::read_dir(me.with_file_name("deps")).expect("a folder").flatten();
    let newest = deps
        .map(|entry| entry.path())
        .filter(is_layout)
        .max_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok());
    (dateline, newest)
}

/// What is compared.
struct Bench {
    /// This program, which is also plain tantivy and SQLite.
    me: PathBuf,
    dateline: PathBuf,
    /// dateline's layout benchmark, which is tantivy with dateline's analysis, if it is built.
    layout: Option<PathBuf>,
    archive: PathBuf,
    /// The folder with all indexes.
    work: PathBuf,
    lucene: Option<Lucene>,
    rounds: usize,
}

/// Runs the whole comparison. Without `given` words, queries use some that the archive has.
fn all(what: &str, given: &[String]) {
    let me = std::env::current_exe().expect("this program");
    let (dateline, layout) = built(&me);
    let work = std::env::temp_dir().join(format!("dateline-peers-{}", std::process::id()));
    fs::create_dir_all(&work).expect("a folder to work in");
    let (archive, words) = match what.parse::<usize>() {
        Ok(_) => {
            let folder = work.join("archive");
            generate(&folder, what, false);
            (folder, [400, 4_000].map(generator::word).to_vec())
        }
        Err(_) => {
            let folder = PathBuf::from(what).canonicalize().expect("an archive");
            (folder, ["oil", "prices"].map(String::from).to_vec())
        }
    };
    let words = if given.is_empty() { words.as_slice() } else { given };
    let files = articles::files(&archive);
    let bytes: u64 = files.iter().map(|file| fs::metadata(file).expect("a file").len()).sum();
    println!(
        "{what}: {} files, {:.1} MB; words: {}",
        files.len(),
        bytes as f64 / 1e6,
        words.join(" ")
    );
    let rounds = match bytes >> 20 {
        0..100 => 7,
        100..400 => 3,
        _ => 1,
    };
    // The Java source reads the wire form alone.
    let wire = files.iter().all(|file| file.extension().is_none_or(|end| end != "jsonl"));
    let lucene = wire.then(|| Lucene::prepare(&work)).flatten();
    let bench = Bench { me, dateline, layout, archive, work, lucene, rounds };
    bench.indexing();
    bench.sizes(bytes);
    bench.unchanged();
    bench.queries(words);
    bench.agreement(words);
    fs::remove_dir_all(&bench.work).expect("the folder is removed");
}

impl Bench {
    fn index(&self, name: &str) -> PathBuf {
        self.work.join(name)
    }

    /// Returns a command of this program.
    fn role(&self, role: &str, arguments: &[&Path]) -> Command {
        let mut command = Command::new(&self.me);
        command.arg(role).args(arguments);
        command
    }

    /// Returns a command of the layout benchmark.
    fn same(&self, layout: &Path, role: &str, arguments: &[&Path]) -> Command {
        let mut command = Command::new(layout);
        command.arg(role).args(arguments);
        command
    }

    fn dateline(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.dateline);
        command.args(arguments).arg("--index").arg(self.index("dateline"));
        command.env_remove("DATELINE_INDEX").stderr(std::process::Stdio::null());
        command
    }

    /// Returns a contestant that builds a new index each time.
    fn build<'a>(
        &'a self,
        name: &str,
        index: &'a str,
        make: impl Fn() -> Command + 'a,
    ) -> Contestant<'a> {
        let run = move || -> Cost {
            let place = self.index(index);
            drop(fs::remove_dir_all(&place));
            drop(fs::remove_file(&place));
            run_sampled(&mut make()).0
        };
        Contestant { name: name.into(), run: Box::new(run) }
    }

    fn indexing(&self) {
        let archive = &self.archive;
        let mut contestants = vec![self.build("tantivy, plain", "plain", || {
            self.role("plain-index", &[archive, &self.index("plain")])
        })];
        if let Some(layout) = &self.layout {
            contestants.push(self.build("tantivy, same analysis", "same", move || {
                self.same(layout, "bare-index", &[archive, &self.index("same")])
            }));
        }
        contestants.push(self.build("dateline", "dateline", || {
            let memory = MEMORY.to_string();
            let mut command = self.dateline(&["index", "--quiet", "--memory", &memory]);
            command.arg(archive);
            command
        }));
        contestants.push(self.build("SQLite FTS5", "sqlite", || {
            self.role("sqlite-index", &[archive, &self.index("sqlite")])
        }));
        if let Some(lucene) = &self.lucene {
            contestants.push(self.build("Lucene", "lucene", move || {
                let index = self.index("lucene");
                let (archive, index) = (archive.to_str(), index.to_str());
                lucene.command(&["index", archive.expect("UTF-8"), index.expect("UTF-8")])
            }));
        }
        print("Indexing", &compare(&mut contestants, self.rounds, self.rounds > 1), "s");
    }

    fn sizes(&self, bytes: u64) {
        println!("\n## Size of the index, as a share of the files\n\n| what | share |\n|---|---|");
        for name in ["plain", "same", "dateline", "sqlite", "lucene"] {
            let place = self.index(name);
            if place.exists() {
                println!("| {name} | {:.3} |", size(&place) as f64 / bytes as f64);
            }
        }
    }

    fn unchanged(&self) {
        let mut contestants = vec![
            self.once("a walk with the metadata of each file", || {
                self.role("walk", &[&self.archive])
            }),
            self.once("dateline", || {
                let mut command = self.dateline(&["index", "--quiet"]);
                command.arg(&self.archive);
                command
            }),
        ];
        print("Nothing has changed", &compare(&mut contestants, 15, true), "ms");
    }

    fn once<'a>(&'a self, name: &str, make: impl Fn() -> Command + 'a) -> Contestant<'a> {
        Contestant { name: name.into(), run: Box::new(move || run(&mut make()).0) }
    }

    fn queries(&self, words: &[String]) {
        tantivy_plain::merge(&self.index("plain"));
        let mut contestants = vec![
            self.once("tantivy, plain, one segment", || self.query("plain", words)),
            self.once("dateline, with facets", || self.dateline_search(words)),
            self.once("SQLite FTS5", || self.query("sqlite", words)),
            self.once("a process that does nothing", || self.role("nothing", &[])),
        ];
        if let Some(layout) = &self.layout {
            contestants.push(self.once("tantivy, same analysis, no snippets", move || {
                self.same_query(layout, words)
            }));
        }
        if self.lucene.is_some() {
            contestants.push(self.once("Lucene, no snippets", || self.lucene_query(words)));
        }
        print(
            "Two words: the total, ten hits and their snippets",
            &compare(&mut contestants, 41, true),
            "ms",
        );
        let word = &words[..1];
        let mut contestants =
            vec![self.once("dateline, with facets", || self.dateline_search(word))];
        for (program, flags) in
            [("rg", &["-l", "-i", "-w"][..]), ("grep", &["-r", "-l", "-i", "-w"])]
        {
            if installed::has(program) {
                contestants.push(self.once(program, move || {
                    let mut command = Command::new(program);
                    command.args(flags).arg(&word[0]).arg(&self.archive);
                    command
                }));
            }
        }
        print("One word", &compare(&mut contestants, 5, true), "ms");
    }

    fn query(&self, name: &str, words: &[String]) -> Command {
        let mut command = self.role(&format!("{name}-query"), &[&self.index(name)]);
        command.args(words);
        command
    }

    fn same_query(&self, layout: &Path, words: &[String]) -> Command {
        let mut command = self.same(layout, "bare-query", &[&self.index("same")]);
        command.args(words);
        command
    }

    fn lucene_query(&self, words: &[String]) -> Command {
        let index = self.index("lucene");
        let mut arguments = vec!["query", index.to_str().expect("UTF-8")];
        arguments.extend(words.iter().map(String::as_str));
        self.lucene.as_ref().expect("it is there").command(&arguments)
    }

    fn dateline_search(&self, words: &[String]) -> Command {
        let mut command =
            self.dateline(&["search", "--facets", "source,year,month", "--output", "json"]);
        command.args(words);
        command
    }

    /// Checks that programs which count the same thing count the same.
    fn agreement(&self, words: &[String]) {
        println!("\n## Agreement\n");
        let first = |mut command: Command| {
            run(&mut command).1.lines().next().unwrap_or_default().to_string()
        };
        let (_, json) = run(&mut self.dateline_search(words));
        let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let own = answer["total"].to_string();
        if let Some(layout) = &self.layout {
            let same = first(self.same_query(layout, words));
            println!("- words of one stem: dateline {own}, tantivy {same}");
            assert_eq!(own, same);
        }
        let plain = first(self.query("plain", words));
        let sqlite = first(self.query("sqlite", words));
        println!("- the exact words: tantivy {plain}, SQLite {sqlite}");
        assert_eq!(plain, sqlite);
        if self.lucene.is_some() {
            // Its words keep apostrophes.
            println!("- Lucene: {}", first(self.lucene_query(words)));
        }
    }
}

/// Returns the total size of a file, or of all files in a folder, in bytes.
fn size(place: &Path) -> u64 {
    match place.is_dir() {
        true => articles::files(place)
            .iter()
            .map(|file| fs::metadata(file).map_or(0, |about| about.len()))
            .sum(),
        false => fs::metadata(place).map_or(0, |about| about.len()),
    }
}
