//! The command line, with one file per command. Reads flags, the environment and the clock, and prints pages.

mod asking;
mod backup;
mod batch;
mod by;
mod check;
mod cluster;
mod completing;
mod completions;
mod configuration;
mod copy;
mod eval;
mod expanding;
mod explain;
mod export;
mod fields;
mod format;
mod hits;
mod index;
mod info;
mod inside;
mod kwic;
mod location;
mod man;
mod mcp;
mod names;
mod open;
mod panicking;
mod pdf;
mod piped;
mod progress;
mod search;
mod serve;
mod show;
mod similar;
mod staged;
mod story;
mod suggestions;
mod terminal;
mod terms;
mod timeline;
mod truncated;
mod update;
mod watch;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use dateline::error::{Error, Kind, Result, harmless};
use dateline::page::style::Style;
use dateline::page::{info as info_page, json, report};

pub use format::{Form, List, Output};
pub use terminal::{stderr_style, stdout_style};

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
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Flags that every command has.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Common {
    /// The index: a folder, or an address, https://HOST:9200/NAME [default: $DATELINE_INDEX, else the nearest
    /// .dateline here or above]
    #[arg(long, global = true, value_name = "LOCATION", help_heading = "General")]
    pub index: Option<PathBuf>,
    #[command(flatten)]
    access: cluster::Access,
    /// When to use color
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "General"
    )]
    pub color: Colour,
    /// Print only results and errors
    #[arg(short, long, global = true, help_heading = "General")]
    pub quiet: bool,
    /// Show which index is used and why files were skipped
    #[arg(short, long, global = true, help_heading = "General")]
    pub verbose: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
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

/// The result of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done, or found.
    Done,
    /// Nothing found.
    Nothing,
    /// Something was skipped with `--strict`, no article could be read, or `check` found damage.
    Incomplete,
    /// Stopped by Ctrl-C.
    Interrupted,
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(code) = pdf::contained(&arguments) {
        return code;
    }
    match completing::complete(&arguments) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => return usage(&error, false),
    }
    let command = command();
    let is_verbose = arguments.iter().any(|argument| argument == "-v" || argument == "--verbose");
    let words::Separated { arguments, command: chosen, wants_json, remarks } =
        words::separate(&command, arguments);
    let parsed = match parse(command, arguments) {
        Ok(parsed) => parsed,
        Err(error) if is_verbose && error.kind() == clap::error::ErrorKind::DisplayVersion => {
            let version = info_page::version(env!("CARGO_PKG_VERSION"));
            return match line(&version) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&error, false, Style::PLAIN),
            };
        }
        Err(error) => {
            let unknown = suggestions::unknown_flag(&error, &self::command(), chosen.as_deref());
            return match unknown
                .or_else(|| suggestions::wrong_value(&error))
                .or_else(|| {
                    suggestions::unknown_command(&error, &self::command(), chosen.as_deref())
                })
                .or_else(|| suggestions::missing_or_excluded(&error, chosen.as_deref()))
            {
                Some(error) => fail(&error, wants_json, stderr_style(&Common::default())),
                None => usage(&error, wants_json),
            };
        }
    };
    truncated::report(wants_json);
    let common = parsed.common;
    common.access.apply();
    notices(&common, &remarks);
    let result = panicking::contained(&common, || match parsed.command {
        Command::Index(arguments) => index::run(arguments, &common),
        Command::Search(arguments) => search::run(*arguments, &common),
        Command::Explain(arguments) => explain::run(arguments, &common),
        Command::Timeline(arguments) => timeline::run(&arguments, &common),
        Command::Kwic(arguments) => kwic::run(&arguments, &common),
        Command::Batch(arguments) => batch::run(&arguments, &common),
        Command::Export(arguments) => export::run(&arguments, &common),
        Command::Replay(arguments) => export::replay(&arguments, &common),
        Command::Terms(arguments) => terms::run(&arguments, &common),
        Command::Names(arguments) => names::run(&arguments, &common),
        Command::Similar(arguments) => similar::run(*arguments, &common),
        Command::Story(arguments) => story::run(&arguments, &common),
        Command::Watch(arguments) => watch::run(arguments, &common),
        Command::Show(arguments) => show::run(arguments, &common),
        Command::Open(arguments) => open::run(&arguments, &common),
        Command::Info(arguments) => info::run(&arguments, &common),
        Command::Check(arguments) => check::run(&arguments, &common),
        Command::Backup(arguments) => backup::backup(&arguments, &common),
        Command::Restore(arguments) => backup::restore(&arguments, &common),
        Command::Copy(arguments) => copy::run(&arguments, &common),
        Command::Eval(arguments) => eval::run(&arguments, &common),
        Command::Serve(arguments) => serve::run(&arguments, &common),
        Command::Mcp(arguments) => mcp::run(&arguments, &common),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    });
    match result {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Nothing) => ExitCode::from(1),
        Ok(End::Incomplete) => ExitCode::from(2),
        Ok(End::Interrupted) => ExitCode::from(130),
        Err(error) if error.kind == Kind::ClosedPipe => ExitCode::SUCCESS,
        Err(error) => fail(&error, wants_json, stderr_style(&common)),
    }
}

/// Reports an error on standard error and, if `wants_json` is set, on standard output.
fn fail(error: &Error, wants_json: bool, style: Style) -> ExitCode {
    if wants_json {
        harmless(writeln!(io::stdout(), "{}", json::error(error)), NOBODY_LISTENS);
    }
    harmless(write!(io::stderr(), "{}", report::error(error, style)), NOBODY_LISTENS);
    ExitCode::from(2)
}

/// The reason why a failure to write a message is not an error.
const NOBODY_LISTENS: &str = "there is nowhere else to report it";

/// Prints clap's message about an invalid command line, or the requested help.
fn usage(error: &clap::Error, wants_json: bool) -> ExitCode {
    if wants_json && error.use_stderr() {
        let text = error.to_string();
        let message =
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_string();
        let error = Error::new(Kind::Usage, message).hint("see dateline --help");
        harmless(writeln!(io::stdout(), "{}", json::error(&error)), NOBODY_LISTENS);
    }
    harmless(error.print(), NOBODY_LISTENS);
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// Returns the definition of the command line. `--to` is an alias of `--until`, except in commands where it names a
/// file.
fn command() -> clap::Command {
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

fn parse(
    mut command: clap::Command,
    arguments: Vec<OsString>,
) -> std::result::Result<Arguments, clap::Error> {
    let matches = command.try_get_matches_from_mut(arguments)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Converts a failure to write to standard output to an error.
pub fn output(error: io::Error) -> Error {
    Error::output("writing to standard output", error)
}

/// Prints one line on standard output.
pub fn line(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    // In one write: a program that has read the first of several lines may close the pipe.
    out.write_all(format!("{text}\n").as_bytes()).and_then(|()| out.flush()).map_err(output)
}

/// Prints a text on standard error, unless `--quiet` was given.
pub fn say(common: &Common, text: &str) {
    if !common.quiet {
        harmless(write!(io::stderr(), "{text}"), NOBODY_LISTENS);
    }
}

/// Prints notices on standard error.
pub fn notices(common: &Common, notices: &[String]) {
    for notice in notices {
        say(common, &format!("{}\n", report::notice(notice, stderr_style(common))));
    }
}
