//! What a format is, and the options for reading files.

use std::io::BufRead;
use std::sync::Arc;

use super::{Columns, MAX_ARTICLE, Sink};

/// The number of bytes that are inspected to recognize the format of a file.
pub const SNIFF: usize = 8 << 10;

/// A format in which news is stored.
pub trait Format: Sync {
    /// Returns the name of the format in reports.
    fn name(&self) -> &'static str;
    /// Returns whether a file with this name and this start of its text has this format.
    fn recognises(&self, name: &str, beginning: &str) -> bool;
    /// Returns whether a file of this format holds exactly one article. If it does, the start of a damaged file is the
    /// start of its article.
    fn is_one_article(&self) -> bool {
        false
    }
    /// Reads a file as a stream, with at most [`Reading::limit`] bytes per article.
    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()>;
}

/// Options for reading files.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The length limit of an article, in bytes.
    pub limit: usize,
    /// The format to read every file as, instead of recognizing it.
    pub format: Option<&'static dyn Format>,
    /// The names of columns.
    pub columns: Arc<Columns>,
}

impl Default for Reading {
    fn default() -> Self {
        Reading { limit: MAX_ARTICLE, format: None, columns: Arc::default() }
    }
}

impl std::fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
