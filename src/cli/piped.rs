//! `dateline index -`: articles in JSON Lines on standard input.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use dateline::error::{Error, Result};
use dateline::indexing::{self, Observer, Options, Summary};

use super::index::Arguments;
use super::{Common, notices};

/// The path that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Returns the name of the articles on standard input, if they are to be read.
///
/// # Errors
///
/// Fails if the name is missing, or if another argument needs files.
pub fn name(arguments: &Arguments) -> Result<Option<String>> {
    let is_piped = |path: &PathBuf| path.as_os_str() == OsStr::new(STANDARD_INPUT);
    if !arguments.paths.iter().any(is_piped) {
        return match &arguments.name {
            None => Ok(None),
            Some(name) => Err(Error::usage("--name is for articles on standard input").hint(
                format!("read them: dateline index - --name {name}; the source of a folder's articles is --source"),
            )),
        };
    }
    if arguments.paths.len() > 1 {
        return Err(Error::usage("standard input and folders cannot be indexed in one run")
            .hint("index them one after the other; a file named - is ./-"));
    }
    if let Some(flag) = needs_files(arguments) {
        return Err(Error::usage(format!("{flag} is for files, not for standard input"))
            .hint("write the articles to a file and index that: dateline index articles.jsonl"));
    }
    if arguments.format.as_deref().is_some_and(|format| !["", "jsonl"].contains(&format)) {
        return Err(Error::usage("standard input is read as JSON Lines")
            .hint("write the articles to a file to read them in another format"));
    }
    let missing = || {
        Error::usage("the articles on standard input need a name")
            .hint("name them, so that they can be found in info and removed with --forget: dateline index - --name feed")
    };
    arguments.name.clone().ok_or_else(missing).map(Some)
}

/// Returns a flag that was given and that makes sense only for files.
fn needs_files(arguments: &Arguments) -> Option<&'static str> {
    let flags = [
        ("--preview", arguments.preview),
        ("--dry-run", arguments.dry_run),
        ("--rebuild", arguments.rebuild),
        ("--forget", !arguments.forget.is_empty()),
        ("--verify", arguments.verify),
        ("--exclude", !arguments.exclude.is_empty()),
        ("--converters", arguments.converters.is_some()),
        ("--date-from-mtime", arguments.date_from_mtime),
    ];
    flags.into_iter().find(|(_, given)| *given).map(|(flag, _)| flag)
}

/// Reads standard input to its end and adds its articles to those of the name.
pub fn index(
    name: &str,
    options: &Options,
    common: &Common,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    if io::stdin().is_terminal() {
        let text =
            "reading JSON Lines from the terminal; end them with Ctrl-D on a line of its own";
        notices(common, &[text.into()]);
    }
    indexing::index_lines(name, io::stdin(), options, observer)
}

/// Returns what to do if no article was read.
pub fn expected(piped: &Option<String>) -> &'static str {
    match piped {
        Some(_) => {
            "standard input is read as JSON Lines, an article per line: {\"title\": \"…\", \"body\": \"…\"}"
        }
        None => "see --report FILE for every file, and docs/formats.md for what is read",
    }
}
