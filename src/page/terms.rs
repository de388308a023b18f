//! The words that distinguish some articles, as aligned text, JSON and CSV.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::escape::{cell, terminal};
use super::forms;
use super::json as shapes;
use super::style::{Role, Style};
use super::width::columns;
use crate::answers::terms::{Key, Keyness};
use crate::searching::grouped;

/// The width of a column of counts, in terminal columns.
pub const COUNTS: usize = 18;

/// The width of the column of scores.
pub const SCORE: usize = 9;

/// Writes one line per word, below the period to which the words belong.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(found: &Keyness, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = || found.parts.iter().flat_map(|(_, keys)| keys);
    let name = |key: &Key| terminal(&forms::label(&key.word, &key.forms), false).into_owned();
    let width = all().map(|key| columns(&name(key))).max().unwrap_or(0).max(4);
    // The terms are sorted by score, so the scores are left out if they do not fit.
    let scored = !style.terminal || width + COUNTS + SCORE <= style.width;
    let mut head = format!("{:<width$} {:>8} {:>8}", "word", "articles", "all");
    if scored {
        head.push_str(&format!(" {:>8}", "LL"));
    }
    writeln!(out, "{}", style.paint(Role::Dim, &head))?;
    for (period, keys) in &found.parts {
        if let Some(period) = period {
            writeln!(out, "{}", style.paint(Role::Heading, period))?;
        }
        for key in keys {
            let word = name(key);
            let blank = " ".repeat(width - columns(&word));
            let word = style.paint(Role::Mark, &word);
            let score = if scored { format!(" {:>8.1}", key.score) } else { String::new() };
            let (part, all) = (grouped(key.articles), grouped(key.all));
            writeln!(out, "{word}{blank} {part:>8} {all:>8}{score}")?;
        }
    }
    let foot =
        format!("{} of {}", crate::searching::articles(found.total), grouped(found.articles));
    writeln!(out, "\n{}", style.paint(Role::Dim, &foot))
}

fn key(key: &Key) -> Value {
    json!({
        "word": key.word,
        "forms": key.forms,
        "articles": key.articles,
        "all": key.all,
        "log_likelihood": (key.score * 1e4).round() / 1e4,
    })
}

/// Returns all words as one object.
pub fn json(found: &Keyness) -> Value {
    let mut object = json!({
        "version": shapes::VERSION,
        "query": shapes::query(&found.read.query, &found.read.when, &found.notices),
        "total": found.total,
        "articles": found.articles,
    });
    let terms = |keys: &[Key]| -> Value { keys.iter().map(key).collect() };
    match found.parts.as_slice() {
        [(None, keys)] => object["terms"] = terms(keys),
        parts => {
            let bucket = |(period, keys): &(Option<String>, Vec<Key>)| json!({"start": period, "terms": terms(keys)});
            object["buckets"] = parts.iter().map(bucket).collect();
        }
    }
    object
}

/// Writes one line with an object per word.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn jsonl(found: &Keyness, out: &mut dyn Write) -> io::Result<()> {
    for (period, keys) in &found.parts {
        for word in keys {
            let mut line = Map::new();
            if let Some(period) = period {
                line.insert("start".into(), period.clone().into());
            }
            if let Value::Object(members) = key(word) {
                line.extend(members);
            }
            writeln!(out, "{}", Value::Object(line))?;
        }
    }
    Ok(())
}

/// Writes one row per word.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn csv(found: &Keyness, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = super::csv::writer(out);
    let head = ["start", "word", "articles", "all", "log_likelihood", "forms"];
    writer.write_record(head).map_err(super::csv::cause)?;
    for (period, keys) in &found.parts {
        for key in keys {
            let cells = [
                period.clone().unwrap_or_default(),
                cell(&key.word).into_owned(),
                key.articles.to_string(),
                key.all.to_string(),
                format!("{:.4}", key.score),
                cell(&key.forms.join(" ")).into_owned(),
            ];
            writer.write_record(&cells).map_err(super::csv::cause)?;
        }
    }
    writer.flush()
}
