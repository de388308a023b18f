//! Lines of a concordance and what stands near: for a terminal, as JSON, as CSV.

use std::io::{self, Write};

use serde_json::{Value, json};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape::{cell, terminal};
use super::json as shapes;
use super::style::{Role, Style};
use crate::collocation::Collocation;
use crate::concordance::{Line, Summary};

/// One line for a terminal: the date, and the occurrence in the middle of what is left of the width.
pub fn text(line: &Line, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let date: String = line.date.as_deref().unwrap_or("undated").chars().take(10).collect();
    let matched = terminal(&line.matched, false);
    let room = style.width.saturating_sub(12 + matched.width() + 2);
    let (left, right) = (terminal(&line.left, false), terminal(&line.right, false));
    let left_room = room / 2;
    let left = last_columns(&left, left_room);
    let blank = " ".repeat(left_room.saturating_sub(left.width()));
    writeln!(
        out,
        "{}  {blank}{left}{}{}",
        style.paint(Role::Dim, &format!("{date:<10}")),
        style.paint(Role::Mark, &matched),
        first_columns(&right, room - left_room).trim_end(),
    )
}

fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > columns
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

fn last_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let start = text.char_indices().rev().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > columns
    });
    &text[start.map_or(0, |(at, c)| at + c.len_utf8())..]
}

/// A line as an object.
pub fn json(line: &Line) -> Value {
    json!({
        "key": line.key,
        "date": line.date,
        "source": line.source,
        "title": line.title,
        "left": line.left,
        "match": line.matched,
        "right": line.right,
        "field": if line.in_title { "title" } else { "body" },
        "start": line.start,
    })
}

/// The cells of a line, and their names.
pub const COLUMNS: [&str; 8] =
    ["key", "date", "source", "left", "match", "right", "field", "start"];

/// A line as cells, safe for spreadsheets.
pub fn cells(line: &Line) -> [String; 8] {
    let text = |text: &str| cell(text).into_owned();
    [
        text(&line.key),
        line.date.clone().unwrap_or_default(),
        text(line.source.as_deref().unwrap_or_default()),
        text(&line.left),
        text(&line.matched),
        text(&line.right),
        if line.in_title { "title" } else { "body" }.into(),
        line.start.to_string(),
    ]
}

/// What is said of all lines, as the members around them.
pub fn summary(summary: &Summary) -> Value {
    json!({
        "version": shapes::VERSION,
        "query": shapes::query(&summary.read.query, &summary.read.when, &summary.notices),
        "total": summary.hits.total,
        "undated_excluded": summary.hits.undated_excluded,
        "count": summary.lines,
    })
}

/// Collocates as aligned columns.
pub fn collocates(found: &Collocation, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let width = found.collocates.iter().map(|word| terminal(&word.word, false).width()).max();
    let width = width.unwrap_or(0).max(4);
    let head =
        format!("{:<width$}  {:>7}  {:>8}  {:>10}  {:>6}", "word", "near", "anywhere", "LL", "MI");
    writeln!(out, "{}", style.paint(Role::Dim, &head))?;
    for word in &found.collocates {
        let shown = terminal(&word.word, false);
        let blank = " ".repeat(width - shown.width());
        writeln!(
            out,
            "{}{blank}  {:>7}  {:>8}  {:>10.1}  {:>6.2}",
            style.paint(Role::Mark, &shown),
            word.near,
            word.all,
            word.log_likelihood,
            word.mutual_information
        )?;
    }
    let foot = format!(
        "{} occurrences in {}, {} words near them",
        found.occurrences,
        crate::searching::articles(found.total),
        found.positions
    );
    writeln!(out, "\n{}", style.paint(Role::Dim, &foot))
}

/// Collocates as one object.
pub fn collocates_json(found: &Collocation) -> Value {
    let words: Vec<Value> = found.collocates.iter().map(collocate).collect();
    json!({
        "version": shapes::VERSION,
        "query": shapes::query(&found.read.query, &found.read.when, &found.notices),
        "total": found.total,
        "occurrences": found.occurrences,
        "positions": found.positions,
        "collocates": words,
    })
}

/// One collocate as an object.
pub fn collocate(word: &crate::collocation::Collocate) -> Value {
    let round = |value: f64| (value * 1e4).round() / 1e4;
    json!({
        "word": word.word,
        "near": word.near,
        "all": word.all,
        "log_likelihood": round(word.log_likelihood),
        "mutual_information": round(word.mutual_information),
    })
}

/// Collocates as rows.
pub fn collocates_csv(found: &Collocation, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = super::csv::writer(out);
    let head = ["word", "near", "all", "log_likelihood", "mutual_information"];
    writer.write_record(head).map_err(super::csv::cause)?;
    for word in &found.collocates {
        let cells = [
            cell(&word.word).into_owned(),
            word.near.to_string(),
            word.all.to_string(),
            format!("{:.4}", word.log_likelihood),
            format!("{:.4}", word.mutual_information),
        ];
        writer.write_record(&cells).map_err(super::csv::cause)?;
    }
    writer.flush()
}
