//! The account of a run, and errors, for people.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::escape::terminal;
use super::style::{Role, Style};
use crate::error::Error;
use crate::indexing::Summary;
use crate::searching::articles;

/// What a run of `index` did; `all` lists every reason of a skip, not only the commonest.
pub fn summary(summary: &Summary, dry_run: bool, all: bool, style: Style) -> String {
    let Summary { files, articles: kinds, .. } = summary;
    let mut out = String::new();
    let verb = if dry_run { "would hold" } else { "holds" };
    let total = style.paint(Role::Heading, &articles(kinds.total));
    let _ = writeln!(out, "the index {verb} {total}");
    let counts = |pairs: &[(&str, u64)]| {
        let parts: Vec<String> = pairs
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        if parts.is_empty() { "none".to_string() } else { parts.join(", ") }
    };
    let _ = writeln!(
        out,
        "files     {}",
        counts(&[
            ("seen", files.seen),
            ("indexed", files.indexed),
            ("unchanged", files.unchanged),
            ("skipped", files.skipped),
            ("removed", files.removed)
        ])
    );
    let _ = writeln!(
        out,
        "articles  {}",
        counts(&[
            ("added", kinds.added),
            ("updated", kinds.updated),
            ("removed", kinds.removed),
            ("unchanged", kinds.unchanged),
            ("copies", kinds.copies),
            ("skipped", kinds.skipped)
        ])
    );
    let megabytes = summary.bytes as f64 / 1e6;
    if summary.bytes > 0 {
        let rate = megabytes / summary.seconds.max(1e-3);
        let _ = writeln!(
            out,
            "read      {megabytes:.1} MB in {:.2} s, {rate:.0} MB/s",
            summary.seconds
        );
    }
    let mut reasons = summary.reasons.clone();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let listed = if all { reasons.len() } else { 5 };
    for (reason, count, place) in reasons.iter().take(listed) {
        let line = format!("skipped   {count} {reason}, such as {place}");
        let _ = writeln!(out, "{}", style.paint(Role::Dim, &terminal(&line, false)));
    }
    if reasons.len() > listed {
        let _ = writeln!(
            out,
            "skipped   for other reasons too ({}): see -v or --report FILE",
            reasons.len() - listed
        );
    }
    for line in &summary.notices {
        let _ = writeln!(out, "{}", notice(line, style));
    }
    out
}

/// A notice.
pub fn notice(text: &str, style: Style) -> String {
    format!("{} {}", style.paint(Role::Note, "note:"), terminal(text, false))
}

/// An error, with a caret under the place of a fault.
pub fn error(error: &Error, style: Style) -> String {
    let mut out =
        format!("{} {}\n", style.paint(Role::Error, "error:"), terminal(&error.message, false));
    if let (Some((start, end)), Some(query)) = (error.span, &error.query)
        && let (Some(before), Some(place)) = (query.get(..start), query.get(start..end))
        && query.len() < 1_000
    {
        let before = terminal(before, false);
        let carets = terminal(place, false).width().max(1);
        let _ = writeln!(out, "  {}", terminal(query, false));
        let _ = writeln!(
            out,
            "  {}{}",
            " ".repeat(before.width()),
            style.paint(Role::Error, &"^".repeat(carets))
        );
    }
    if let Some(hint) = &error.hint {
        let _ = writeln!(out, "{} {}", style.paint(Role::Note, "hint:"), terminal(hint, false));
    }
    out
}
