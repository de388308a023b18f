//! The parameters of a request, read and checked with the table of all parameters.

use chrono::{DateTime, FixedOffset};
use form_urlencoded::parse;
use serde_json::Value;

use super::limits::Limits;
pub use super::parameter_table::{
    ASKING, EXPAND, EXPORT, KWIC, NAMES, Parameter, SEARCH, SIMILAR, TIMELINE, UNIQUE, Values,
};
use crate::answers::faceted::Listed;
use crate::answers::names::Wanted;
use crate::answers::timeline::{Interval, Length};
use crate::engine::Sort;
use crate::error::{Error, Result};
use crate::query::Dialect;
use crate::ranking::expansion::{MOST, TERMS};
use crate::searching::{Ask, Counted, HeaderValue, Question, Representative, Side};

/// Returns the time that relative dates count from.
pub type Clock = fn() -> DateTime<FixedOffset>;

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
        let text = |name: &str, value: &Value| match value {
            Value::String(text) => Ok(text.clone()),
            Value::Null => Ok(String::new()),
            Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
            Value::Array(_) | Value::Object(_) => {
                Err(Error::usage(format!("{name}: expected a string, a number, true or false")))
            }
        };
        let mut pairs = Vec::new();
        for (name, value) in object {
            match value {
                Value::Array(values) => {
                    for value in values {
                        pairs.push((name.clone(), text(name, value)?));
                    }
                }
                value => pairs.push((name.clone(), text(name, value)?)),
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
                let error = Error::usage(format!("unknown parameter {name:?}"));
                return Err(error.hint(match names.is_empty() {
                    true => "leave it out: this call has no parameters".to_string(),
                    false => format!("parameters are {}", names.join(", ")),
                }));
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
            dialect: self.text("dialect").and_then(Dialect::named),
            lenient: self.is_on("lenient"),
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
        let (facets, _) = Listed::divide(&self.facets()?);
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
            expand: self.expand()?,
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
            bodies: true,
            count_by: self.count_by(),
            unique: self.is_on("unique").then_some(match self.text("show") {
                Some("longest") => Representative::Longest,
                _ => Representative::Earliest,
            }),
        })
    }

    /// Returns the facets that are asked for.
    ///
    /// # Errors
    ///
    /// Fails if there is no such facet.
    pub fn facets(&self) -> Result<Vec<Listed>> {
        let facet = |name: &String| {
            Listed::named(name).ok_or_else(|| {
                Error::usage(format!("unknown facet {name:?}"))
                    .hint(format!("facets are {}", Listed::offered().join(", ")))
            })
        };
        self.listed("facets").iter().map(facet).collect()
    }

    /// Returns the selection of names that the parameters ask for.
    ///
    /// # Errors
    ///
    /// Fails if a number is over its limit.
    pub fn names(&self, limits: &Limits) -> Result<Wanted> {
        let Wanted { limit, least, examined } = Wanted::default();
        Ok(Wanted {
            limit: self.number("limit", limit.min(limits.hits), limits.hits)?,
            least: self.number("least", least as usize, usize::MAX)? as u64,
            examined: self.number("examine", examined.min(limits.examined), limits.examined)?,
        })
    }

    /// Returns the number of terms that the query is expanded by, if it is.
    ///
    /// # Errors
    ///
    /// Fails if there are too many.
    pub fn expand(&self) -> Result<Option<usize>> {
        let terms = self.number("expand_terms", TERMS, MOST)?.max(1);
        Ok(self.is_on("expand").then_some(terms))
    }

    /// Returns the side of an article's date that similar articles are on.
    ///
    /// # Errors
    ///
    /// Fails if both sides are asked for.
    pub fn side(&self) -> Result<Option<Side>> {
        match (self.is_on("before"), self.is_on("after")) {
            (true, true) => Err(Error::usage("before cannot be used together with after")),
            (true, false) => Ok(Some(Side::Before)),
            (false, true) => Ok(Some(Side::After)),
            (false, false) => Ok(None),
        }
    }

    /// Returns what facets and timelines count.
    pub fn count_by(&self) -> Counted {
        match self.text("count_by") {
            Some("story") => Counted::Stories,
            _ => Counted::Articles,
        }
    }

    /// Returns the length of a timeline's buckets.
    pub fn length(&self, default: Length) -> Length {
        let Some(name) = self.text("interval") else { return default };
        match Interval::ALL.into_iter().find(|interval| interval.name() == name) {
            Some(interval) => Length::Exactly(interval),
            None => Length::AtLeast(Interval::Day),
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
