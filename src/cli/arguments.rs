//! The definition of the command line: the flags of every command, and the commands.

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

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
struct Root {
    #[command(flatten)]
    common: Common,
}

/// A command line that was parsed.
#[derive(Debug)]
pub struct Arguments {
    pub common: Common,
    pub command: Command,
}

/// Defines the commands. Each can be defined alone: defining all of them takes longer than a search.
macro_rules! commands {
    ($($name:literal $variant:ident($arguments:ty),)*) => {
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($variant($arguments),)*
        }

        /// Returns the definition of the command with a name, or `None` if there is no such command.
        pub fn definition_of(name: &str) -> Option<clap::Command> {
            let definition = match name {
                $($name => <$arguments>::augment_args(clap::Command::new($name)),)*
                _ => return None,
            };
            Some(adjusted(definition))
        }
    };
}

commands! {
    "index" Index(index::Arguments),
    "search" Search(Box<search::Arguments>),
    "explain" Explain(explain::Arguments),
    "timeline" Timeline(timeline::Arguments),
    "kwic" Kwic(kwic::Arguments),
    "batch" Batch(batch::Arguments),
    "export" Export(export::Arguments),
    "replay" Replay(export::Replay),
    "terms" Terms(terms::Arguments),
    "names" Names(names::Arguments),
    "show" Show(show::Arguments),
    "similar" Similar(Box<similar::Arguments>),
    "story" Story(story::Arguments),
    "watch" Watch(watch::Arguments),
    "open" Open(open::Arguments),
    "info" Info(info::Arguments),
    "check" Check(check::Arguments),
    "backup" Backup(backup::Backup),
    "restore" Restore(backup::Restore),
    "copy" Copy(copy::Arguments),
    "eval" Eval(eval::Arguments),
    "serve" Serve(Box<serve::Arguments>),
    "mcp" Mcp(mcp::Arguments),
    "completions" Completions(completions::Arguments),
    "man" Man(man::Arguments),
}

/// Returns the definition of the command line.
pub fn command() -> clap::Command {
    let command = Command::augment_subcommands(root()).mut_subcommands(adjusted);
    command.subcommand_required(true).arg_required_else_help(true)
}

/// Returns the definition of the command line without its commands.
pub fn root() -> clap::Command {
    Root::command()
}

/// Makes `--to` an alias of `--until`, except in commands where it names a file, and hides flags that have no effect.
fn adjusted(command: clap::Command) -> clap::Command {
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
}

/// Parses a command line. `definition` is that of its command, if it has a valid one.
pub fn parse(
    definition: Option<clap::Command>,
    arguments: Vec<OsString>,
) -> std::result::Result<Arguments, clap::Error> {
    let command = match definition {
        Some(definition) => root().subcommand(definition).subcommand_required(true),
        None => command(),
    };
    // The definition is not freed: that takes as long as parsing, and a process parses only one command line.
    let mut command = ManuallyDrop::new(command);
    let matches = command.try_get_matches_from_mut(arguments)?;
    let parsed = Common::from_arg_matches(&matches)
        .and_then(|common| Ok(Arguments { common, command: Command::from_arg_matches(&matches)? }));
    parsed.map_err(|error| error.format(&mut command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_defined_alone_is_the_same() {
        let mut all = command();
        all.build();
        for whole in all.get_subcommands_mut().filter(|command| command.get_name() != "help") {
            let alone = definition_of(whole.get_name()).expect("it has a definition");
            let mut alone = root().subcommand(alone);
            alone.build();
            let alone = alone.find_subcommand_mut(whole.get_name()).expect("it was added");
            assert_eq!(alone.render_long_help().to_string(), whole.render_long_help().to_string());
        }
        assert!(definition_of("help").is_none() && definition_of("").is_none());
    }
}
