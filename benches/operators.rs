//! Measures the cost of each operator, and of tantivy's most similar query on the same index in the same run.
//!
//! `cargo bench --bench operators -- INDEX…` measures indexes that `dateline index` built. Without arguments, it
//! generates 20,000 articles. Words are chosen by the number of articles that have them. Both sides count the hits and
//! return the best ten. dateline also rescores the best 1,000, so rows named "best 1,000" compare it with tantivy
//! returning that many. A row is limited to 15 seconds.

mod chosen_words;
mod generator;

use std::path::{Path, PathBuf};
use std::time::Instant;

use tantivy::Term;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use dateline::analysis::Analyzer;
use dateline::engine::embedded::EmbeddedEngine;
use dateline::engine::{Request, Searcher, Sort};
use dateline::query::tree::DateRange;
use dateline::query::{self, Reading};

use chosen_words::{middle_month, natural_pairs, words};

fn main() {
    let mut indexes: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(PathBuf::from).collect();
    let made = tempfile::tempdir().expect("a temporary folder");
    if indexes.is_empty() {
        let archive = made.path().join("archive");
        generator::Generator::new(1).archive(&archive, 20_000).expect("articles");
        let index = made.path().join("index");
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["index", "-q", "archive", "--index", "index"])
            .current_dir(made.path())
            .status();
        assert!(status.expect("the program runs").success());
        indexes.push(index);
    }
    for index in &indexes {
        operators(index);
    }
}

struct Bench {
    engine: EmbeddedEngine,
    text: Field,
    common: Vec<String>,
    middle: Vec<String>,
    rare: Vec<String>,
    /// The stems of the natural pairs.
    natural: Vec<Vec<String>>,
}

fn operators(index: &Path) {
    let engine = EmbeddedEngine::open(index).expect("the index");
    let text = engine.snapshot().searcher.schema().get_field("text").expect("a field");
    let total = engine.snapshot().searcher.num_docs();
    let (common, middle, rare) = (
        words(&engine, text, 0.08, 0.6),
        words(&engine, text, 0.01, 0.05),
        words(&engine, text, 0.0005, 0.005),
    );
    println!(
        "{total} articles; common words {}, middle {}, rare {}",
        common.join(" "),
        middle.join(" "),
        rare.join(" ")
    );
    println!(
        "{:<34} {:>9} {:>9}   {:>9} {:>9}   {:>5} {:>5}   nearest",
        "operator, µs", "p50", "p99", "bare p50", "p99", "p50", "p99"
    );
    let natural = natural_pairs(&engine, text);
    let bench = Bench { engine, text, common, middle, rare, natural };
    let all = |classes: [&Vec<String>; 3]| -> Vec<Vec<String>> {
        classes.iter().flat_map(|class| class.iter().map(|word| vec![word.clone()])).collect()
    };
    let single = all([&bench.common, &bench.middle, &bench.rare]);
    let pairs = |a: &Vec<String>, b: &Vec<String>| -> Vec<Vec<String>> {
        a.iter()
            .zip(b.iter().rev())
            .filter(|(a, b)| a != b)
            .map(|(a, b)| vec![a.clone(), b.clone()])
            .collect()
    };
    let common_pairs = pairs(&bench.common, &bench.common);
    let mut mixed = pairs(&bench.common, &bench.middle);
    mixed.extend(pairs(&bench.middle, &bench.middle));
    mixed.extend(pairs(&bench.middle, &bench.rare));
    let month = middle_month(&bench.engine);
    let range = format!("date:{month}");
    let term = |word: &str| bench.term(word);
    let and = |words: &[String]| bench.boolean(words, Occur::Must);
    let or = |words: &[String]| bench.boolean(words, Occur::Should);
    let phrase = |slop: u32| move |words: &[String], bench: &Bench| bench.phrase(words, slop);
    bench.row("word", &single, |w| w[0].clone(), "TermQuery", |w| term(&w[0]));
    // Rescoring the best 1,000 hits requires finding them first.
    let deep = 1_000;
    bench.row_of(deep, "word", &single, |w| w[0].clone(), "TermQuery", |w| term(&w[0]));
    bench.row_of(deep, "AND", &mixed, |w| w.join(" "), "Must", |w| and(w));
    bench.row_of(deep, "AND, common words", &common_pairs, |w| w.join(" "), "Must", |w| and(w));
    bench.row_of(deep, "OR", &mixed, |w| w.join(" OR "), "Should", |w| or(w));
    bench.row_of(deep, "OR, common words", &common_pairs, |w| w.join(" OR "), "Should", |w| or(w));
    bench.row(
        "word in a month",
        &single,
        |w| format!("{} {range}", w[0]),
        "RangeQuery",
        |w| bench.dated(&w[0], &month),
    );
    bench.row("AND", &mixed, |w| w.join(" "), "Must", |w| and(w));
    bench.row("AND, common words", &common_pairs, |w| w.join(" "), "Must", |w| and(w));
    bench.row("OR", &mixed, |w| w.join(" OR "), "Should", |w| or(w));
    bench.row("OR, common words", &common_pairs, |w| w.join(" OR "), "Should", |w| or(w));
    let natural = &bench.natural;
    bench.row("AND, natural pairs", natural, |w| w.join(" "), "Must", |w| and(w));
    bench.row("OR, natural pairs", natural, |w| w.join(" OR "), "Should", |w| or(w));
    bench.row_of(deep, "AND, natural pairs", natural, |w| w.join(" "), "Must", |w| and(w));
    bench.row_of(deep, "OR, natural pairs", natural, |w| w.join(" OR "), "Should", |w| or(w));
    bench.row(
        "phrase, natural pairs",
        natural,
        |w| format!("\"{}\"", w.join(" ")),
        "PhraseQuery",
        |w| phrase(0)(w, &bench),
    );
    bench.row(
        "phrase",
        &mixed,
        |w| format!("\"{}\"", w.join(" ")),
        "PhraseQuery",
        |w| phrase(0)(w, &bench),
    );
    bench.row(
        "phrase, common words",
        &common_pairs,
        |w| format!("\"{}\"", w.join(" ")),
        "PhraseQuery",
        |w| phrase(0)(w, &bench),
    );
    for (name, operator, slop) in [("w/5", "w/5", 5), ("pre/5", "pre/5", 4), ("w/50", "w/50", 50)] {
        bench.row(
            name,
            &mixed,
            |w| w.join(&format!(" {operator} ")),
            "PhraseQuery, slop",
            |w| phrase(slop)(w, &bench),
        );
        bench.row(
            &format!("{name}, common words"),
            &common_pairs,
            |w| w.join(&format!(" {operator} ")),
            "PhraseQuery, slop",
            |w| phrase(slop)(w, &bench),
        );
    }
    for operator in ["not w/5", "w/s", "w/p", "not w/s"] {
        bench.row(operator, &mixed, |w| w.join(&format!(" {operator} ")), "Must", |w| and(w));
        bench.row(
            &format!("{operator}, common words"),
            &common_pairs,
            |w| w.join(&format!(" {operator} ")),
            "Must",
            |w| and(w),
        );
    }
    for (name, function) in
        [("atleast3", "atleast3"), ("lead", "lead"), ("first/50", "first/50"), ("title", "title")]
    {
        bench.row(name, &single, |w| format!("{function}({})", w[0]), "TermQuery", |w| term(&w[0]));
    }
    let beginning = |word: &str| word.chars().take(3).collect::<String>();
    let regex = |pattern: String| -> Box<dyn Query> {
        Box::new(RegexQuery::from_pattern(&pattern, bench.text).expect("a pattern"))
    };
    bench.row(
        "prefix",
        &single,
        |w| format!("{}*", beginning(&w[0])),
        "RegexQuery",
        |w| regex(format!("{}.*", beginning(&w[0]))),
    );
    bench.row(
        "ending",
        &single,
        |w| format!("*{}", &w[0][w[0].len() - 3..]),
        "RegexQuery",
        |w| regex(format!(".*{}", &w[0][w[0].len() - 3..])),
    );
    bench.row("exact form", &single, |w| format!("={}", w[0]), "TermQuery", |w| term(&w[0]));
    bench.row("capitals", &single, |w| format!("caps({})", w[0]), "TermQuery", |w| term(&w[0]));
}

impl Bench {
    fn term(&self, word: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.text, word);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn boolean(&self, words: &[String], occur: Occur) -> Box<dyn Query> {
        Box::new(BooleanQuery::new(words.iter().map(|word| (occur, self.term(word))).collect()))
    }

    fn phrase(&self, words: &[String], slop: u32) -> Box<dyn Query> {
        let terms = words.iter().map(|word| Term::from_field_text(self.text, word)).collect();
        let mut phrase = PhraseQuery::new(terms);
        phrase.set_slop(slop);
        Box::new(phrase)
    }

    fn dated(&self, word: &str, month: &str) -> Box<dyn Query> {
        let range = dateline::query::date_clause::range(month, &now()).expect("a month");
        let field = self.engine.snapshot().searcher.schema().get_field("day_lo").expect("a field");
        let bound = |bound| match bound {
            Some(query::Bound::Day(day)) => {
                std::ops::Bound::Included(Term::from_field_i64(field, day))
            }
            _ => std::ops::Bound::Unbounded,
        };
        let range = RangeQuery::new(bound(range.since), bound(range.until));
        let silent: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(range), 0.0));
        Box::new(BooleanQuery::new(vec![(Occur::Must, self.term(word)), (Occur::Must, silent)]))
    }

    /// Times a query for each set of words, alternating between both sides.
    fn row(
        &self,
        name: &str,
        sets: &[Vec<String>],
        typed: impl Fn(&[String]) -> String,
        nearest: &str,
        bare: impl Fn(&[String]) -> Box<dyn Query>,
    ) {
        self.row_of(10, name, sets, typed, nearest, bare);
    }

    /// Like [`Bench::row`], with `best` as the number of hits on the other side.
    fn row_of(
        &self,
        best: usize,
        name: &str,
        sets: &[Vec<String>],
        typed: impl Fn(&[String]) -> String,
        nearest: &str,
        bare: impl Fn(&[String]) -> Box<dyn Query>,
    ) {
        let (mut own, mut other) = (Vec::new(), Vec::new());
        let row_began = Instant::now();
        for words in sets {
            if row_began.elapsed().as_secs() >= 15 {
                break;
            }
            let reading = Reading {
                now: now(),
                any: false,
                strict: true,
                languages: self.engine.languages().expect("languages").to_vec(),
            };
            let text = typed(words);
            let tree =
                query::parse(&text, &reading, &mut Analyzer::default()).expect("a query").tree;
            let mut when = DateRange::default();
            let tree = tree.hoist_dates(&mut when);
            let sort = Sort::Relevance;
            let request = Request { when, sort, limit: 10, ..Request::counting(&tree) };
            let query = bare(words);
            let searcher = &self.engine.snapshot().searcher;
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let began = Instant::now();
            for _ in 0..7 {
                let start = Instant::now();
                std::hint::black_box(self.engine.find(&request).expect("an answer"));
                a.push(start.elapsed().as_secs_f64() * 1e6);
                let start = Instant::now();
                let best = TopDocs::with_limit(best).order_by_score();
                std::hint::black_box(searcher.search(&*query, &best).expect("an answer"));
                std::hint::black_box(searcher.search(&*query, &Count).expect("an answer"));
                b.push(start.elapsed().as_secs_f64() * 1e6);
                if began.elapsed().as_secs() >= 2 {
                    break;
                }
            }
            own.push(middle_of(&mut a));
            other.push(middle_of(&mut b));
        }
        let [p50, p99] = [at(&mut own, 0.5), at(&mut own, 0.99)];
        let [bare50, bare99] = [at(&mut other, 0.5), at(&mut other, 0.99)];
        println!(
            "{name:<34} {p50:>9.1} {p99:>9.1}   {bare50:>9.1} {bare99:>9.1}   {:>5.2} {:>5.2}   {nearest}{}{}",
            p50 / bare50,
            p99 / bare99,
            if best == 10 { "" } else { ", best 1,000" },
            if own.len() < sets.len() {
                format!(" ({} queries)", own.len())
            } else {
                String::new()
            }
        );
    }
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("an instant")
}

fn middle_of(times: &mut [f64]) -> f64 {
    at(times, 0.5)
}

/// Returns a quantile of the times.
fn at(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share).round() as usize]
}
