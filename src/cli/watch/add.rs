//! `dateline watch add`: saves a search.

use std::time::Duration;

use dateline::error::Result;
use dateline::page::watch::{json, text};
use dateline::searching::{Ask, search};
use dateline::watching::{SavedSearch, Watch, check_name};

use super::opening::opened;
use crate::cli::asking::{Asking, typed};
use crate::cli::{Common, End, Form, Output, line, notices, say};

/// Save a search; its current matches count as already seen
///
/// Queries and filters are those of dateline search. Relative dates, such as 7d, are counted back from each run. A
/// query in another --dialect is saved in dateline's own language.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline watch add grain grain export -corn\n  \
    dateline watch add strikes 'strike w/10 (port OR ferry)' --source Reuters\n  \
    dateline watch add everything ''    every article that arrives")]
pub struct Arguments {
    /// The name of the search: letters, digits, hyphens, underscores and dots
    #[arg(value_name = "NAME")]
    name: String,
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    asking: Asking,
    /// Wait up to this many seconds for another process that runs or changes saved searches
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    #[command(flatten)]
    output: Output<Form>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let (folder, index) = opened(asked)?;
    let question = arguments.asking.question(typed(&arguments.query));
    let mut saved = SavedSearch::of(&question);
    // Nothing is created for a name or a query that is at fault.
    check_name(&arguments.name)?;
    let is_foreign = question.dialect.is_some();
    let mut answer = search(&index, &Ask::of(question, 0))?;
    if is_foreign {
        saved.query = answer.query.tree.to_string();
        answer.notices.push(format!("saved in dateline's own language: {}", saved.query));
    }
    let mut watch = Watch::open(&folder, Duration::from_secs(arguments.wait.into()))?;
    watch.add(&arguments.name, &saved, &index)?;
    watch.finish()?;
    notices(common, &answer.notices);
    let total = answer.counts.total;
    match arguments.output.format() {
        Form::Json => {
            let (query, when) = (&answer.query, &answer.when);
            line(&json::saved(&arguments.name, query, when, &answer.notices, total).to_string())?;
        }
        Form::Text => say(common, &text::saved(&arguments.name, total)),
    }
    Ok(End::Done)
}
