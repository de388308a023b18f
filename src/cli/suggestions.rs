//! Suggestions for a flag that does not exist, or for a value that a flag does not accept.

use std::ffi::OsString;
use std::num::{IntErrorKind, ParseIntError};
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use dateline::error::Error;
use dateline::query::pattern::Compiled;
use dateline::query::tree::Pattern;

use super::other_flags;

/// Returns an error about a command that does not exist, or `None` for any other error.
pub fn unknown_command(error: &clap::Error, root: &Command, chosen: Option<&str>) -> Option<Error> {
    // An error about a missing command has the name of the program here.
    let Some(ContextValue::String(name)) = error
        .get(ContextKind::InvalidSubcommand)
        .filter(|_| error.kind() == ErrorKind::InvalidSubcommand)
    else {
        return None;
    };
    let mut commands = named(root, chosen).get_subcommands().map(Command::get_name);
    let called = match chosen {
        Some(chosen) => format!("dateline {chosen}"),
        None => "dateline".to_string(),
    };
    let ours = other_flags::command(name, chosen);
    let near = commands.find(|command| is_near(name, command));
    let hint = match (ours, near) {
        (Some(ours), _) => format!("use {called} {ours}"),
        // A word after `dateline watch` is not meant as a query.
        (None, Some(command)) if chosen.is_some() => format!("did you mean {called} {command}?"),
        (None, None) if chosen.is_some() => {
            let names: Vec<&str> =
                named(root, chosen).get_subcommands().map(Command::get_name).collect();
            format!("commands are {}; see {called} --help", names.join(", "))
        }
        _ if Path::new(name).exists() => format!(
            "to index it: dateline index {name}; or in one step: dateline search --in {name} QUERY"
        ),
        (None, Some(command)) => {
            format!(
                "did you mean {called} {command}? To search for the word: dateline search {name}"
            )
        }
        (None, None) => {
            format!("see {called} --help; to search for the word: dateline search {name}")
        }
    };
    Some(Error::usage(format!("{called} has no command {name:?}")).hint(hint))
}

/// Returns whether a name is a misspelling of another.
fn is_near(typed: &str, name: &str) -> bool {
    let like = |distance| Compiled::new(&Pattern::Fuzzy(typed.to_lowercase(), distance));
    like(1).matches(name) || typed.len() > 4 && like(2).matches(name)
}

fn number_problem(error: &ParseIntError) -> &'static str {
    match error.kind() {
        IntErrorKind::PosOverflow => "the number is too large",
        IntErrorKind::NegOverflow => "the number is too small",
        _ => "not a whole number",
    }
}

/// Returns the value of a flag that a value of another tool means.
fn other_value(flag: &str, value: &str) -> Option<&'static str> {
    match (flag, value.to_lowercase().as_str()) {
        ("--sort", "date" | "time" | "recent" | "latest" | "desc") => Some("newest"),
        ("--sort", "score" | "rank" | "best") => Some("relevance"),
        ("--sort", "asc" | "earliest") => Some("oldest"),
        ("--output", "ndjson" | "jsonlines") => Some("jsonl"),
        ("--format", "csv" | "tsv" | "xlsx" | "ods" | "spreadsheet") => Some("table"),
        ("--format", "txt" | "plain") => Some("text"),
        ("--format", "htm" | "web") => Some("html"),
        ("--format", "md") => Some("markdown"),
        ("--format", "rss" | "atom") => Some("feed"),
        ("--format", "eml" | "mail" | "email") => Some("mbox"),
        _ => None,
    }
}

/// Returns what to use instead of a limit that is not a number.
fn no_limit(flag: &str, value: &str) -> Option<&'static str> {
    let every = ["all", "none", "inf", "infinity", "unlimited", "max", "*"];
    (flag == "--limit" && every.contains(&&*value.to_lowercase()))
        .then_some("for every article: dateline export QUERY")
}

/// Returns the limits in a message of clap: `0 is not in 1..=256`.
fn limits(problem: &str) -> Option<String> {
    let (_, range) = problem.split_once(" is not in ")?;
    let (least, most) = range.split_once("..=")?;
    Some(format!("write a number from {least} to {most}"))
}

/// Returns an error about a negative number as the value of a flag, or `None` for any other error. clap takes the
/// number for a flag.
pub fn negative_number(error: &clap::Error, typed: &[OsString]) -> Option<Error> {
    let Some(ContextValue::String(number)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    number.strip_prefix('-')?.parse::<u64>().ok()?;
    let pair = typed.windows(2).find(|pair| pair[1] == **number)?;
    let flag = pair[0].to_str().filter(|flag| flag.starts_with('-'))?;
    Some(
        Error::usage(format!("{flag} {number:?}: not a number from 0 up"))
            .hint(format!("write a number, for example {flag} 20")),
    )
}

/// Returns an error about a value that a flag does not accept, or `None` for any other error.
pub fn wrong_value(error: &clap::Error) -> Option<Error> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let flag = text(ContextKind::InvalidArg)?;
    let flag = flag.split(' ').next().unwrap_or(flag).trim_matches(['<', '>', '[', ']', '.']);
    let value = text(ContextKind::InvalidValue)?;
    match error.kind() {
        // The error is a message from the value parser, optionally with a hint on a second line.
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error)?;
            let problem = match source.downcast_ref::<ParseIntError>() {
                Some(error) => number_problem(error).to_string(),
                None => limits(&source.to_string()).unwrap_or_else(|| source.to_string()),
            };
            let (problem, hint) = match problem.split_once('\n') {
                Some((problem, hint)) => (problem.to_string(), Some(hint.to_string())),
                None => (problem, no_limit(flag, value).map(str::to_string)),
            };
            let wrong = Error::usage(format!("{flag} {value:?}: {problem}"));
            Some(match hint {
                Some(hint) => wrong.hint(hint),
                None => wrong,
            })
        }
        ErrorKind::InvalidValue if !value.is_empty() => {
            let Some(ContextValue::Strings(known)) = error.get(ContextKind::ValidValue) else {
                return None;
            };
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let like = text(ContextKind::SuggestedValue).or(
                match error.get(ContextKind::SuggestedValue) {
                    Some(ContextValue::Strings(like)) => like.first().map(String::as_str),
                    _ => None,
                },
            );
            let in_capitals = known.iter().copied().find(|known| known.eq_ignore_ascii_case(value));
            let like = in_capitals
                .or_else(|| other_value(flag, value))
                .or_else(|| like.filter(|like| is_near(value, like)));
            let meant = like.map_or(String::new(), |like| format!("; did you mean {like}?"));
            Some(
                Error::usage(format!("{flag} does not take {value:?}{meant}"))
                    .hint(format!("values are {}", known.join(", "))),
            )
        }
        _ => None,
    }
}

/// Returns an error about a date with the name of the flag as it was typed, `--to` instead of `--until`. Also names
/// what writes a file, if the value of the flag looks like the name of one.
pub fn about_to(mut error: Error, to: &str, chosen: Option<&str>) -> Error {
    let Some(problem) = error.message.strip_prefix("--until: ") else { return error };
    let is_file = std::path::Path::new(to)
        .extension()
        .and_then(std::ffi::OsStr::to_str)
        .is_some_and(|extension| extension.starts_with(|c: char| c.is_ascii_alphabetic()));
    if !is_file {
        error.message = format!("--to: {problem}");
        return error;
    }
    let called = format!("dateline {}", chosen.unwrap_or_default());
    let wrong =
        Error::usage(format!("--to: {problem}, and {called} has no flag that writes a file"));
    wrong.hint(match chosen {
        Some("search") => format!("export articles: dateline export QUERY --to {to}"),
        _ => format!("redirect the output: {called} ... > {to}"),
    })
}

/// Returns an error about an unknown flag, with a suggestion, or `None` for any other error.
pub fn unknown_flag(error: &clap::Error, root: &Command, chosen: Option<&str>) -> Option<Error> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return None };
    if error.kind() != ErrorKind::UnknownArgument || !flag.starts_with('-') {
        return None;
    }
    let command = named(root, chosen);
    let called = match chosen {
        Some(name) => format!("dateline {name}"),
        None => "dateline".to_string(),
    };
    let flag = flag.split('=').next().unwrap_or(flag);
    // clap refuses a flag of a subcommand before its name.
    if command.get_arguments().any(|own| own.get_long() == flag.strip_prefix("--"))
        && let Some((before, _)) =
            called.rsplit_once(' ').filter(|(before, _)| before.contains(' '))
    {
        return Some(
            Error::usage(format!("{before} has no flag {flag}"))
                .hint(format!("write it after the command: {called} {flag}")),
        );
    }
    Some(
        Error::usage(format!("{called} has no flag {flag}"))
            .hint(other_flags::hint(root, command, flag, &called)),
    )
}

/// Returns the command with a name, which may be that of a subcommand: `watch add`.
pub fn named<'c>(root: &'c Command, chosen: Option<&str>) -> &'c Command {
    let names = chosen.unwrap_or_default().split_whitespace();
    names.fold(root, |command, name| command.find_subcommand(name).unwrap_or(command))
}
