//! The flags that say which articles are meant, of every command that takes a query.

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
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
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

/// Joins the words of a query as they were typed.
pub fn typed(words: &[String]) -> String {
    words.join(" ")
}
