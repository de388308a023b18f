//! `dateline completions`: scripts with which shells complete commands and flags.

use std::io::{self, Write};

use dateline::error::Result;

use super::{End, command, output};

/// Print completions for a shell
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
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "dateline", &mut script);
    io::stdout().write_all(&script).map_err(output)?;
    Ok(End::Done)
}
