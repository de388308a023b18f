//! Answers to pages: a terminal's text, JSON, CSV, TREC runs. The only place that escapes.
//!
//! Text from articles is hostile: [`escape`] stands between it and whatever shows it.

pub mod backup;
pub mod batch;
pub mod check;
pub mod crosstable;
pub mod csv;
pub mod escape;
pub mod explain;
mod facts;
mod flow;
pub mod info;
pub mod json;
pub mod kwic;
pub mod measures;
pub mod original;
pub mod preview;
pub mod replay;
pub mod report;
pub mod rows;
pub mod style;
pub mod svg;
pub mod terms;
pub mod text;
pub mod timeline;
pub mod trec;

use std::fmt::{self, Write};

use crate::article::Article;
use crate::searching::Found;

/// Appends a line to a page.
fn line(page: &mut String, text: fmt::Arguments) {
    // A String takes whatever is written to it.
    page.write_fmt(text).expect("writing to a String cannot fail");
    page.push('\n');
}

/// What a page calls an article without a title: its first sentence.
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

/// Returns a size as people write it: `512 bytes`, `12 kB`, `17.3 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// The smallest path of an article.
pub fn path(found: &Found) -> &str {
    found.places.first().map_or("", |place| place.path.as_str())
}

/// How many further places an article has.
pub fn copies(found: &Found) -> usize {
    found.places.len().saturating_sub(1)
}
