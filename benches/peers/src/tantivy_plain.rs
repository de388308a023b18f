//! tantivy as its own examples use it: lower-cased words of title and body, a stored text, no stems, no order and no
//! merge.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    FAST, IndexRecordOption, STORED, STRING, Schema, TEXT, TantivyDocument, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, Searcher, Term};

use crate::articles;

fn schema() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("id", STRING | STORED);
    schema.add_i64_field("day", FAST | STORED);
    schema.add_text_field("source", STRING | STORED | FAST);
    schema.add_text_field("title", TEXT | STORED);
    schema.add_text_field("body", TEXT | STORED);
    schema.build()
}

/// Returns `YYYY-MM-DD` as a number that orders like the date.
fn day(date: &str) -> i64 {
    date.chars()
        .filter(char::is_ascii_digit)
        .take(8)
        .collect::<String>()
        .parse()
        .unwrap_or_default()
}

/// Indexes an archive in a new folder, with two reading threads.
pub fn build(archive: &Path, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder");
    let schema = schema();
    let field = |name: &str| schema.get_field(name).expect("a field");
    let (id, date, source) = (field("id"), field("day"), field("source"));
    let (title, body) = (field("title"), field("body"));
    let index = Index::create_in_dir(folder, schema.clone()).expect("an index");
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 512 << 20).expect("a writer");
    let paths = articles::files(archive);
    let next = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    articles::each(path, &mut |article| {
                        let mut document = TantivyDocument::new();
                        document.add_text(id, article.id);
                        document.add_i64(date, day(&article.date));
                        document.add_text(source, article.source);
                        document.add_text(title, article.title);
                        document.add_text(body, article.body);
                        writer.add_document(document).expect("it is added");
                        true
                    });
                }
            });
        }
    });
    writer.commit().expect("a commit");
}

/// Merges the segments into one, for queries.
pub fn merge(folder: &Path) {
    let index = Index::open_in_dir(folder).expect("an index");
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 64 << 20).expect("a writer");
    let ids = index.searchable_segment_ids().expect("segments");
    if ids.len() > 1 {
        writer.merge(&ids).wait().expect("a merge");
    }
    writer.garbage_collect_files().wait().expect("a cleanup");
    writer.wait_merging_threads().expect("the end");
}

fn open(folder: &Path) -> (Index, Searcher) {
    let index = Index::open_in_dir(folder).expect("an index");
    let reader: tantivy::IndexReader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()
        .expect("a reader");
    let searcher = reader.searcher();
    (index, searcher)
}

/// Returns the query for articles with all words, each in the title or the body.
fn all_words(index: &Index, words: &[String]) -> BooleanQuery {
    let term = |field: &str, word: &str| {
        let field = index.schema().get_field(field).expect("a field");
        let term = Term::from_field_text(field, word);
        let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        (Occur::Should, query)
    };
    let clause = |word: &String| {
        let either: Box<dyn Query> =
            Box::new(BooleanQuery::new(vec![term("title", word), term("body", word)]));
        (Occur::Must, either)
    };
    BooleanQuery::new(words.iter().map(clause).collect())
}

/// Prints the number of articles with all words, and the best ten with a snippet each.
pub fn query(folder: &Path, words: &[String]) {
    let (index, searcher) = open(folder);
    let query = all_words(&index, words);
    let (best, count) = searcher
        .search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))
        .expect("an answer");
    println!("{count}");
    let body = index.schema().get_field("body").expect("a field");
    let title = index.schema().get_field("title").expect("a field");
    let snippets = SnippetGenerator::create(&searcher, &query, body).expect("snippets");
    for (score, address) in best {
        let document: TantivyDocument = searcher.doc(address).expect("a document");
        let heading =
            document.get_first(title).and_then(|value| value.as_str()).unwrap_or_default();
        println!("{score} {heading}\n  {}", snippets.snippet_from_doc(&document).to_html());
    }
}
