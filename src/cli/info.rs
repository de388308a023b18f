//! `dateline info`: shows what an index contains.

use dateline::answers::info;
use dateline::error::Result;
use dateline::page::{info as page, json};

use super::inside::Inside;
use super::{Common, End, Form, Output, line, stdout_style};

/// Show what the index holds: articles, days covered, sources, size, schema version
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline info\n  \
    dateline info --index ~/archive/.dateline --output json")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    #[command(flatten)]
    output: Output<Form>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let holdings = info::of(&index)?;
    match arguments.output.format() {
        Form::Json => line(&json::holdings(&holdings).to_string())?,
        Form::Text => line(page::holdings(&holdings, stdout_style(common)).trim_end())?,
    }
    Ok(End::Done)
}
