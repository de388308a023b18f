//! Articles about the same thing as another, for people and as JSON.

use std::io::{self, Write};

use serde_json::json;

use super::flow::flow;
use super::style::{Role, Style};
use super::with_hits::WithHits;
use super::{expansion, json, text};
use crate::searching::{Similar, articles, grouped};

/// Writes the hits and a footer.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(similar: &Similar, style: Style, out: &mut dyn Write) -> io::Result<()> {
    text::hits(&similar.hits, style, out)?;
    if !similar.terms.is_empty() {
        let compared = format!("compared using {}", expansion::list(&similar.terms));
        writeln!(out, "{}", style.paint(Role::Dim, &flow(&compared, 0, 2, style)))?;
    }
    let mut line = articles(similar.hits.len() as u64);
    match similar.near_duplicates {
        0 => {}
        1 => line.push_str("; 1 near duplicate left out"),
        count => {
            line.push_str(&format!("; {} near duplicates left out", grouped(count as u64)));
        }
    }
    // The time differs from run to run, so it is left out where the output has to be the same.
    if style.colour {
        line.push_str(&format!(" · {:.1} ms", similar.took_ms));
    }
    writeln!(out, "{}", style.paint(Role::Dim, &flow(&line, 0, 2, style)))
}

/// Returns the hits as one object.
pub fn json(similar: &Similar) -> WithHits<'_> {
    let object = json!({
        "version": json::VERSION,
        "query": {
            "similar_to": similar.key,
            "since": similar.when.since.map(json::bound),
            "until": similar.when.until.map(json::bound),
            "expanded": expansion::json(&similar.terms),
            "notices": similar.notices,
        },
        "near_duplicates": similar.near_duplicates,
        "took_ms": (similar.took_ms * 1e3).round() / 1e3,
        "hits": null,
        "next_offset": similar.next_offset,
    });
    WithHits::new(object, &similar.hits)
}
