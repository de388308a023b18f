//! `dateline man`: manual pages, one per command.

use std::path::PathBuf;

use dateline::error::{Error, Result};

use super::{End, command};

/// Write manual pages into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline man /usr/local/share/man/man1\n  \
    dateline man . && man ./dateline-search.1")]
pub struct Arguments {
    /// The folder; created if it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<End> {
    let folder = &arguments.folder;
    std::fs::create_dir_all(folder).map_err(|error| Error::io("creating", folder, error))?;
    // A page for each `help COMMAND` would say nothing new.
    let mut command = command().disable_help_subcommand(true);
    command.build();
    clap_mangen::generate_to(command, folder)
        .map_err(|error| Error::io("writing manual pages to", folder, error))?;
    Ok(End::Done)
}
