//! What is asked of an archive, whatever is done with what is found, and how it is read.

use std::fmt;

use chrono::{DateTime, FixedOffset};

use super::index::Index;
use crate::analysis::codes::code_of;
use crate::analysis::{Analyzer, Language};
use crate::engine::Request;
use crate::error::{Error, Result};
use crate::query::dates::{BadDate, Stretch, stretch};
use crate::query::tree::{DateRange, Filter, FilterField, Tree};
use crate::query::{self, Query, Reading};

/// Which articles are asked for.
#[derive(Debug, Clone)]
pub struct Question {
    /// The query's text.
    pub query: String,
    /// The first day, month, year or instant.
    pub since: Option<String>,
    /// The last one.
    pub until: Option<String>,
    /// Both of them.
    pub on: Option<String>,
    /// Sources, any of them.
    pub sources: Vec<String>,
    /// Languages, any of them.
    pub langs: Vec<String>,
    /// Values that headers must have: of several values of one header, any.
    pub only: Vec<HeaderValue>,
    /// Values that headers must not have.
    pub without: Vec<HeaderValue>,
    /// Whether words side by side are alternatives.
    pub any: bool,
    /// Whether articles match that only may lie in the range of dates.
    pub inexact: bool,
    /// Whether what would be ignored is an error.
    pub strict: bool,
    /// The clock.
    pub now: DateTime<FixedOffset>,
}

/// A value of a header that articles must or must not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderValue {
    /// The header.
    pub field: FilterField,
    /// The value, without wildcards; `none` stands for articles without the header.
    pub value: String,
}

impl HeaderValue {
    /// The headers that a value can be chosen of.
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

    /// Reads `FIELD:VALUE`. Returns `None` if the field is not one of [`HeaderValue::FIELDS`] or the value is empty.
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
pub struct Read {
    /// The query as it was read.
    pub query: Query,
    /// The range of dates asked for by flags.
    pub when: DateRange,
    /// The query with the flags' filters, keys and paths looked up, without the dates of `within`.
    pub tree: Tree,
    /// Dates outside which nothing matches: those of flags, and those the query asks for throughout.
    pub within: DateRange,
}

impl Read {
    /// How many articles are asked for; what else is wanted is added to it.
    pub fn request(&self) -> Request<'_> {
        Request { when: self.within, ..Request::counting(&self.tree) }
    }
}

impl Question {
    /// A query and nothing else.
    pub fn of(query: impl Into<String>, now: DateTime<FixedOffset>) -> Question {
        Question {
            query: query.into(),
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

    /// Returns this question without the dates of the flags. Dates in the query stay.
    pub fn of_all_dates(self) -> Question {
        Question { since: None, until: None, on: None, ..self }
    }

    /// Reads it for an index.
    pub fn read(&self, index: &Index, analyzer: &mut Analyzer) -> Result<Read> {
        let languages = self.languages(index)?;
        let reading = Reading { now: self.now, any: self.any, strict: self.strict, languages };
        let query = query::parse(&self.query, &reading, analyzer)
            .map_err(|fault| fault.into_error(&self.query))?;
        let when = self.when()?;
        let mut within = when;
        let tree = index.resolved(self.filtered(&query.tree))?.hoist_dates(&mut within);
        Ok(Read { query, when, tree, within })
    }

    /// The languages words are stemmed for: those of the archive, or of them those the flags ask for. What
    /// is in a language without an analysis of its own is analysed as others are.
    fn languages(&self, index: &Index) -> Result<Vec<Language>> {
        let of_archive = index.engine.languages()?;
        let asked: Option<Vec<Language>> = self
            .langs
            .iter()
            // What is not the code of a language finds nothing by its language.
            .map(|code| Language::of_code(&code_of(code).unwrap_or_default()))
            .collect();
        let asked = asked.unwrap_or_default();
        let mut languages = of_archive.to_vec();
        languages.retain(|language| asked.is_empty() || asked.contains(language));
        Ok(if languages.is_empty() { of_archive.to_vec() } else { languages })
    }

    /// The range of dates the flags ask for.
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

    /// What a flag's date covers, as wide as it was written.
    pub(super) fn stretch(&self, flag: &str, text: &str) -> Result<Stretch> {
        stretch(text, &self.now).map_err(|BadDate { problem, hint }| {
            Error::usage(format!("--{flag}: {problem}")).hint(hint)
        })
    }

    /// The query's tree with the flags' filters.
    pub fn filtered(&self, tree: &Tree) -> Tree {
        let any = |field: FilterField, values: &mut dyn Iterator<Item = &String>| {
            let filters: Vec<Tree> = values.map(|value| having(field, value)).collect();
            if filters.is_empty() { Tree::All } else { Tree::any(filters) }
        };
        let mut tree = tree.clone();
        if self.inexact {
            widen(&mut tree);
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

    /// Returns this question without the values that it requires of a header. The publisher is the source, too.
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

/// Returns the filter for a value of a header; `none` stands for articles without the header.
fn having(field: FilterField, value: &str) -> Tree {
    match value {
        "none" => field.absent(),
        _ => Tree::Filter(Filter { field, value: value.to_string(), wild: false }),
    }
}

/// `--inexact` holds for the dates within the query too.
fn widen(tree: &mut Tree) {
    match tree {
        Tree::Date(range) => range.inexact = true,
        Tree::And(trees) | Tree::Or(trees) => trees.iter_mut().for_each(widen),
        Tree::Not(tree) => widen(tree),
        _ => {}
    }
}
