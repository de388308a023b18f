//! `dateline mcp`: gives assistants access to the index.

use std::io::{self, IsTerminal};

use chrono::Local;

use dateline::error::Result;
use dateline::web;

use super::inside::Inside;
use super::{Common, End, location, notices};

/// Let an assistant search the index (Model Context Protocol over standard input and output)
///
/// Offers the tools search, timeline, names, show, similar, story, kwic and info. They only read, and their answers are
/// bounded and paged. Text from articles is marked as untrusted content.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline mcp --index ~/archive/.dateline\n  \
    claude mcp add archive -- dateline mcp --index ~/archive/.dateline\n\n\
    Exit status: 0 the assistant closed the connection, 2 failed or misused.")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    if io::stdin().is_terminal() {
        let text = "waiting for an assistant on standard input; press Ctrl-C to stop";
        notices(common, &[text.to_string()]);
    }
    web::serve_assistants(location::followed(&asked.folder)?, || Local::now().fixed_offset())?;
    Ok(End::Done)
}
