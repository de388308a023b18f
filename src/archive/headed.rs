//! Plain text with headers: `Key: value` lines followed by a blank line, or front matter in YAML or TOML between lines
//! of hyphens or plus signs, as in Markdown. Mail has its own format.

use std::io::BufRead;

use serde_json::Value;

use super::{Format, RawArticle, Reading, Sink, bounded, columns, table};
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
        let (headers, below) = headers(text);
        // In other languages than English, the names that columns have tell headers from other labels.
        let known = headers.iter().filter(|(name, _)| columns::has_meaning(name)).count();
        below.is_some()
            && (headers.iter().any(telling) || known >= 2 && 2 * known >= headers.len())
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
            None => {
                let (headers, below) = headers(text);
                (headers, &text[below.unwrap_or(text.len())..])
            }
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

/// Returns the headers at the start of a text, and the position of the text below them: after a blank line, or after the
/// name of the text, such as `Body:`.
fn headers(text: &str) -> (Vec<(String, Value)>, Option<usize>) {
    let mut found: Vec<(String, Value)> = Vec::new();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').take(MOST).peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            return (found, Some(at));
        }
        if line.starts_with([' ', '\t'])
            && let Some((_, Value::String(value))) = found.last_mut()
        {
            // A long header continues on an indented line.
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let Some((name, value)) = named(line) else { return (found, None) };
        let is_last = lines.peek().is_none_or(|next| named(next).is_none());
        if is_last && !found.is_empty() && TEXTS.contains(&name.to_ascii_lowercase().as_str()) {
            return (found, Some(start + line.len() - value.len()));
        }
        found.push((name.to_string(), Value::String(value.trim().to_string())));
    }
    (found, (text.lines().count() <= MOST).then_some(at))
}

/// Names of the text in its last header.
const TEXTS: [&str; 5] = ["body", "text", "full text", "article text", "texto"];

/// Splits a header into its name and its value, which ends with the line.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    is_name(name).then(|| (name.trim(), value.trim_start_matches([' ', '\t'])))
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.is_empty()
        && name.len() <= 40
        && name.chars().all(plain)
        && name.split(' ').count() <= 3
        && name.starts_with(char::is_alphabetic)
}
