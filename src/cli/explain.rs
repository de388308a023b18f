//! `dateline explain`: how a query is read.

use chrono::{DateTime, FixedOffset, Local};

use dateline::error::Result;
use dateline::explaining;
use dateline::page::{explanation, json, report};
use dateline::searching::{Ask, Index};

use super::{Common, End, Form, line, location, say, search, stderr_style, stdout_style};

/// Explain how a query is read: its parts, what each finds alone, what patterns stand for
///
/// For a query that finds nothing it names the part that is to blame.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline explain 'oil w/5 price* OR barrel' --since 2025-05\n  \
    dateline explain 'kellog~1 -cereal' --output json\n\n\
    Exit status: 0 done, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them all
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// From this day, month, year or time on
    #[arg(long, alias = "from", value_name = "DATE")]
    since: Option<String>,
    /// Up to and with this day, month, year or time
    #[arg(long, alias = "to", value_name = "DATE")]
    until: Option<String>,
    /// On this day, or within this month or year
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    on: Option<String>,
    /// Only this source or agency (repeat it for any of several)
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only this language, by its two-letter code (repeat it for any of several)
    #[arg(long, value_name = "CODE")]
    lang: Vec<String>,
    /// Whether all words have to be there or any
    #[arg(long = "match", value_name = "WHICH", default_value = "all")]
    which: search::Which,
    /// Include articles known to the month or year only that may lie in the dates
    #[arg(long)]
    inexact: bool,
    /// Refuse a query of which any part would be ignored, instead of saying so
    #[arg(long)]
    strict: bool,
    /// The time relative dates count from (RFC 3339) [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = search::instant)]
    now: Option<DateTime<FixedOffset>>,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let index = Index::open(&location::existing(common)?)?;
    let ask = Ask {
        query: search::typed(&arguments.query),
        since: arguments.since,
        until: arguments.until,
        on: arguments.on,
        sources: arguments.source,
        langs: arguments.lang,
        sort: None,
        recency: None,
        limit: 0,
        offset: 0,
        facets: Vec::new(),
        snippets: 0,
        any: arguments.which == search::Which::Any,
        inexact: arguments.inexact,
        strict: arguments.strict,
        now: arguments.now.unwrap_or_else(|| Local::now().fixed_offset()),
    };
    let explained = explaining::explain(&index, &ask)?;
    for notice in &explained.notices {
        say(common, &format!("{}\n", report::notice(notice, stderr_style(common))));
    }
    match arguments.output {
        Form::Json => line(&json::explanation(&explained).to_string())?,
        Form::Text => line(explanation::text(&explained, stdout_style(common)).trim_end())?,
    }
    Ok(End::Done)
}
