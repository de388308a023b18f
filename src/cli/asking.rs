//! The flags that select articles. They are the same in every command that takes a query.

use std::sync::atomic::Ordering;

use chrono::{DateTime, FixedOffset, Local};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap_complete::engine::ArgValueCompleter;

use dateline::error::Result;
use dateline::query::Dialect;
use dateline::searching::{HeaderValue, Question};

use super::inside::{Asked, Inside};
use super::{Common, completing, notices};

/// The flags that choose articles, apart from the query.
#[derive(Debug, clap::Args)]
pub struct Asking {
    /// From this day, month, year or time (without a zone, in that of this computer): 2025-05, 2025-05-31T14:30, yesterday, 7d,
    /// "last month"
    #[arg(long, alias = "from", value_name = "DATE")]
    since: Option<String>,
    /// Up to and including this day, month, year or time
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// On this day, or in this month, quarter, year or decade: 1987-03, 1987-Q1, 1980s
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    on: Option<String>,
    /// Only this source or agency (repeat to allow several); none: articles without one
    #[arg(
        long,
        value_name = "NAME",
        allow_hyphen_values = true,
        add = ArgValueCompleter::new(completing::sources)
    )]
    source: Vec<String>,
    /// Only this language, by its two-letter code (repeat for any of several)
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(completing::languages))]
    lang: Vec<String>,
    /// Only articles with this header, such as section:Sport or byline:"Oda Fenwick" (repeat for any of several)
    #[arg(long, value_name = "FIELD:VALUE", value_parser = header)]
    only: Vec<HeaderValue>,
    /// Leave out articles with this header
    #[arg(long, value_name = "FIELD:VALUE", value_parser = header)]
    without: Vec<HeaderValue>,
    /// Whether an article needs all words or any of them
    #[arg(long = "match", value_name = "WHICH", default_value = "all")]
    which: Which,
    /// Include articles dated only to the month or year that may be from these dates
    #[arg(long)]
    inexact: bool,
    /// Refuse a query if a part of it would be ignored
    #[arg(long, conflicts_with = "lenient")]
    pub strict: bool,
    #[command(flatten)]
    written: Written,
    /// Count relative dates from this time (RFC 3339) [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<DateTime<FixedOffset>>,
    #[command(flatten)]
    pub inside: Inside,
}

/// The flags that say in which language a query is written.
#[derive(Debug, clap::Args)]
pub struct Written {
    /// Read the query in the language of another system
    #[arg(long, value_name = "NAME", value_parser = dialect())]
    dialect: Option<Dialect>,
    /// With --dialect, leave out what dateline cannot search, with a notice
    #[arg(long, requires = "dialect")]
    lenient: bool,
}

impl Written {
    /// Returns the question that a query asks without other flags.
    pub fn question(&self, query: String, now: DateTime<FixedOffset>) -> Question {
        let Written { dialect, lenient } = *self;
        let mut question = Question::of(query, now);
        question.dialect = dialect;
        question.lenient = lenient;
        question
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    All,
    Any,
}

impl Asking {
    /// Finds the index, after updating it if `--in` was given. Returns `None` if Ctrl-C stopped the update. With
    /// `--strict`, a file that the update skipped makes the command fail when it has answered.
    pub fn ask(&self, common: &Common) -> Result<Option<Asked>> {
        let asked = self.inside.ask(common)?;
        if self.strict && asked.as_ref().is_some_and(|asked| asked.skipped) {
            common.incomplete.store(true, Ordering::Relaxed);
            let note = "the answer is incomplete, because files were skipped; -v says why";
            notices(common, &[note.to_string()]);
        }
        Ok(asked)
    }

    /// Returns the question that a query and these flags ask.
    pub fn question(&self, query: String) -> Question {
        let mut question = self.written.question(query, self.now());
        question.since.clone_from(&self.since);
        question.until.clone_from(&self.until);
        question.on.clone_from(&self.on);
        question.sources.clone_from(&self.source);
        question.langs.clone_from(&self.lang);
        question.only.clone_from(&self.only);
        question.without.clone_from(&self.without);
        question.any = self.which == Which::Any;
        question.inexact = self.inexact;
        question.strict = self.strict;
        question
    }

    /// Returns the time that relative dates count from.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now.unwrap_or_else(|| Local::now().fixed_offset())
    }
}

/// Parses the name of a dialect, and lists the names in help and completions.
fn dialect() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::ALL.map(Dialect::name))
        .try_map(|name| Dialect::named(&name).ok_or("not a dialect"))
}

fn header(text: &str) -> std::result::Result<HeaderValue, String> {
    HeaderValue::parse(text).ok_or_else(|| {
        let names: Vec<&str> = HeaderValue::FIELDS.iter().map(|field| field.name()).collect();
        format!("write FIELD:VALUE, as in section:Sport; fields are {}", names.join(", "))
    })
}

fn instant(text: &str) -> std::result::Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .ok_or_else(|| "not a time; write 2025-05-31T12:00:00Z".to_string())
}

/// Joins the words of a query with spaces.
pub fn typed(words: &[String]) -> String {
    words.join(" ")
}
