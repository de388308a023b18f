//! The parameters of requests: one table that reads them, checks them and describes them.

use chrono::{DateTime, FixedOffset};
use form_urlencoded::parse;
use serde_json::Value;

use super::limits::Limits;
use crate::answers::timeline::Interval;
use crate::engine::{FacetKind, Sort};
use crate::error::{Error, Result};
use crate::searching::{Ask, HeaderValue, Question};

/// Returns the time that relative dates count from.
pub type Clock = fn() -> DateTime<FixedOffset>;

/// A parameter of the API. It has the name of the command line's flag, with `_` for `-`.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Another name for it, or an empty string.
    pub alias: &'static str,
    /// What its values are.
    pub values: Values,
    /// Whether it may be repeated.
    pub repeats: bool,
    /// What it does.
    pub help: &'static str,
}

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`; without a value, `true`.
    Switch,
    /// One of these words.
    One(&'static [&'static str]),
}

const fn parameter(name: &'static str, values: Values, help: &'static str) -> Parameter {
    Parameter { name, alias: "", values, repeats: false, help }
}

const fn repeated(name: &'static str, help: &'static str) -> Parameter {
    Parameter { name, alias: "", values: Values::Text, repeats: true, help }
}

/// The parameters that choose articles.
pub const ASKING: &[Parameter] = &[
    parameter("q", Values::Text, "The query; without one, every article"),
    Parameter {
        alias: "from",
        ..parameter("since", Values::Text, "From this day, month, year or time")
    },
    Parameter {
        alias: "to",
        ..parameter("until", Values::Text, "Up to and including this day, month, year or time")
    },
    parameter("on", Values::Text, "On this day, or in this month, quarter, year or decade"),
    repeated("source", "Only this source or agency; of several, any"),
    repeated("lang", "Only this language, by its two-letter code; of several, any"),
    repeated(
        "only",
        "Only articles with this header, as FIELD:VALUE; of several of one field, any",
    ),
    repeated("without", "No article with this header, as FIELD:VALUE"),
    parameter(
        "match",
        Values::One(&["all", "any"]),
        "Whether an article needs all words or any of them",
    ),
    parameter(
        "inexact",
        Values::Switch,
        "Include articles dated only to the month or year that may be from these dates",
    ),
    parameter("strict", Values::Switch, "Refuse a query if a part of it would be ignored"),
    parameter("now", Values::Text, "The time that relative dates count from (RFC 3339)"),
];

/// The further parameters of a search.
pub const SEARCH: &[Parameter] = &[
    parameter("sort", Values::One(&["relevance", "newest", "oldest"]), "The order of hits"),
    Parameter { alias: "n", ..parameter("limit", Values::Number, "The maximum number of hits") },
    parameter("offset", Values::Number, "Skip this many hits"),
    repeated(
        "facets",
        "Count by these, separated by commas: source, agency, byline, section, topic, dateline, lang, flag, id, year, month, day",
    ),
    parameter("facet_limit", Values::Number, "Values per facet, those with the most articles"),
    parameter(
        "open_facets",
        Values::Switch,
        "Count each facet as if none of its own values were chosen",
    ),
    parameter("snippets", Values::Number, "Snippets per hit"),
];

/// The further parameters of a timeline.
pub const TIMELINE: &[Parameter] = &[
    parameter(
        "interval",
        Values::One(&["day", "week", "month", "quarter", "year", "auto"]),
        "The length of a bucket",
    ),
    parameter("all_dates", Values::Switch, "Ignore since, until and on"),
    parameter("per_million", Values::Switch, "Also count occurrences per million words"),
    parameter("share_of", Values::One(&["asked", "all"]), "What a share is a share of"),
];

/// The further parameters of a concordance.
pub const KWIC: &[Parameter] = &[
    repeated(
        "sort",
        "Sort lines by newest, oldest, source, match, L1 to L3 or R1 to R3, separated by commas",
    ),
    parameter("context", Values::Number, "Characters of context on each side"),
    Parameter { alias: "n", ..parameter("limit", Values::Number, "The maximum number of lines") },
    parameter("offset", Values::Number, "Skip this many lines"),
];

/// The further parameters of an export.
pub const EXPORT: &[Parameter] = &[
    parameter("output", Values::One(&["jsonl", "csv", "excel", "bibtex", "csl"]), "The format"),
    parameter("sort", Values::One(&["newest", "oldest"]), "The order of articles"),
    repeated("fields", "The members to write, separated by commas"),
    repeated("key", "Only the articles with these keys"),
];

/// The parameters of one request.
#[derive(Debug, Clone, Default)]
pub struct Parameters(Vec<(&'static str, String)>);

impl Parameters {
    /// Reads a query string. `known` lists the parameters that are allowed. A parameter without a value counts as
    /// absent, because forms send empty fields too; a switch is then on.
    ///
    /// # Errors
    ///
    /// Fails with [`crate::error::Kind::Usage`] if the string is too long, a name is unknown, a parameter that must not
    /// be repeated is, or a value is not one of those allowed.
    pub fn read(query: &str, known: &[&[Parameter]], limits: &Limits) -> Result<Parameters> {
        check_length(query.len(), limits)?;
        let pairs = parse(query.as_bytes());
        Self::of_pairs(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())), known)
    }

    /// Reads the members of an object: text, numbers, switches, and lists of them.
    ///
    /// # Errors
    ///
    /// As [`Parameters::read`].
    pub fn from_json(
        object: &serde_json::Map<String, Value>,
        known: &[&[Parameter]],
        limits: &Limits,
    ) -> Result<Parameters> {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let mut pairs = Vec::new();
        for (name, value) in object {
            match value {
                Value::Array(values) => {
                    pairs.extend(values.iter().map(|value| (name.clone(), text(value))));
                }
                value => pairs.push((name.clone(), text(value))),
            }
        }
        check_length(pairs.iter().map(|(name, value)| name.len() + value.len()).sum(), limits)?;
        Self::of_pairs(pairs.into_iter(), known)
    }

    fn of_pairs(
        pairs: impl Iterator<Item = (String, String)>,
        known: &[&[Parameter]],
    ) -> Result<Parameters> {
        let mut read = Vec::new();
        for (name, value) in pairs {
            let mut all = known.iter().copied().flatten();
            let Some(parameter) =
                all.find(|it| it.name == name || (!it.alias.is_empty() && it.alias == name))
            else {
                let names: Vec<&str> = known.iter().copied().flatten().map(|it| it.name).collect();
                return Err(Error::usage(format!("unknown parameter {name:?}"))
                    .hint(format!("parameters are {}", names.join(", "))));
            };
            let name = parameter.name;
            let value = value.trim().to_string();
            let is_switch = matches!(parameter.values, Values::Switch);
            if value.is_empty() && !is_switch {
                continue;
            }
            check(parameter, &value)?;
            if !parameter.repeats && read.iter().any(|(known, _)| *known == name) {
                return Err(Error::usage(format!("the parameter {name} is given twice")));
            }
            read.push((name, value));
        }
        Ok(Parameters(read))
    }

    /// Returns the value of a parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Returns all values of a parameter.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.clone()).collect()
    }

    /// Returns the values of a parameter whose values may also be separated by commas.
    pub fn listed(&self, name: &str) -> Vec<String> {
        let all = self.all(name);
        let parts = all.iter().flat_map(|value| value.split(','));
        parts.map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
    }

    /// Returns whether a switch is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| ["", "true", "1", "on", "yes"].contains(&value))
    }

    /// Returns a number, or `default` if it is not given.
    ///
    /// # Errors
    ///
    /// Fails if it is over `most`.
    pub fn number(&self, name: &str, default: usize, most: usize) -> Result<usize> {
        let Some(text) = self.text(name) else { return Ok(default) };
        match text.parse::<usize>() {
            Ok(number) if number <= most => Ok(number),
            _ => Err(Error::usage(format!("{name} is {text}; the maximum is {most}"))),
        }
    }

    /// Returns the question that the parameters ask.
    pub fn question(&self, now: Clock) -> Result<Question> {
        let text = |name: &str| self.text(name).map(str::to_string);
        let now = match self.text("now") {
            Some(text) => DateTime::parse_from_rfc3339(text).map_err(|error| {
                Error::usage(format!("now: {error}")).hint("write 2025-05-31T12:00:00Z")
            })?,
            None => now(),
        };
        let on = text("on");
        let (since, until) = (text("since"), text("until"));
        if on.is_some() && (since.is_some() || until.is_some()) {
            return Err(Error::usage("on cannot be used together with since or until"));
        }
        Ok(Question {
            query: text("q").unwrap_or_default(),
            since,
            until,
            on,
            sources: self.all("source"),
            langs: self.all("lang"),
            only: headers(&self.all("only"))?,
            without: headers(&self.all("without"))?,
            any: self.text("match") == Some("any"),
            inexact: self.is_on("inexact"),
            strict: self.is_on("strict"),
            now,
        })
    }

    /// Returns the search that the parameters ask for.
    pub fn ask(&self, now: Clock, limits: &Limits) -> Result<Ask> {
        let facets = self.listed("facets").iter().map(|name| facet(name)).collect::<Result<_>>()?;
        Ok(Ask {
            question: self.question(now)?,
            sort: match self.text("sort") {
                Some("relevance") => Some(Sort::Relevance),
                Some("newest") => Some(Sort::Newest),
                Some("oldest") => Some(Sort::Oldest),
                _ => None,
            },
            half_life: None,
            as_of: None,
            limit: self.number("limit", 10, limits.hits)?,
            offset: self.number("offset", 0, limits.offset)?,
            facets,
            facet_limit: Some(self.number(
                "facet_limit",
                limits.facet_values,
                limits.facet_values,
            )?),
            open_facets: self.is_on("open_facets"),
            snippets: self.number("snippets", 1, 20)?,
        })
    }

    /// Returns the length of a timeline's buckets, `None` if the dates decide.
    pub fn interval(&self, default: Option<Interval>) -> Option<Interval> {
        match self.text("interval") {
            Some(name) => Interval::ALL.into_iter().find(|interval| interval.name() == name),
            None => default,
        }
    }
}

fn check_length(bytes: usize, limits: &Limits) -> Result<()> {
    match bytes <= limits.query_bytes {
        true => Ok(()),
        false => Err(Error::usage(format!(
            "the parameters have {bytes} bytes; the maximum is {}",
            limits.query_bytes
        ))),
    }
}

fn headers(texts: &[String]) -> Result<Vec<HeaderValue>> {
    let values = texts.iter().map(|text| {
        HeaderValue::parse(text).ok_or_else(|| {
            Error::usage(format!("{text:?} is not a header"))
                .hint("write FIELD:VALUE, as in section:Sport")
        })
    });
    values.collect()
}

fn facet(name: &str) -> Result<FacetKind> {
    FacetKind::named(name).ok_or_else(|| {
        let offered: Vec<&str> = crate::schema::schema().facets().collect();
        Error::usage(format!("unknown facet {name:?}"))
            .hint(format!("facets are {}", offered.join(", ")))
    })
}

fn check(parameter: &Parameter, value: &str) -> Result<()> {
    let name = parameter.name;
    let wrong =
        |hint: String| Err(Error::usage(format!("{name}: {value:?} is not allowed")).hint(hint));
    match parameter.values {
        Values::Text => Ok(()),
        Values::Number if value.parse::<u64>().is_ok() => Ok(()),
        Values::Number => wrong("write a whole number".into()),
        Values::Switch => {
            match ["", "true", "1", "on", "yes", "false", "0", "off", "no"].contains(&value) {
                true => Ok(()),
                false => wrong("write true or false".into()),
            }
        }
        Values::One(words) if words.contains(&value) => Ok(()),
        Values::One(words) => wrong(format!("write {}", words.join(", "))),
    }
}
