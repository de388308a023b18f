//! `dateline index -`: articles in JSON Lines on standard input.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use dateline::error::{Error, Result};
use dateline::indexing::{self, Observer, Options, Summary};

use super::{Common, notices};

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// The flag for articles on standard input.
#[derive(Debug, clap::Args)]
pub struct Piped {
    /// With -: the name of these articles; a later run with the same name adds articles, or replaces those with the
    /// same key
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Piped {
    /// Returns the name of the articles on standard input, if `paths` names it. `for_files` are the flags that make
    /// sense only for files, and whether each was given.
    ///
    /// # Errors
    ///
    /// Fails if the name is missing, or if another argument needs files.
    pub fn name(&self, paths: &[PathBuf], for_files: &[(&str, bool)]) -> Result<Option<String>> {
        let is_piped = |path: &PathBuf| path.as_os_str() == OsStr::new(STANDARD_INPUT);
        if !paths.iter().any(is_piped) {
            return match &self.name {
                None => Ok(None),
                Some(name) => Err(Error::usage("--name is for articles on standard input").hint(
                    format!("read them: dateline index - --name {name}; the source of the articles in a folder is --source"),
                )),
            };
        }
        if paths.len() > 1 {
            return Err(Error::usage("standard input and folders cannot be indexed in one run")
                .hint("index them separately; a file named - is ./-"));
        }
        if let Some((flag, _)) = for_files.iter().find(|(_, given)| *given) {
            return Err(Error::usage(format!("{flag} is for files, not for standard input")).hint(
                "write the articles to a file and index that: dateline index articles.jsonl",
            ));
        }
        let missing = || {
            Error::usage("the articles on standard input need a name")
                .hint("name them, for info and --forget: dateline index - --name feed")
        };
        self.name.clone().ok_or_else(missing).map(Some)
    }
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
            "standard input is read as JSON Lines, one article per line: {\"title\": \"…\", \"body\": \"…\"}"
        }
        None => "see --report FILE for every file, and docs/formats.md for what is read",
    }
}
