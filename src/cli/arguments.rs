//! The definition of the command line: the flags of every command, and the commands.

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::{
    Common, backup, batch, check, completions, copy, eval, explain, export, index, info, kwic, man,
    mcp, names, open, search, serve, show, similar, story, terms, timeline, watch, words,
};

/// Full-text search for news archives.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    about = "Full-text search for news archives",
    long_about = "Full-text search for news archives: index a folder of articles, then ask who wrote what, \
                  when, and how often.",
    after_help = "Examples:\n  \
        dateline index ~/archive\n  \
        dateline search nato enlargement --since 2025-05 --until 2025-06\n  \
        dateline search --in ~/archive '\"peace talks\" -istanbul' --sort newest\n\n\
        See dateline COMMAND --help for flags and examples.",
    propagate_version = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Index(index::Arguments),
    Search(Box<search::Arguments>),
    Explain(explain::Arguments),
    Timeline(timeline::Arguments),
    Kwic(kwic::Arguments),
    Batch(batch::Arguments),
    Export(export::Arguments),
    Replay(export::Replay),
    Terms(terms::Arguments),
    Names(names::Arguments),
    Show(show::Arguments),
    Similar(Box<similar::Arguments>),
    Story(story::Arguments),
    Watch(watch::Arguments),
    Open(open::Arguments),
    Info(info::Arguments),
    Check(check::Arguments),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Copy(copy::Arguments),
    Eval(eval::Arguments),
    Serve(Box<serve::Arguments>),
    Mcp(mcp::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Returns the definition of the command line. `--to` is an alias of `--until`, except in commands where it names a
/// file.
pub fn command() -> clap::Command {
    Arguments::command().mut_subcommands(|command| {
        let command = words::with_aliases(command.mut_subcommands(words::with_aliases));
        match command.get_name() {
            // It has no query that these flags could apply to.
            "similar" => command
                .mut_arg("which", |flag| flag.hide(true))
                .mut_arg("strict", |flag| flag.hide(true))
                .mut_arg("dialect", |flag| flag.hide(true))
                .mut_arg("lenient", |flag| flag.hide(true)),
            _ => command,
        }
    })
}

/// Parses a command line.
pub fn parse(
    command: clap::Command,
    arguments: Vec<OsString>,
) -> std::result::Result<Arguments, clap::Error> {
    // The definition is not freed: that takes as long as parsing, and a process parses only one command line.
    let mut command = ManuallyDrop::new(command);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}
