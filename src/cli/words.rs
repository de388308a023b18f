//! Separates the words of a query from the flags around them, before clap parses them.
//!
//! clap cannot do this: to it `-oil` is a cluster of short flags, and once a positional argument may
//! begin with a hyphen, clap no longer recognizes flags after the first word. What is a flag, and
//! which flags take a value, comes from clap's own definition of the command.

use std::any::TypeId;
use std::cell::OnceCell;
use std::ffi::{OsStr, OsString};
use std::mem::ManuallyDrop;

use clap::{Arg, Command};

use dateline::answers::faceted::Listed;

use super::listed_files;

/// The name of the positional argument that holds the words of a query.
const QUERY: &str = "query";

/// A command line whose words all come after its flags.
pub struct Separated {
    /// The arguments for clap: flags and their values, then `--`, then words.
    pub arguments: Vec<OsString>,
    /// The name of the command, if the command line names one that exists, with its subcommand if it has some:
    /// `watch add`.
    pub command: Option<String>,
    /// The definition of the command.
    pub definition: Option<Command>,
    /// Whether the command line asks for JSON, even if clap refuses it for another reason.
    pub wants_json: bool,
    /// Notices about words that could be meant as flags.
    pub remarks: Vec<String>,
    /// The value of `--to`, if it is an alias of `--until` in this command.
    pub to: Option<String>,
}

/// Adds `--to` as an alias of `--until`, unless the command has a flag of that name.
pub fn with_aliases(command: clap::Command) -> clap::Command {
    let has = |name| command.get_arguments().any(|flag| flag.get_long() == Some(name));
    match has("until") && !has("to") {
        true => command.mut_arg("until", |flag| flag.alias("to")),
        false => command,
    }
}

/// Moves the words of a query after `--`. Leaves the arguments of other commands as they are. `root` has the flags of
/// every command, and `definition_of` returns the definition of a command.
pub fn separate(
    root: &Command,
    definition_of: impl Fn(&str) -> Option<Command>,
    arguments: Vec<OsString>,
) -> Separated {
    let mut definition = None;
    // The definition is not freed: that takes as long as parsing, and a process parses only one command line.
    let built = ManuallyDrop::new(OnceCell::new());
    let mut flags = Vec::with_capacity(arguments.len() + 1);
    let mut words = Vec::new();
    let mut wants_json = false;
    let mut chosen: Option<&Command> = None;
    let mut names: Vec<&str> = Vec::new();
    let mut remarks = Vec::new();
    let mut is_whole = true;
    let mut to = None;
    let mut rest = arguments.iter().cloned().peekable();
    flags.extend(rest.next());
    while let Some(argument) = rest.next() {
        match read(chosen.unwrap_or(root), &argument) {
            Read::Escape => {
                words.extend(rest);
                break;
            }
            Read::Flag { json } => {
                wants_json |= json;
                flags.push(argument);
            }
            Read::Option { output, facets, value } => {
                let attached = value.is_some();
                let Some(value) = value.or_else(|| rest.next()) else {
                    // clap reports the missing value.
                    is_whole = false;
                    break;
                };
                if output {
                    wants_json = value == "json";
                }
                if is_until_as_to(chosen.unwrap_or(root), &argument) {
                    to = value.to_str().map(str::to_string);
                }
                if facets {
                    remarks.extend(rest.peek().and_then(|next| stray_facet(&value, next)));
                }
                flags.push(argument);
                if !attached {
                    flags.push(value);
                }
            }
            Read::Word if chosen.is_some_and(|chosen| !chosen.has_subcommands()) => {
                remarks.extend(one_letter(&argument));
                words.push(argument);
            }
            Read::Word => {
                chosen = match chosen {
                    Some(chosen) => chosen.find_subcommand(&argument),
                    None => argument.to_str().and_then(&definition_of).and_then(|found| {
                        let found = definition.insert(found);
                        let built = built.get_or_init(|| built_with(root, found));
                        built.find_subcommand(&argument)
                    }),
                };
                let Some(chosen) = chosen else {
                    is_whole = false;
                    break;
                };
                names.push(chosen.get_name());
                flags.push(argument);
            }
        }
    }
    let command = (!names.is_empty()).then(|| names.join(" "));
    if !is_whole || !chosen.is_some_and(takes_query) {
        if is_whole {
            remarks.clear();
        }
        return Separated { arguments, command, definition, wants_json, remarks, to };
    }
    remarks.extend(listed_files::notice(&words));
    if !words.is_empty() {
        flags.push("--".into());
        flags.append(&mut words);
    }
    Separated { arguments: flags, command, definition, wants_json, remarks, to }
}

/// Returns whether an argument is `--to`, as an alias of `--until`.
fn is_until_as_to(command: &Command, argument: &OsStr) -> bool {
    let text = argument.to_string_lossy();
    let is_to = text == "--to" || text.starts_with("--to=");
    is_to && command.get_arguments().any(|flag| flag.get_id() == "until" && has_long(flag, "to"))
}

/// Builds one subcommand, with the flags that it inherits. Building all of them takes as long as opening an index.
fn built_with(command: &Command, subcommand: &Command) -> Command {
    let mut built = Command::new(command.get_name().to_string())
        .version(command.get_version().unwrap_or_default().to_string())
        .propagate_version(true)
        .args(command.get_arguments().cloned())
        .subcommand(subcommand.clone());
    built.build();
    built
}

/// Returns a notice about an excluded word of one letter, which may be meant as a flag.
fn one_letter(argument: &OsStr) -> Option<String> {
    let letter = argument.to_str()?.strip_prefix('-')?;
    let mut letters = letter.chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    single.then(|| format!("\"-{letter}\" excludes the word \"{letter}\"; -{letter} is not a flag"))
}

/// Returns a notice about the name of a facet that follows `--facets` as a word.
fn stray_facet(value: &OsStr, next: &OsStr) -> Option<String> {
    let (value, next) = (value.to_str()?, next.to_str()?);
    Listed::named(next).map(|_| {
        let value = value.trim_end_matches([',', ' ']);
        format!("\"{next}\" was searched as a word; for both facets, write --facets {value},{next}")
    })
}

fn takes_query(command: &Command) -> bool {
    command.get_positionals().any(|argument| argument.get_id() == QUERY)
}

/// The role of an argument in a command line.
enum Read {
    /// `--`: only words follow.
    Escape,
    /// A flag without a value, or a flag that clap does not know and will refuse.
    Flag {
        json: bool,
    },
    /// A flag that takes a value, and the value if it is part of the same argument.
    Option {
        output: bool,
        facets: bool,
        value: Option<OsString>,
    },
    Word,
}

fn read(command: &Command, argument: &OsStr) -> Read {
    // Names of flags are ASCII, so text that is not UTF-8 can only be a value after `=`, or a word.
    let text = argument.to_string_lossy();
    if text == "--" {
        return Read::Escape;
    }
    match (text.strip_prefix("--"), text.strip_prefix('-')) {
        (Some(long), _) => read_long(command, long),
        (None, Some(short)) if !short.is_empty() => read_short(command, short),
        _ => Read::Word,
    }
}

fn read_long(command: &Command, text: &str) -> Read {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(OsString::from(value))),
        None => (text, None),
    };
    match command.get_arguments().find(|flag| has_long(flag, name)) {
        Some(flag) if takes_value(flag) => option(flag, value),
        found => Read::Flag { json: found.is_some_and(|flag| flag.get_id() == "json") },
    }
}

fn option(flag: &Arg, value: Option<OsString>) -> Read {
    Read::Option { output: flag.get_id() == "output", facets: flag.get_id() == "facets", value }
}

/// Reads an argument that starts with one hyphen. A hyphen and a flag's letter are that flag. Its value is the next
/// argument or follows `=`; a number may follow directly (`-n5`). Anything longer excludes a word: `-nato`, `-oil`.
fn read_short(command: &Command, text: &str) -> Read {
    let mut letters = text.chars();
    let letter = letters.next().unwrap_or_default();
    let value = letters.as_str();
    match command.get_arguments().find(|flag| has_short(flag, letter)) {
        Some(flag) if takes_value(flag) => match value {
            "" => option(flag, None),
            _ if value.starts_with('=') || is_number(flag, value) => {
                option(flag, Some(value.trim_start_matches('=').into()))
            }
            _ => Read::Word,
        },
        Some(_) if value.is_empty() => Read::Flag { json: false },
        _ => Read::Word,
    }
}

fn has_long(flag: &Arg, name: &str) -> bool {
    flag.get_long() == Some(name)
        || flag.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
}

fn has_short(flag: &Arg, letter: char) -> bool {
    flag.get_short() == Some(letter)
        || flag.get_all_short_aliases().is_some_and(|aliases| aliases.contains(&letter))
}

fn takes_value(flag: &Arg) -> bool {
    flag.get_action().takes_values()
}

fn is_number(flag: &Arg, value: &str) -> bool {
    flag.get_value_parser().type_id() == TypeId::of::<usize>()
        && value.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use clap::ArgMatches;

    use super::*;
    use crate::cli::arguments;

    fn parse(arguments: &[&str]) -> Result<ArgMatches, clap::Error> {
        let arguments = ["dateline"].iter().chain(arguments).map(OsString::from).collect();
        let separated = separate(&arguments::root(), arguments::definition_of, arguments);
        let matches = arguments::command().try_get_matches_from(separated.arguments)?;
        let (_, matches) = matches.subcommand().expect("a command is required");
        // The subcommand of a command that has some.
        Ok(matches.subcommand().map_or(matches, |(_, matches)| matches).clone())
    }

    fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
        matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
    }

    /// Returns every name that could be mistaken for something other than a word.
    fn names() -> Vec<String> {
        let mut command = arguments::command();
        command.build();
        let mut names =
            vec!["word".to_string(), "5".into(), "(oil OR gas)".into(), "=Turkey".into()];
        for command in command.get_subcommands() {
            names.push(command.get_name().into());
            for flag in command.get_arguments() {
                names.extend(flag.get_long().map(str::to_string));
                names.extend(
                    flag.get_all_aliases().unwrap_or_default().iter().map(|it| it.to_string()),
                );
            }
        }
        names.sort();
        names.dedup();
        names
    }

    #[test]
    fn any_word_is_a_word_in_every_query() {
        let definition = arguments::command();
        let querying: Vec<&Command> =
            definition.get_subcommands().filter(|command| takes_query(command)).collect();
        assert!(querying.len() >= 6);
        for command in querying {
            let command = command.get_name();
            for name in names() {
                let excluded = format!("-{name}");
                for word in [&name, &excluded] {
                    let case = format!("{command} {word:?}");
                    let matches = parse(&[command, "grain", word, "--since", "2024", word])
                        .unwrap_or_else(|error| panic!("{case}: {error}"));
                    assert_eq!(texts(&matches, QUERY), ["grain", word, word], "{case}");
                    assert_eq!(texts(&matches, "since"), ["2024"], "{case}");
                    let first = parse(&[command, "--source", word, word])
                        .unwrap_or_else(|error| panic!("{case}: {error}"));
                    assert_eq!(texts(&first, QUERY), [word.as_str()], "{case}");
                    assert_eq!(texts(&first, "source"), [word.as_str()], "{case}");
                }
            }
        }
    }

    #[test]
    fn a_word_of_a_saved_query_is_a_word() {
        for word in ["-oil", "run", "-run", "add", "5"] {
            let matches = parse(&["watch", "add", "name", "grain", word, "--since", "2024", word])
                .unwrap_or_else(|error| panic!("{word}: {error}"));
            assert_eq!(texts(&matches, QUERY), ["grain", word, word]);
            assert_eq!(texts(&matches, "name"), ["name"]);
            assert_eq!(texts(&matches, "since"), ["2024"]);
        }
        let matches =
            parse(&["watch", "-q", "add", "name", "--to", "2024", ""]).expect("it parses");
        assert_eq!(
            (texts(&matches, QUERY), texts(&matches, "until")),
            (vec![String::new()], vec!["2024".into()])
        );
        assert!(parse(&["watch", "-oil"]).is_err() && parse(&["watch", "nothing"]).is_err());
    }

    #[test]
    fn to_is_until_where_it_names_no_file() {
        for word in ["export", "replay", "salt"] {
            let matches = parse(&["search", "grain", word, "--to", "2024"]).expect("it parses");
            assert_eq!(texts(&matches, "until"), ["2024"]);
            let matches = parse(&["search", "grain", word, "--to=2024"]).expect("it parses");
            assert_eq!(texts(&matches, "until"), ["2024"]);
        }
        let matches = parse(&["export", "search", "--to", "file"]).expect("it parses");
        assert!(matches.contains_id("to") && texts(&matches, "until").is_empty());
    }

    #[test]
    fn short_flags_are_recognized_among_words() {
        for limit in [&["-n", "5"][..], &["-n5"], &["-n=5"]] {
            let arguments = [&["search", "grain"], limit, &["-nato", "-v", "-quota"]].concat();
            let matches = parse(&arguments).unwrap_or_else(|error| panic!("{limit:?}: {error}"));
            assert_eq!(matches.get_one::<usize>("limit"), Some(&5), "{limit:?}");
            assert_eq!(texts(&matches, QUERY), ["grain", "-nato", "-quota"], "{limit:?}");
            assert!(matches.get_flag("verbose"), "{limit:?}");
        }
        let matches = parse(&["search", "oil", "-oil", "-qv", "-o", "csv"]).expect("it parses");
        assert_eq!(texts(&matches, QUERY), ["oil", "-oil", "-qv"]);
        let matches = parse(&["timeline", "-e", "-oil", "-e=gas"]).expect("it parses");
        assert_eq!(texts(&matches, "queries"), ["-oil", "gas"]);
        let matches = parse(&["timeline", "oil", "-election", "-e5"]).expect("it parses");
        assert_eq!(texts(&matches, QUERY), ["oil", "-election", "-e5"]);
        for (flag, kind) in [
            ("-h", clap::error::ErrorKind::DisplayHelp),
            ("-V", clap::error::ErrorKind::DisplayVersion),
        ] {
            assert_eq!(parse(&["search", "oil", flag]).expect_err("it ends").kind(), kind);
        }
    }

    #[test]
    fn everything_behind_two_hyphens_is_a_word() {
        let matches = parse(&["search", "-q", "a", "--", "--since", "-n5"]).expect("it parses");
        assert_eq!(texts(&matches, QUERY), ["a", "--since", "-n5"]);
    }

    #[test]
    fn the_command_is_the_first_word() {
        let matches = parse(&["-q", "--index", "search", "show", "kwic"]).expect("it parses");
        assert_eq!(texts(&matches, "keys"), ["kwic"]);
    }

    #[test]
    fn unknown_flags_and_missing_values_are_refused() {
        for arguments in [
            &["search", "a", "--no-such-flag"][..],
            &["search", "a", "--source"],
            &["search", "-oil", "--since"],
            &["show", "-oil"],
            &["-oil"],
        ] {
            assert!(parse(arguments).is_err(), "{arguments:?}");
        }
    }

    #[test]
    fn a_flag_takes_one_value() {
        let mut command = arguments::command();
        command.build();
        for command in command.get_subcommands() {
            for flag in command.get_opts() {
                let counts = flag.get_num_args().expect("a built command knows");
                assert_eq!((counts.min_values(), counts.max_values()), (1, 1), "{}", flag.get_id());
            }
        }
    }
}
