//! What a writer has to know about files and keys in addition to what a search reads, as JSON in the index of places.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::article::{UNDATED_SECONDS, hash_of_key, key_of_hash, order};
use crate::catalogue::{Articles, FileRecord, KeyNumber, Keys, Placed, Placing, Verdict};
use crate::engine::cluster::schema::places::{
    CHUNK, FileDocument, KIND_FILE, KIND_KEYS, KeysDocument,
};

/// The facts about a file. They mean what the fields of [`FileRecord`] mean.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct FileFacts {
    size: u64,
    modified: i64,
    identity: u32,
    hash: u64,
    unsettled: bool,
    member: bool,
    /// The format of an indexed file.
    format: Option<String>,
    /// The reason why the file was skipped.
    reason: Option<String>,
    /// The articles that were left out: line and reason.
    skipped: Vec<(u64, String)>,
}

/// The facts about the keys of a document, in their order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct KeyFacts {
    /// The sources, each once.
    names: Vec<String>,
    /// For each key, the number of its source in `names`.
    sources: Vec<Option<u32>>,
    /// For each key, whether the source was inherited.
    inherited: Vec<bool>,
    /// For each key, the hash of the location that gives the article its title or date, or 0.
    places: Vec<u32>,
    /// For each key, the hash of what is stored of the article but is not part of its content, or 0. Empty if an older
    /// version wrote the document.
    details: Vec<u32>,
    /// For each key that is not the hash of its content, that hash. Otherwise `None`.
    contents: Vec<Option<String>>,
}

/// Returns the documents of a file: those of its keys, then that of the file.
pub fn documents(
    root: &str,
    path: &str,
    record: &FileRecord,
    keys: &Keys,
) -> (Vec<KeysDocument>, FileDocument) {
    let placed: Vec<Placed> = record.articles().iter().collect();
    let chunks: Vec<KeysDocument> = placed
        .chunks(CHUNK)
        .zip(0..)
        .map(|(placed, chunk)| keys_document(root, path, chunk, placed, keys))
        .collect();
    let mut facts = FileFacts {
        size: record.size,
        modified: record.modified,
        identity: record.identity,
        hash: record.hash,
        unsettled: record.unsettled,
        member: record.member,
        ..FileFacts::default()
    };
    match &record.verdict {
        Verdict::Indexed { format, skipped, .. } => {
            facts.format = Some(format.to_string());
            let plain = |(line, reason): &(u64, Arc<str>)| (*line, reason.to_string());
            facts.skipped = skipped.iter().map(plain).collect();
        }
        Verdict::Skipped { reason, .. } => facts.reason = Some(reason.to_string()),
    }
    let file = FileDocument {
        kind: KIND_FILE.into(),
        root: root.into(),
        path: path.into(),
        // No file has 2^32 thousand articles.
        chunks: chunks.len() as u32,
        facts: serde_json::to_value(facts).unwrap_or_default(),
    };
    (chunks, file)
}

fn keys_document(
    root: &str,
    path: &str,
    chunk: u32,
    placed: &[Placed],
    keys: &Keys,
) -> KeysDocument {
    let mut facts = KeyFacts::default();
    for key in placed.iter().map(|placed| placed.key) {
        let source = keys.source(key).map(|source| {
            let known = facts.names.iter().position(|name| name == source);
            let number = known.unwrap_or_else(|| {
                facts.names.push(source.to_string());
                facts.names.len() - 1
            });
            number as u32
        });
        facts.sources.push(source);
        facts.inherited.push(keys.source_inherited(key));
        facts.places.push(keys.place(key));
        facts.details.push(keys.details(key));
        let brought = keys.is_brought(key).then(|| key_of_hash(keys.content(key)));
        facts.contents.push(brought);
    }
    KeysDocument {
        kind: KIND_KEYS.into(),
        root: root.into(),
        path: path.into(),
        chunk,
        keys: placed.iter().map(|placed| keys.key(placed.key).into_owned()).collect(),
        lines: placed.iter().map(|placed| placed.line).collect(),
        seconds: placed.iter().map(|placed| keys.second(placed.key)).collect(),
        facts: serde_json::to_value(facts).unwrap_or_default(),
    }
}

/// Reads the keys of a document into `keys`, and their places into `placing`. Returns `None` if the document does not
/// make sense.
pub fn read_keys(document: KeysDocument, keys: &mut Keys, placing: &mut Placing) -> Option<()> {
    let facts: KeyFacts = serde_json::from_value(document.facts).ok()?;
    for (at, key) in document.keys.iter().enumerate() {
        let number = match keys.number(key) {
            Some(number) => number,
            None => {
                let source = match *facts.sources.get(at)? {
                    Some(source) => Some(facts.names.get(source as usize)?.as_str()),
                    None => None,
                };
                let content = match facts.contents.get(at)? {
                    Some(content) => hash_of_key(content)?,
                    None => hash_of_key(key)?,
                };
                let second = *document.seconds.get(at)?;
                if second < UNDATED_SECONDS {
                    return None;
                }
                let source = (source, *facts.inherited.get(at)?);
                let number: KeyNumber = keys.add(key, content, order(second, key), source);
                keys.set_place(number, *facts.places.get(at)?);
                keys.set_details(number, facts.details.get(at).copied().unwrap_or(0));
                number
            }
        };
        placing.push(*document.lines.get(at)?, number);
    }
    Some(())
}

/// Returns a document with only some of its keys. `keep` is called with each key and the second of its date. Returns
/// `None` if it does not make sense.
pub fn only(document: KeysDocument, keep: impl Fn(&str, i64) -> bool) -> Option<KeysDocument> {
    let facts: KeyFacts = serde_json::from_value(document.facts).ok()?;
    let mut some = KeyFacts { names: facts.names, ..KeyFacts::default() };
    let (mut keys, mut lines, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
    for (at, key) in document.keys.into_iter().enumerate() {
        if !keep(&key, *document.seconds.get(at)?) {
            continue;
        }
        keys.push(key);
        lines.push(*document.lines.get(at)?);
        seconds.push(*document.seconds.get(at)?);
        some.sources.push(*facts.sources.get(at)?);
        some.inherited.push(*facts.inherited.get(at)?);
        some.places.push(*facts.places.get(at)?);
        some.details.push(facts.details.get(at).copied().unwrap_or(0));
        some.contents.push(facts.contents.get(at)?.clone());
    }
    let facts = serde_json::to_value(some).ok()?;
    Some(KeysDocument { keys, lines, seconds, facts, ..document })
}

/// Returns the record of a file. `whole` is whether all of its keys were found: otherwise the next run reads the file
/// again. Returns `None` if the document does not make sense.
pub fn record(
    document: FileDocument,
    articles: Articles,
    whole: bool,
    keys: &mut Keys,
) -> Option<FileRecord> {
    let facts: FileFacts = serde_json::from_value(document.facts).ok()?;
    let verdict = match (facts.format, facts.reason) {
        (Some(format), None) => {
            let skipped = facts.skipped.iter().map(|(line, reason)| (*line, keys.name(reason)));
            let skipped = skipped.collect();
            Verdict::Indexed { format: keys.name(&format), articles, skipped }
        }
        (None, Some(reason)) => Verdict::Skipped { reason: keys.name(&reason), kept: articles },
        _ => return None,
    };
    Some(FileRecord {
        size: facts.size,
        modified: facts.modified,
        identity: facts.identity,
        hash: facts.hash,
        verdict,
        unsettled: facts.unsettled || !whole,
        member: facts.member,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let mut keys = Keys::default();
        let hash = [7; 16];
        let one = keys.add(
            &key_of_hash(&hash),
            hash,
            order(0, &key_of_hash(&hash)),
            (Some("Echo"), true),
        );
        keys.set_place(one, 99);
        keys.set_details(one, 98);
        let two = keys.add("brought", [9; 16], order(UNDATED_SECONDS, "brought"), (None, false));
        let articles: Placing = [(3, two), (1, one), (1, one)]
            .into_iter()
            .map(|(line, key)| Placed { line, key })
            .collect();
        let verdict = Verdict::Indexed {
            format: "jsonl".into(),
            articles: articles.finish(),
            skipped: Box::new([(4, "no title".into())]),
        };
        let record = FileRecord {
            size: 5,
            modified: -6,
            identity: 7,
            hash: 8,
            verdict,
            unsettled: true,
            member: false,
        };
        let (chunks, file) = documents("/a", "b", &record, &keys);
        assert_eq!((chunks.len(), file.chunks), (1, 1));
        let (mut read, mut placing) = (Keys::default(), Placing::default());
        for chunk in chunks.clone() {
            read_keys(chunk, &mut read, &mut placing).unwrap();
        }
        let again = super::record(file.clone(), placing.finish(), true, &mut read).unwrap();
        // The numbers of keys are those of their first use.
        assert_eq!(documents("/a", "b", &again, &read), (chunks, file));
        assert_eq!(read.order(read.number("brought").unwrap()), keys.order(two));
        assert_eq!(read.content(read.number("brought").unwrap()), &[9; 16]);
    }
}
