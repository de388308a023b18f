//! The fields of a query: the names before a colon, and the values that may follow.

use super::date_clause::{DateField, clause};
use super::dates::BadDate;
use super::tree::{Bound, Filter, FilterField, Flag, Tree, Zone};
use chrono::{DateTime, FixedOffset};

/// The meaning of a name before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A part of the article, followed by words and groups.
    Zone(Zone),
    /// A header, followed by one value or several in parentheses.
    Filter(FilterField),
    /// The date.
    Date(DateField),
    /// The number of words in the body.
    Length,
}

impl Field {
    /// Returns the field with this name. The names are those of `index-schema/article.toml`, and `path`, which is in
    /// the catalogue and not in the index.
    pub fn named(name: &str) -> Option<Field> {
        if name == "path" {
            return Some(Field::Filter(FilterField::Path));
        }
        Some(match crate::schema::schema().query_field(name)? {
            // Title and body share a field; positions distinguish them.
            "text" if name == "body" => Field::Zone(Zone::BODY),
            "text" => Field::Zone(Zone::TITLE),
            "source" => Field::Filter(FilterField::Source),
            "agency" => Field::Filter(FilterField::Agency),
            "id" => Field::Filter(FilterField::Id),
            "lang" => Field::Filter(FilterField::Lang),
            "place" => Field::Filter(FilterField::Dateline),
            "byline" => Field::Filter(FilterField::Byline),
            "section" => Field::Filter(FilterField::Section),
            "topic" => Field::Filter(FilterField::Topic),
            "order" => Field::Filter(FilterField::Key),
            "words" => Field::Length,
            "day_lo" => Field::Date(DateField::named(name)?),
            _ => return None,
        })
    }
}

/// Parses the value of a header, length or date field.
///
/// # Errors
///
/// Returns the problem and a hint if the value is not a valid date or number of words.
pub fn value(
    field: Field,
    value: &str,
    quoted: bool,
    now: &DateTime<FixedOffset>,
) -> Result<Tree, BadDate> {
    let value = value.trim();
    match field {
        Field::Filter(field) => {
            if !quoted && value == "none" && field.may_be_absent() {
                return Ok(field.absent());
            }
            let wild = !quoted && value.contains(['*', '?']);
            // Values are printed in quotes, and a quote cannot be escaped.
            Ok(Tree::Filter(Filter { field, value: value.replace('"', ""), wild }))
        }
        Field::Length => length(value).ok_or_else(|| BadDate {
            problem: format!("{value:?} is not a number of words"),
            hint: "write words:>400, words:<100 or words:400..800".into(),
        }),
        Field::Date(field) => {
            let flags = [Flag::Undated, Flag::Unread, Flag::Inexact, Flag::Suspect];
            if let Some(flag) = flags.into_iter().find(|flag| flag.names().0 == value) {
                return Ok(Tree::Flag(flag));
            }
            let range = clause(field, value, now)?;
            // An open range matches every article that has a date.
            if range.is_open() {
                return Ok(Tree::Not(Box::new(Tree::Flag(Flag::Undated))));
            }
            let day = |bound| matches!(bound, Some(Bound::Day(_)) | None);
            if !range.is_timed() || (!day(range.since) && !day(range.until)) {
                return Ok(Tree::Date(range));
            }
            // A day and an instant cannot be compared, so each end becomes a separate range.
            let since = super::DateRange { until: None, ..range };
            let until = super::DateRange { since: None, ..range };
            Ok(match (range.since, range.until) {
                (Some(_), Some(_)) => Tree::Date(since).and(Tree::Date(until)),
                _ => Tree::Date(range),
            })
        }
        Field::Zone(_) => Ok(Tree::All),
    }
}

/// Parses a number of words: `>400`, `>=400`, `<100`, `<=100`, `400..800`, `400..`, `..800`, `400`.
fn length(value: &str) -> Option<Tree> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let (least, most) = if let Some(rest) = value.strip_prefix(">=") {
        (number(rest)?, u32::MAX)
    } else if let Some(rest) = value.strip_prefix('>') {
        (number(rest)?.checked_add(1)?, u32::MAX)
    } else if let Some(rest) = value.strip_prefix("<=") {
        (0, number(rest)?)
    } else if let Some(rest) = value.strip_prefix('<') {
        match number(rest)? {
            0 => (1, 0),
            most => (0, most - 1),
        }
    } else if let Some((least, most)) = value.split_once("..") {
        let least = if least.is_empty() { 0 } else { number(least)? };
        let most = if most.is_empty() { u32::MAX } else { number(most)? };
        (least, most)
    } else {
        (number(value)?, number(value)?)
    };
    Some(Tree::Length(least, most))
}
