//! The manifest of an export, from which it can be repeated and compared.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::rows::{Export, Form};
use crate::error::{Error, Result};
use crate::query::Dialect;
use crate::searching::{HeaderValue, Question};

/// The number of characters of a row's checksum.
const CHECKSUM: usize = 8;

/// The manifest of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// The version of this format.
    pub version: u32,
    /// The version of dateline.
    pub dateline: String,
    /// The query and its flags.
    pub query: Asked,
    /// The name of the output format.
    pub format: String,
    /// Whether the oldest article comes first.
    pub oldest_first: bool,
    /// The fields of each row, or `None` for all.
    pub fields: Option<Vec<String>>,
    /// The maximum number of articles, or `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// The commit that was exported.
    pub index: Commit,
    /// The number of articles that match.
    pub total: u64,
    /// The number of matches without a date.
    pub undated: u64,
    /// The number of matches known only to the month or the year.
    pub imprecise: u64,
    /// The number of undated articles that match the query but are excluded by the date range.
    pub undated_excluded: u64,
    /// The number of bytes written.
    pub bytes: u64,
    /// The BLAKE3 hash of the bytes.
    pub hash: String,
    /// The key and the checksum (CRC-32) of each row, in order.
    pub rows: Rows,
}

/// The keys and checksums of rows. They are stored in one string, so that a million of them take hardly more memory
/// than their characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    text: String,
    /// The end of each row in the text.
    ends: Vec<usize>,
}

impl Rows {
    pub(super) fn push(&mut self, key: &str, checksum: u32) {
        self.text.push_str(&format!("{checksum:08x}"));
        self.text.push_str(key);
        self.ends.push(self.text.len());
    }

    /// Returns the key and the checksum of each row.
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
#[non_exhaustive]
pub struct Asked {
    /// The query as it was typed.
    pub text: String,
    /// The query language of the text, unless it is dateline's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// Whether parts of the dialect without a counterpart were left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lenient: bool,
    /// The query as it was read.
    pub read_as: String,
    /// The first day or instant, resolved.
    pub since: Option<String>,
    /// The last day or instant, resolved.
    pub until: Option<String>,
    /// The dates as they were typed: `--since`, `--until` and `--on`.
    pub typed_dates: [Option<String>; 3],
    /// The sources, any of which matches.
    pub sources: Vec<String>,
    /// The languages, any of which matches.
    pub langs: Vec<String>,
    /// Values that headers must have, as `FIELD:VALUE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Values that headers must not have, as `FIELD:VALUE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Whether any of the words matches.
    pub any: bool,
    /// Whether articles match whose imprecise date overlaps the range.
    pub inexact: bool,
    /// The time of the export, from which relative dates are resolved.
    pub now: String,
    /// The notices.
    pub notices: Vec<String>,
}

/// A commit of an index in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Commit {
    /// The fingerprint of the commit.
    pub fingerprint: String,
    /// The version of the schema.
    pub schema: u32,
    /// The number of its articles.
    pub articles: u64,
}

impl Manifest {
    /// Returns the export that the manifest describes. `form` looks up an output format by name.
    ///
    /// # Errors
    ///
    /// Fails if another version wrote the manifest, or if a value in it is invalid.
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
        let dialect = match &self.query.dialect {
            Some(name) => Some(Dialect::named(name).ok_or_else(|| wrong("unknown dialect"))?),
            None => None,
        };
        let headers = |texts: &[String]| {
            let values = texts.iter().map(|text| {
                HeaderValue::parse(text).ok_or_else(|| wrong(&format!("unknown header {text:?}")))
            });
            values.collect::<Result<Vec<_>>>()
        };
        Ok(Export {
            question: Question {
                query: self.query.text.clone(),
                dialect,
                lenient: self.query.lenient,
                since,
                until,
                on,
                sources: self.query.sources.clone(),
                langs: self.query.langs.clone(),
                only: headers(&self.query.only)?,
                without: headers(&self.query.without)?,
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

    /// Compares this manifest with one of a later export of the same question.
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
    /// Returns whether there are no differences.
    pub fn is_none(&self) -> bool {
        self.identical
            && self.counts_agree
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
    }
}

/// The differences between two exports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differences {
    /// Whether all bytes are the same.
    pub identical: bool,
    /// Whether the counts, the bytes and the number of rows are the same.
    pub counts_agree: bool,
    /// The keys of new articles.
    pub added: Vec<String>,
    /// The keys of articles that are missing.
    pub removed: Vec<String>,
    /// The keys of articles whose rows have changed.
    pub changed: Vec<String>,
}
