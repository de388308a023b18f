//! A page as a command of dateline, which can be pasted into a terminal.

use super::address::Address;

impl Address {
    /// The same results as a command: `dateline search 'salt tax' --since 1987-06`.
    pub fn command(&self) -> String {
        let mut further = Vec::new();
        if !self.sort.is_empty() {
            further.push(format!("--sort {}", self.sort));
        }
        if self.unique {
            further.push("--unique".into());
        }
        if self.names {
            further.push("--facets name".into());
        }
        self.line("search", further)
    }

    /// The same concordance as a command, in an order of lines unless that is the usual one.
    pub fn concordance_command(&self, sort: &str) -> String {
        let sort = (!sort.is_empty()).then(|| format!("--sort {}", quoted(sort)));
        self.line("kwic", sort.into_iter().collect())
    }

    /// The same comparison as a command.
    pub fn comparison_command(&self, queries: &[String], interval: &str) -> String {
        let mut parts: Vec<String> =
            queries.iter().map(|query| format!("-e {}", quoted(query))).collect();
        parts.extend(self.flags());
        parts.push(format!("--interval {interval}"));
        format!("dateline timeline {}", parts.join(" "))
    }

    fn line(&self, command: &str, further: Vec<String>) -> String {
        let mut flags = self.flags();
        flags.extend(further);
        if self.offset > 0 {
            flags.push(format!("--offset {}", self.offset));
        }
        let mut parts = vec!["dateline".to_string(), command.to_string()];
        let query = (!self.query.is_empty()).then(|| quoted(&self.query));
        // Flags stand before a query that begins with a hyphen.
        if self.query.starts_with('-') {
            parts.extend(flags);
            parts.push("--".into());
            parts.extend(query);
        } else {
            parts.extend(query);
            parts.extend(flags);
        }
        parts.join(" ")
    }

    /// The flags of the question.
    fn flags(&self) -> Vec<String> {
        let pairs = self.pairs().into_iter().filter(|(name, _)| *name != "q");
        let flag = |(name, value): (&str, String)| match name {
            name @ ("inexact" | "lenient") => format!("--{name}"),
            name => format!("--{name} {}", quoted(&value)),
        };
        pairs.map(flag).collect()
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
