//! `dateline kwic`: shows every occurrence in a line of context.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde_json::Value;

use dateline::answers::collocates;
use dateline::answers::kwic::{self, By, Line};
use dateline::error::Result;
use dateline::page::{csv, json, kwic as page};

use super::asking::{Asking, typed};
use super::fields::{Excel, Fields};
use super::{Common, End, List, Output, list, notices, output, stdout_style};

/// Show every occurrence in its context (a concordance)
///
/// Every matching word, phrase, or term of a proximity is an occurrence; excluded words are not. Lines are in the order
/// of their articles, newest first, unless they are sorted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline kwic 'tax*' --since 2024 --sort R1,date\n  \
    dateline kwic '\"salt tax\"' --output csv > lines.csv\n  \
    dateline kwic ferry --collocates --window 4\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Sort lines by newest, oldest (also called date), source, match, a word before (L1 to L3) or after (R1
    /// to R3); separate several with commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = by)]
    sort: Vec<By>,
    /// Characters of context on each side [default: 60; in text, as many as fit]
    #[arg(long, value_name = "N")]
    context: Option<usize>,
    /// The maximum number of lines [default: all] or collocates [default: 50]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// Skip the first N lines
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "collocates")]
    offset: usize,
    /// Show the words near the occurrences instead, and how much more often they occur than by chance
    #[arg(long)]
    collocates: bool,
    /// The number of words on each side that count as near
    #[arg(long, value_name = "N", default_value_t = 5, requires = "collocates")]
    window: u32,
    /// Leave out words found nearby fewer than N times
    #[arg(long, value_name = "N", default_value_t = 2, requires = "collocates")]
    least: u64,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    output: Output<List>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    excel: Excel,
}

/// The default context on each side, in characters.
const CONTEXT: usize = 60;

fn by(name: &str) -> std::result::Result<By, String> {
    By::named(name).ok_or_else(|| {
        "no such order\nwrite newest, oldest, source, match, L1, L2, L3, R1, R2 or R3".to_string()
    })
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let format = arguments.output.format();
    arguments.excel.wanted(format == List::Csv)?;
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let question = arguments.asking.question(typed(&arguments.query));
    let fields =
        arguments.fields.among(&page::COLUMNS, !arguments.collocates && format != List::Text)?;
    if arguments.collocates {
        let limit = arguments.limit.unwrap_or(50);
        let found =
            collocates::collocation(&index, &question, arguments.window, arguments.least, limit)?;
        notices(common, &found.notices);
        list::print(&found, format, &arguments.excel, common)?;
        return Ok(if found.total == 0 { End::Nothing } else { End::Done });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    arguments.excel.begin(format == List::Csv, &mut out)?;
    let style = stdout_style(common);
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let context = arguments.context.unwrap_or(CONTEXT.max(style.width / 2));
    let (mut skipped, mut shown): (usize, usize) = (0, 0);
    let mut lines = Vec::new();
    if format == List::Csv {
        let head = match &fields {
            Some(fields) => csv::row(fields),
            None => csv::row(page::COLUMNS),
        };
        head.and_then(|row| out.write_all(&row)).map_err(output)?;
    }
    let chosen = |line: Value| match &fields {
        Some(fields) => json::chosen(&line, fields),
        None => line,
    };
    let row = |line: &Line| match &fields {
        Some(fields) => {
            let cells = page::COLUMNS.iter().zip(page::cells(line));
            let cells: BTreeMap<&str, String> = cells.map(|(name, cell)| (*name, cell)).collect();
            csv::row(fields.iter().map(|field| &cells[field.as_str()]))
        }
        None => csv::row(page::cells(line)),
    };
    let most = arguments.offset.saturating_add(limit);
    let told = kwic::concordance(&index, &question, context, &arguments.sort, most, |line| {
        if skipped < arguments.offset {
            skipped += 1;
            return Ok(true);
        }
        if shown >= limit {
            // Text and JSON print the total number of lines, so the rest is counted.
            return Ok(matches!(format, List::Json | List::Text));
        }
        shown += 1;
        let written = match format {
            List::Text => page::text(&line, arguments.context, style, &mut out),
            List::Jsonl => writeln!(out, "{}", chosen(page::json(&line))),
            List::Csv => row(&line).and_then(|row| out.write_all(&row)),
            List::Json => {
                lines.push(chosen(page::json(&line)));
                Ok(())
            }
        };
        written.map_err(output)?;
        Ok(true)
    });
    let summary = told?;
    if format == List::Json {
        let mut object = page::summary(&summary);
        object["lines"] = lines.into();
        writeln!(out, "{object}").map_err(output)?;
    }
    if format == List::Text && summary.lines > 0 {
        page::foot(&summary, shown, style, &mut out).map_err(output)?;
    }
    out.flush().map_err(output)?;
    notices(common, &summary.notices);
    Ok(if summary.lines == 0 { End::Nothing } else { End::Done })
}
