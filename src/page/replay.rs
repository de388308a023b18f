//! The result of repeating an export.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::terminal;
use super::heading;
use crate::answers::export::{Differences, Manifest};
use crate::article::Article;
use crate::searching::{articles, grouped};

/// The maximum number of articles that are listed as added, removed or changed.
const LISTED: usize = 20;

/// Writes whether the export is the same. If it is not, lists the first articles that were added, removed and changed,
/// one per line. `find` looks up an article by its key; those removed may be gone.
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
    let is_missing = |key: &String| find(key).is_none();
    let removed = &differences.removed;
    if removed.len() as u64 == before.total && before.total > 0 && removed.iter().all(is_missing) {
        let notice =
            "no article of the export is in this index: is it the index of another archive?";
        writeln!(out, "{notice}")?;
    }
    let lists = [
        ("added", &differences.added),
        ("removed", &differences.removed),
        ("changed", &differences.changed),
    ];
    for (what, keys) in lists {
        for key in keys.iter().take(LISTED) {
            let about = find(key).map(|article| {
                let date = article.date.map_or_else(|| "undated".into(), |date| date.to_string());
                format!("  {date}  {}", heading(&article))
            });
            let line = format!("{key}{}", about.unwrap_or_default());
            writeln!(out, "{what:<8} {}", terminal(&line, false))?;
        }
        if keys.len() > LISTED {
            let more = grouped((keys.len() - LISTED) as u64);
            writeln!(out, "{what:<8} {more} more; --json lists all of them")?;
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
