//! The report of a backup or a restore, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use super::size;
use crate::backup::Report;
use crate::searching::grouped;

/// Formats the report of a backup for people.
pub fn made(report: &Report) -> String {
    format!("backup {}: {}\n", terminal(&report.backup.display().to_string(), false), files(report))
}

/// Formats the report of a restore for people.
pub fn restored(report: &Report) -> String {
    let (index, backup) = (report.index.display().to_string(), report.backup.display().to_string());
    let (index, backup) = (terminal(&index, false), terminal(&backup, false));
    format!("restored {index} from {backup}: {}\n", files(report))
}

fn files(report: &Report) -> String {
    let copied = &report.copied;
    let all = format!("{}, {}", crate::searching::files(copied.files), size(copied.bytes));
    match copied.new_files {
        0 => format!("{all}, unchanged"),
        new if new == copied.files => all,
        new => {
            let files = if new == 1 { "file" } else { "files" };
            format!("{all} ({} new {files}, {})", grouped(new), size(copied.new_bytes))
        }
    }
}

/// Returns the report as JSON.
pub fn json(report: &Report) -> Value {
    let copied = &report.copied;
    json!({
        "version": 1,
        "index": report.index.display().to_string(),
        "backup": report.backup.display().to_string(),
        "files": copied.files,
        "bytes": copied.bytes,
        "new": {"files": copied.new_files, "bytes": copied.new_bytes},
    })
}
