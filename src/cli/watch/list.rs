//! `dateline watch list`: the saved searches, and how much is new for each.

use std::io::{self, Write};

use chrono::Local;

use dateline::error::Result;
use dateline::page::watch::{json, text};
use dateline::watching::waiting;

use super::opening::open;
use crate::cli::inside::Inside;
use crate::cli::{Common, End, Form, Output, line, notices, output, stdout_style};

/// List the saved searches, with the number of new articles for each
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline watch list\n  \
    dateline watch list --json | jq '.searches[] | select(.new > 0).search'")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    #[command(flatten)]
    output: Output<Form>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let Some((folder, index)) = open(&arguments.inside, common)? else {
        return Ok(End::Interrupted);
    };
    let searches = waiting(&folder, &index, Local::now().fixed_offset())?;
    match arguments.output.format() {
        Form::Json => line(&json::list(&searches).to_string())?,
        Form::Text if searches.is_empty() => {
            notices(common, &["no saved searches; save one: dateline watch add NAME QUERY".into()]);
        }
        Form::Text => {
            let list = text::list(&searches, stdout_style(common));
            let mut out = io::stdout().lock();
            out.write_all(list.as_bytes()).and_then(|()| out.flush()).map_err(output)?;
        }
    }
    Ok(End::Done)
}
