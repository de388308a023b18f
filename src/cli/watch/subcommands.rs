//! The subcommands of `dateline watch`.

use clap::Subcommand;

use dateline::error::Result;

use super::{add, list, remove};
use crate::cli::{Common, End};

/// Save searches, and report what they find since their last run
///
/// A saved search reports each article once. The date of the article does not matter, only when it arrived. The
/// searches are stored with the archive, in the file watch/searches.toml in the folder of the index, which you can
/// edit. The file holds names, queries and filters only, so that a downloaded archive cannot run anything.
#[derive(Debug, clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "Examples:\n  \
    dateline watch add grain 'grain w/5 export' --source Reuters\n  \
    dateline watch run    what is new for each saved search\n  \
    dateline watch list\n\n\
    See dateline watch SUBCOMMAND --help for flags and examples."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Box<add::Arguments>),
    List(list::Arguments),
    Run(super::run::Arguments),
    Remove(remove::Arguments),
}

/// Runs a subcommand.
pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    match arguments.command {
        Command::Add(arguments) => add::run(&arguments, common),
        Command::List(arguments) => list::run(&arguments, common),
        Command::Run(arguments) => super::run::run(&arguments, common),
        Command::Remove(arguments) => remove::run(&arguments, common),
    }
}
