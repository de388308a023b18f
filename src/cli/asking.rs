//! The flags that say which articles are meant, of every command that takes a query.

use std::ffi::OsString;

use chrono::{DateTime, FixedOffset, Local};
use clap::ValueEnum;

use dateline::searching::Question;

/// The flags beside a query.
#[derive(Debug, clap::Args)]
pub struct Asking {
    /// From this day, month, year or time on: 2025-05, 2025-05-31T14:30, yesterday, 7d, "last month"
    #[arg(long, alias = "from", value_name = "DATE")]
    since: Option<String>,
    /// Up to and with this day, month, year or time
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// On this day, or within this month or year
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    on: Option<String>,
    /// Only this source or agency (repeat it for any of several)
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only this language, by its two-letter code (repeat it for any of several)
    #[arg(long, value_name = "CODE")]
    lang: Vec<String>,
    /// Whether all words have to be there or any
    #[arg(long = "match", value_name = "WHICH", default_value = "all")]
    which: Which,
    /// Include articles known to the month or year only that may lie in the dates
    #[arg(long)]
    inexact: bool,
    /// Refuse a query of which any part would be ignored, instead of saying so
    #[arg(long)]
    pub strict: bool,
    /// The time relative dates count from (RFC 3339) [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<DateTime<FixedOffset>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    All,
    Any,
}

impl Asking {
    /// The question these flags and a query ask.
    pub fn question(&self, query: String) -> Question {
        Question {
            query,
            since: self.since.clone(),
            until: self.until.clone(),
            on: self.on.clone(),
            sources: self.source.clone(),
            langs: self.lang.clone(),
            any: self.which == Which::Any,
            inexact: self.inexact,
            strict: self.strict,
            now: self.now(),
        }
    }

    /// The clock.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now.unwrap_or_else(|| Local::now().fixed_offset())
    }
}

fn instant(text: &str) -> std::result::Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|error| format!("{error}; write 2025-05-31T12:00:00Z"))
}

/// Stands for a hyphen that excludes a word while clap reads the flags.
const EXCLUDES: &str = "\u{e000}-";

/// The query of several arguments.
pub fn typed(arguments: &[String]) -> String {
    arguments.join(" ").replace(EXCLUDES, "-")
}

/// `--to` is another name of `--until`, but for the commands that write a file, where it names the file.
pub fn rename_to(arguments: &mut [OsString]) {
    let writes = |argument: &OsString| argument == "export" || argument == "replay";
    if arguments.iter().any(writes) {
        return;
    }
    for argument in arguments.iter_mut().take_while(|argument| *argument != "--") {
        match argument.to_str() {
            Some("--to") => *argument = "--until".into(),
            Some(text) => {
                if let Some(value) = text.strip_prefix("--to=") {
                    *argument = format!("--until={value}").into();
                }
            }
            None => {}
        }
    }
}

/// Flags that take no value.
const SWITCHES: [&str; 8] = [
    "--inexact",
    "--strict",
    "--quiet",
    "--verbose",
    "--help",
    "--per-million",
    "--collocates",
    "--bursts",
];

/// `-football` among the words of a query excludes a word; clap would take it for a flag. What
/// begins with one hyphen and a letter and is no short flag of ours is marked as a word, unless it is
/// the value of a flag.
pub fn mark_exclusions(arguments: &mut [OsString]) {
    let mut is_value = false;
    for argument in arguments {
        let Some(text) = argument.to_str() else { continue };
        if text == "--" {
            return;
        }
        let takes_value = ["-n", "-e"].contains(&text)
            || (text.starts_with("--") && !text.contains('=') && !SWITCHES.contains(&text));
        if std::mem::replace(&mut is_value, takes_value) {
            continue;
        }
        let Some(word) = text.strip_prefix('-') else { continue };
        let flags = word == "e"
            || word.starts_with("e=")
            || word.chars().all(|c| "qvhV".contains(c))
            || word.strip_prefix('n').is_some_and(is_number);
        if word.starts_with(|c: char| c.is_alphanumeric() || "(\"“„«".contains(c)) && !flags {
            *argument = format!("{EXCLUDES}{word}").into();
        }
    }
}

/// `-n`, `-n5`, `-n=5`.
fn is_number(text: &str) -> bool {
    text.trim_start_matches('=').chars().all(|c| c.is_ascii_digit())
}
