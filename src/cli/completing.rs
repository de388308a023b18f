//! Completes a command line for a shell: commands, flags, files, and values from the index.
//!
//! The scripts printed by `dateline completions` call the program with the environment variable [`VARIABLE`]. The words
//! of the command line follow `--`.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::OnceLock;

use clap_complete::CompleteEnv;
use clap_complete::engine::CompletionCandidate;

use dateline::answers::faceted::Listed;
use dateline::engine::FacetKind;
use dateline::error::{Result, harmless};
use dateline::searching::{self, Ask, Question};

use super::{Colour, Common, location};

/// The environment variable that contains the name of the shell.
pub const VARIABLE: &str = "DATELINE_COMPLETE";

/// The maximum number of values offered. Those with the most articles come first.
const OFFERED: usize = 100;

/// The shell's request: its quoting, and the words that say which index to use.
struct Asked {
    /// Whether the shell is bash, which does not quote values itself.
    bash: bool,
    /// The words of the command line so far.
    words: Vec<OsString>,
}

static ASKED: OnceLock<Asked> = OnceLock::new();

/// Prints completions for the program that `command` defines, if a shell asks for them. Returns whether it did.
///
/// # Errors
///
/// Returns an error if the shell is unknown, or if writing fails.
pub fn complete(
    arguments: &[OsString],
    command: impl Fn() -> clap::Command,
) -> clap::error::Result<bool> {
    let Some(shell) = std::env::var_os(VARIABLE) else { return Ok(false) };
    let words = arguments.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    harmless(
        ASKED.set(Asked { bash: shell == "bash", words }),
        "a process answers one shell, once",
    );
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(command)
        .var(VARIABLE)
        .try_complete(arguments.iter().cloned(), here.as_deref())
}

/// Offers the sources of the index.
pub fn sources(current: &OsStr) -> Vec<CompletionCandidate> {
    values(FacetKind::Source, current)
}

/// Offers the languages of the index.
pub fn languages(current: &OsStr) -> Vec<CompletionCandidate> {
    values(FacetKind::Lang, current)
}

/// Offers the facets.
pub fn facets(current: &OsStr) -> Vec<CompletionCandidate> {
    let names = Listed::offered().into_iter().map(str::to_string);
    candidates(names, current)
}

fn values(facet: FacetKind, current: &OsStr) -> Vec<CompletionCandidate> {
    // Without an index there are no values, and a shell cannot show an error.
    candidates(of_index(facet).unwrap_or_default().into_iter(), current)
}

/// Returns the values of a field, the most frequent first.
fn of_index(facet: FacetKind) -> Result<Vec<String>> {
    let words = ASKED.get().map(|asked| asked.words.as_slice()).unwrap_or_default();
    let common = Common {
        index: value_of(words, "--index"),
        color: Colour::Never,
        quiet: true,
        verbose: false,
        ..Common::default()
    };
    let folder = match value_of(words, "--in") {
        Some(path) => location::inside(&path, &common)?,
        None => location::existing(&common)?,
    };
    let index = location::open(&folder)?;
    let question = Question::of("", chrono::Local::now().fixed_offset());
    let mut ask = Ask::of(question, 0);
    ask.facets = vec![facet];
    let answer = searching::search(&index, &ask)?;
    let values = answer.facets.into_iter().flat_map(|facet| facet.values);
    Ok(values.map(|(value, _)| value).collect())
}

/// Returns the value of a flag in the command line.
fn value_of(words: &[OsString], flag: &str) -> Option<PathBuf> {
    let at = words.iter().position(|word| word == flag)?;
    words.get(at + 1).map(PathBuf::from)
}

/// Returns the values that start with the word at the cursor, ignoring case.
fn candidates(values: impl Iterator<Item = String>, current: &OsStr) -> Vec<CompletionCandidate> {
    let bash = ASKED.get().is_some_and(|asked| asked.bash);
    let current = current.to_string_lossy().replace('\\', "").to_lowercase();
    let current = current.trim_start_matches(['"', '\'']);
    let fitting = values.filter(|value| value.to_lowercase().starts_with(current));
    // A control character could end the list, or the command line in the shell.
    let safe = fitting.filter(|value| !value.contains(char::is_control));
    let quoted = safe.map(|value| if bash { escaped(&value) } else { value });
    quoted.take(OFFERED).map(CompletionCandidate::new).collect()
}

/// Escapes a value for bash, which inserts it unchanged.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_.,/+:@%".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
