//! A tree as text: the reading shown to users (`read_as`), which parses to the same tree.

use std::fmt;

use super::tree::{Bound, DateRange, Text, Tree, Zone};
use crate::article::day_from_number;

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::All => Ok(()),
            Tree::Nothing => f.write_str("\"\""),
            Tree::Text(text) => write!(f, "{text}"),
            Tree::Not(tree) => {
                f.write_str("NOT ")?;
                nested(tree, f)
            }
            Tree::And(trees) => joined(trees, " AND ", f),
            Tree::Or(trees) => joined(trees, " OR ", f),
            Tree::Filter(filter) => {
                write!(f, "{}:", filter.field.name())?;
                match filter.value.contains(|c: char| !c.is_alphanumeric()) {
                    true => write!(f, "\"{}\"", filter.value),
                    false => f.write_str(&filter.value),
                }
            }
            Tree::Date(range) => write!(f, "date:{range}"),
            Tree::Undated => f.write_str("date:none"),
        }
    }
}

fn joined(trees: &[Tree], word: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, tree) in trees.iter().enumerate() {
        if number > 0 {
            f.write_str(word)?;
        }
        nested(tree, f)?;
    }
    Ok(())
}

fn nested(tree: &Tree, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match tree {
        Tree::And(_) | Tree::Or(_) => write!(f, "({tree})"),
        _ => write!(f, "{tree}"),
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.zone {
            Zone::Any => "",
            Zone::Title => "title:",
            Zone::Body => "body:",
        })?;
        let operator = matches!(self.text.as_str(), "AND" | "OR" | "NOT");
        match self.quoted || operator {
            true => write!(f, "\"{}\"", self.text),
            false => f.write_str(&self.text),
        }
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.since, self.until) {
            (Some(a), Some(b)) if a == b => write!(f, "{a}"),
            (since, until) => {
                since.map_or(Ok(()), |bound| write!(f, "{bound}"))?;
                f.write_str("..")?;
                until.map_or(Ok(()), |bound| write!(f, "{bound}"))
            }
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Day(day) => match day_from_number(*day) {
                Some(day) => write!(f, "{}", day.format("%Y-%m-%d")),
                None => write!(f, "{day}"),
            },
            Bound::Instant(second) => match chrono::DateTime::from_timestamp(*second, 0) {
                Some(instant) => write!(f, "{}", instant.format("%Y-%m-%dT%H:%M:%SZ")),
                None => write!(f, "{second}"),
            },
        }
    }
}
