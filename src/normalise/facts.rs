//! What is known of an article while it is normalized: its surroundings, and the provenance of its fields.

use super::Zone;
use crate::article::Header;

/// What an article takes from where it lies when it says nothing itself.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The source of articles that state none.
    pub source: String,
    /// Where that source comes from: `--source` or the folder.
    pub source_from: &'static str,
    /// The file's path below its root.
    pub path: String,
    /// The zone of times that state none.
    pub zone: Zone,
    /// Whether that time is the date of articles that say nothing of theirs.
    pub date_from_mtime: bool,
    /// The file's modification time, nanoseconds since 1970, 0 when unknown.
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

/// Runs of white space become one space.
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

/// The text without blank lines at its beginning and white space at its end.
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

/// A header made while normalising.
pub fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_string(), value: value.to_string() }
}
