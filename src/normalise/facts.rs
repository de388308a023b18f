//! The surroundings of an article while it is normalized, and the provenance of its fields.

use super::Zone;
use crate::article::Header;

/// The fields that an article takes from its file and folder if it does not state them.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The source of articles that do not state one.
    pub source: String,
    /// Where that source comes from: `--source` or the folder.
    pub source_from: &'static str,
    /// The file's path below its root.
    pub path: String,
    /// The time zone of times without a zone.
    pub zone: Zone,
    /// Whether to use the file's modification time for articles without a date.
    pub date_from_mtime: bool,
    /// The file's modification time in nanoseconds since 1970, or 0 if it is unknown.
    pub modified: i64,
}

/// Where each field came from.
#[derive(Default)]
pub struct Facts(pub Vec<(String, String)>);

impl Facts {
    pub fn say(&mut self, field: &str, place: impl Into<String>) {
        let place = place.into();
        match self.0.iter_mut().find(|(name, _)| name == field) {
            Some(fact) => fact.1 = place,
            None => self.0.push((field.to_string(), place)),
        }
    }
}

/// Collapses runs of white space to one space, and removes them at both ends.
pub fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Removes blank lines at the start of a text and white space at its end.
pub fn trim_blank_lines(text: &str) -> &str {
    let text = text.trim_end();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            break;
        }
        start += line.len();
    }
    &text[start..]
}

/// Returns a header that is added while normalizing.
pub fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_string(), value: value.to_string() }
}
