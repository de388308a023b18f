//! Cross tables as aligned text with a curve per row, CSV and JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::escape::{cell, terminal};
use super::flow::flow;
use super::json as shapes;
use super::style::{Role, Style};
use super::width::{columns, of_char};
use crate::answers::crosstable::{CrossTable, Row};
use crate::searching::grouped;

/// The name of the row for articles without a value, as in queries.
pub const NONE: &str = "none";

/// The maximum width of a value in text, in columns.
const WIDEST: usize = 40;

/// Returns the name of a row.
pub fn name(row: &Row) -> &str {
    row.value.as_deref().unwrap_or(NONE)
}

/// Writes one line per value: its articles, its share of all, and a curve over the periods if it fits.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(table: &CrossTable, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let name = |row: &Row| terminal(name(row), false).into_owned();
    let names = table.rows.iter().map(|row| columns(&name(row))).max();
    let width = names.unwrap_or(0).clamp(table.field.name().len(), WIDEST);
    let count = |row: &Row| row.total.to_string().len();
    let count_width = table.rows.iter().map(count).max().unwrap_or(0).max("total".len());
    // The name, count, share, and the spaces between them.
    let room = style.width.saturating_sub(width + count_width + 13);
    let curve = !table.starts.is_empty() && table.starts.len() <= room;
    let head = format!("{:<width$}  {:>count_width$}  {:>7}", table.field.name(), "total", "share");
    let (first, last) = (table.starts.first(), table.starts.last());
    let head = match (first, last) {
        (Some(first), Some(last)) if curve => {
            let label = |start: &chrono::NaiveDate| table.interval.label(*start);
            let range = format!("{head}  {} to {}", label(first), label(last));
            let whole = format!("{range} by {}", table.interval.name());
            let fits = |head: &String| !style.terminal || columns(head) <= style.width;
            [whole, range].into_iter().find(fits).unwrap_or(head)
        }
        _ => head,
    };
    writeln!(out, "{}", style.paint(Role::Dim, &head))?;
    let whole = table.stories.unwrap_or(table.total);
    for row in &table.rows {
        let name = clipped(&name(row), width);
        let share = row.total as f64 / whole.max(1) as f64 * 100.0;
        let line = format!("{name}  {:>count_width$}  {share:>6.2}%", row.total);
        let curve = if curve { sparks(&row.counts) } else { String::new() };
        writeln!(out, "{}", format!("{line}  {}", style.paint(Role::Mark, &curve)).trim_end())?;
    }
    writeln!(out)?;
    let mut foot = crate::searching::articles(table.total);
    if let Some(count) = table.stories {
        foot.push_str(&format!(" in {}", crate::searching::stories(count)));
    }
    match (table.undated, table.imprecise) {
        (0, 0) => {}
        (undated, 0) => {
            foot.push_str(&format!(", {} of them undated and in no period", grouped(undated)));
        }
        (0, imprecise) => foot.push_str(&format!(
            ", {} of them dated only to the month or year and in no period",
            grouped(imprecise)
        )),
        (undated, imprecise) => foot.push_str(&format!(
            ", {} of them in no period: {} undated, {} dated only to the month or year",
            grouped(undated + imprecise),
            grouped(undated),
            grouped(imprecise)
        )),
    }
    writeln!(out, "{}", style.paint(Role::Dim, &flow(&foot, 0, 2, style)))?;
    if !curve && !table.starts.is_empty() {
        let text =
            "the periods are in --output csv and json; a wider terminal shows them as a curve";
        writeln!(out, "{}", style.paint(Role::Dim, &flow(text, 0, 2, style)))?;
    }
    Ok(())
}

/// Returns how many articles are in no period, or `None` if every article is in one.
pub fn outside_periods(undated: u64, imprecise: u64) -> Option<String> {
    let rest = [(undated, "undated"), (imprecise, "dated only to the month or year")];
    let rest = rest.iter().filter(|(count, _)| *count > 0);
    let rest: Vec<String> =
        rest.map(|(count, what)| format!("{} {what}", grouped(*count))).collect();
    (!rest.is_empty()).then(|| format!("in no period: {}", rest.join(", ")))
}

/// Fits a text into `width` columns: pads it, or cuts it with an ellipsis.
fn clipped(text: &str, width: usize) -> String {
    let mut shown = String::new();
    let mut used = 0;
    let fits = columns(text) <= width;
    for c in text.chars() {
        let wide = of_char(c);
        if !fits && used + wide > width.saturating_sub(1) {
            shown.push('…');
            used += 1;
            break;
        }
        shown.push(c);
        used += wide;
    }
    shown.push_str(&" ".repeat(width.saturating_sub(used)));
    shown
}

/// Draws one block per period, as high as its count. A count of zero is a space.
fn sparks(counts: &[u64]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().max().copied().unwrap_or(0).max(1);
    let block = |count: &u64| match *count {
        0 => ' ',
        count => BLOCKS[((count * 8).div_ceil(most) as usize).clamp(1, 8) - 1],
    };
    counts.iter().map(block).collect()
}

/// Writes one row per value, with a column per period.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn csv(table: &CrossTable, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = super::csv::writer(out);
    let mut write = |cells: Vec<String>| writer.write_record(cells).map_err(super::csv::cause);
    let mut head = vec![table.field.name().to_string(), "total".into()];
    head.extend(labels(table));
    head.extend(["imprecise".into(), "undated".into()]);
    write(head)?;
    for row in &table.rows {
        let mut cells = vec![cell(name(row)).into_owned(), row.total.to_string()];
        cells.extend(row.counts.iter().map(u64::to_string));
        cells.extend([row.imprecise.to_string(), row.undated.to_string()]);
        write(cells)?;
    }
    writer.flush()
}

fn labels(table: &CrossTable) -> impl Iterator<Item = String> {
    table.starts.iter().map(|start| table.interval.label(*start))
}

/// Returns one object with a list of rows.
pub fn json(table: &CrossTable) -> Value {
    let labels: Vec<String> = labels(table).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let rows: Vec<Value> = table.rows.iter().map(|each| row(each, &labels)).collect();
    let mut object = json!({
        "version": shapes::VERSION,
        "query": shapes::query(&table.query, &table.when, &table.notices),
        "by": table.field.name(),
        "interval": table.interval.name(),
        "total": table.total,
        "rows": rows,
    });
    if let Some(stories) = table.stories {
        object["stories"] = stories.into();
    }
    object
}

/// Writes one line with an object per value.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn jsonl(table: &CrossTable, out: &mut dyn Write) -> io::Result<()> {
    let labels: Vec<String> = labels(table).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    table.rows.iter().try_for_each(|each| writeln!(out, "{}", row(each, &labels)))
}

/// Returns a row as an object.
pub fn row(row: &Row, labels: &[&str]) -> Value {
    let mut object = Map::new();
    object.insert("value".into(), row.value.clone().into());
    object.insert("total".into(), row.total.into());
    object.insert("undated".into(), row.undated.into());
    object.insert("imprecise".into(), row.imprecise.into());
    if !labels.is_empty() {
        object.insert("buckets".into(), buckets(labels, &row.counts));
    }
    Value::Object(object)
}

/// Returns the counts of some periods as a list of objects.
pub fn buckets(labels: &[&str], counts: &[u64]) -> Value {
    let bucket = |(start, count): (&&str, &u64)| json!({"start": start, "count": count});
    labels.iter().zip(counts).map(bucket).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_padded_or_cut() {
        assert_eq!(clipped("AP", 4), "AP  ");
        assert_eq!(clipped("Reuters", 4), "Reu…");
        assert_eq!(clipped("新华社新闻", 6), "新华… ");
    }

    #[test]
    fn a_curve_is_as_high_as_the_counts() {
        assert_eq!(sparks(&[0, 1, 4, 8]), " ▁▄█");
        assert_eq!(sparks(&[0, 0]), "  ");
        assert_eq!(sparks(&[u64::from(u32::MAX), 1]), "█▁");
    }
}
