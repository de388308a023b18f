//! The rows of a batch, as aligned text, JSON and CSV.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::crosstable::{NONE, outside_periods};
use super::escape::{cell, terminal};
use super::flow::flow;
use super::json as shapes;
use super::style::{Role, Style};
use crate::answers::batch::Row;
use crate::answers::crosstable;
use crate::engine::FacetKind;
use crate::searching::stories;

/// Writes one row per query: its count and its name, or the problem of an invalid query.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(rows: &[Row], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let count = |row: &Row| row.outcome.as_ref().map_or(1, |found| found.total.to_string().len());
    let width = rows.iter().map(count).max().unwrap_or(1);
    for row in rows {
        let name = row.line.name.as_deref().unwrap_or(&row.line.query);
        let name = terminal(name, false);
        match &row.outcome {
            Ok(found) => {
                let name = flow(&name, width + 2, width + 4, style);
                let stories = found.stories.map(|count| format!("  in {}", stories(count)));
                let stories = style.paint(Role::Dim, &stories.unwrap_or_default());
                writeln!(out, "{:>width$}  {name}{stories}", found.total)?;
                for value in &found.values {
                    let name = super::crosstable::name(value);
                    let line = format!(
                        "{:>width$}  {:>width$}  {}",
                        "",
                        value.total,
                        terminal(name, false)
                    );
                    writeln!(out, "{}", style.paint(Role::Dim, &line))?;
                }
                for (period, count) in found.periods.iter().filter(|(_, count)| *count > 0) {
                    let line = format!("{:>width$}  {period}  {count}", "");
                    writeln!(out, "{}", style.paint(Role::Dim, &line))?;
                }
                let outside = outside_periods(found.undated, found.imprecise);
                if let Some(rest) = outside.filter(|_| found.has_periods) {
                    let rest = flow(&rest, width + 2, width + 4, style);
                    let line = format!("{:>width$}  {rest}", "");
                    writeln!(out, "{}", style.paint(Role::Dim, &line))?;
                }
            }
            Err(problem) => {
                let said = format!(
                    "line {}, column {}: {}; {}",
                    row.line.number,
                    problem.column,
                    terminal(&problem.problem, false),
                    terminal(&problem.hint, false)
                );
                let said = match style.terminal {
                    true => {
                        let indent = width + 4;
                        format!("\n{:>indent$}{}", "", flow(&said, indent, indent, style))
                    }
                    false => format!("  {said}"),
                };
                let name = flow(&name, width + 2, width + 4, style);
                writeln!(out, "{:>width$}  {name}{}", "-", style.paint(Role::Error, &said))?;
            }
        }
    }
    Ok(())
}

/// Returns a row as an object.
pub fn json(row: &Row) -> Value {
    let mut object = json!({"line": row.line.number, "query": row.line.query});
    if let Some(name) = &row.line.name {
        object["name"] = name.clone().into();
    }
    match &row.outcome {
        Ok(found) => {
            object["total"] = found.total.into();
            if let Some(stories) = found.stories {
                object["stories"] = stories.into();
            }
            object["undated"] = found.undated.into();
            object["imprecise"] = found.imprecise.into();
            object["undated_excluded"] = found.undated_excluded.into();
            object["read_as"] = found.read_as.clone().into();
            if !found.exactness.is_exact() {
                object["exact"] = false.into();
            }
            let labels: Vec<&str> =
                found.periods.iter().map(|(period, _)| period.as_str()).collect();
            if !labels.is_empty() {
                let counts: Vec<u64> = found.periods.iter().map(|(_, count)| *count).collect();
                object["buckets"] = super::crosstable::buckets(&labels, &counts);
            }
            if !found.values.is_empty() {
                let value = |row| super::crosstable::row(row, &labels);
                object["values"] = found.values.iter().map(value).collect();
            }
        }
        Err(problem) => {
            object["error"] = json!({
                "column": problem.column,
                "problem": problem.problem,
                "hint": problem.hint,
            });
        }
    }
    object
}

/// Returns all rows as one object.
pub fn all(rows: &[Row]) -> Value {
    let rows: Vec<Value> = rows.iter().map(json).collect();
    json!({"version": shapes::VERSION, "rows": rows})
}

/// The columns of CSV that precede those for periods and values.
const HEAD: [&str; 8] =
    ["line", "name", "query", "total", "undated", "imprecise", "read_as", "error"];

/// Writes one row per query, with a column per period or per value of a field. With both periods and a field, writes
/// one row per query and value.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn csv(rows: &[Row], by: Option<FacetKind>, out: &mut dyn Write) -> io::Result<()> {
    let counted = || rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    // All rows have the same periods.
    let periods: Vec<&str> = counted()
        .next()
        .map(|found| found.periods.iter().map(|(period, _)| period.as_str()).collect())
        .unwrap_or_default();
    let mut writer = super::csv::writer(out);
    let mut write = |cells: Vec<String>| writer.write_record(cells).map_err(super::csv::cause);
    let values = match by {
        Some(_) => most_frequent(counted().flat_map(|found| &found.values)),
        None => Vec::new(),
    };
    let field = by.filter(|_| !periods.is_empty());
    let mut head: Vec<String> = HEAD.map(String::from).to_vec();
    match field {
        Some(field) => head.insert(3, field.name().into()),
        None => head.extend(values.iter().map(|value| cell(value).into_owned())),
    }
    head.extend(periods.iter().map(|period| (*period).to_string()));
    let has_stories = field.is_none() && counted().any(|found| found.stories.is_some());
    if has_stories {
        head.insert(HEAD.len(), "stories".into());
    }
    let width = head.len();
    write(head)?;
    for row in rows {
        let line = &row.line;
        let name = cell(line.name.as_deref().unwrap_or_default()).into_owned();
        let first = vec![line.number.to_string(), name, cell(&line.query).into_owned()];
        match &row.outcome {
            Ok(found) if field.is_some() => {
                for value in &values {
                    let none = crosstable::Row::none(&periods);
                    let known =
                        found.values.iter().find(|row| super::crosstable::name(row) == *value);
                    let known = known.unwrap_or(&none);
                    let mut cells = first.clone();
                    cells.push(cell(value).into_owned());
                    cells.extend(
                        [known.total, known.undated, known.imprecise].map(|n| n.to_string()),
                    );
                    cells.extend([cell(&found.read_as).into_owned(), String::new()]);
                    cells.extend(known.counts.iter().map(u64::to_string));
                    write(cells)?;
                }
            }
            Ok(found) => {
                let mut cells = first;
                cells.extend([found.total, found.undated, found.imprecise].map(|n| n.to_string()));
                cells.extend([cell(&found.read_as).into_owned(), String::new()]);
                cells.extend(found.stories.map(|count| count.to_string()));
                cells.extend(values.iter().map(|value| {
                    let known =
                        found.values.iter().find(|row| super::crosstable::name(row) == *value);
                    known.map_or(0, |row| row.total).to_string()
                }));
                cells.extend(found.periods.iter().map(|(_, count)| count.to_string()));
                write(cells)?;
            }
            Err(problem) => {
                let said = format!("column {}: {}", problem.column, problem.problem);
                let mut cells = first;
                cells.resize(HEAD.len() - 1 + usize::from(field.is_some()), String::new());
                cells.push(cell(&said).into_owned());
                cells.resize(width, String::new());
                write(cells)?;
            }
        }
    }
    writer.flush()
}

/// Returns the names of the values in some rows, the most frequent first; articles without a value come last.
fn most_frequent<'r>(rows: impl Iterator<Item = &'r crosstable::Row>) -> Vec<&'r str> {
    let mut totals: BTreeMap<&Option<String>, u64> = BTreeMap::new();
    for row in rows {
        *totals.entry(&row.value).or_default() += row.total;
    }
    let mut values: Vec<(&Option<String>, u64)> = totals.into_iter().collect();
    values.sort_by_key(|(value, total)| (value.is_none(), std::cmp::Reverse(*total)));
    values.into_iter().map(|(value, _)| value.as_deref().unwrap_or(NONE)).collect()
}
