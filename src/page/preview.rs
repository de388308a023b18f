//! A preview of a folder, for people and as JSON.

use super::escape::terminal;
use super::flow::flow;
use super::line;
use super::report::{formats, grouped, skipped};
use super::style::{Role, Style};
use crate::indexing::Preview;

/// Formats the result of `index --preview`.
pub fn preview(found: &Preview, style: Style) -> String {
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        let name = style.paint(Role::Dim, &format!("{name:<9}"));
        let value = flow(&terminal(value, false), 10, 10, style);
        line(&mut out, format_args!("{name} {value}"));
    };
    let sampled = found.read < found.files;
    let files = grouped(found.files);
    let read = match sampled {
        true => format!("{files} seen; a sample of {} of them was read", grouped(found.read)),
        false => format!("{files} seen, all read"),
    };
    let partly = match (&found.partial_example, found.partial) {
        (Some(example), 1) => format!("; only a part of {example}"),
        (Some(example), partial) => {
            format!("; only a part of {} of them, such as {example}", grouped(partial))
        }
        (None, _) => String::new(),
    };
    row("files", &format!("{read}{partly}"));
    row(
        "articles",
        &match found.estimate == found.articles {
            true => grouped(found.articles),
            false => format!(
                "{} in what was read, about {} in all (an estimate)",
                grouped(found.articles),
                grouped(found.estimate)
            ),
        },
    );
    for line in formats(&found.formats) {
        row("formats", &line);
    }
    for skip in found.skipped.iter().take(5) {
        row("skipped", &skipped(skip));
    }
    if let Some((first, last)) = &found.dates {
        row("dates", &format!("{first} to {last}"));
    }
    row("undated", &format!("{} of {}", grouped(found.undated), grouped(found.articles)));
    let sources: Vec<String> =
        found.sources.iter().map(|(name, count)| format!("{name} {}", grouped(*count))).collect();
    if !sources.is_empty() {
        row("sources", &sources.join(", "));
    }
    for title in &found.titles {
        row("title", title);
    }
    out
}

/// Returns the preview as JSON.
pub fn json(found: &Preview) -> String {
    // Numbers, strings, and maps with strings as keys always have a JSON form.
    serde_json::to_string(found).expect("a JSON form")
}
