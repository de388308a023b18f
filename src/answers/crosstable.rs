//! Cross tables: articles by the values of a field and by period.

use chrono::NaiveDate;

use crate::analysis::Analyzer;
use crate::answers::timeline::{Interval, axis, bucketed, too_coarse};
use crate::engine::{Days, FacetKind, Hits, Request, ValueDays};
use crate::error::Result;
use crate::query::Query;
use crate::query::tree::DateRange;
use crate::searching::{Counted, Index, Question, story_values};

/// The fields whose values can be the rows of a table: those with a column.
pub const FIELDS: [FacetKind; 7] = [
    FacetKind::Source,
    FacetKind::Agency,
    FacetKind::Lang,
    FacetKind::Section,
    FacetKind::Topic,
    FacetKind::Byline,
    FacetKind::Dateline,
];

/// Articles by the values of a field and by period.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CrossTable {
    /// The query as it was read.
    pub query: Query,
    /// The date range of the flags.
    pub when: DateRange,
    /// The field whose values are the rows.
    pub field: FacetKind,
    /// The length of a period.
    pub interval: Interval,
    /// The first day of each period.
    pub starts: Vec<NaiveDate>,
    /// One row per value, most articles first. The row of articles without a value is last.
    pub rows: Vec<Row>,
    /// The number of articles that match. The rows add up to it unless articles have several values.
    pub total: u64,
    /// The number of stories that these articles are in, if stories are counted. The rows then count stories, too.
    pub stories: Option<u64>,
    /// The number of articles without a date.
    pub undated: u64,
    /// The number of articles dated only to the month or year.
    pub imprecise: u64,
    /// Notices about the query.
    pub notices: Vec<String>,
}

/// The articles with a certain value, or their stories.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The value; `None` for articles without one.
    pub value: Option<String>,
    /// The number of articles: the sum of `counts`, `undated` and `imprecise`.
    pub total: u64,
    /// The number of articles without a date.
    pub undated: u64,
    /// The number of articles dated only to the month or year.
    pub imprecise: u64,
    /// The number of articles of each period.
    pub counts: Vec<u64>,
}

/// Counts the matches of a question by the values of a field and by period.
///
/// # Errors
///
/// Fails if the question cannot be read, the index is damaged, or there would be too many periods.
pub fn cross(
    index: &Index,
    question: &Question,
    field: FacetKind,
    interval: Interval,
) -> Result<CrossTable> {
    counting(index, question, field, interval, Counted::Articles)
}

/// Counts articles or stories, as [`cross`] does. A story counts once for each value that one of its matching articles
/// has, in the period of the earliest of these.
///
/// # Errors
///
/// Fails if the question cannot be read, the index is damaged, or there would be too many periods.
pub fn counting(
    index: &Index,
    question: &Question,
    field: FacetKind,
    interval: Interval,
    counted: Counted,
) -> Result<CrossTable> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let (mut hits, mut values) = by_value(index, &read.request(), field)?;
    read.count_undecided(index, &mut hits)?;
    let stories = match counted {
        Counted::Articles => None,
        Counted::Stories => Some(story_values(index, &read.request(), field, &mut values)?),
    };
    let of_each = values.iter().map(|row| &row.days.days);
    let starts = axis(std::iter::once(read.within), of_each, interval)?;
    let rows = values.into_iter().map(|row| Row::of(row, &starts, interval)).collect();
    let mut notices = read.notices(index, &hits, &mut analyzer)?;
    notices.extend(too_coarse(hits.imprecise));
    let (query, when) = (read.query, read.when);
    let Hits { total, undated, imprecise, .. } = hits;
    Ok(CrossTable {
        query,
        when,
        field,
        interval,
        starts,
        rows,
        total,
        stories,
        undated,
        imprecise,
        notices,
    })
}

/// Counts the matches of a request by the values of a field and by day. Sources have the spelling that is shown.
pub(crate) fn by_value(
    index: &Index,
    request: &Request,
    field: FacetKind,
) -> Result<(Hits, Vec<ValueDays>)> {
    let (hits, mut values) = index.engine.crossed(request, field)?;
    if field == FacetKind::Source {
        for value in values.iter_mut().filter_map(|row| row.value.as_mut()) {
            if let Some(shown) = index.catalogue.spelling(value) {
                *value = shown.to_string();
            }
        }
    }
    Ok((hits, values))
}

impl Row {
    /// Returns an empty row, with one period for each label.
    pub fn none(labels: &[&str]) -> Row {
        Row { value: None, total: 0, undated: 0, imprecise: 0, counts: vec![0; labels.len()] }
    }

    /// Counts the articles of a value by period.
    pub(crate) fn of(row: ValueDays, starts: &[NaiveDate], interval: Interval) -> Row {
        let total = row.days.total();
        let Days { days, imprecise, undated } = row.days;
        Row {
            value: row.value,
            total,
            undated,
            imprecise,
            counts: bucketed(&days, starts, interval),
        }
    }
}
