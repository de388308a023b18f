//! `dateline watch`: saved searches that report what is new. One file per subcommand.

mod add;
mod list;
mod outputs;
mod remove;
mod run;

use std::path::{Path, PathBuf};

use chrono::Local;
use clap::Subcommand;

use dateline::engine::cluster::client::address::Address;
use dateline::error::{Error, Kind, Result};
use dateline::searching::Index;
use dateline::watching::{self, Waiting};

use super::inside::{self, Inside};
use super::{Common, End};

/// Save searches, and report what they find since their last run
///
/// A saved search reports each article once. The date of the article does not matter, only when it arrived. The searches are stored with
/// the archive, in the file watch/searches.toml in the folder of the index, which you can edit. The file holds names,
/// queries and filters only, so that a downloaded archive cannot run anything.
#[derive(Debug, clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "Examples:\n  \
    dateline watch add grain 'grain w/5 export' --source Reuters\n  \
    dateline watch run                        what is new for each saved search\n  \
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
    Run(run::Arguments),
    Remove(remove::Arguments),
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    match arguments.command {
        Command::Add(arguments) => add::run(&arguments, common),
        Command::List(arguments) => list::run(&arguments, common),
        Command::Run(arguments) => run::run(&arguments, common),
        Command::Remove(arguments) => remove::run(&arguments, common),
    }
}

/// Opens the index in a folder, and returns the folder, too. Refuses an address. Returns `None` if Ctrl-C stopped the
/// update of `--in`.
fn open(inside: &Inside, common: &Common) -> Result<Option<(PathBuf, Index)>> {
    let Some(asked) = inside.ask(common)? else { return Ok(None) };
    refuse_address(&asked.folder)?;
    let index = inside::open(&asked.folder)?;
    Ok(Some((asked.folder, index)))
}

/// Refuses the address of an index in a cluster.
fn refuse_address(location: &Path) -> Result<()> {
    match location.to_str().filter(|text| Address::is_address(text)) {
        None => Ok(()),
        Some(address) => {
            // The address may contain a password. Only a valid one is shown.
            let address = Address::parse(address)?;
            let message =
                format!("saved searches are not supported for an index in a cluster, {address}");
            Err(Error::new(Kind::Unsupported, message)
                .hint("copy the archive to a folder: dateline copy ADDRESS FOLDER"))
        }
    }
}

/// Returns what is new for the saved searches of an index, for the end of an indexing run. Nothing counts as reported by
/// that. Empty if the index is in a cluster, or has no saved searches.
pub fn waiting(location: &Path) -> Result<Vec<Waiting>> {
    if refuse_address(location).is_err() || !watching::has_searches(location) {
        return Ok(Vec::new());
    }
    watching::waiting(location, &Index::open(location)?, Local::now().fixed_offset())
}
