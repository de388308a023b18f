//! The index of places, `NAME-places`: which files were seen, and which articles are in them.
//!
//! It is to the cluster what the catalogue file is to the embedded engine: everything that can change while an
//! article's text does not. It has documents of three kinds, which the field `kind` distinguishes:
//!
//! - one `header` ([`HEADER`]), which a writer replaces at the end of each run ([`Header`]). A reader that finds none
//!   knows that no run has ended yet.
//! - one `file` per file that was seen ([`FileDocument`]). It is written after all of the file's articles are
//!   acknowledged, and after the documents of its keys. A file without this document has to be read again.
//! - `keys`: the articles of a file, at most [`CHUNK`] per document ([`KeysDocument`]), so that no request is too long.
//!   The lists `keys`, `lines` and `seconds` are parallel, in the order of the file.
//!
//! The ids are those of [`file_id`] and [`keys_id`], so that writing a document again replaces it. Only `kind`, `root`,
//! `path` and `keys` are searched. A writer may store further facts about files and keys in `facts`, which is not
//! searched either and which readers ignore.
//!
//! Readers ask for: the places of a key (a `term` query on `keys`), the documents of a file, of a folder or of all files
//! (sorted by root, path and chunk), and the header.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::meta::Meta;
use crate::catalogue::RootHeader;

/// The id of the header.
pub const HEADER: &str = "header";

/// The maximum number of articles in a document. A search reads the whole document to find the line of an article.
pub const CHUNK: usize = 1_000;

/// The kinds of documents.
pub const KIND_HEADER: &str = "header";
/// See [`KIND_HEADER`].
pub const KIND_FILE: &str = "file";
/// See [`KIND_HEADER`].
pub const KIND_KEYS: &str = "keys";

/// What is known about the whole archive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Header {
    /// Always [`KIND_HEADER`].
    pub kind: String,
    /// The time when the last run started, in nanoseconds since 1970.
    pub run: i64,
    /// The indexed folders, sorted by path, each with the number of its files.
    pub roots: Vec<StoredRoot>,
    /// The spelling to show for each folded source, as pairs. A source may contain any character, which the name of a
    /// field may not.
    pub sources: Vec<(String, String)>,
    /// The number of files, including members of containers.
    pub files: u64,
    /// The number of files that are members of containers.
    pub members: u64,
    /// The number of files without articles that are not members, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// The total size of the indexed files, in bytes.
    pub bytes: u64,
}

/// A root, as [`RootHeader`] has it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredRoot {
    /// The canonical path.
    pub path: String,
    /// The `--source` of the last run.
    pub source: Option<String>,
    /// The `--tz` of the last run.
    pub zone: String,
    /// The `--format` and `--map` of the last run, or an empty string.
    pub reading: String,
    /// The number of files, including members of containers.
    pub files: u64,
    /// The number of files that are members of containers.
    pub members: u64,
}

impl From<StoredRoot> for RootHeader {
    fn from(root: StoredRoot) -> RootHeader {
        let StoredRoot { path, source, zone, reading, files, members } = root;
        let (files, members) = (files as usize, members as usize);
        RootHeader { path, source, zone, reading, files, members }
    }
}

/// A file that was seen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileDocument {
    /// Always [`KIND_FILE`].
    pub kind: String,
    /// The canonical path of the root.
    pub root: String,
    /// The path below the root.
    pub path: String,
    /// The number of documents with the file's keys.
    pub chunks: u32,
    /// What a writer knows about the file.
    pub facts: Value,
}

/// The articles of a file, or a part of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeysDocument {
    /// Always [`KIND_KEYS`].
    pub kind: String,
    /// The canonical path of the root.
    pub root: String,
    /// The path below the root.
    pub path: String,
    /// The number of the document among those of the file, from 0.
    pub chunk: u32,
    /// The keys, in the order of the file.
    pub keys: Vec<String>,
    /// The line on which each article starts, counted from 1.
    pub lines: Vec<u64>,
    /// The second of each article's date, or a fixed number for undated articles. With the key, it gives
    /// [`order`](crate::article::order).
    pub seconds: Vec<i64>,
    /// What a writer knows about the articles.
    pub facts: Value,
}

/// Returns the id of the document of a file.
pub fn file_id(root: &str, path: &str) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(root.as_bytes()).update(&[0]).update(path.as_bytes());
    format!("f-{}", hash.finalize().to_hex())
}

/// Returns the id of a document of a file's keys.
pub fn keys_id(root: &str, path: &str, chunk: u32) -> String {
    format!("{}-{chunk}", file_id(root, path))
}

/// Returns the body of the request that creates an index of places. `meta` is that of the index of articles.
pub fn mapping(meta: &Meta, replicas: u32) -> Value {
    let stored = json!({"type": "object", "enabled": false});
    let keyword = json!({"type": "keyword"});
    let unsearched = json!({"type": "long", "index": false, "doc_values": false});
    json!({
        "settings": {"index": {
            "number_of_shards": 1,
            "number_of_replicas": replicas,
            "codec": "best_compression",
        }},
        "mappings": {
            "dynamic": false,
            "_meta": meta.json(),
            "properties": {
                "kind": keyword,
                "root": keyword,
                "path": {"type": "keyword", "ignore_above": 8_191},
                "chunk": {"type": "integer"},
                "keys": {"type": "keyword", "doc_values": false},
                "lines": unsearched,
                "seconds": unsearched,
                "facts": stored,
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_file_names_its_root_and_path() {
        let ids =
            [file_id("/a", "b"), file_id("/a/", "b"), file_id("/a", "bc"), keys_id("/a", "b", 0)];
        let different: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!(different.len(), ids.len());
        assert!(ids.iter().all(|id| id.len() < 100));
    }

    #[test]
    fn a_document_is_read_although_a_newer_writer_added_to_it() {
        let read: KeysDocument = serde_json::from_value(json!({
            "kind": "keys", "root": "/a", "path": "b", "keys": ["k"], "lines": [3], "seconds": [0], "newer": 1
        }))
        .unwrap();
        assert_eq!((read.keys.len(), read.lines[0], read.chunk), (1, 3, 0));
    }
}
