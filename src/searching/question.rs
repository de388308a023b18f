//! What is asked of an archive, whatever is done with what is found, and how it is read.

use chrono::{DateTime, FixedOffset};

use super::{Index, articles, suggest, values};
use crate::analysis::codes::code_of;
use crate::analysis::{Analyzer, Language};
use crate::engine::{Hits, Request};
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
    /// Whether words side by side are alternatives.
    pub any: bool,
    /// Whether articles match that only may lie in the range of dates.
    pub inexact: bool,
    /// Whether what would be ignored is an error.
    pub strict: bool,
    /// The clock.
    pub now: DateTime<FixedOffset>,
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

    /// What there is to know about what was found.
    pub fn notices(
        &self,
        index: &Index,
        counts: &Hits,
        analyzer: &mut Analyzer,
    ) -> Result<Vec<String>> {
        let mut notices = self.query.notices.clone();
        if counts.overlapping > 0 {
            notices.push(format!(
                "{} more may be from these dates but are not dated precisely enough; --inexact includes them",
                articles(counts.overlapping)
            ));
        }
        notices.extend(suggest::notices(index, &self.query.tree, analyzer)?);
        notices.extend(values::notices(index, self)?);
        if counts.cut_short {
            notices.push(
                "an article exceeds the limit of possible matches, so the counts may be off".into(),
            );
        }
        if self.within.is_empty() {
            notices.push("the date range ends before it starts".into());
        }
        Ok(notices)
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
            any: false,
            inexact: false,
            strict: false,
            now,
        }
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
        let of_archive = index.reader.languages()?;
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
        let any = |field: FilterField, values: &[String]| match values.is_empty() {
            true => Tree::All,
            false => Tree::any(
                values
                    .iter()
                    .map(|value| match value.as_str() {
                        "none" => field.absent(),
                        _ => Tree::Filter(Filter { field, value: value.clone(), wild: false }),
                    })
                    .collect(),
            ),
        };
        let mut tree = tree.clone();
        if self.inexact {
            widen(&mut tree);
        }
        tree.and(any(FilterField::Source, &self.sources)).and(any(FilterField::Lang, &self.langs))
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
