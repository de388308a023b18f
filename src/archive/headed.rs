//! Plain text with headers: `Key: value` lines followed by a blank line, or front matter in YAML or TOML between lines
//! of hyphens or plus signs, as in Markdown. Mail has its own format.

use std::io::BufRead;

use serde_json::Value;

use super::{Format, RawArticle, Reading, Sink, bounded, table};
use crate::error::harmless;

pub struct Headed;

/// The maximum number of header lines.
const MOST: usize = 200;
/// Header names, one of which a text must have to be recognized.
const TELLING: [&str; 22] = [
    "date",
    "title",
    "headline",
    "subject",
    "from",
    "author",
    "source",
    "id",
    "message-id",
    "published",
    "newsgroups",
    "url",
    "byline",
    "publication",
    "pubdate",
    "section",
    "dateline",
    "lang",
    "language",
    "received",
    "publisher",
    "slug",
];

impl Format for Headed {
    fn name(&self) -> &'static str {
        "headed"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        if table::is_named(name) {
            return false;
        }
        let text = beginning.trim_start_matches(['\u{feff}', '\r', '\n']);
        let telling =
            |(name, _): &(String, Value)| TELLING.contains(&name.to_ascii_lowercase().as_str());
        if let Some((_, matter, _)) = front_matter(text) {
            return matter.lines().any(|line| line.contains([':', '=']));
        }
        let (headers, blank) = headers(text);
        blank
            && headers.iter().filter(|header| telling(header)).count() >= 1
            && (headers.len() >= 2
                || headers.first().is_some_and(|(name, _)| {
                    name.eq_ignore_ascii_case("title") || name.eq_ignore_ascii_case("headline")
                }))
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (text, cut) = bounded::whole(input, reading.limit)?;
        let text = text.trim_start_matches(['\u{feff}', '\r', '\n']);
        let (members, body) = match front_matter(text) {
            Some((mark, matter, body)) => (of_matter(mark, matter), body),
            None => (headers(text).0, behind_headers(text)),
        };
        let mut members: Vec<(String, Value)> =
            members.into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("body")).collect();
        for (name, _) in &mut members {
            let known = match name.to_ascii_lowercase().as_str() {
                "from" => "author",
                "message-id" => "id",
                "subject" => "title",
                _ => continue,
            };
            *name = known.to_string();
        }
        let columns = &reading.columns;
        let mut article = columns.article(1, "header".into(), members);
        // A description is the body only if no text follows the headers.
        let own = body.trim_matches(['\r', '\n']);
        if !own.trim().is_empty() {
            article.text = own.replace("\r\n", "\n");
        }
        harmless(
            sink(Ok(RawArticle {
                alone: true,
                cut,
                body_from: Some("text after the headers"),
                ..article
            })),
            "nothing follows",
        );
        Ok(())
    }
}

/// Splits a text into the mark of its front matter, the front matter, and the text after it.
fn front_matter(text: &str) -> Option<(&'static str, &str, &str)> {
    let mark = ["---", "+++"].into_iter().find(|mark| text.starts_with(mark))?;
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if line.trim_end() == mark || mark == "---" && line.trim_end() == "..." {
            return Some((mark, &rest[..at], &rest[at + line.len()..]));
        }
        if number >= MOST {
            return None;
        }
        at += line.len();
    }
    None
}

/// Returns the members of front matter. TOML is parsed completely; of YAML, only plain values and lists of them.
fn of_matter(mark: &str, matter: &str) -> Vec<(String, Value)> {
    if mark == "+++"
        && let Ok(table) = matter.parse::<toml::Table>()
    {
        let plain = |value: toml::Value| match value {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Array(values) => {
                values.into_iter().filter_map(|value| Some(value.as_str()?.to_string())).collect()
            }
            toml::Value::Datetime(moment) => Value::String(moment.to_string()),
            toml::Value::Integer(number) => Value::String(number.to_string()),
            _ => Value::Null,
        };
        return table.into_iter().map(|(name, value)| (name, plain(value))).collect();
    }
    let mut members: Vec<(String, Value)> = Vec::new();
    for line in matter.lines() {
        let item = line.trim_start().strip_prefix("- ");
        if let (Some(item), Some((_, value))) = (item, members.last_mut()) {
            let item = Value::String(unquoted(item).to_string());
            match value {
                Value::Array(items) => items.push(item),
                Value::String(text) if text.is_empty() => *value = Value::Array(vec![item]),
                _ => {}
            }
        } else if let Some((name, value)) = line.split_once(':')
            && !line.starts_with([' ', '\t', '#'])
        {
            let value = unquoted(value);
            let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
            let value = match list {
                Some(list) => list.split(',').map(|item| unquoted(item).to_string()).collect(),
                None => Value::String(value.to_string()),
            };
            members.push((name.trim().to_string(), value));
        }
    }
    members
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let within = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

/// Returns the headers at the start of a text, and whether a blank line or the end of the text follows them.
fn headers(text: &str) -> (Vec<(String, Value)>, bool) {
    let mut found: Vec<(String, Value)> = Vec::new();
    for line in text.lines().take(MOST) {
        if line.trim().is_empty() {
            return (found, true);
        }
        if line.starts_with([' ', '\t'])
            && let Some((_, Value::String(value))) = found.last_mut()
        {
            // A long header continues on an indented line.
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let named = line.split_once(':').filter(|(name, _)| is_name(name));
        let Some((name, value)) = named else { return (found, false) };
        found.push((name.trim().to_string(), Value::String(value.trim().to_string())));
    }
    let ended = text.lines().count() <= MOST;
    (found, ended)
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.is_empty()
        && name.len() <= 40
        && name.chars().all(plain)
        && name.split(' ').count() <= 3
        && name.starts_with(char::is_alphabetic)
}

fn behind_headers(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            return &text[at..];
        }
    }
    ""
}
