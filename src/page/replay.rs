//! The result of repeating an export.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::terminal;
use super::heading;
use crate::answers::export::{Differences, Manifest};
use crate::article::Article;
use crate::searching::articles;

/// Writes whether the export is the same. If it is not, lists the articles that were added, removed and changed, one
/// per line. `find` looks up an article by its key; those removed may be gone.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(
    before: &Manifest,
    again: &Manifest,
    differences: &Differences,
    find: &dyn Fn(&str) -> Option<Article>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if differences.is_none() {
        return writeln!(
            out,
            "no difference: {}, {}",
            articles(again.total),
            super::size(again.bytes)
        );
    }
    writeln!(out, "different: {} before, {} now", articles(before.total), articles(again.total))?;
    if before.index.fingerprint == again.index.fingerprint {
        writeln!(
            out,
            "the index is the same: the manifest was changed, or another dateline wrote it ({})",
            before.dateline
        )?;
    }
    let lists = [
        ("added", &differences.added),
        ("removed", &differences.removed),
        ("changed", &differences.changed),
    ];
    for (what, keys) in lists {
        for key in keys {
            let about = find(key).map(|article| {
                let date = article.date.map_or_else(|| "undated".into(), |date| date.to_string());
                format!("  {date}  {}", heading(&article))
            });
            let line = format!("{key}{}", about.unwrap_or_default());
            writeln!(out, "{what:<8} {}", terminal(&line, false))?;
        }
    }
    if lists.iter().all(|(_, keys)| keys.is_empty()) {
        writeln!(out, "the same articles and rows: their order, the counts or the bytes differ")?;
    }
    Ok(())
}

/// Returns the result as an object.
pub fn json(before: &Manifest, again: &Manifest, differences: &Differences) -> Value {
    json!({
        "version": super::json::VERSION,
        "identical": differences.is_none(),
        "same_index": before.index == again.index,
        "total": {"before": before.total, "now": again.total},
        "hash": {"before": before.hash, "now": again.hash},
        "added": differences.added,
        "removed": differences.removed,
        "changed": differences.changed,
    })
}
