//! Measures an index in a cluster: indexing, searches compared with bare requests, and an export, in one run.
//!
//! `cargo bench --bench cluster -- http://127.0.0.1:19201/bench 20000` generates 20,000 articles, and indexes them at the address.
//! There must be no index there. `tests/cluster/server/cluster.sh start 3` starts a cluster. A search is measured twice, in
//! turns: as `dateline search` does it, with snippets and exact totals, and as one request with the query of its plan, ten hits
//! and the exact total, whose answer is only parsed. So a slow minute of the machine concerns both.

mod generator;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use dateline::analysis::Analyzer;
use dateline::article::Article;
use dateline::engine::cluster::client::address::Address;
use dateline::engine::cluster::client::{Client, Connection};
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::store::ClusterStore;
use dateline::engine::{Request, Sort};
use dateline::indexing::{self, Options};
use dateline::query::tree::Tree;
use dateline::searching::{Ask, Index, Question, search, sweep};

/// How often each search is repeated.
const ROUNDS: usize = 41;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let Some(address) = arguments.first() else {
        println!(
            "no cluster was named: cargo bench --bench cluster -- http://127.0.0.1:19201/bench"
        );
        return;
    };
    let number = |at: usize, default: usize| {
        arguments.get(at).map_or(default, |text| text.parse().expect("a number"))
    };
    let (articles, shards, replicas) = (number(1, 20_000), number(2, 1), number(3, 0));
    let parts = Parts { shards: shards as u32, replicas: replicas as u32, by: None };
    let address = Address::parse(address).expect("an address");
    let client = Client::new(address, Connection::default()).expect("a client");
    write(&client, parts, articles);
    let index = Index::connect(client.clone()).expect("the index");
    println!("{:<28} {:>9} {:>9} {:>9}", "query", "articles", "bare, ms", "p50, ms");
    for query in queries() {
        compare(&client, &index, &query);
    }
    export(&index);
}

fn write(client: &Client, parts: Parts, articles: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let archive = folder.path().join("archive");
    let bytes = generator::Generator::new(1).archive(&archive, articles).expect("articles");
    let mut options = Options::of(folder.path().join("none"));
    options.cluster = Some(ClusterStore::new(client.clone(), parts, Duration::ZERO));
    let began = Instant::now();
    let summary = indexing::sync(&[archive], &options, &mut ()).expect("a run");
    assert_eq!(summary.articles.added, articles as u64, "the index was empty");
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "indexed {articles} articles, {:.1} MB, {} shards, {} replicas: {:.0} articles/s",
        bytes as f64 / 1e6,
        parts.shards,
        parts.replicas,
        articles as f64 / seconds
    );
}

/// Returns a query for each kind of operator, over words of different frequency.
fn queries() -> Vec<String> {
    let word = generator::word;
    let (frequent, common, rare) = (word(20), word(200), word(2_000));
    vec![
        rare.clone(),
        format!("{frequent} {common}"),
        format!("{common} OR {rare}"),
        format!("\"{frequent} {common}\""),
        format!("{frequent} w/5 {common}"),
        format!("{frequent} w/s {common}"),
        format!("{}*", &rare[..4]),
        format!("title:{common}"),
        format!("{common} -{rare}"),
    ]
}

/// Returns the median time of a search in milliseconds.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2] * 1e3
}

fn compare(client: &Client, index: &Index, query: &str) {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-30T12:00:00Z").expect("an instant");
    let ask = Ask::of(Question::of(query, now), 10);
    let total = search(index, &ask).expect("an answer").counts.total;
    let body = bare(index, &ask);
    let path = format!("{}/_search?search_type=dfs_query_then_fetch", client.address().index());
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let began = Instant::now();
        client.search(&path, &body).expect("an answer");
        bare.push(began.elapsed().as_secs_f64());
        let began = Instant::now();
        search(index, &ask).expect("an answer");
        whole.push(began.elapsed().as_secs_f64());
    }
    let (bare, whole) = (median(&mut bare), median(&mut whole));
    println!("{query:<28} {total:>9} {bare:>9.1} {whole:>9.1}");
}

/// Returns the bare request of a search, with the query that the plan names last.
fn bare(index: &Index, ask: &Ask) -> Value {
    let read =
        ask.question.read(index, &mut Analyzer::default()).expect("a query that can be read");
    let request = Request { limit: 10, ..Request::counting(&read.tree) };
    let plan = index.engine.plan(&request).expect("a plan");
    let query = plan.iter().find_map(|line| line.strip_prefix("query: ")).expect("a query");
    let query: Value = serde_json::from_str(query).expect("JSON");
    json!({"size": 10, "track_total_hits": true, "query": query})
}

fn export(index: &Index) {
    let request = Request { sort: Sort::Newest, ..Request::counting(&Tree::All) };
    let began = Instant::now();
    let (_, matches) = index.engine.every(&request).expect("matches");
    let mut count = 0;
    let worker = || |article: Article| article.body.len();
    sweep(matches.as_ref(), usize::MAX, worker, |_| {
        count += 1;
        Ok(true)
    })
    .expect("articles");
    println!(
        "exported {count} articles: {:.0} articles/s",
        count as f64 / began.elapsed().as_secs_f64()
    );
}
