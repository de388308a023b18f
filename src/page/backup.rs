//! The report of a backup or a restore, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use crate::backup::Report;

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
    let all = format!("{}, {}", crate::searching::files(copied.files as u64), size(copied.bytes));
    match copied.new_files {
        0 => format!("{all}, unchanged"),
        new if new == copied.files => all,
        1 => format!("{all}, of which 1 file, {} was new", size(copied.new_bytes)),
        new => format!(
            "{all}, of which {}, {} were new",
            crate::searching::files(new as u64),
            size(copied.new_bytes)
        ),
    }
}

/// Formats a number of bytes in megabytes, or in bytes if it is small.
fn size(bytes: u64) -> String {
    match bytes {
        ..100_000 => format!("{bytes} bytes"),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
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
