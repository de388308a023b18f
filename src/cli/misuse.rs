//! Errors about arguments that are missing, too many, or exclude one another.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use dateline::error::Error;

use super::location;
use super::suggestions::named;

/// Flags that need another one, with that one.
const REQUIRING: [(&str, &str); 13] = [
    ("--force", "--report"),
    ("--force", "--svg"),
    ("--force", "--to"),
    ("--discard-unknown-roots", "--rebuild"),
    ("--lenient", "--dialect"),
    ("--as-of", "--recency"),
    ("--open-facets", "--facets"),
    ("--show", "--unique"),
    ("--axis", "--svg"),
    ("--window", "--collocates"),
    ("--least", "--collocates"),
    ("--expand-terms", "--expand"),
    ("--interval", "--bursts"),
];

/// The maximum number of arguments that may be the parts of one path.
const MOST: usize = 12;

/// The maximum number of commands that a hint lists.
const LISTED: usize = 8;

/// The command line that clap refused.
pub struct Refused<'a> {
    /// What clap says.
    pub error: &'a clap::Error,
    /// The definition of every command.
    pub root: &'a Command,
    /// The arguments as they were typed.
    pub typed: &'a [OsString],
    /// The command, with its subcommand if it has some, if the command line names one that exists.
    pub chosen: Option<&'a str>,
}

impl Refused<'_> {
    /// Returns the error in our own words.
    pub fn explained(&self) -> Error {
        self.surplus()
            .or_else(|| self.surplus_value())
            .or_else(|| self.missing_command())
            .or_else(|| self.missing_or_excluded())
            .unwrap_or_else(|| self.other())
    }

    /// Adds a remedy to an error that has none.
    pub fn with_remedy(&self, error: Error) -> Error {
        match error.hint {
            Some(_) => error,
            None => error.hint(self.see()),
        }
    }

    /// Returns the command as it is typed.
    fn called(&self) -> String {
        match self.chosen {
            Some(name) => format!("dateline {name}"),
            None => "dateline".to_string(),
        }
    }

    fn command(&self) -> &Command {
        named(self.root, self.chosen)
    }

    fn texts(&self, kind: ContextKind) -> Vec<&str> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.as_str()],
            Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the argument that the error is about.
    fn argument(&self) -> &str {
        self.texts(ContextKind::InvalidArg).first().copied().unwrap_or_default()
    }

    /// Returns a hint with an example of the command.
    fn see(&self) -> String {
        let called = self.called();
        match example(self.command()) {
            Some(example) => format!("for example: {example}; see {called} --help"),
            None => format!("see {called} --help"),
        }
    }

    /// Returns an error about an argument that the command does not take, or that is one too many.
    fn surplus(&self) -> Option<Error> {
        let argument = self.argument();
        if self.error.kind() != ErrorKind::UnknownArgument || argument.starts_with('-') {
            return None;
        }
        let (called, command) = (self.called(), self.command());
        let names: Vec<&str> = command
            .get_positionals()
            .filter(|positional| !positional.is_hide_set())
            .flat_map(|positional| positional.get_value_names().unwrap_or_default())
            .map(|name| name.as_str())
            .collect();
        let problem = match names.as_slice() {
            [] => format!("{called} takes no argument, but {argument:?} was given"),
            [one] => format!("{called} takes one argument, {one}; {argument:?} is one too many"),
            several => {
                let listed = several.join(" and ");
                let count = several.len();
                format!("{called} takes {count} arguments, {listed}; {argument:?} is one too many")
            }
        };
        Some(Error::usage(problem).hint(self.instead_of(argument)))
    }

    /// Returns what to do about an argument that is one too many.
    fn instead_of(&self, argument: &str) -> String {
        let (called, command) = (self.called(), self.command());
        if let Some(whole) = self.split_path() {
            return format!("quote a path with spaces: {called} \"{whole}\"");
        }
        let takes_path = |flag| command.get_arguments().any(|own| own.get_long() == Some(flag));
        let path = Path::new(argument);
        if path.is_dir() && command.get_positionals().next().is_none() {
            if let Some(index) = location::within(path) {
                return format!("to name the index: {called} --index {}", index.display());
            }
            if takes_path("in") {
                return format!(
                    "to update the index of a folder and use it: {called} --in {argument}"
                );
            }
        }
        format!("leave it out; {}", self.see())
    }

    /// Returns an existing path with spaces that the shell has split into several arguments.
    fn split_path(&self) -> Option<String> {
        let typed: Vec<&str> =
            self.typed.iter().skip(1).map(|it| it.to_str().unwrap_or_default()).collect();
        let count = typed.len().min(MOST);
        let spans = (0..count).flat_map(|start| (start + 2..=count).map(move |end| start..end));
        spans.map(|span| typed[span].join(" ")).find(|path| Path::new(path).exists())
    }

    /// Returns an error about a value for a flag that takes none: `--quiet=yes`.
    fn surplus_value(&self) -> Option<Error> {
        if self.error.kind() != ErrorKind::TooManyValues {
            return None;
        }
        let flag = bare(self.argument());
        let value = self.texts(ContextKind::InvalidValue).first().copied().unwrap_or_default();
        Some(
            Error::usage(format!("{flag} takes no value, but {value:?} was given"))
                .hint(format!("write {flag} alone, or leave it out")),
        )
    }

    /// Returns an error about a command line without a command.
    fn missing_command(&self) -> Option<Error> {
        if self.error.kind() != ErrorKind::MissingSubcommand {
            return None;
        }
        let (called, command) = (self.called(), self.command());
        let names: Vec<&str> = command
            .get_subcommands()
            .filter(|command| !command.is_hide_set() && command.get_name() != "help")
            .map(Command::get_name)
            .collect();
        Some(Error::usage(format!("{called} needs a command")).hint(match names.len() {
            0..=LISTED => format!("commands are {}; {}", names.join(", "), self.see()),
            _ => self.see(),
        }))
    }

    /// Returns any other error.
    fn other(&self) -> Error {
        if self.error.kind() == ErrorKind::InvalidUtf8 {
            return Error::usage("an argument has bytes that are not UTF-8").hint(
                "write queries and values in UTF-8; only the names of files may have other bytes",
            );
        }
        let text = self.error.to_string();
        let line = text.lines().next().unwrap_or_default();
        Error::usage(line.trim_start_matches("error: ")).hint(self.see())
    }

    /// Returns an error about a value or an argument that is missing, or about flags that exclude one another.
    fn missing_or_excluded(&self) -> Option<Error> {
        let (called, first) = (self.called(), self.argument());
        match self.error.kind() {
            ErrorKind::InvalidValue if first.starts_with('-') => {
                let known = self.texts(ContextKind::ValidValue);
                Some(Error::usage(format!("{} needs a value", bare(first))).hint(
                    match known.is_empty() {
                        true => format!("write {}", first.replace(['<', '>'], "")),
                        false => format!("values are {}", known.join(", ")),
                    },
                ))
            }
            // An empty value: `dateline backup ''`.
            ErrorKind::InvalidValue if self.texts(ContextKind::InvalidValue) == [""] => {
                Some(Error::usage(format!("{} is empty", bare(first))).hint(self.see()))
            }
            ErrorKind::MissingRequiredArgument => {
                let names = self.texts(ContextKind::InvalidArg).join(" ").replace(['<', '>'], "");
                let requiring = REQUIRING
                    .into_iter()
                    .filter(|(_, needed)| names.split(' ').next() == Some(needed))
                    .find(|(flag, _)| {
                        self.typed.iter().any(|typed| bare(&typed.to_string_lossy()) == *flag)
                    });
                let needs = match (requiring, self.chosen) {
                    (Some((flag, _)), _) => Error::usage(format!("{flag} needs {names}")),
                    (None, Some(_)) => Error::usage(format!("{called} needs {names}")),
                    (None, None) => Error::usage(format!("{names} is missing")),
                };
                Some(needs.hint(self.see()))
            }
            ErrorKind::ArgumentConflict => {
                let prior = self.texts(ContextKind::PriorArg);
                Some(self.conflict(&bare(first), prior.into_iter().map(bare).collect()))
            }
            _ => None,
        }
    }

    /// Returns an error about a flag that is given twice or excludes others.
    fn conflict(&self, flag: &str, others: Vec<String>) -> Error {
        let together = |names: [&str; 2]| {
            names.contains(&flag) && others.iter().any(|other| names.contains(&&**other))
        };
        let is_twice = others.is_empty() || others.iter().all(|other| other == flag);
        let problem = match is_twice {
            true => format!("{flag} is given twice"),
            false => format!("{flag} cannot be used together with {}", others.join(" or ")),
        };
        let hint = if is_twice && flag == "--in" {
            "to search several folders, index them in one index: dateline index PATH PATH".into()
        } else if together(["--query", "QUERY"]) {
            return Error::usage("-e cannot be combined with a QUERY")
                .hint("write -e before each query: -e QUERY -e QUERY");
        } else if together(["--query", "--by"]) {
            "count several queries by a field: dateline batch FILE --by source, with one query per line"
                .into()
        } else {
            format!("leave one of them out; see {} --help", self.called())
        };
        Error::usage(problem).hint(hint)
    }
}

/// Returns the name of a flag or an argument without its value and its brackets.
fn bare(flag: &str) -> String {
    let flag = flag.split([' ', '=']).next().unwrap_or(flag);
    flag.trim_matches(['[', ']', '<', '>', '.']).to_string()
}

/// Returns the first example in the help of a command, without its remark.
fn example(command: &Command) -> Option<String> {
    let help = command.get_after_help()?.to_string();
    let mut lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    let line = lines.next()?.trim();
    let command = line.split("   ").next().unwrap_or(line);
    (!command.is_empty()).then(|| command.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{arguments, words};

    fn explained(arguments: &[&str]) -> Error {
        let typed: Vec<OsString> =
            ["dateline"].iter().chain(arguments).map(OsString::from).collect();
        let separated =
            words::separate(&arguments::root(), arguments::definition_of, typed.clone());
        let error = arguments::parse(separated.definition, separated.arguments)
            .expect_err("it is a mistake");
        let (root, chosen) = (arguments::command(), separated.command.as_deref());
        Refused { error: &error, root: &root, typed: &typed, chosen }.explained()
    }

    #[test]
    fn one_argument_too_many_is_named_in_every_command_without_words() {
        let mut root = arguments::command();
        root.build();
        let mut seen = 0;
        for command in root.get_subcommands() {
            let name = command.get_name();
            let limit: usize = command
                .get_positionals()
                .map(|it| it.get_num_args().map_or(1, |range| range.max_values()))
                .fold(0, usize::saturating_add);
            if name == "help" || command.has_subcommands() || limit > 2 {
                continue;
            }
            seen += 1;
            let mut arguments = vec![name];
            // A shell, so that its value is accepted.
            arguments.extend(vec![if name == "completions" { "bash" } else { "a" }; limit]);
            arguments.push("surplus");
            let error = explained(&arguments);
            assert!(error.message.contains("\"surplus\""), "{name}: {}", error.message);
            assert!(error.message.starts_with(&format!("dateline {name} takes ")), "{name}");
            let hint = error.hint.unwrap_or_default();
            assert!(hint.contains(&format!("dateline {name}")), "{name}: {hint}");
        }
        assert!(seen > 8, "{seen}");
    }

    #[test]
    fn every_command_has_an_example() {
        let root = arguments::command();
        let subcommands = root.get_subcommands().flat_map(Command::get_subcommands);
        for command in root.get_subcommands().chain(subcommands) {
            let example = example(command);
            let name = command.get_name();
            assert!(
                example.is_some_and(|it| it.contains("dateline") && it.contains(name)),
                "{name}"
            );
        }
    }

    #[test]
    fn a_flag_without_a_value_and_a_missing_command_are_explained() {
        let error = explained(&["info", "--quiet=yes"]);
        assert_eq!(error.message, "--quiet takes no value, but \"yes\" was given");
        let error = explained(&["watch", "-q"]);
        assert_eq!(error.message, "dateline watch needs a command");
        assert!(error.hint.is_some_and(|hint| hint.contains("add, list, run, remove")));
        assert_eq!(explained(&["-q"]).message, "dateline needs a command");
    }
}
