//! SQLite with FTS5.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::articles;

/// Indexes an archive in a new database.
pub fn build(archive: &Path, file: &Path) {
    let mut database = Connection::open(file).expect("a database");
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;
             CREATE VIRTUAL TABLE articles USING fts5(
                 id UNINDEXED, day UNINDEXED, source UNINDEXED, title, body);",
        )
        .expect("a table");
    let transaction = database.transaction().expect("a transaction");
    {
        let mut insert = transaction
            .prepare(
                "INSERT INTO articles (id, day, source, title, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .expect("a statement");
        for path in articles::files(archive) {
            articles::each(&path, &mut |article| {
                insert
                    .execute(params![
                        article.id,
                        article.date,
                        article.source,
                        article.title,
                        article.body
                    ])
                    .expect("it is inserted");
                true
            });
        }
    }
    transaction.commit().expect("a commit");
}

/// Prints the number of articles with all words, and the best ten with a snippet each.
pub fn query(file: &Path, words: &[String]) {
    let database = Connection::open(file).expect("a database");
    let wanted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let wanted = wanted.join(" AND ");
    let count: i64 = database
        .query_row("SELECT count(*) FROM articles WHERE articles MATCH ?1", [&wanted], |row| {
            row.get(0)
        })
        .expect("a count");
    println!("{count}");
    let mut best = database
        .prepare(
            "SELECT title, snippet(articles, 4, '<b>', '</b>', '…', 30) FROM articles
             WHERE articles MATCH ?1 ORDER BY rank LIMIT 10",
        )
        .expect("a statement");
    let mut rows = best.query([&wanted]).expect("an answer");
    while let Some(row) = rows.next().expect("a row") {
        let (title, snippet): (String, String) =
            (row.get(0).expect("a title"), row.get(1).expect("a snippet"));
        println!("{title}\n  {snippet}");
    }
}
