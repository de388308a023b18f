//! The report of a copy, for people and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use crate::copy::Report;
use crate::searching::{articles, grouped};

/// Formats the report for people.
pub fn copied(report: &Report) -> String {
    let to = report.to.display().to_string();
    let to = terminal(&to, false);
    let articles = articles(report.articles);
    let mut text = match report.copied {
        0 => format!("{to}: {articles}, all copied before"),
        copied if copied == report.articles => format!("{to}: {articles} copied"),
        copied => format!("{to}: {} of {articles} copied now", grouped(copied)),
    };
    if report.removed > 0 {
        text.push_str(&format!(", {} removed", grouped(report.removed)));
    }
    if report.interrupted {
        text.push_str("; interrupted: run the same command again for the rest");
    }
    text.push('\n');
    text
}

/// Returns the report as JSON.
pub fn json(report: &Report) -> Value {
    json!({
        "version": 1,
        "from": report.from.display().to_string(),
        "to": report.to.display().to_string(),
        "articles": report.articles,
        "copied": report.copied,
        "removed": report.removed,
        "files": report.files,
        "interrupted": report.interrupted,
    })
}
