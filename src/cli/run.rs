//! Runs the command line, and reports a failure.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use dateline::error::{Error, Kind, harmless};
use dateline::page::style::Style;
use dateline::page::{info as info_page, json, report};

use super::arguments::{self, Command};
use super::misuse::Refused;
use super::terminal::NOBODY_LISTENS;
use super::{
    Common, End, backup, batch, check, completing, completions, copy, eval, explain, export, index,
    info, kwic, line, located, man, mcp, names, notices, open, panicking, pdf, remedy, search,
    serve, show, similar, stderr_style, stdout_style, story, suggestions, terms, timeline,
    truncated, watch, words,
};

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // `dateline --help watch add` shows the help of the command, as `dateline watch add --help` does.
    if let [_, help, command, rest @ ..] = arguments.as_slice()
        && (help == "--help" || help == "-h")
        && let Some(command) = command.to_str().and_then(arguments::definition_of)
    {
        let subcommand = rest.first().and_then(|name| command.find_subcommand(name));
        let names = 1 + usize::from(subcommand.is_some());
        arguments[1..=1 + names].rotate_left(1);
    }
    if let Some(code) = pdf::contained(&arguments) {
        return code;
    }
    match completing::complete(&arguments, arguments::command) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => return usage(&error, false),
    }
    let typed = arguments.clone();
    let is_verbose = arguments.iter().any(|argument| argument == "-v" || argument == "--verbose");
    let words::Separated { arguments, command: chosen, definition, wants_json, remarks, to } =
        words::separate(&arguments::root(), arguments::definition_of, arguments);
    let parsed = match arguments::parse(definition, arguments) {
        Ok(parsed) => parsed,
        Err(error) if is_verbose && error.kind() == clap::error::ErrorKind::DisplayVersion => {
            let version =
                info_page::version(env!("CARGO_PKG_VERSION"), stdout_style(&Common::default()));
            return match line(&version) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&error, false, Style::PLAIN),
            };
        }
        // The requested help, the version, or the help about a missing command.
        Err(error) if is_help(&error) => return usage(&error, wants_json),
        Err(error) => {
            let root = arguments::command();
            let refused =
                Refused { error: &error, root: &root, typed: &typed, chosen: chosen.as_deref() };
            let explained = suggestions::negative_number(&error, &typed)
                .or_else(|| suggestions::unknown_flag(&error, &root, chosen.as_deref()))
                .or_else(|| suggestions::wrong_value(&error))
                .or_else(|| suggestions::unknown_command(&error, &root, chosen.as_deref()))
                .unwrap_or_else(|| refused.explained());
            let explained = refused.with_remedy(explained);
            return fail(&explained, wants_json, stderr_style(&Common::default()));
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
        Command::Man(arguments) => man::run(&arguments, arguments::command()),
    });
    let incomplete = common.incomplete.load(Ordering::Relaxed);
    match result {
        Ok(End::Done | End::Nothing) if incomplete => ExitCode::from(2),
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Nothing) => ExitCode::from(1),
        Ok(End::Incomplete) => ExitCode::from(2),
        Ok(End::Interrupted) => ExitCode::from(130),
        Err(error) if error.kind == Kind::ClosedPipe => ExitCode::SUCCESS,
        Err(error) => {
            let error = match &to {
                Some(to) => suggestions::about_to(error, to, chosen.as_deref()),
                None => error,
            };
            let hint = error.hint.clone().or_else(|| remedy::of(&error));
            let error = match hint {
                Some(hint) => error.hint(located::with_index(&hint, &common)),
                None => error,
            };
            fail(&error, wants_json, stderr_style(&common))
        }
    }
}

/// Returns whether clap prints help or the version, rather than that a command line is invalid.
fn is_help(error: &clap::Error) -> bool {
    use clap::error::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// Reports an error on standard error and, if `wants_json` is set, on standard output.
fn fail(error: &Error, wants_json: bool, style: Style) -> ExitCode {
    if wants_json {
        harmless(writeln!(io::stdout(), "{}", json::error(error)), NOBODY_LISTENS);
    }
    harmless(write!(io::stderr(), "{}", report::error(error, style)), NOBODY_LISTENS);
    ExitCode::from(2)
}

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
