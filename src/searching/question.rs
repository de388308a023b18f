//! The question that is asked of an archive, and how it is read. Every command starts from it, regardless of what it
//! does with the results.

use std::fmt;

use chrono::{DateTime, FixedOffset};

use super::index::Index;
use crate::analysis::codes::code_of;
use crate::analysis::{Analyzer, Language};
use crate::engine::Request;
use crate::error::{Error, Result};
use crate::query::dates::{BadDate, Stretch, stretch};
use crate::query::tree::{DateRange, Filter, FilterField, Tree};
use crate::query::{self, Dialect, Query, Reading};

/// A query with its filters, which select articles.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Question {
    /// The query's text.
    pub query: String,
    /// The query language of the text, unless it is dateline's own.
    pub dialect: Option<Dialect>,
    /// Whether parts of a dialect without a counterpart are left out with a notice instead of an error.
    pub lenient: bool,
    /// The first day, month, year or instant.
    pub since: Option<String>,
    /// The last day, month, year or instant.
    pub until: Option<String>,
    /// A day, month, year or instant that is both the first and the last.
    pub on: Option<String>,
    /// The sources, any of which matches.
    pub sources: Vec<String>,
    /// The languages, any of which matches.
    pub langs: Vec<String>,
    /// Values that headers must have. If a header has several of these values, any of them matches.
    pub only: Vec<HeaderValue>,
    /// Values that headers must not have.
    pub without: Vec<HeaderValue>,
    /// Whether adjacent words are alternatives.
    pub any: bool,
    /// Whether articles match whose imprecise date only overlaps the date range.
    pub inexact: bool,
    /// Whether a part of the query that would be ignored is an error.
    pub strict: bool,
    /// The current time.
    pub now: DateTime<FixedOffset>,
}

/// A value of a header that articles must or must not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderValue {
    /// The header.
    pub field: FilterField,
    /// The value, without wildcards. `none` means articles without the header.
    pub value: String,
}

impl HeaderValue {
    /// The headers whose values can be required or excluded.
    pub const FIELDS: [FilterField; 8] = [
        FilterField::Source,
        FilterField::Publisher,
        FilterField::Agency,
        FilterField::Byline,
        FilterField::Section,
        FilterField::Topic,
        FilterField::Dateline,
        FilterField::Lang,
    ];

    fn is_of(&self, field: FilterField) -> bool {
        self.field == field
            || (self.field == FilterField::Publisher && field == FilterField::Source)
    }

    /// Parses `FIELD:VALUE`. Returns `None` if the field is not one of [`HeaderValue::FIELDS`], or if the value is
    /// empty.
    pub fn parse(text: &str) -> Option<HeaderValue> {
        let (name, value) = text.split_once(':')?;
        let field = Self::FIELDS.into_iter().find(|field| field.name() == name.trim())?;
        let value = value.trim();
        (!value.is_empty()).then(|| HeaderValue { field, value: value.to_string() })
    }
}

impl fmt::Display for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.field.name(), self.value)
    }
}

/// A question as it was read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Read {
    /// The query as it was read.
    pub query: Query,
    /// The date range of the flags.
    pub when: DateRange,
    /// The query with the filters of the flags, with keys and paths looked up, and without the dates of `within`.
    pub tree: Tree,
    /// The dates outside which nothing matches: those of the flags, and those that the whole query is restricted to.
    pub within: DateRange,
    /// The same question with the words stemmed for every language of the archive, if that is more than `tree` is
    /// stemmed for.
    in_every_language: Option<Box<Read>>,
}

impl Read {
    /// Returns the question with its words stemmed for every language of the archive. It shows which words the
    /// archive has, even if flags select some of its languages.
    pub fn in_every_language(&self) -> &Read {
        self.in_every_language.as_deref().unwrap_or(self)
    }

    /// Returns a request that only counts the matches. Callers set what else they need.
    pub fn request(&self) -> Request<'_> {
        Request { when: self.within, ..Request::counting(&self.tree) }
    }
}

impl Question {
    /// Returns a question with only a query.
    pub fn of(query: impl Into<String>, now: DateTime<FixedOffset>) -> Question {
        Question {
            query: query.into(),
            dialect: None,
            lenient: false,
            since: None,
            until: None,
            on: None,
            sources: Vec::new(),
            langs: Vec::new(),
            only: Vec::new(),
            without: Vec::new(),
            any: false,
            inexact: false,
            strict: false,
            now,
        }
    }

    /// Returns this question without the dates of the flags. Dates in the query are kept.
    pub fn of_all_dates(self) -> Question {
        Question { since: None, until: None, on: None, ..self }
    }

    /// Reads the question for an index.
    ///
    /// # Errors
    ///
    /// Fails with [`Kind::Query`](crate::error::Kind::Query) if the query or a date is at fault, and if the index
    /// cannot be read.
    pub fn read(&self, index: &Index, analyzer: &mut Analyzer) -> Result<Read> {
        let languages = self.languages(index)?;
        let read = self.read_in(languages.clone(), index, analyzer)?;
        let of_archive = index.engine.languages()?;
        if languages == of_archive {
            return Ok(read);
        }
        let everywhere = self.read_in(of_archive.to_vec(), index, analyzer)?;
        Ok(Read { in_every_language: Some(Box::new(everywhere)), ..read })
    }

    /// Reads the question with its words stemmed for some languages.
    fn read_in(
        &self,
        languages: Vec<Language>,
        index: &Index,
        analyzer: &mut Analyzer,
    ) -> Result<Read> {
        let reading = Reading { now: self.now, any: self.any, strict: self.strict, languages };
        let query = match self.dialect {
            Some(_) if self.any => {
                let hint = "leave out --match: each dialect has its own rule for adjacent words";
                return Err(Error::usage("--match any has no meaning with --dialect").hint(hint));
            }
            Some(dialect) => {
                query::dialect::parse(&self.query, dialect, self.lenient, &reading, analyzer)
            }
            None => query::parse(&self.query, &reading, analyzer),
        };
        let query = query.map_err(|fault| fault.into_error(&self.query))?;
        let when = self.when()?;
        let mut within = when;
        let tree = index.resolved(self.filtered(&query.tree))?.hoist_dates(&mut within);
        Ok(Read { query, when, tree, within, in_every_language: None })
    }

    /// Returns the languages that words are stemmed for: those of the archive, or the subset selected by flags. If no
    /// selected language has an analysis, returns all of the archive's languages.
    fn languages(&self, index: &Index) -> Result<Vec<Language>> {
        let of_archive = index.engine.languages()?;
        let asked: Option<Vec<Language>> = self
            .langs
            .iter()
            // A value that is not a language code matches nothing through its language.
            .map(|code| Language::of_code(&code_of(code).unwrap_or_default()))
            .collect();
        let asked = asked.unwrap_or_default();
        let mut languages = of_archive.to_vec();
        languages.retain(|language| asked.is_empty() || asked.contains(language));
        Ok(if languages.is_empty() { of_archive.to_vec() } else { languages })
    }

    /// Returns the date range of the flags.
    pub(crate) fn when(&self) -> Result<DateRange> {
        let read = |flag: &str, text: &Option<String>| {
            text.as_deref().map(|text| self.stretch(flag, text)).transpose()
        };
        let on = read("on", &self.on)?;
        let since = read("since", &self.since)?.or(on);
        let until = read("until", &self.until)?.or(on);
        Ok(DateRange {
            since: since.map(|found| found.0),
            until: until.map(|found| found.1),
            inexact: self.inexact,
        })
    }

    /// Returns the period that a flag's date covers, as precise as it was written.
    pub(super) fn stretch(&self, flag: &str, text: &str) -> Result<Stretch> {
        stretch(text, &self.now).map_err(|BadDate { problem, hint }| {
            Error::usage(format!("--{flag}: {problem}")).hint(hint)
        })
    }

    /// Returns the query's tree with the filters of the flags.
    pub fn filtered(&self, tree: &Tree) -> Tree {
        let any = |field: FilterField, values: &mut dyn Iterator<Item = &String>| {
            let filters: Vec<Tree> = values.map(|value| having(field, value)).collect();
            if filters.is_empty() { Tree::All } else { Tree::any(filters) }
        };
        let mut tree = tree.clone();
        if self.inexact {
            tree.widen_dates();
        }
        tree = tree
            .and(any(FilterField::Source, &mut self.sources.iter()))
            .and(any(FilterField::Lang, &mut self.langs.iter()));
        for (at, wanted) in self.only.iter().enumerate() {
            let field = wanted.field;
            if self.only[..at].iter().all(|before| before.field != field) {
                let of_field = self.only.iter().filter(|other| other.field == field);
                tree = tree.and(any(field, &mut of_field.map(|other| &other.value)));
            }
        }
        for unwanted in &self.without {
            tree = tree.and(Tree::Not(Box::new(having(unwanted.field, &unwanted.value))));
        }
        tree
    }

    /// Returns this question without the values that it requires of a header. The publisher counts as the source.
    pub fn without_choice_of(&self, field: FilterField) -> Question {
        let mut question = self.clone();
        match field {
            FilterField::Source => question.sources.clear(),
            FilterField::Lang => question.langs.clear(),
            _ => {}
        }
        question.only.retain(|chosen| !chosen.is_of(field));
        question
    }

    /// Returns whether the question requires a value of a header.
    pub fn chooses(&self, field: FilterField) -> bool {
        let by_flag = match field {
            FilterField::Source => !self.sources.is_empty(),
            FilterField::Lang => !self.langs.is_empty(),
            _ => false,
        };
        by_flag || self.only.iter().any(|chosen| chosen.is_of(field))
    }
}

/// Returns the filter for a value of a header. `none` means articles without the header.
fn having(field: FilterField, value: &str) -> Tree {
    match value {
        "none" => field.absent(),
        _ => Tree::Filter(Filter { field, value: value.to_string(), wild: false }),
    }
}
