//! The options for reading files, and those given in a run.

use std::sync::Arc;

use crate::archive::{Columns, MAX_ARTICLE};
use crate::normalise::Zone;

/// The options that files are read with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReadingOptions {
    /// The source of articles that do not state one; by default, the name of the nearest folder.
    pub source: Option<String>,
    /// The time zone of times that do not state one.
    pub zone: Zone,
    /// The format of all files, by name; by default, each file's format is detected.
    pub format: Option<&'static str>,
    /// The names of columns and members, in addition to the built-in ones.
    pub columns: Arc<Columns>,
    /// Whether to use the file's modification time for articles without a date.
    pub date_from_mtime: bool,
    /// The maximum length of an article, in bytes. A longer article is cut there and flagged.
    pub max_article: usize,
    /// The patterns, in `.gitignore` syntax, of files and folders to exclude.
    pub exclude: Vec<String>,
}

impl Default for ReadingOptions {
    fn default() -> Self {
        ReadingOptions {
            source: None,
            zone: Zone::UTC,
            format: None,
            columns: Arc::default(),
            date_from_mtime: false,
            max_article: MAX_ARTICLE,
            exclude: Vec::new(),
        }
    }
}

/// The options given in a run. `None` keeps the remembered value.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GivenOptions {
    /// See [`ReadingOptions::source`]; the inner `None` clears it.
    pub source: Option<Option<String>>,
    /// See [`ReadingOptions::zone`].
    pub zone: Option<Zone>,
    /// See [`ReadingOptions::format`]; the inner `None` clears it.
    pub format: Option<Option<&'static str>>,
    /// See [`ReadingOptions::columns`].
    pub columns: Option<Arc<Columns>>,
    /// See [`ReadingOptions::date_from_mtime`].
    pub date_from_mtime: Option<bool>,
    /// See [`ReadingOptions::max_article`].
    pub max_article: Option<usize>,
    /// See [`ReadingOptions::exclude`]; an empty list clears it.
    pub exclude: Option<Vec<String>>,
}

impl GivenOptions {
    /// Returns the remembered options, replaced by those that are given.
    pub fn over(&self, remembered: &ReadingOptions) -> ReadingOptions {
        let given = self.clone();
        let kept = remembered.clone();
        ReadingOptions {
            source: given.source.unwrap_or(kept.source),
            zone: given.zone.unwrap_or(kept.zone),
            format: given.format.unwrap_or(kept.format),
            columns: given.columns.unwrap_or(kept.columns),
            date_from_mtime: given.date_from_mtime.unwrap_or(kept.date_from_mtime),
            max_article: given.max_article.unwrap_or(kept.max_article),
            exclude: given.exclude.unwrap_or(kept.exclude),
        }
    }
}

impl ReadingOptions {
    /// Returns the options as command-line flags, for display.
    pub fn flags(&self) -> Vec<String> {
        let defaults = ReadingOptions::default();
        let mut flags = Vec::new();
        flags.extend(self.source.as_ref().map(|source| format!("--source {source}")));
        if self.zone != defaults.zone {
            flags.push(format!("--tz {}", self.zone));
        }
        flags.extend(self.format.map(|format| format!("--format {format}")));
        if self.columns != defaults.columns {
            flags.push("--map".to_string());
        }
        if self.date_from_mtime {
            flags.push("--date-from-mtime".to_string());
        }
        if self.max_article != defaults.max_article {
            flags.push(format!("--max-article {}", self.max_article >> 20));
        }
        flags.extend(self.exclude.iter().map(|pattern| format!("--exclude {pattern:?}")));
        flags
    }
}
