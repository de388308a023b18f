//! tantivy with the same files, analysis, fields, order, compressor and final number of segments as dateline, but
//! without what an archive needs in addition: no normalization beyond splitting lines, no keys, and no record of files.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::article::{Article, Header};
use dateline::dates;
use dateline::engine::embedded::{Preparer, dictionary, fields, stored_record};
use dateline::query::tree::{Text, Tree, Word};

use tantivy::Index;
use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};

use crate::articles::{self, files};

/// The number of articles that the dictionary is trained on, as many as dateline uses.
const SAMPLES: usize = 1_200;

/// How much of each of them. Bytes.
const SAMPLE: usize = 8 << 10;

fn article(split: articles::Article) -> Article {
    let mut article = Article::of(split.title, split.body);
    article.id = Some(split.id);
    article.date = dates::whole(&split.date).map(|found| found.date);
    article.source = Some(split.source);
    article.headers = vec![Header { name: "date".into(), value: split.date }];
    article
}

/// Indexes an archive in a new folder, with a number of reading threads. `memory` is in bytes; tantivy gets half of it.
pub fn build(archive: &Path, folder: &Path, readers: usize, memory: usize) {
    let paths = files(archive);
    fs::create_dir_all(folder).expect("a folder");
    let index = Index::builder()
        .schema(fields::schema())
        .settings(fields::settings())
        .create_in_dir(folder)
        .expect("an index");
    fields::register(&index);
    let table = fields::Fields::of(&index.schema()).expect("fields");
    let dictionary = trained(&paths);
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(memory / 2)
        .num_merge_threads(1)
        .build();
    let mut writer: tantivy::IndexWriter = index.writer_with_options(options).expect("a writer");
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let next = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for _ in 0..readers {
            threads.spawn(|| {
                let mut preparer = Preparer::new(table, &dictionary).expect("a preparer");
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    articles::each(path, &mut |split| {
                        let document = preparer.prepare(&article(split)).expect("a document");
                        writer.add_document(document.document).expect("it is added");
                        true
                    });
                }
            });
        }
    });
    writer.commit().expect("a commit");
    let ids = index.searchable_segment_ids().expect("segments");
    if ids.len() > 1 {
        writer.merge(&ids).wait().expect("a merge");
    }
    writer.garbage_collect_files().wait().expect("a cleanup");
    writer.wait_merging_threads().expect("the end");
}

fn trained(paths: &[std::path::PathBuf]) -> Vec<u8> {
    let mut samples = Vec::new();
    let each_file = SAMPLES.div_ceil(paths.len().max(1));
    for path in paths.iter().step_by(paths.len().div_ceil(SAMPLES).max(1)) {
        let before = samples.len();
        articles::each(path, &mut |split| {
            let mut plain = Vec::new();
            stored_record::plain(&article(split), &mut plain);
            plain.truncate(SAMPLE);
            samples.push(plain);
            samples.len() - before < each_file
        });
    }
    let size = |path: &std::path::PathBuf| fs::metadata(path).map_or(0, |about| about.len());
    dictionary::train(&samples, paths.iter().map(size).sum()).unwrap_or_default()
}

/// Returns a word as dateline analyzes it in a query.
pub fn tree(word: &str) -> Tree {
    let stems = dateline::analysis::Analyzer::default()
        .stems(&[dateline::analysis::Language::ENGLISH], word);
    Tree::Text(Text::of_word(word, Word::Stems(stems)))
}

/// Returns tantivy's own query for a word, or for words joined with AND or OR.
pub fn query(tree: &Tree, field: tantivy::schema::Field) -> Box<dyn Query> {
    let (occur, trees) = match tree {
        Tree::Text(text) => {
            let Word::Stems(stems) = &text.slots[0].word else { unreachable!("plain words") };
            let term = Term::from_field_text(field, &stems[0].term);
            return Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        }
        Tree::And(trees) => (Occur::Must, trees),
        Tree::Or(trees) => (Occur::Should, trees),
        _ => unreachable!("only words are asked for here"),
    };
    Box::new(BooleanQuery::new(trees.iter().map(|tree| (occur, query(tree, field))).collect()))
}

/// Opens an index, and prints the number of articles with all words and the best ten documents.
pub fn answer(folder: &Path, words: &[String]) {
    let index = Index::open_in_dir(folder).expect("an index");
    let reader: tantivy::IndexReader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()
        .expect("a reader");
    let searcher = reader.searcher();
    let field = index.schema().get_field("text").expect("a field");
    let all = query(&Tree::And(words.iter().map(|word| tree(word)).collect()), field);
    let (best, count) = searcher
        .search(&*all, &(TopDocs::with_limit(10).order_by_score(), Count))
        .expect("an answer");
    println!("{count}");
    for (score, address) in best {
        let document: tantivy::TantivyDocument = searcher.doc(address).expect("a document");
        println!("{score} {}", document.len());
    }
}
