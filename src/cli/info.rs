//! `dateline info`: what the index holds.

use dateline::error::Result;
use dateline::holdings;
use dateline::page::{info, json};
use dateline::searching::Index;

use super::{Common, End, Form, line, location, stdout_style};

/// Say what the index holds: articles, days covered, sources, size, schema version
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline info\n  \
    dateline info --index ~/archive/.dateline --output json")]
pub struct Arguments {
    /// The form of the account
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let index = Index::open(&location::existing(common)?)?;
    let holdings = holdings::of(&index)?;
    match arguments.output {
        Form::Json => line(&json::holdings(&holdings).to_string())?,
        Form::Text => line(info::holdings(&holdings, stdout_style(common)).trim_end())?,
    }
    Ok(End::Done)
}
