//! Facets as text for people.

use std::io::{self, Write};

use super::escape::terminal;
use super::style::{Role, Style};
use super::width::columns;
use crate::engine::Facet;
use crate::searching::grouped;

/// The maximum width of the column of values.
const WIDEST: usize = 40;

/// Returns the width of the column for these values.
pub fn column<'v>(values: impl Iterator<Item = &'v str>) -> usize {
    values.map(|value| columns(&terminal(value, false))).max().unwrap_or(0).min(WIDEST)
}

/// Returns a value as it is shown, with spaces up to the width of its column.
pub fn padded(value: &str, column: usize) -> String {
    let value = terminal(value, false);
    let pad = " ".repeat(column.saturating_sub(columns(&value)));
    format!("{value}{pad}")
}

/// Writes facets, one value per line.
pub fn text(facets: &[Facet], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for facet in facets {
        let widest = column(facet.values.iter().map(|(value, _)| value.as_str()));
        writeln!(out, "{}", style.paint(Role::Heading, facet.kind.name()))?;
        for (value, count) in &facet.values {
            writeln!(out, "  {}  {:>8}", padded(value, widest), grouped(*count))?;
        }
        if facet.beyond > 0 {
            let values = if facet.beyond == 1 { "value" } else { "values" };
            let more = format!("  and {} more {values}", grouped(facet.beyond as u64));
            writeln!(out, "{}", style.paint(Role::Dim, &more))?;
        }
        let rest = [("none", facet.without), ("coarser", facet.coarser)];
        for (what, count) in rest.iter().filter(|(_, count)| *count > 0) {
            let what = style
                .paint(Role::Dim, &format!("{what:<widest$}", widest = widest.max(what.len())));
            writeln!(out, "  {what}  {:>8}", grouped(*count))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
