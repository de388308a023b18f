//! `dateline explain`: shows how a query is read.

use dateline::answers::explain;
use dateline::error::Result;
use dateline::page::explain as page;

use super::asking::{Asking, typed};
use super::expanding::Expanding;
use super::{Common, End, Form, Output, line, notices, stdout_style};

/// Explain how a query is read: its parts, what each finds alone, what patterns expand to
///
/// If the query finds nothing, says which part is the cause. With -v, shows the engine's plan.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline explain 'oil w/5 price* OR barrel' --since 2025-05\n  \
    dateline explain 'kellog~1 -cereal' --output json\n  \
    dateline explain --dialect nexis 'oil w/5 pric! and not opec'\n  \
    dateline explain nato enlargement --match any --expand\n\n\
    Exit status: 0 done, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    expanding: Expanding,
    #[command(flatten)]
    output: Output<Form>,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let question = arguments.asking.question(typed(&arguments.query));
    let explained = explain::explain(&index, &question, arguments.expanding.terms()?)?;
    notices(common, &explained.notices);
    match arguments.output.format() {
        Form::Json => line(&page::json(&explained).to_string())?,
        Form::Text => {
            line(page::text(&explained, common.verbose, stdout_style(common)).trim_end())?
        }
    }
    Ok(End::Done)
}
