//! The stored form of a root's options, in the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reading_options::ReadingOptions;
use crate::archive::{self, Columns};

/// The stored form of [`ReadingOptions`], as JSON in the catalogue. Default values are omitted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Stored {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) columns: Option<Columns>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) date_from_mtime: bool,
    /// In bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_article: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) exclude: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) inner: BTreeMap<String, Stored>,
}

impl Stored {
    /// Parses the stored form.
    pub(super) fn parse(text: &str) -> std::result::Result<Stored, String> {
        if text.is_empty() {
            return Ok(Stored::default());
        }
        // Earlier versions stored an array.
        if text.starts_with('[') {
            let (format, columns, date_from_mtime): (Option<String>, Columns, bool) =
                serde_json::from_str(text).map_err(|error| error.to_string())?;
            let columns = Some(columns).filter(|columns| *columns != Columns::default());
            return Ok(Stored { format, columns, date_from_mtime, ..Stored::default() });
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// Returns the stored form of `options`.
    pub(super) fn of(options: &ReadingOptions) -> Stored {
        let defaults = ReadingOptions::default();
        let columns = (options.columns != defaults.columns).then(|| (*options.columns).clone());
        let other_length = options.max_article != defaults.max_article;
        Stored {
            source: options.source.clone(),
            zone: Some(options.zone.to_string()).filter(|_| options.zone != defaults.zone),
            format: options.format.map(str::to_string),
            columns,
            date_from_mtime: options.date_from_mtime,
            max_article: other_length.then_some(options.max_article),
            exclude: options.exclude.clone(),
            inner: BTreeMap::new(),
        }
    }

    /// Converts the stored form back to options.
    pub(super) fn options(self) -> std::result::Result<ReadingOptions, String> {
        let defaults = ReadingOptions::default();
        let named = |name: String| match archive::format_of(&name) {
            Some(format) => Ok(format.name()),
            None => Err(format!("unknown format {name:?}")),
        };
        Ok(ReadingOptions {
            source: self.source,
            zone: self.zone.map_or(Ok(defaults.zone), |zone| zone.parse())?,
            format: self.format.map(named).transpose()?,
            columns: self.columns.map_or(defaults.columns, Arc::new),
            date_from_mtime: self.date_from_mtime,
            max_article: self.max_article.unwrap_or(defaults.max_article),
            exclude: self.exclude,
        })
    }
}
