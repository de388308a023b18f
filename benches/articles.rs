//! Reads the articles of an archive as simply as possible: what a peer gets is split lines, or the members of a JSON
//! object, and nothing is normalized.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// An article as all peers but dateline get it.
pub struct Article {
    pub id: String,
    /// The date as it is written, usually `YYYY-MM-DD`.
    pub date: String,
    pub source: String,
    pub title: String,
    pub body: String,
}

/// Returns the files of an archive, sorted by path.
pub fn files(archive: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(archive, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        match entry.file_type().expect("a type").is_dir() {
            true => collect(&entry.path(), found),
            false => found.push(entry.path()),
        }
    }
}

/// Calls a function with each article of a file, until it returns `false`: a file of JSON Lines, or one article in the
/// wire form.
pub fn each(file: &Path, take: &mut dyn FnMut(Article) -> bool) {
    if file.extension().is_some_and(|end| end == "jsonl") {
        for line in BufReader::new(fs::File::open(file).expect("a file")).lines() {
            let value: serde_json::Value =
                serde_json::from_str(&line.expect("a line")).expect("JSON");
            let member = |name: &str| value[name].as_str().unwrap_or_default().to_string();
            let article = Article {
                id: member("id"),
                date: member("date"),
                source: member("source"),
                title: member("title"),
                body: member("body"),
            };
            if !take(article) {
                return;
            }
        }
        return;
    }
    let text = String::from_utf8_lossy(&fs::read(file).expect("a file")).into_owned();
    let mut lines = text.splitn(3, '\n');
    let mut header = lines.next().unwrap_or_default().split_whitespace().skip(1);
    take(Article {
        date: header.next().unwrap_or_default().to_string(),
        id: header.next().unwrap_or_default().to_string(),
        source: String::new(),
        title: lines.next().unwrap_or_default().to_string(),
        body: lines.next().unwrap_or_default().to_string(),
    });
}
