//! Measures both pipelines, stage by stage: reading, analysing, indexing and searching generated articles.

#[path = "generator.rs"]
mod generator;
use std::io::Cursor;
use std::ops::ControlFlow;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use dateline::analysis::{Analyzer, Event};
use dateline::archive;
use dateline::engine::{FacetKind, Sort};
use dateline::indexing::{self, Options};
use dateline::normalise::{self, Surroundings, Zone};
use dateline::searching::{self, Ask, Index, Question};

fn reading(criterion: &mut Criterion) {
    let mut generator = generator::Generator::new(7);
    let files: Vec<String> = (0..1_000)
        .map(|id| {
            let article = generator.article(id);
            format!(" date {} {id}\n{}\n(WIRE) {}\n", article.date, article.title, article.body)
        })
        .collect();
    let bytes: usize = files.iter().map(String::len).sum();
    let around = Surroundings {
        source: "x".into(),
        source_from: "folder",
        path: String::new(),
        zone: Zone::UTC,
        modified: 0,
        date_from_mtime: false,
    };
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("wire files read and normalised", |bencher| {
        bencher.iter(|| {
            let mut count = 0;
            for file in &files {
                let read = archive::read(
                    "a.txt",
                    Cursor::new(file),
                    &archive::Reading::default(),
                    &mut |_| {},
                    &mut |piece| {
                        count += usize::from(
                            normalise::article(piece.expect("an article"), &around).is_ok(),
                        );
                        ControlFlow::Continue(())
                    },
                );
                assert!(read.is_ok());
            }
            assert_eq!(count, files.len());
        });
    });
    group.bench_function("text analysed", |bencher| {
        let mut analyzer = Analyzer::default();
        bencher.iter(|| {
            let mut tokens = 0_usize;
            for file in &files {
                analyzer.analyse(dateline::analysis::Language::ENGLISH, file, |event| {
                    tokens += usize::from(matches!(event, Event::Token(_)))
                });
            }
            tokens
        });
    });
    group.finish();
}

fn indexing(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    let bytes = generator::Generator::new(7).archive(&archive, 10_000).expect("an archive");
    let mut group = criterion.benchmark_group("indexing");
    group.sample_size(10).throughput(Throughput::Bytes(bytes));
    group.bench_function("10,000 articles", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |index| {
                build(&archive, index.path());
                index
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("10,000 articles again, unchanged", |bencher| {
        let index = folder.path().join("index");
        build(&archive, &index);
        bencher.iter(|| build(&archive, &index));
    });
    group.finish();
}

fn build(archive: &std::path::Path, index: &std::path::Path) {
    let mut options = Options::of(index.to_path_buf());
    options.threads = 2;
    indexing::sync(&[archive.to_path_buf()], &options, &mut ()).expect("it is indexed");
}

/// The name of a case, its query, month, order and facets.
type Case = (&'static str, String, Option<&'static str>, Sort, &'static [FacetKind]);

fn searching(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    generator::Generator::new(7).archive(&archive, 100_000).expect("an archive");
    let index = folder.path().join("index");
    build(&archive, &index);
    let index = Index::open(&index).expect("an index");
    let [common, middle, rare] = [2, 400, 20_000].map(generator::word);
    let mut group = criterion.benchmark_group("searching 100,000 articles");
    let cases: [Case; 6] = [
        ("a rare word", rare, None, Sort::Relevance, &[]),
        ("two words", format!("{common} {middle}"), None, Sort::Relevance, &[]),
        (
            "two words, months and sources",
            format!("{common} {middle}"),
            None,
            Sort::Relevance,
            &[FacetKind::Month, FacetKind::Source],
        ),
        (
            "two words in a month",
            format!("{common} {middle}"),
            Some("2010-05"),
            Sort::Relevance,
            &[],
        ),
        ("a common word, newest first", common.clone(), None, Sort::Newest, &[]),
        ("a phrase", format!("\"{common} {middle}\""), None, Sort::Relevance, &[]),
    ];
    for (name, query, on, sort, facets) in cases {
        let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let mut question = Question::of(query, now);
        question.on = on.map(str::to_string);
        let mut ask = Ask::of(question, 10);
        ask.sort = Some(sort);
        ask.facets = facets.to_vec();
        ask.snippets = 1;
        group.bench_function(name, |bencher| {
            bencher.iter(|| searching::search(&index, &ask).expect("an answer").counts.total);
        });
    }
    group.finish();
}

criterion_group!(benches, reading, indexing, searching);
criterion_main!(benches);
