//! The contents of an index, for people.

use super::escape::terminal;
use super::flow::flow;
use super::line;
use super::style::{Role, Style};
use crate::answers::info::{Cause, Holdings, Undated};
use crate::indexing::is_of_values;
use crate::searching::{articles, files, grouped};

/// Returns the version of the program, and the versions and formats that determine how an index is read.
pub fn version(program: &str, style: Style) -> String {
    let formats: Vec<&str> = crate::archive::format_names().collect();
    let formats = format!("text formats {}", formats.join(", "));
    format!(
        "dateline {program}\nschema version {}\nanalysis version {}\n{}",
        crate::schema::schema().version,
        crate::analysis::VERSION,
        flow(&formats, 0, 2, style)
    )
}

/// The maximum number of values listed per facet. The rest are only counted.
const LISTED: usize = 12;

/// Formats a description of an index.
pub fn holdings(holdings: &Holdings, style: Style) -> String {
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        let name = style.paint(Role::Dim, &format!("{name:<10}"));
        let value = flow(&terminal(value, false), 11, 11, style);
        line(&mut out, format_args!("{name} {value}"));
    };
    row("index", &holdings.folder.display().to_string());
    let mut held = articles(holdings.articles);
    for (count, what) in
        [(holdings.undated, "undated"), (holdings.imprecise, "dated only to the month or year")]
    {
        if count > 0 {
            held.push_str(&format!(", {} {what}", grouped(count)));
        }
    }
    row("articles", &held);
    for Undated { cause, articles: count, example } in &holdings.undated_causes {
        let name = example.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
        let date = example.date.as_deref().unwrap_or_default();
        let told = match cause {
            Cause::Unstated => {
                format!("{} without a date, such as {}{name}", grouped(*count), example.path)
            }
            Cause::Unread => format!(
                "{} with an unreadable date, such as {}{name}: {date}",
                grouped(*count),
                example.path
            ),
        };
        row("undated", &told);
    }
    if let Some((first, last)) = &holdings.days {
        let coarse = match holdings.imprecise {
            0 => "",
            _ => ", without articles dated only to the month or year",
        };
        row("days", &format!("{first} to {last}{coarse}"));
    }
    for facet in &holdings.facets {
        let listed: Vec<String> = facet
            .values
            .iter()
            .take(LISTED)
            .map(|(value, count)| format!("{value} {}", grouped(*count)))
            .collect();
        let more = facet.values.len().saturating_sub(LISTED);
        let mut more =
            if more > 0 { format!(", and {} more", grouped(more as u64)) } else { String::new() };
        if facet.without > 0 {
            more.push_str(&format!(", none {}", grouped(facet.without)));
        }
        if !listed.is_empty() {
            row(&format!("{}s", facet.kind.name()), &format!("{}{more}", listed.join(", ")));
        }
    }
    row(
        "files",
        &format!(
            "{} seen, {} skipped",
            grouped(holdings.files.0 as u64),
            grouped(holdings.files.1)
        ),
    );
    for root in &holdings.roots {
        let held = match is_of_values(&root.path) {
            true => articles(root.files as u64),
            false => files(root.files as u64),
        };
        row("root", &format!("{} ({held})", root.path));
        if !root.options.is_empty() {
            row("", &format!("read with {}", root.options.join(", ")));
        }
    }
    let (index, text) = (super::size(holdings.index_bytes), super::size(holdings.text_bytes));
    let mut size = format!("{index} for {text} of text");
    // A small index consists mostly of its fixed part, so a ratio would be misleading.
    if holdings.text_bytes >= 1_000_000 {
        let ratio = holdings.index_bytes as f64 / holdings.text_bytes as f64;
        size.push_str(&format!(", {ratio:.2} of it"));
    }
    row("size", &size);
    row(
        "versions",
        &format!(
            "schema {}, analysis {}, written by dateline {}",
            holdings.schema, holdings.analysis, holdings.written_by
        ),
    );
    out
}
