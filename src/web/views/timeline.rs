//! The timeline above the results: bars in percent of the picture's size, so that it fits any width.

use chrono::{Datelike, NaiveDate};

use super::address::Address;
use super::{articles, number};
use crate::answers::timeline::{self, Interval, Length, ShareOf};
use crate::error::Result;
use crate::query::tree::{Bound, DateRange};
use crate::searching::{Index, Question};

/// The largest number of bars. Longer axes have several buckets per bar.
const BARS: usize = 200;

/// The largest number of dates below the bars.
const TICKS: usize = 8;

/// The height of the largest bar, in percent. Its number is written above it.
const LARGEST: f64 = 86.0;

/// A bar.
pub struct Bar {
    /// Its left edge and its width, in percent.
    pub x: String,
    /// See `x`.
    pub width: String,
    /// Its upper edge and its height, in percent.
    pub y: String,
    /// See `y`.
    pub height: String,
    /// Whether it is in the chosen range.
    pub is_chosen: bool,
    /// Its description: `June 1987: 90 articles`.
    pub label: String,
    /// Its first and its last day.
    pub since: String,
    /// See `since`.
    pub until: String,
    /// The page with its dates.
    pub link: String,
}

/// A date below the bars.
pub struct Tick {
    /// Its place, in percent.
    pub x: String,
    /// Whether it is so far to the right that its text has to end at its place.
    pub is_last: bool,
    /// Its text.
    pub text: String,
}

/// The timeline of a page.
pub struct Timeline {
    /// The bars.
    pub bars: Vec<Bar>,
    /// The dates below them.
    pub ticks: Vec<Tick>,
    /// The number of articles of the largest bar, and its upper edge, in percent.
    pub most: (String, String),
    /// The left edge and the width of the chosen range, in percent.
    pub chosen: Option<(String, String)>,
    /// What it shows, for those who do not see it.
    pub label: String,
    /// The page that shows only the chosen range, in finer steps, or all dates again.
    pub zoom: Option<(String, &'static str)>,
    /// The number of articles that no bar counts, because they have no date or only a month or a year. Empty if it is
    /// zero.
    pub without_day: String,
    /// The length of time that a bar covers: `month`, `11 years`.
    pub interval: String,
}

impl Timeline {
    /// Counts the articles of a question over time: over all dates, or over the chosen ones if the page asks for that.
    /// Returns `None` if no article has a day.
    pub fn of(
        index: &Index,
        question: &Question,
        address: &Address,
        when: &DateRange,
    ) -> Result<Option<Timeline>> {
        let asked = match address.zoomed {
            true => question.clone(),
            false => question.clone().of_all_dates(),
        };
        let Some(counted) = count(index, asked, address)? else { return Ok(None) };
        let Some(series) = counted.series.first() else { return Ok(None) };
        let interval = counted.interval;
        let per_bar = counted.starts.len().div_ceil(BARS);
        let mut sums = Vec::new();
        for (starts, counts) in counted.starts.chunks(per_bar).zip(series.counts.chunks(per_bar)) {
            // A chunk has at least one bucket.
            let (first, last) = (starts[0], starts[starts.len() - 1]);
            sums.push((first, interval.end(last), counts.iter().sum::<u64>()));
        }
        let most = sums.iter().map(|(_, _, count)| *count).max().unwrap_or(0).max(1);
        let slot = 100.0 / sums.len() as f64;
        let range = days(when);
        let is_chosen = |first: NaiveDate, last: NaiveDate| {
            range.0.is_none_or(|since| since <= last) && range.1.is_none_or(|until| until >= first)
        };
        let bars: Vec<Bar> = sums
            .iter()
            .enumerate()
            .map(|(at, (first, last, count))| {
                let height = match count {
                    0 => 0.0,
                    count => (*count as f64 / most as f64 * LARGEST).max(1.5),
                };
                let (since, until) =
                    (first.format("%Y-%m-%d").to_string(), last.format("%Y-%m-%d").to_string());
                let narrowed = address.with_dates(&since, &until);
                let link = Address { zoomed: address.zoomed, ..narrowed }.page();
                Bar {
                    x: percent(at as f64 * slot + slot * 0.06),
                    width: percent(slot * 0.88),
                    y: percent(100.0 - height),
                    height: percent(height),
                    is_chosen: is_chosen(*first, *last),
                    label: format!("{}: {}", name(*first, *last), articles(*count)),
                    since,
                    until,
                    link,
                }
            })
            .collect();
        let first = bars.iter().position(|bar| bar.is_chosen);
        let last = bars.iter().rposition(|bar| bar.is_chosen);
        let chosen = match (first, last) {
            (Some(first), Some(last)) if !when.is_open() => {
                Some((percent(first as f64 * slot), percent((last + 1 - first) as f64 * slot)))
            }
            _ => None,
        };
        let zoom = match (address.zoomed, when.is_open()) {
            (true, _) => {
                let whole = Address { zoomed: false, ..address.clone() };
                Some((whole.page(), "all dates"))
            }
            (false, false) if interval != Interval::Day => {
                let closer = Address { zoomed: true, offset: 0, ..address.clone() };
                Some((closer.page(), "only this range, closer"))
            }
            _ => None,
        };
        let length = match per_bar {
            1 => interval.name().to_string(),
            several => format!("{several} {}s", interval.name()),
        };
        let with_day = series.counts.iter().sum();
        let without_day = match series.total.saturating_sub(with_day) {
            0 => String::new(),
            count => number(count),
        };
        let label = format!(
            "Articles per {length}, {}; {} with a day",
            name(sums[0].0, sums[sums.len() - 1].1),
            number(with_day),
        );
        let ticks = ticks(&sums, interval, slot);
        let most = (number(most), percent(100.0 - LARGEST));
        Ok(Some(Timeline { bars, ticks, most, chosen, label, zoom, without_day, interval: length }))
    }
}

/// Counts a question on the axis of the same question without filters, so that choosing a value does not leave one wide
/// bar. If that has only one bucket, too, the axis is that of the whole archive. Returns `None` if no article has a
/// day.
fn count(index: &Index, asked: Question, address: &Address) -> Result<Option<timeline::Timeline>> {
    let on_axis = |around: Option<Question>| {
        let questions: Vec<Question> = std::iter::once(asked.clone()).chain(around).collect();
        let length = Length::AtLeast(Interval::Day);
        timeline::timeline(index, &questions, length, false, ShareOf::Asked)
    };
    let unfiltered = || Question {
        sources: Vec::new(),
        langs: Vec::new(),
        only: Vec::new(),
        without: Vec::new(),
        ..asked.clone()
    };
    let mut counted = on_axis(address.is_filtered().then(unfiltered))?;
    if counted.starts.len() == 1 && !address.zoomed {
        let all = Question::of(String::new(), asked.now);
        counted = on_axis(Some(all))?;
    }
    let has_days =
        counted.series.first().is_some_and(|series| series.counts.iter().any(|n| *n > 0));
    Ok(has_days.then_some(counted))
}

/// The first and the last day of a range.
fn days(when: &DateRange) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let day = |bound: Bound| match bound {
        Bound::Day(day) => crate::article::day_from_number(day),
        Bound::Instant(second) => crate::article::day_from_number(second.div_euclid(86_400)),
    };
    (when.since.and_then(day), when.until.and_then(day))
}

fn percent(value: f64) -> String {
    format!("{value:.3}%")
}

/// Names a stretch of days as people write it: `1987`, `June 1987`, `12 June 1987`, `8–14 June 1987`.
pub fn name(first: NaiveDate, last: NaiveDate) -> String {
    let month_end = crate::article::month_end(last);
    let same_year = first.year() == last.year();
    let same_month = same_year && first.month() == last.month();
    if first == last {
        return first.format("%-d %B %Y").to_string();
    }
    if first.day() == 1 && last == month_end {
        return match (same_month, same_year) {
            (true, _) => first.format("%B %Y").to_string(),
            (_, true) if first.month() == 1 && last.month() == 12 => first.format("%Y").to_string(),
            (_, true) => format!("{} to {}", first.format("%B"), last.format("%B %Y")),
            _ if first.month() == 1 && last.month() == 12 => {
                format!("{} to {}", first.year(), last.year())
            }
            _ => format!("{} to {}", first.format("%B %Y"), last.format("%B %Y")),
        };
    }
    match (same_month, same_year) {
        (true, _) => format!("{}–{}", first.day(), last.format("%-d %B %Y")),
        (_, true) => format!("{} to {}", first.format("%-d %B"), last.format("%-d %B %Y")),
        _ => format!("{} to {}", first.format("%-d %B %Y"), last.format("%-d %B %Y")),
    }
}

/// Chooses dates to write below the bars: where a month or a year begins, and no more than fit.
fn ticks(sums: &[(NaiveDate, NaiveDate, u64)], interval: Interval, slot: f64) -> Vec<Tick> {
    let by_month = matches!(interval, Interval::Day | Interval::Week);
    let begins = |at: usize| {
        let (first, last, _) = sums[at];
        let Some((before, _, _)) = at.checked_sub(1).map(|at| sums[at]) else { return true };
        match by_month {
            true => {
                (last.year(), last.month()) != {
                    let before = sums[at - 1].1;
                    (before.year(), before.month())
                }
            }
            false => first.year() != before.year(),
        }
    };
    let mut places: Vec<usize> = (0..sums.len()).filter(|at| begins(*at)).collect();
    let few = places.len() < 3;
    if few {
        places = (0..sums.len()).collect();
    }
    let step = places.len().div_ceil(TICKS);
    let mut year = None;
    let chosen = places.into_iter().step_by(step.max(1)).map(|at| {
        let day = if by_month && !few && at > 0 { sums[at].1 } else { sums[at].0 };
        let is_new_year = year != Some(day.year());
        year = Some(day.year());
        let text = match (by_month, few) {
            (true, true) if is_new_year => day.format("%-d %b %Y"),
            (true, true) => day.format("%-d %b"),
            (true, false) if is_new_year => day.format("%b %Y"),
            (true, false) => day.format("%b"),
            (false, true) if interval != Interval::Year => day.format("%b %Y"),
            (false, _) => day.format("%Y"),
        };
        let place = at as f64 * slot;
        Tick { x: percent(place), is_last: place > 92.0, text: text.to_string() }
    });
    chosen.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_have_the_names_that_people_use() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (first, last, expected) in [
            ("1987-06-12", "1987-06-12", "12 June 1987"),
            ("1987-06-08", "1987-06-14", "8–14 June 1987"),
            ("1987-06-29", "1987-07-05", "29 June to 5 July 1987"),
            ("1987-12-28", "1988-01-03", "28 December 1987 to 3 January 1988"),
            ("1987-06-01", "1987-06-30", "June 1987"),
            ("1987-04-01", "1987-06-30", "April to June 1987"),
            ("1987-01-01", "1987-12-31", "1987"),
            ("1980-01-01", "1989-12-31", "1980 to 1989"),
        ] {
            assert_eq!(name(day(first), day(last)), expected);
        }
    }
}
