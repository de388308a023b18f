//! A search of the page as a command of dateline, which can be pasted into a terminal.

use super::address::Address;

impl Address {
    /// The same search as a command of dateline: `dateline search 'salt tax' --since 1987-06`.
    pub fn command(&self, command: &str) -> String {
        let mut parts = vec!["dateline".to_string(), command.to_string()];
        if !self.query.is_empty() {
            if self.query.starts_with('-') {
                parts.push("--".into());
            }
            parts.push(quoted(&self.query));
        }
        let flags = self.pairs().into_iter().filter(|(name, _)| *name != "q");
        let mut further: Vec<String> = Vec::new();
        for (name, value) in flags {
            match name {
                name @ ("inexact" | "lenient") => further.push(format!("--{name}")),
                name => further.push(format!("--{name} {}", quoted(&value))),
            }
        }
        if !self.sort.is_empty() && command == "search" {
            further.push(format!("--sort {}", self.sort));
        }
        if self.unique && command == "search" {
            further.push("--unique".into());
        }
        if self.names && command == "search" {
            further.push("--facets name".into());
        }
        // Flags stand before a query that begins with a hyphen.
        if self.query.starts_with('-') {
            parts.splice(2..2, further);
        } else {
            parts.extend(further);
        }
        parts.join(" ")
    }
}

/// Quotes an argument for a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_string(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
