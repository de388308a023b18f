//! Concordance lines and collocates, as terminal text, JSON and CSV.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::{cell, terminal};
use super::flow::flow;
use super::forms;
use super::is_hash;
use super::json as shapes;
use super::style::{Role, Style};
use super::width::{columns, of_char};
use crate::answers::collocates::{Collocate, Collocation};
use crate::answers::kwic::{Line, Summary};
use crate::searching::grouped;

/// The widths of the source and the key, in columns.
const SOURCE: usize = 14;
const KEY: usize = 8;

/// The widths of the columns of collocates: the counts, the log-likelihood ratio and the mutual information.
const COUNTS: usize = 16;
const SCORE: usize = 9;
const INFORMATION: usize = 6;

/// Writes one line for a terminal: date, source, key, and the occurrence in the middle of the remaining columns. With
/// `context`, each side has this many columns; otherwise the line is as wide as the terminal.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(
    line: &Line,
    context: Option<usize>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let date: String = line.date.as_deref().unwrap_or("undated").chars().take(10).collect();
    let source = terminal(line.source.as_deref().unwrap_or("-"), false).into_owned();
    let source = first_columns(&source, SOURCE);
    let key = short_key(&line.key);
    let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(columns(text)));
    // On a narrow line, the occurrence and its context need the space more than the source and the key do.
    let head = match style.width {
        ..50 => format!("{date:<10}"),
        50..66 => format!("{date:<10}  {source}{}", pad(source, SOURCE)),
        _ => format!("{date:<10}  {source}{}  {key}{}", pad(source, SOURCE), pad(&key, KEY)),
    };
    let matched = terminal(&line.matched, false);
    let (left, right) = (terminal(&line.left, false), terminal(&line.right, false));
    let room = style.width.saturating_sub(columns(&head) + 2 + columns(&matched) + 2);
    let (left_room, right_room) = match context {
        Some(context) => (context, context),
        None => (room / 2, room - room / 2),
    };
    let left = last_columns(&left, left_room);
    writeln!(
        out,
        "{}  {}{left}{}{}",
        style.paint(Role::Dim, &head),
        pad(left, left_room),
        style.paint(Role::Mark, &matched),
        first_columns(&right, right_room).trim_end(),
    )
}

/// Writes the last line, which states the number of lines.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn foot(summary: &Summary, shown: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lines = if summary.lines == 1 { "line" } else { "lines" };
    let part = match (shown as u64) < summary.lines {
        true => format!("{} of ", grouped(shown as u64)),
        false => String::new(),
    };
    let from = crate::searching::articles(summary.hits.total);
    let foot = format!("{part}{} {lines} from {from}", grouped(summary.lines));
    writeln!(out, "\n{}", style.paint(Role::Dim, &foot))
}

/// Returns the beginning of a key that is a hash, which is enough to identify an article. A key supplied by an article is
/// shown in full or, if it is too long, with an ellipsis, because others may begin with the same characters.
fn short_key(key: &str) -> String {
    let shown = terminal(key, false);
    if is_hash(key) {
        first_columns(&shown, KEY).to_string()
    } else if columns(&shown) <= KEY {
        shown.into_owned()
    } else {
        format!("{}…", first_columns(&shown, KEY - 1))
    }
}

fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += of_char(*c);
        used > columns
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

fn last_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let start = text.char_indices().rev().find(|(_, c)| {
        used += of_char(*c);
        used > columns
    });
    &text[start.map_or(0, |(at, c)| at + c.len_utf8())..]
}

/// Returns a line as an object.
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

/// The names of a line's cells.
pub const COLUMNS: [&str; 9] =
    ["key", "date", "source", "title", "left", "match", "right", "field", "start"];

/// Returns a line as cells, made safe for spreadsheets.
pub fn cells(line: &Line) -> [String; 9] {
    let text = |text: &str| cell(text).into_owned();
    [
        text(&line.key),
        line.date.clone().unwrap_or_default(),
        text(line.source.as_deref().unwrap_or_default()),
        text(line.title.as_deref().unwrap_or_default()),
        text(&line.left),
        text(&line.matched),
        text(&line.right),
        if line.in_title { "title" } else { "body" }.into(),
        line.start.to_string(),
    ]
}

/// Returns the members of the JSON object that describe all lines.
pub fn summary(summary: &Summary) -> Value {
    json!({
        "version": shapes::VERSION,
        "query": shapes::query(&summary.read.query, &summary.read.when, &summary.notices),
        "total": summary.hits.total,
        "undated_excluded": summary.hits.undated_excluded,
        "count": summary.lines,
    })
}

/// Writes collocates as aligned columns.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn collocates(found: &Collocation, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let name =
        |word: &Collocate| terminal(&forms::label(&word.word, &word.forms), false).into_owned();
    let width = found.collocates.iter().map(|word| columns(&name(word))).max();
    let width = width.unwrap_or(0).max(4);
    // The words are sorted by log-likelihood, so the scores are left out first if they do not fit.
    let fits = |columns: usize| !style.terminal || width + columns <= style.width;
    let (rated, scored) = (fits(COUNTS + SCORE), fits(COUNTS + SCORE + INFORMATION));
    let mut head = format!("{:<width$} {:>6} {:>8}", "word", "near", "anywhere");
    if rated {
        head.push_str(&format!(" {:>8}", "LL"));
    }
    if scored {
        head.push_str(&format!(" {:>5}", "MI"));
    }
    writeln!(out, "{}", style.paint(Role::Dim, &head))?;
    for word in &found.collocates {
        let shown = name(word);
        let blank = " ".repeat(width - columns(&shown));
        let mut scores = String::new();
        if rated {
            scores.push_str(&format!(" {:>8.1}", word.log_likelihood));
        }
        if scored {
            scores.push_str(&format!(" {:>5.2}", word.mutual_information));
        }
        let shown = style.paint(Role::Mark, &shown);
        writeln!(out, "{shown}{blank} {:>6} {:>8}{scores}", word.near, word.all)?;
    }
    let foot = format!(
        "{} {} in {}, {} {} nearby",
        grouped(found.occurrences),
        if found.occurrences == 1 { "occurrence" } else { "occurrences" },
        crate::searching::articles(found.total),
        grouped(found.positions),
        if found.positions == 1 { "word" } else { "words" }
    );
    writeln!(out, "\n{}", style.paint(Role::Dim, &flow(&foot, 0, 2, style)))
}

/// Returns collocates as one object.
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

/// Returns a collocate as an object.
pub fn collocate(word: &Collocate) -> Value {
    let round = |value: f64| (value * 1e4).round() / 1e4;
    json!({
        "word": word.word,
        "forms": word.forms,
        "near": word.near,
        "all": word.all,
        "log_likelihood": round(word.log_likelihood),
        "mutual_information": round(word.mutual_information),
    })
}

/// Writes collocates as CSV rows.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn collocates_csv(found: &Collocation, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = super::csv::writer(out);
    let head = ["word", "near", "all", "log_likelihood", "mutual_information", "forms"];
    writer.write_record(head).map_err(super::csv::cause)?;
    for word in &found.collocates {
        let cells = [
            cell(&word.word).into_owned(),
            word.near.to_string(),
            word.all.to_string(),
            format!("{:.4}", word.log_likelihood),
            format!("{:.4}", word.mutual_information),
            cell(&word.forms.join(" ")).into_owned(),
        ];
        writer.write_record(&cells).map_err(super::csv::cause)?;
    }
    writer.flush()
}
