//! Queries for date ranges, and for articles whose date only overlaps a range.

use serde_json::{Value, json};

use super::boolean::none;
use crate::engine::cluster::schema::names::{DAY_HI, DAY_LO, DAY_MILLIS, SEC_HI, SEC_LO};
use crate::query::tree::{Bound, DateRange};

/// Returns a query for the articles whose date is in a range. Undated articles are in none.
pub fn date(range: &DateRange) -> Value {
    ends(range, range.inexact)
}

/// Returns a query for the articles of which a range contains only a part of what their date may mean.
pub fn overlapping(range: &DateRange) -> Value {
    let (touched, inside) = (ends(range, true), ends(range, false));
    json!({"bool": {"filter": [touched], "must_not": [inside]}})
}

/// Returns a query for the dates that a range contains completely, or, if `inexact`, at least in part.
fn ends(range: &DateRange, inexact: bool) -> Value {
    if range.is_empty() {
        return none();
    }
    // The end of the date that has to be after the start of the range, and the one that has to be before its end.
    let (days, seconds) = match inexact {
        true => ((DAY_HI, DAY_LO), (SEC_HI, SEC_LO)),
        false => ((DAY_LO, DAY_HI), (SEC_LO, SEC_HI)),
    };
    let mut filters = Vec::new();
    match range.since {
        Some(Bound::Day(day)) => {
            filters.push(json!({"range": {days.0: {"gte": millis(day)}}}));
        }
        Some(Bound::Instant(second)) => {
            filters.push(json!({"range": {seconds.0: {"gte": second}}}));
        }
        None => {}
    }
    match range.until {
        Some(Bound::Day(day)) => {
            filters.push(json!({"range": {days.1: {"lte": millis(day)}}}));
        }
        Some(Bound::Instant(second)) => {
            filters.push(json!({"range": {seconds.1: {"lte": second}}}));
        }
        None => {}
    }
    match filters.is_empty() {
        true => json!({"exists": {"field": DAY_LO}}),
        false => json!({"bool": {"filter": filters}}),
    }
}

fn millis(day: i64) -> i64 {
    day.saturating_mul(DAY_MILLIS)
}
