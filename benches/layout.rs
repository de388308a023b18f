//! Measures the index layout and bare tantivy in the same run: size, indexing, and queries that date order speeds up.
//!
//! ```text
//! cargo bench --bench layout -- 1000000             generated articles
//! cargo bench --bench layout -- ARCHIVE             a folder in the wire form, one article per file
//! ```
//!
//! `bare.rs` says what "bare" means.

#[path = "articles.rs"]
mod articles;
#[path = "bare.rs"]
mod bare;
#[path = "generator.rs"]
mod generator;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use dateline::article::Article;
use dateline::engine::embedded::{EmbeddedEngine, fields};
use dateline::engine::{DocumentReader, FacetKind, Request, Searcher, Sort};
use dateline::indexing::{self, Options};
use dateline::query::tree::{Bound, DateRange, Tree};

use tantivy::Order;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, RangeQuery};
use tantivy::schema::Term;

const MEMORY: usize = 512 << 20;
const THREADS: usize = 2;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [role, index, words @ ..] if role == "bare-query" => {
            return bare::answer(Path::new(index), words);
        }
        [role, archive, index] if role == "bare-index" => {
            return bare::build(Path::new(archive), Path::new(index), THREADS, MEMORY);
        }
        _ => {}
    }
    let what = arguments.first().map_or("20000", String::as_str);
    let work = std::env::temp_dir().join(format!("dateline-layout-{}", std::process::id()));
    fs::create_dir_all(&work).expect("a folder to work in");
    let (archive, words) = match what.parse::<usize>() {
        Ok(count) => {
            let folder = work.join("archive");
            generator::Generator::new(7).archive(&folder, count).expect("the archive is written");
            // From very common to rare words.
            (folder, [2, 40, 400, 4_000, 20_000].map(generator::word).to_vec())
        }
        Err(_) => {
            let folder = PathBuf::from(what).canonicalize().expect("an archive");
            (folder, ["said", "oil", "price", "wheat", "ecuador"].map(String::from).to_vec())
        }
    };
    let raw = size(&archive);
    let ours = work.join("ours");
    let bare = work.join("bare");
    println!("archive: {what}, {:.1} MB of files", raw as f64 / 1e6);
    indexing_times(&archive, &ours, &bare, raw);
    components(&ours, raw);
    questions(&ours, &words);
    processes(&ours, &words);
    fs::remove_dir_all(&work).expect("the folder is removed");
}

/// Returns the total size of all files in a folder, in bytes.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                size(&entry.path())
            } else {
                entry.metadata().map_or(0, |about| about.len())
            }
        })
        .sum()
}

fn indexing_times(archive: &Path, ours: &Path, bare: &Path, raw: u64) {
    let rounds = if raw > 100 << 20 { 1 } else { 5 };
    let (mut own, mut other) = (Vec::new(), Vec::new());
    let mut articles = 0;
    for _ in 0..rounds {
        // Alternate between both, so that other load on the machine affects them equally.
        drop(fs::remove_dir_all(ours));
        let mut options = Options::of(ours.to_path_buf());
        options.threads = THREADS;
        options.memory = MEMORY;
        let began = Instant::now();
        let summary =
            indexing::sync(&[archive.to_path_buf()], &options, &mut ()).expect("it is indexed");
        own.push(began.elapsed().as_secs_f64());
        articles = summary.articles.total;
        drop(fs::remove_dir_all(bare));
        let began = Instant::now();
        bare::build(archive, bare, THREADS, MEMORY);
        other.push(began.elapsed().as_secs_f64());
    }
    let (own, other) = (median(&mut own), median(&mut other));
    println!(
        "indexing: {articles} articles in {own:.2} s ({:.0} articles/s, {:.1} MB/s); bare tantivy {other:.2} s; ratio {:.2}",
        articles as f64 / own,
        raw as f64 / 1e6 / own,
        own / other
    );
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn components(index: &Path, raw: u64) {
    let share = |bytes: u64| format!("{:.3}", bytes as f64 / raw as f64);
    let mut by_kind: Vec<(String, u64)> = Vec::new();
    for entry in fs::read_dir(index).expect("the index").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = match name.split('-').next() {
            Some(kind @ ("catalogue" | "dictionary")) => kind.to_string(),
            _ => name.rsplit('.').next().unwrap_or_default().to_string(),
        };
        let bytes = entry.metadata().map_or(0, |about| about.len());
        match by_kind.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += bytes,
            None => by_kind.push((kind, bytes)),
        }
    }
    by_kind.sort_by_key(|kind| std::cmp::Reverse(kind.1));
    let total: u64 = by_kind.iter().map(|(_, bytes)| bytes).sum();
    println!("size: {} of the files", share(total));
    for (kind, bytes) in by_kind.iter().filter(|(_, bytes)| *bytes > raw / 2_000) {
        println!("  {kind:<12} {}", share(*bytes));
    }
    let engine = EmbeddedEngine::open(index).expect("the index");
    let usage = engine.snapshot().segments()[0].space_usage().expect("sizes");
    for (part, sizes) in [
        ("terms", usage.termdict()),
        ("postings", usage.postings()),
        ("positions", usage.positions()),
        ("columns", usage.fast_fields()),
    ] {
        let fields: Vec<String> = sizes
            .fields()
            .filter(|field| field.total().get_bytes() > raw / 1_000)
            .map(|field| format!("{} {}", field.field_name(), share(field.total().get_bytes())))
            .collect();
        println!("  {part:<12} {}", fields.join(", "));
    }
}

/// Returns the median time of a query in microseconds, after one warm-up run.
fn time<T>(mut ask: impl FnMut() -> T) -> f64 {
    ask();
    let mut times: Vec<f64> = (0..31)
        .map(|_| {
            let began = Instant::now();
            std::hint::black_box(ask());
            began.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    median(&mut times)
}

fn questions(index: &Path, words: &[String]) {
    let engine = EmbeddedEngine::open(index).expect("the index");
    let searcher = &engine.snapshot().searcher;
    let table = fields::Fields::of(searcher.schema()).expect("fields");
    let dates = searcher.segment_readers()[0]
        .fast_fields()
        .i64("day_lo")
        .expect("a column")
        .first_or_default_col(0);
    // A month in the middle of the archive.
    let middle = dates.get_val(searcher.segment_readers()[0].max_doc() / 2);
    let (first, last) = (middle - 15, middle + 14);
    let month =
        DateRange { since: Some(Bound::Day(first)), until: Some(Bound::Day(last)), inexact: false };
    let mut trees: Vec<(String, Tree)> =
        words.iter().map(|word| (word.clone(), bare::tree(word))).collect();
    for pair in words.windows(2).take(3) {
        let both = vec![bare::tree(&pair[0]), bare::tree(&pair[1])];
        trees.push((format!("{} AND {}", pair[0], pair[1]), Tree::And(both.clone())));
        trees.push((format!("{} OR {}", pair[0], pair[1]), Tree::Or(both)));
    }
    println!("questions (µs, median of 31, warm; ours / tantivy's own way = gain):");
    println!(
        "  {:<28} {:>9}  {:>26}  {:>26}  {:>26}",
        "", "hits", "one month, 10 best, count", "newest 10 and count", "newest 10 alone"
    );
    for (name, tree) in &trees {
        let query = bare::query(tree, table.text);
        let ask = |when: DateRange, sort: Sort| {
            let request = Request { when, sort, limit: 10, ..Request::counting(tree) };
            engine.find(&request).expect("an answer").0.total
        };
        let hits = ask(DateRange::default(), Sort::Newest);
        let range: Box<dyn Query> = Box::new(RangeQuery::new(
            std::ops::Bound::Included(Term::from_field_i64(table.day_lo, first)),
            std::ops::Bound::Included(Term::from_field_i64(table.day_lo, last)),
        ));
        let ranged = BooleanQuery::new(vec![
            (Occur::Must, query.box_clone()),
            (Occur::Must, Box::new(BoostQuery::new(range, 0.0))),
        ]);
        let best = || TopDocs::with_limit(10).order_by_score();
        let newest = || TopDocs::with_limit(10).order_by_fast_field::<i64>("order", Order::Desc);
        assert_eq!(
            ask(month, Sort::Relevance),
            searcher.search(&ranged, &Count).expect("a count") as u64
        );
        let pairs = [
            (
                time(|| ask(month, Sort::Relevance)),
                time(|| searcher.search(&ranged, &(best(), Count)).expect("an answer")),
            ),
            (
                time(|| ask(DateRange::default(), Sort::Newest)),
                time(|| searcher.search(&*query, &(newest(), Count)).expect("an answer")),
            ),
            (
                time(|| first_ten(&engine, &*query)),
                time(|| searcher.search(&*query, &newest()).expect("an answer")),
            ),
        ];
        let cells: Vec<String> = pairs
            .iter()
            .map(|(own, other)| format!("{own:>8.1} / {other:>8.1} = {:>4.0}", other / own))
            .collect();
        println!("  {name:<28} {hits:>9}  {}", cells.join("  "));
    }
    println!("facets over months and reading (µs):");
    for (name, tree) in &trees {
        let query = bare::query(tree, table.text);
        let request = Request { facets: vec![FacetKind::Month], ..Request::counting(tree) };
        let own = time(|| engine.find(&request).expect("an answer"));
        let wanted: tantivy::aggregation::agg_req::Aggregations =
            serde_json::from_str(r#"{"day":{"terms":{"field":"day_lo","size":20000}}}"#)
                .expect("an aggregation");
        let other = time(|| {
            let collector = tantivy::aggregation::AggregationCollector::from_aggs(
                wanted.clone(),
                Default::default(),
            );
            searcher.search(&*query, &collector).expect("an answer")
        });
        println!(
            "  {name:<28} months {own:>9.1} / terms aggregation {other:>9.1} = {:>4.1}",
            other / own
        );
    }
    let request = Request { when: month, limit: 50, ..Request::counting(&Tree::All) };
    let articles: Vec<Article> = engine
        .search(&request)
        .expect("articles")
        .hits
        .into_iter()
        .map(|hit| hit.article)
        .collect();
    let mut number = 0;
    let read = time(|| {
        number = (number + 17) % articles.len();
        engine
            .article(&articles[number].key, articles[number].order())
            .expect("an article")
            .expect("it is there")
    });
    println!("  reading an article by its key {read:.1}");
}

/// Returns the first ten documents, which in date order are the newest.
fn first_ten(engine: &EmbeddedEngine, query: &dyn Query) -> Vec<u32> {
    let searcher = &engine.snapshot().searcher;
    let weight = query
        .weight(tantivy::query::EnableScoring::disabled_from_searcher(searcher))
        .expect("a weight");
    let mut docs = weight.scorer(&searcher.segment_readers()[0], 1.0).expect("documents");
    let mut found = Vec::new();
    while tantivy::DocSet::doc(&*docs) != tantivy::TERMINATED && found.len() < 10 {
        found.push(tantivy::DocSet::doc(&*docs));
        tantivy::DocSet::advance(&mut *docs);
    }
    found
}

/// Measures whole processes with a warm cache: a query of two words with the count, ten hits, snippets and facets.
fn processes(index: &Path, words: &[String]) {
    let program = std::env::current_exe().expect("this program");
    let ours = env!("CARGO_BIN_EXE_dateline");
    let (a, b) = (words[1].as_str(), words[2].as_str());
    let index = index.to_str().expect("a path");
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for _ in 0..41 {
        let run = |program: &Path, arguments: &[&str]| {
            let began = Instant::now();
            let output = Command::new(program).args(arguments).output().expect("it runs");
            assert!(output.status.success());
            began.elapsed().as_secs_f64() * 1e3
        };
        own.push(run(
            Path::new(ours),
            &[
                "search",
                a,
                b,
                "--index",
                index,
                "--facets",
                "source,year,month",
                "--output",
                "json",
            ],
        ));
        other.push(run(&program, &["bare-query", index, a, b]));
    }
    let (own, other) = (median(&mut own), median(&mut other));
    println!(
        "process: {a} {b} with count, 10 hits, snippets, facets {own:.2} ms; bare tantivy (count, 10 stored documents) {other:.2} ms; ratio {:.2}",
        own / other
    );
}
