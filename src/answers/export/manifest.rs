//! What an export was: enough to do it again, and to say what has become different.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Export, Form};
use crate::error::{Error, Result};
use crate::searching::Question;

/// Characters of a row's checksum.
const CHECKSUM: usize = 8;

/// What an export was, to do it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this shape.
    pub version: u32,
    /// The version of dateline.
    pub dateline: String,
    /// The query and the flags beside it.
    pub query: Asked,
    /// The form and what was wanted of it.
    pub format: String,
    /// Whether the oldest came first.
    pub oldest_first: bool,
    /// The members wanted; all of them.
    pub fields: Option<Vec<String>>,
    /// The maximum number of articles; all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// The commit that was asked.
    pub index: Commit,
    /// Articles that match.
    pub total: u64,
    /// Those without a date.
    pub undated: u64,
    /// Those known to the month or the year only.
    pub imprecise: u64,
    /// Articles without a date that match but for the dates asked.
    pub undated_excluded: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Their hash (BLAKE3).
    pub hash: String,
    /// The key of each row in order, and the row's checksum (CRC-32).
    pub rows: Rows,
}

/// Keys and checksums of rows, kept close: a million of them take what the text of them takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    text: String,
    /// Where each row ends.
    ends: Vec<usize>,
}

impl Rows {
    pub(super) fn push(&mut self, key: &str, checksum: u32) {
        self.text.push_str(&format!("{checksum:08x}"));
        self.text.push_str(key);
        self.ends.push(self.text.len());
    }

    /// Key and checksum of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| {
            let (checksum, key) = self.text[*start..*end].split_at(CHECKSUM);
            (key, checksum)
        })
    }
}

impl Serialize for Rows {
    fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let mut rows = Rows::default();
        for (key, checksum) in Vec::<(String, String)>::deserialize(from)? {
            let number = u32::from_str_radix(&checksum, 16).map_err(|error| {
                serde::de::Error::custom(format!(
                    "{checksum:?} is not a checksum of a row: {error}"
                ))
            })?;
            rows.push(&key, number);
        }
        Ok(rows)
    }
}

/// A question in a manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The query as it was typed.
    pub text: String,
    /// As it was read.
    pub read_as: String,
    /// The first day or instant, resolved.
    pub since: Option<String>,
    /// The last one, resolved.
    pub until: Option<String>,
    /// As it was typed: `--since`, `--until` and `--on`.
    pub typed_dates: [Option<String>; 3],
    /// Sources, any of them.
    pub sources: Vec<String>,
    /// Languages, any of them.
    pub langs: Vec<String>,
    /// Whether any word was enough.
    pub any: bool,
    /// Whether articles matched that only may lie in the dates.
    pub inexact: bool,
    /// The clock.
    pub now: String,
    /// What was said about the answer.
    pub notices: Vec<String>,
}

/// A commit of an index in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// What tells it from other commits.
    pub fingerprint: String,
    /// The version of the schema.
    pub schema: u32,
    /// Articles it holds.
    pub articles: u64,
}

impl Manifest {
    /// The export it describes; `form` knows the forms by their names.
    pub fn export<'a>(&self, form: impl Fn(&str) -> Option<&'a dyn Form>) -> Result<Export<'a>> {
        let wrong = |what: &str| {
            Error::usage(format!("reading the manifest: {what}"))
                .hint("export again: dateline export QUERY --to FILE")
        };
        if self.version != 1 {
            return Err(wrong("another version of dateline wrote it"));
        }
        let now = chrono::DateTime::parse_from_rfc3339(&self.query.now);
        let [since, until, on] = self.query.typed_dates.clone();
        Ok(Export {
            question: Question {
                query: self.query.text.clone(),
                since,
                until,
                on,
                sources: self.query.sources.clone(),
                langs: self.query.langs.clone(),
                any: self.query.any,
                inexact: self.query.inexact,
                strict: false,
                now: now.map_err(|error| wrong(&error.to_string()))?,
            },
            oldest_first: self.oldest_first,
            form: form(&self.format).ok_or_else(|| wrong("unknown output format"))?,
            fields: self.fields.clone(),
            limit: self.limit,
        })
    }

    fn counts(&self) -> [u64; 6] {
        let rows = self.rows.ends.len() as u64;
        let Manifest { total, undated, imprecise, undated_excluded, bytes, .. } = *self;
        [total, undated, imprecise, undated_excluded, bytes, rows]
    }

    /// What is different in another export of the same question.
    pub fn differences(&self, other: &Manifest) -> Differences {
        let before: HashMap<&str, &str> = self.rows.iter().collect();
        let mut differences = Differences {
            identical: self.hash == other.hash,
            counts_agree: self.counts() == other.counts(),
            ..Differences::default()
        };
        let mut left: std::collections::HashSet<&str> = before.keys().copied().collect();
        for (key, checksum) in other.rows.iter() {
            left.remove(key);
            match before.get(key) {
                None => differences.added.push(key.to_string()),
                Some(known) if *known != checksum => differences.changed.push(key.to_string()),
                Some(_) => {}
            }
        }
        let gone = self.rows.iter().filter(|(key, _)| left.contains(key));
        differences.removed = gone.map(|(key, _)| key.to_string()).collect();
        differences
    }
}

impl Differences {
    /// Whether nothing is different.
    pub fn is_none(&self) -> bool {
        self.identical
            && self.counts_agree
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
    }
}

/// What became different between two exports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Whether all bytes are the same.
    pub identical: bool,
    /// Whether the counts, the bytes and the number of rows are the same.
    pub counts_agree: bool,
    /// Keys of articles that came.
    pub added: Vec<String>,
    /// Keys of articles that went.
    pub removed: Vec<String>,
    /// Keys of articles whose row is another one.
    pub changed: Vec<String>,
}
