//! `dateline completions`: prints shell scripts that complete commands, flags, and values from the index.

use std::io::{self, Write};

use clap_complete::env::Shells;

use dateline::error::{Error, Result};

use super::completing::VARIABLE;
use super::{End, output};

/// Print completions for a shell
///
/// The script calls dateline to complete the values of --source, --lang and --facets from the index.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline completions bash > /etc/bash_completion.d/dateline\n  \
    dateline completions zsh > \"${fpath[1]}/_dateline\"")]
pub struct Arguments {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

pub fn run(arguments: &Arguments) -> Result<End> {
    let name = arguments.shell.to_string();
    let Some(shell) = Shells::builtins().completer(&name).map(|shell| {
        let mut script = Vec::new();
        shell
            .write_registration(VARIABLE, "dateline", "dateline", "dateline", &mut script)
            .map(|()| script)
    }) else {
        return Err(Error::usage(format!("no completions for {name}")));
    };
    io::stdout().write_all(&shell.map_err(output)?).map_err(output)?;
    Ok(End::Done)
}
