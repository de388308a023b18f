//! A search as it is saved, and its section of the file.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::error::{Error, Result};
use crate::searching::{HeaderValue, Question};

/// A query with its filters, as it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SavedSearch {
    /// The query's text.
    pub query: String,
    /// The first day, month, year or instant. It may be relative to the time of a run.
    pub since: Option<String>,
    /// The last day, month, year or instant.
    pub until: Option<String>,
    /// A day, month, year or instant that is both the first and the last.
    pub on: Option<String>,
    /// The sources, any of which matches.
    pub source: Vec<String>,
    /// The languages, any of which matches.
    pub lang: Vec<String>,
    /// Values that headers must have, as `FIELD:VALUE`.
    pub only: Vec<String>,
    /// Values that headers must not have, as `FIELD:VALUE`.
    pub without: Vec<String>,
    /// Whether adjacent words are alternatives.
    pub any: bool,
    /// Whether articles match whose imprecise date only overlaps the date range.
    pub inexact: bool,
}

impl SavedSearch {
    /// Returns a search that asks a question again. Its dialect, its strictness and its time are not saved.
    pub fn of(question: &Question) -> SavedSearch {
        let headers = |values: &[HeaderValue]| values.iter().map(ToString::to_string).collect();
        SavedSearch {
            query: question.query.clone(),
            since: question.since.clone(),
            until: question.until.clone(),
            on: question.on.clone(),
            source: question.sources.clone(),
            lang: question.langs.clone(),
            only: headers(&question.only),
            without: headers(&question.without),
            any: question.any,
            inexact: question.inexact,
        }
    }

    /// Returns the question that the search asks at a time.
    ///
    /// # Errors
    ///
    /// Fails if the value of a header is not written as `FIELD:VALUE`.
    pub fn question(&self, now: DateTime<FixedOffset>) -> Result<Question> {
        let headers = |values: &[String]| {
            let parse = |text: &String| {
                HeaderValue::parse(text).ok_or_else(|| {
                    let names = HeaderValue::FIELDS.map(|field| field.name()).join(", ");
                    Error::usage(format!("{text:?} is not FIELD:VALUE"))
                        .hint(format!("write section:Sport, for example; fields are {names}"))
                })
            };
            values.iter().map(parse).collect::<Result<Vec<_>>>()
        };
        Ok(Question {
            since: self.since.clone(),
            until: self.until.clone(),
            on: self.on.clone(),
            sources: self.source.clone(),
            langs: self.lang.clone(),
            only: headers(&self.only)?,
            without: headers(&self.without)?,
            any: self.any,
            inexact: self.inexact,
            ..Question::of(self.query.clone(), now)
        })
    }

    /// Returns the members that differ from their defaults, with their values, except the query.
    pub fn filters(&self) -> Vec<(&'static str, String)> {
        let mut filters = Vec::new();
        for (name, text) in [("since", &self.since), ("until", &self.until), ("on", &self.on)] {
            filters.extend(text.clone().map(|text| (name, text)));
        }
        for (name, values) in self.lists() {
            filters.extend(values.iter().map(|value| (name, value.clone())));
        }
        filters.extend(self.any.then(|| ("match", "any".to_string())));
        filters.extend(self.inexact.then(|| ("inexact", "true".to_string())));
        filters
    }

    fn lists(&self) -> [(&'static str, &Vec<String>); 4] {
        [
            ("source", &self.source),
            ("lang", &self.lang),
            ("only", &self.only),
            ("without", &self.without),
        ]
    }

    /// Returns the section of the file that defines the search.
    pub(super) fn section(&self, name: &str) -> String {
        let mut table = Table::new();
        table.insert("query", value(&self.query));
        for (name, text) in [("since", &self.since), ("until", &self.until), ("on", &self.on)] {
            if let Some(text) = text {
                table.insert(name, value(text));
            }
        }
        for (name, values) in self.lists().into_iter().filter(|(_, values)| !values.is_empty()) {
            table.insert(name, value(values.iter().collect::<toml_edit::Array>()));
        }
        if self.any {
            table.insert("match", value("any"));
        }
        if self.inexact {
            table.insert("inexact", value(true));
        }
        let mut document = DocumentMut::new();
        document.insert(name, Item::Table(table));
        document.to_string()
    }
}
