//! The rows of a batch: aligned, as JSON, as CSV.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::{cell, terminal};
use super::json as shapes;
use super::style::{Role, Style};
use crate::answers::batch::Row;

/// A row a query: what it found and what it is called; what is wrong with a faulty one.
pub fn text(rows: &[Row], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let count = |row: &Row| row.outcome.as_ref().map_or(1, |found| found.total.to_string().len());
    let width = rows.iter().map(count).max().unwrap_or(1);
    for row in rows {
        let name = row.line.name.as_deref().unwrap_or(&row.line.query);
        let name = terminal(name, false);
        match &row.outcome {
            Ok(found) => {
                writeln!(out, "{:>width$}  {name}", found.total)?;
                for (period, count) in found.periods.iter().filter(|(_, count)| *count > 0) {
                    let line = format!("{:>width$}  {period}  {count}", "");
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
                writeln!(out, "{:>width$}  {name}  {}", "-", style.paint(Role::Error, &said))?;
            }
        }
    }
    Ok(())
}

/// A row as an object.
pub fn json(row: &Row) -> Value {
    let mut object = json!({"line": row.line.number, "query": row.line.query});
    if let Some(name) = &row.line.name {
        object["name"] = name.clone().into();
    }
    match &row.outcome {
        Ok(found) => {
            object["total"] = found.total.into();
            object["undated"] = found.undated.into();
            object["imprecise"] = found.imprecise.into();
            object["undated_excluded"] = found.undated_excluded.into();
            object["read_as"] = found.read_as.clone().into();
            if found.cut_short {
                object["exact"] = false.into();
            }
            if !found.periods.is_empty() {
                let period =
                    |(start, count): &(String, u64)| json!({"start": start, "count": count});
                object["buckets"] = found.periods.iter().map(period).collect();
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

/// All rows as one object.
pub fn all(rows: &[Row]) -> Value {
    let rows: Vec<Value> = rows.iter().map(json).collect();
    json!({"version": shapes::VERSION, "rows": rows})
}

/// A row a query, a column a period.
pub fn csv(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let counted = || rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    let periods: BTreeSet<&str> = counted()
        .flat_map(|found| found.periods.iter().map(|(period, _)| period.as_str()))
        .collect();
    let mut writer = super::csv::writer(out);
    let head = ["line", "name", "query", "total", "undated", "imprecise", "read_as", "error"];
    writer
        .write_record(head.iter().copied().chain(periods.iter().copied()))
        .map_err(super::csv::cause)?;
    for row in rows {
        let line = &row.line;
        let mut cells = vec![
            line.number.to_string(),
            cell(line.name.as_deref().unwrap_or_default()).into_owned(),
            cell(&line.query).into_owned(),
        ];
        match &row.outcome {
            Ok(found) => {
                cells.extend([
                    found.total.to_string(),
                    found.undated.to_string(),
                    found.imprecise.to_string(),
                    cell(&found.read_as).into_owned(),
                    String::new(),
                ]);
                cells.extend(periods.iter().map(|period| {
                    let count = found.periods.iter().find(|(known, _)| known == period);
                    count.map_or(0, |(_, count)| *count).to_string()
                }));
            }
            Err(problem) => {
                let said = format!("column {}: {}", problem.column, problem.problem);
                cells.extend([String::new(), String::new(), String::new(), String::new()]);
                cells.push(cell(&said).into_owned());
                cells.resize(head.len() + periods.len(), String::new());
            }
        }
        writer.write_record(&cells).map_err(super::csv::cause)?;
    }
    writer.flush()
}
