//! What an index holds, for people.

use super::escape::terminal;
use super::line;
use super::style::{Role, Style};
use crate::answers::info::{Cause, Holdings, Undated};
use crate::searching::articles;

/// Returns the version of the program with everything that decides how an index is read.
pub fn version(program: &str) -> String {
    let formats: Vec<&str> = crate::archive::format_names().collect();
    format!(
        "dateline {program}\nschema version {}\nanalysis version {}\ntext formats {}",
        crate::schema::schema().version,
        crate::analysis::VERSION,
        formats.join(", ")
    )
}

/// Values of a facet that are listed before the rest is only counted.
const LISTED: usize = 12;

/// A page about an index.
pub fn holdings(holdings: &Holdings, style: Style) -> String {
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        let name = style.paint(Role::Dim, &format!("{name:<10}"));
        line(&mut out, format_args!("{name} {}", terminal(value, false)));
    };
    row("index", &holdings.folder.display().to_string());
    let mut held = articles(holdings.articles);
    for (count, what) in
        [(holdings.undated, "undated"), (holdings.imprecise, "dated only to the month or year")]
    {
        if count > 0 {
            held.push_str(&format!(", {count} {what}"));
        }
    }
    row("articles", &held);
    for Undated { cause, articles: count, example } in &holdings.undated_causes {
        let name = example.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
        let date = example.date.as_deref().unwrap_or_default();
        let told = match cause {
            Cause::Unstated => format!("{count} state no date, such as {}{name}", example.path),
            Cause::Unread => format!(
                "{count} state a date that is not understood, such as {}{name}: {date}",
                example.path
            ),
        };
        row("undated", &told);
    }
    if let Some((first, last)) = &holdings.days {
        row("days", &format!("{first} to {last}"));
    }
    for facet in &holdings.facets {
        let listed: Vec<String> = facet
            .values
            .iter()
            .take(LISTED)
            .map(|(value, count)| format!("{value} {count}"))
            .collect();
        let more = facet.values.len().saturating_sub(LISTED);
        let mut more = if more > 0 { format!(", and {more} more") } else { String::new() };
        if facet.without > 0 {
            more.push_str(&format!(", none {}", facet.without));
        }
        if !listed.is_empty() {
            row(&format!("{}s", facet.kind.name()), &format!("{}{more}", listed.join(", ")));
        }
    }
    row("files", &format!("{} seen, {} skipped", holdings.files.0, holdings.files.1));
    for root in &holdings.roots {
        row("root", &format!("{} ({} files)", root.path, root.files));
        if !root.options.is_empty() {
            row("", &format!("read with {}", root.options.join(", ")));
        }
    }
    let share = holdings.index_bytes as f64 / holdings.text_bytes.max(1) as f64;
    row(
        "size",
        &format!(
            "{}, {share:.2} of {} of text",
            super::size(holdings.index_bytes),
            super::size(holdings.text_bytes)
        ),
    );
    row(
        "versions",
        &format!(
            "schema {}, analysis {}, written by dateline {}",
            holdings.schema, holdings.analysis, holdings.written_by
        ),
    );
    out
}
