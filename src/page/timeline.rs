//! Timelines as bars on a terminal, CSV and JSON. [`super::svg`] draws them.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::escape::{cell, terminal};
use super::flow::flow;
use super::json as shapes;
use super::style::{Role, Style};
use super::width::columns;
use crate::answers::timeline::{Series, Timeline};
use crate::searching::{articles, grouped, stories};

/// The values of a bucket in a series.
struct Row {
    label: String,
    count: u64,
    all: u64,
    occurrences: Option<u64>,
    words: Option<u64>,
}

impl Row {
    /// Returns the fraction of articles that match, or `None` for a bucket without articles.
    fn share(&self) -> Option<f64> {
        (self.all > 0).then(|| self.count as f64 / self.all as f64)
    }

    fn per_million(&self) -> Option<f64> {
        let (found, words) = (self.occurrences? as f64, self.words? as f64);
        (words > 0.0).then(|| found / words * 1e6)
    }
}

fn rows<'t>(timeline: &'t Timeline, series: &'t Series) -> impl Iterator<Item = Row> + 't {
    timeline.starts.iter().enumerate().map(move |(at, start)| Row {
        label: timeline.interval.label(*start),
        count: series.counts[at],
        all: timeline.all[at],
        occurrences: series.occurrences.as_ref().map(|counts| counts[at]),
        words: timeline.words.as_ref().map(|words| words[at]),
    })
}

/// Returns the name of a series: its query as read.
pub fn name(series: &Series) -> String {
    match series.query.tree.to_string() {
        read_as if read_as.is_empty() => "every article".into(),
        read_as => read_as,
    }
}

/// Writes one bar per bucket, as wide as the terminal allows. The bars of several queries are below one another.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(timeline: &Timeline, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let most = timeline.series.iter().flat_map(|series| &series.counts).max().copied().unwrap_or(0);
    let several = timeline.series.len() > 1;
    for (number, series) in timeline.series.iter().enumerate() {
        let letter = if several { format!("{} ", letter(number)) } else { String::new() };
        let title = flow(&terminal(&name(series), false), letter.len(), letter.len(), style);
        writeln!(out, "{letter}{}", style.paint(Role::Heading, &title))?;
    }
    if !timeline.starts.is_empty() {
        writeln!(out)?;
    }
    let buckets: Vec<Vec<Row>> =
        timeline.series.iter().map(|series| rows(timeline, series).collect()).collect();
    let width = |of: &dyn Fn(&Row) -> usize| buckets.iter().flatten().map(of).max().unwrap_or(0);
    let is_of_stories = timeline.series.iter().any(|series| series.stories.is_some());
    let counted = if is_of_stories { "stories" } else { "articles" };
    let period = timeline.interval.name();
    let label_width = width(&|row| columns(&row.label)).max(period.len());
    let count_width = width(&|row| row.count.to_string().len()).max(counted.len());
    let rate = |row: &Row| row.per_million().map_or(String::new(), |rate| format!("  {rate:.1}/M"));
    let rate_width = width(&|row| rate(row).len());
    // The label, letter, count, share, rate, and the spaces between them.
    let before = label_width + usize::from(several) * 2 + 2 + count_width + 9 + rate_width + 2;
    let room = style.width.saturating_sub(before).clamp(1, 100);
    if !timeline.starts.is_empty() {
        let mark = if several { "  " } else { "" };
        let head = format!("{period:<label_width$}  {mark}{counted:>count_width$}  {:>7}", "share");
        writeln!(out, "{}", style.paint(Role::Dim, &head))?;
    }
    for at in 0..timeline.starts.len() {
        for (number, rows) in buckets.iter().enumerate() {
            let row = &rows[at];
            let label = if number == 0 { row.label.as_str() } else { "" };
            let mark = if several { format!("{} ", letter(number)) } else { String::new() };
            let line = format!(
                "{label:<label_width$}  {mark}{:>count_width$}  {:>7}{:>rate_width$}",
                row.count,
                row.share().map_or("-".into(), |share| format!("{:.2}%", share * 100.0)),
                rate(row),
            );
            let bar = bar(row.count, most, room);
            writeln!(out, "{}", format!("{line}  {}", style.paint(Role::Mark, &bar)).trim_end())?;
        }
    }
    writeln!(out)?;
    for (number, series) in timeline.series.iter().enumerate() {
        let mark = if several { format!("{} ", letter(number)) } else { String::new() };
        let mut line = format!("{mark}{}", articles(series.total));
        line.extend(series.stories.map(|count| format!(" in {}", stories(count))));
        for (count, what) in
            [(series.undated, "undated"), (series.imprecise, "dated only to the month or year")]
        {
            match count {
                0 => {}
                1 if series.total == 1 => line.push_str(&format!(", {what}")),
                count if count == series.total => line.push_str(&format!(", all {what}")),
                count => line.push_str(&format!(", {} of them {what}", grouped(count))),
            }
        }
        if series.undated_excluded > 0 {
            let are = if series.undated_excluded == 1 { "is" } else { "are" };
            line.push_str(&format!("; {} more {are} undated", grouped(series.undated_excluded)));
        }
        let line = flow(&line, 0, mark.len(), style);
        writeln!(out, "{}", style.paint(Role::Dim, &line))?;
    }
    Ok(())
}

/// Returns the letter that identifies a series, or a number after the first 26.
fn letter(number: usize) -> String {
    match u8::try_from(number) {
        Ok(number @ 0..26) => char::from(b'a' + number).to_string(),
        _ => (number + 1).to_string(),
    }
}

/// Draws a bar to a precision of an eighth of a column.
fn bar(count: u64, most: u64, room: usize) -> String {
    if count == 0 || most == 0 {
        return String::new();
    }
    let eighths = (count as f64 / most as f64 * room as f64 * 8.0).round().max(1.0) as usize;
    let mut bar = "█".repeat(eighths / 8);
    bar.extend(
        [None, Some('▏'), Some('▎'), Some('▍'), Some('▌'), Some('▋'), Some('▊'), Some('▉')]
            [eighths % 8],
    );
    bar
}

/// Writes one row per query and bucket, and separate rows for articles without a bucket.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn csv(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = super::csv::writer(out);
    let mut head = vec!["query", "start", "count", "all", "share"];
    if timeline.words.is_some() {
        head.extend(["occurrences", "words", "per_million"]);
    }
    writer.write_record(&head).map_err(super::csv::cause)?;
    for series in &timeline.series {
        let name = cell(&name(series)).into_owned();
        for row in rows(timeline, series) {
            let mut cells = vec![
                name.clone(),
                row.label.clone(),
                row.count.to_string(),
                row.all.to_string(),
                row.share().map_or(String::new(), |share| format!("{share:.6}")),
            ];
            if let (Some(found), Some(words)) = (row.occurrences, row.words) {
                let rate = row.per_million().map_or(String::new(), |rate| format!("{rate:.3}"));
                cells.extend([found.to_string(), words.to_string(), rate]);
            }
            writer.write_record(&cells).map_err(super::csv::cause)?;
        }
        for (what, count) in [("imprecise", series.imprecise), ("undated", series.undated)] {
            let mut cells = vec![name.clone(), what.to_string(), count.to_string()];
            cells.resize(head.len(), String::new());
            writer.write_record(&cells).map_err(super::csv::cause)?;
        }
    }
    writer.flush()
}

/// The version of a timeline's JSON. Since version 2, `all` counts the articles that match the same filters, and the
/// share of a bucket without articles is null.
const VERSION: u32 = 2;

/// Returns one object: the buckets of one query, or a `series` list for several.
pub fn json(timeline: &Timeline) -> Value {
    let mut object = Map::new();
    object.insert("version".into(), VERSION.into());
    match timeline.series.as_slice() {
        [one] => {
            object.insert("query".into(), query(one));
            object.insert("interval".into(), timeline.interval.name().into());
            object.extend(members(timeline, one));
        }
        several => {
            object.insert("interval".into(), timeline.interval.name().into());
            let of = |series| {
                let mut object = Map::new();
                object.insert("query".into(), query(series));
                object.extend(members(timeline, series));
                Value::Object(object)
            };
            object.insert("series".into(), several.iter().map(of).collect());
        }
    }
    object.insert("took_ms".into(), json!((timeline.took_ms * 1e3).round() / 1e3));
    Value::Object(object)
}

fn query(series: &Series) -> Value {
    shapes::query(&series.query, &series.when, &series.notices)
}

fn members(timeline: &Timeline, series: &Series) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("total".into(), series.total.into());
    if let Some(stories) = series.stories {
        object.insert("stories".into(), stories.into());
    }
    object.insert("undated".into(), series.undated.into());
    object.insert("imprecise".into(), series.imprecise.into());
    object.insert("undated_excluded".into(), series.undated_excluded.into());
    object.insert("buckets".into(), rows(timeline, series).map(|row| bucket(&row)).collect());
    object
}

fn bucket(row: &Row) -> Value {
    let share = row.share().map(|share| (share * 1e6).round() / 1e6);
    let mut bucket =
        json!({"start": row.label, "count": row.count, "all": row.all, "share": share});
    if let (Some(found), Some(words)) = (row.occurrences, row.words) {
        bucket["occurrences"] = found.into();
        bucket["words"] = words.into();
        bucket["per_million"] = json!(row.per_million().map(|rate| (rate * 1e3).round() / 1e3));
    }
    bucket
}

/// Writes one line with an object per query and bucket.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn jsonl(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    for series in &timeline.series {
        for row in rows(timeline, series) {
            let mut line = Map::new();
            line.insert("query".into(), name(series).into());
            if let Value::Object(bucket) = bucket(&row) {
                line.extend(bucket);
            }
            writeln!(out, "{}", Value::Object(line))?;
        }
    }
    Ok(())
}
