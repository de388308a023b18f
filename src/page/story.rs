//! The versions of a story, for people and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::escape::terminal;
use super::flow::flow;
use super::printed::printed;
use super::style::{Role, Style};
use super::{facts, heading, json};
use crate::answers::story::{Compared, Versions};
use crate::searching::{Found, articles, grouped};

/// Writes the versions of a story, each with what it changed.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(versions: &Versions, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let indent = versions.versions.len().to_string().len() + 2;
    for (number, version) in versions.versions.iter().enumerate() {
        let margin = " ".repeat(indent);
        let rank = format!("{:>width$}  ", number + 1, width = indent - 2);
        let title = flow(&terminal(&heading(&version.found.article), false), indent, indent, style);
        writeln!(out, "{}{}", style.paint(Role::Dim, &rank), style.paint(Role::Heading, &title))?;
        for line in facts::lines(&version.found, "", style.width.saturating_sub(indent), style) {
            writeln!(out, "{margin}{line}")?;
        }
        for change in &version.changes {
            let removed = change.removed.iter().map(|sentence| ('-', sentence));
            let added = change.added.iter().map(|sentence| ('+', sentence));
            for (sign, sentence) in removed.chain(added) {
                let line = flow(&terminal(sentence, false), indent + 2, indent + 2, style);
                let role = if sign == '-' { Role::Dim } else { Role::Note };
                writeln!(out, "{margin}{}", style.paint(role, &format!("{sign} {line}")))?;
            }
        }
        writeln!(out, "{margin}{}\n", style.paint(Role::Dim, &summary(number, version)))?;
    }
    let line = match versions.versions.as_slice() {
        [_] => "1 article; no other version".to_string(),
        several => format!("{}{}", articles(several.len() as u64), by(versions)),
    };
    writeln!(out, "{}", style.paint(Role::Dim, &line))
}

/// Returns how much of the earliest version is in a version, which is the earliest if its number is 0.
pub fn summary(number: usize, version: &Compared) -> String {
    let sentences = |count: usize| {
        let noun = if count == 1 { "sentence" } else { "sentences" };
        format!("{} {noun}", grouped(count as u64))
    };
    match (number, version.changes.is_empty()) {
        (0, _) => format!("the earliest version, {}", sentences(version.sentences)),
        (_, true) => "the same text".to_string(),
        (_, false) => {
            let unchanged = grouped(version.unchanged as u64);
            format!("{unchanged} of {} unchanged", sentences(version.sentences))
        }
    }
}

fn by(versions: &Versions) -> String {
    let Some(first) = versions.versions.first() else { return String::new() };
    let article = &first.found.article;
    let date = article.date.map(|date| date.to_string());
    printed(versions.sources, article.source.as_deref(), date)
}

/// Returns the versions of a story as one object.
///
/// # Errors
///
/// Fails if a value cannot be written as JSON.
pub fn json(versions: &Versions) -> serde_json::Result<Value> {
    let list = versions.versions.iter().map(version).collect::<serde_json::Result<Vec<Value>>>()?;
    Ok(json!({
        "version": json::VERSION,
        "key": versions.key,
        "articles": versions.versions.len(),
        "sources": versions.sources,
        "versions": list,
    }))
}

/// Returns one version as an object.
///
/// # Errors
///
/// Fails if a value cannot be written as JSON.
pub fn version(version: &Compared) -> serde_json::Result<Value> {
    let Compared { found, sentences, unchanged, changes } = version;
    let mut object = listed(found)?;
    object.insert("sentences".into(), json!(sentences));
    object.insert("unchanged".into(), json!(unchanged));
    let change = |change: &crate::answers::story::Change| json!({"removed": change.removed, "added": change.added});
    object.insert("changes".into(), changes.iter().map(change).collect());
    Ok(Value::Object(object))
}

/// Returns the key of an article and the members that hits and whole articles share.
fn listed(found: &Found) -> serde_json::Result<Map<String, Value>> {
    let mut object = Map::new();
    object.insert("key".into(), found.article.key.clone().into());
    object.extend(json::common(found)?);
    Ok(object)
}
