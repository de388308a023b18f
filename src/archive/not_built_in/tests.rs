//! A build without the feature `formats` reads plain text, and says of every other file what it lacks.
//!
//! `cargo test --lib --no-default-features not_built_in` runs these tests.

use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use super::{Reading, Reason, Why, format_names, format_of, read};

/// Returns the format of a file, or why it is skipped, with the number of its articles.
fn read_as(name: &str, bytes: &[u8]) -> (Result<&'static str, Why>, usize) {
    let mut articles = 0;
    let mut observe = |_: &[u8]| {};
    let outcome = read(name, Cursor::new(bytes), &Reading::default(), &mut observe, &mut |piece| {
        articles += usize::from(piece.is_ok());
        ControlFlow::Continue(())
    });
    (outcome, articles)
}

/// Returns the files of a folder of the sample archive.
fn samples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.file_name().expect("a name").to_str().expect("UTF-8");
                    found.push((name.to_string(), fs::read(&path).expect("readable")));
                }
            }
        }
    }
    found
}

#[test]
fn plain_text_is_read() {
    for (folder, format) in [("wire", "wire"), ("jsonl", "jsonl")] {
        for (name, bytes) in samples(folder) {
            let (outcome, articles) = read_as(&name, &bytes);
            assert_eq!((outcome, articles > 0), (Ok(format), true), "{name}");
        }
    }
    let (outcome, articles) = read_as("a.txt", b"Lamp lit again\n\nThe lamp on the cape is lit.\n");
    assert_eq!((outcome, articles), (Ok("text"), 1));
}

#[test]
fn every_other_format_is_recognized_and_skipped() {
    for folder in ["html", "json", "mail", "nitf", "packed", "sgml", "table", "tei", "warc"] {
        for (name, bytes) in samples(&format!("forms/{folder}")) {
            let (outcome, articles) = read_as(&name, &bytes);
            let reason = outcome.map_err(|why| why.reason);
            assert_eq!((reason, articles), (Err(Reason::NotBuiltIn), 0), "{folder}/{name}");
        }
    }
    assert!(format_names().all(|name| format_of(name).is_some()));
    assert!(format_of("html").is_none());
}
