//! `dateline explain`: how a query is read.

use dateline::error::Result;
use dateline::explaining;
use dateline::page::{explanation, json};
use dateline::searching::Index;

use super::asking::{Asking, typed};
use super::{Common, End, Form, line, location, notices, stdout_style};

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
    #[command(flatten)]
    asking: Asking,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let index = Index::open(&location::existing(common)?)?;
    let explained =
        explaining::explain(&index, &arguments.asking.question(typed(&arguments.query)))?;
    notices(common, &explained.notices);
    match arguments.output {
        Form::Json => line(&json::explanation(&explained).to_string())?,
        Form::Text => line(explanation::text(&explained, stdout_style(common)).trim_end())?,
    }
    Ok(End::Done)
}
