//! Tables: CSV (RFC 4180), or the same with other separators, with or without a row of names, which may be below lines
//! about the table.
//!
//! [`header`] finds the separator and the names, [`headless`] recognizes the columns of a table without names,
//! [`spaces`] removes spaces before quotes, and [`rows`] cuts long cells.

mod header;
mod headless;
mod rows;
mod spaces;

use std::io::{self, BufRead, Read};

use serde_json::Value;

use super::{Columns, Format, Other, Reading, Reason, Sink, bounded};
use crate::error::harmless;
use header::Head;
use rows::{LeftOut, Rows};

pub struct Table;

/// The number of bytes of a table that are inspected before it is read.
const HEAD: u64 = 64 << 10;

/// Returns whether a file has the name of a table. The lines above its rows may look like headers of another format.
pub fn is_named(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default();
    ["csv", "tsv"].iter().any(|table| end.eq_ignore_ascii_case(table))
}

impl Format for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let named = [".csv", ".tsv", ".tab", ".psv"].iter().any(|end| name.ends_with(end));
        let Some((head, _)) = Head::first(beginning) else {
            return false;
        };
        let names = &head.names;
        let known = Reading::default().columns.know(names.iter().map(String::as_str));
        let plain = names.iter().all(|name| name.len() <= 64);
        let columns = if head.separator == b',' { 3 } else { 2 };
        named || known && plain && names.len() >= columns
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
        let mut beginning = Vec::new();
        input.take(HEAD).read_to_end(&mut beginning)?;
        // The last character may be incomplete.
        let text = String::from_utf8_lossy(&beginning);
        let head = Head::of(&text).unwrap_or_default();
        let Some(Known { names, columns, has_names }) = columns(&head, &text, reading) else {
            let problem = "no column of a title or a text: name them in a file for --map";
            harmless(
                sink(Err(Other::Skipped(1, Reason::MalformedTable.because(problem)))),
                "nothing follows",
            );
            return Ok(());
        };
        drop(text);
        let left_out = LeftOut::default();
        let whole = io::Cursor::new(beginning.split_off(head.start)).chain(input);
        let whole = head.unspaced(whole);
        let rows = Rows::new(whole, head.separator, reading.limit, left_out.clone())
            .unquoted(head.is_unquoted);
        let mut table = head.builder().has_headers(has_names).from_reader(rows);
        let mut record = csv::StringRecord::new();
        let mut last = if has_names { head.lines + 1 } else { head.lines };
        // The number of line feeds that were removed by [`Rows`].
        let mut lines = 0;
        let mut is_cut = false;
        loop {
            match table.read_record(&mut record) {
                Ok(false) if is_cut && left_out.is_quoted() => {
                    return Err(Reason::TooLong.because("a row: a quote has no end").into());
                }
                Ok(false) => return Ok(()),
                Ok(true) => {}
                Err(error) if !error.is_io_error() => {
                    last += 1;
                    if sink(Err(Other::Skipped(last, Reason::MalformedTable.because(error))))
                        .is_break()
                    {
                        return Ok(());
                    }
                    continue;
                }
                Err(error) => return Err(io_error(error)),
            }
            // Tables that were joined repeat their row of names.
            if has_names && record.iter().map(str::trim).eq(head.names.iter().map(String::as_str)) {
                continue;
            }
            // A line between the names and the rows, as in tables for people.
            if is_rule(&record) {
                continue;
            }
            let left = left_out.until(table.position().byte());
            is_cut = left.bytes > 0;
            let line = record.position().map_or(0, csv::Position::line) + head.lines + lines;
            lines += left.lines;
            let line = line.max(last + 1);
            last = line;
            let members: Vec<(String, Value)> = names
                .iter()
                .zip(&record)
                .filter(|(_, value)| !is_absent(value.trim()))
                .map(|(name, value)| (name.clone(), Value::String(value.to_string())))
                .collect();
            let article = columns.article(line, format!("line {line}"), members);
            let article = match is_cut {
                true => bounded::without(article, left.bytes),
                false => article,
            };
            if sink(Ok(article)).is_break() {
                return Ok(());
            }
        }
    }
}

/// Returns whether a cell is blank, or only says that there is no value, in words that JSON has no use for. A word in
/// its usual spelling, such as `Null`, is a text.
fn is_absent(cell: &str) -> bool {
    matches!(cell, "" | "null" | "NA" | "N/A" | "n/a" | "#N/A")
}

/// Returns whether a row only draws a line: `|---|:---:|`.
fn is_rule(record: &csv::StringRecord) -> bool {
    let is_line =
        |cell: &str| cell.bytes().all(|byte| matches!(byte, b'-' | b'=' | b':' | b'+' | b' '));
    record.iter().any(|cell| cell.contains("---")) && record.iter().all(is_line)
}

/// What is known about the columns of a table.
struct Known {
    /// Their names, which are the names of fields where they were recognized by their contents.
    names: Vec<String>,
    columns: Columns,
    /// Whether the first row has names.
    has_names: bool,
}

/// Returns what is known about a table's columns, or `None` if no column gives a title or a text.
fn columns(head: &Head, text: &str, reading: &Reading) -> Option<Known> {
    let by_name = reading.columns.for_table(&head.names);
    let named = by_name.know(head.names.iter().map(String::as_str));
    let rows = head.rows(&text[head.start..]);
    let has_names = headless::has_names(&rows);
    // If columns are mapped by number, there may or may not be a row of names.
    let by_number = by_name != *reading.columns;
    if named && (!by_number || has_names) {
        return Some(Known { names: head.names.clone(), columns: by_name, has_names: true });
    }
    let known = |names: Vec<String>, has_names| {
        let columns = reading.columns.for_table(&names);
        let know = columns.know(names.iter().map(String::as_str));
        know.then_some(Known { names, columns, has_names })
    };
    // The names that have a meaning keep it. What the others mean is seen in the rows below them.
    if has_names
        && let Some(rows) = rows.get(1..)
        && let Some(known) =
            known(headless::names(rows, &head.names, &|name| by_name.maps(name)), true)
    {
        return Some(known);
    }
    let numbers: Vec<String> = (1..=head.names.len()).map(|number| number.to_string()).collect();
    let mapped = |number: &String| reading.columns.maps(number);
    known(headless::names(&rows, &numbers, &mapped), false)
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => Reason::MalformedTable.because(format_args!("{kind:?}")).into(),
    }
}
