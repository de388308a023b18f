//! Formats answers as terminal text, JSON, CSV and TREC runs. Only this module escapes text for them.
//!
//! Text from articles is untrusted, so it passes through [`escape`] before it is shown.
//!
//! A function that writes fails if its `out` does. A function that returns JSON fails if a value cannot be written as
//! JSON.

pub mod article;
pub mod backup;
pub mod batch;
pub mod check;
pub mod copy;
pub mod crosstable;
pub mod csv;
pub mod escape;
pub mod expansion;
pub mod explain;
mod facets;
mod facts;
pub mod flow;
mod forms;
pub mod info;
pub mod json;
pub mod kwic;
pub mod list;
pub mod measures;
pub mod names;
pub mod original;
pub mod preview;
pub mod printed;
pub mod replay;
pub mod report;
pub mod rows;
pub mod similar;
pub mod story;
pub mod style;
pub mod svg;
pub mod terms;
pub mod text;
pub mod timeline;
pub mod trec;
pub mod watch;
mod width;
pub mod with_hits;

use std::fmt::{self, Write};

use crate::article::Article;
use crate::searching::Found;

/// Appends a line to a page.
fn line(page: &mut String, text: fmt::Arguments) {
    // Writing to a String never fails.
    page.write_fmt(text).expect("writing to a String cannot fail");
    page.push('\n');
}

/// Returns the title of an article, or its first sentence if it has no title.
pub fn heading(article: &Article) -> String {
    if let Some(title) = &article.title {
        return title.clone();
    }
    let passage = crate::snippet::passages(&article.body, &[], 1);
    let text: String =
        passage.iter().flat_map(|passage| &passage.parts).map(|part| part.text.as_str()).collect();
    let mut ends = Vec::new();
    crate::analysis::boundaries(&text, |event| {
        if let crate::analysis::Event::Sentence(start, _) = event {
            ends.push(start);
        }
    });
    let end = ends.get(1).copied().unwrap_or(text.len());
    text[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats a size for people: `512 bytes`, `12 kB`, `17.3 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Returns whether a key is a hash of the article rather than a key that the article supplied.
fn is_hash(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the first path of an article, or an empty string if it has none.
pub fn path(found: &Found) -> &str {
    found.places.first().map_or("", |place| place.path.as_str())
}

/// Returns the number of additional places of an article.
pub fn copies(found: &Found) -> usize {
    found.places.len().saturating_sub(1)
}
