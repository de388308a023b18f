//! Plain text with headers: `Key: value` lines followed by a blank line, or the front matter of Markdown. Mail has its
//! own format. [`list`] finds the articles of a text that has such headers again and again.

mod list;
pub mod marks;

use std::io::BufRead;

use serde_json::Value;

use super::front_matter::{self, front_matter};
use super::text::{self, markdown};
use super::{Cut, Format, RawArticle, Reading, Reason, Sink, bounded, columns, table};
use crate::article::Header;
use crate::error::harmless;
use list::Entry;
use marks::{is_count, is_rule};

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
            return matter.contains([':', '=']);
        }
        // A list may start with a rule or a count above its first headers.
        let text = below_marks(text);
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
        if let Some(entries) = list::entries(text, named) {
            return each(entries, text, cut, reading, sink);
        }
        let text = below_marks(text);
        let (members, body, is_markdown) = match front_matter(text) {
            Some((syntax, matter, body)) => (front_matter::members(syntax, matter), body, true),
            None => {
                let (headers, below) = headers(text);
                (headers, &text[below.unwrap_or(text.len())..], false)
            }
        };
        let mut article = of_members(members, reading);
        // A description is the body only if no text follows the headers.
        let own = without_last_rule(body).trim_matches(['\r', '\n']);
        if !own.trim().is_empty() {
            article.text = own.replace("\r\n", "\n");
        }
        match is_markdown {
            true => as_markdown(&mut article),
            false => with_opening(&mut article),
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

/// Reads the title of an article without one, and the author and the date below it, from the start of its text.
fn with_opening(article: &mut RawArticle) {
    let is_stated =
        |article: &RawArticle, name: &str| article.headers.iter().any(|header| header.name == name);
    if is_stated(article, "title") {
        return;
    }
    let opening = text::article(&article.text);
    if !is_stated(&opening, "title") {
        return;
    }
    for header in opening.headers {
        if !is_stated(article, &header.name) || header.name == "topic" {
            article.headers.push(header);
        }
    }
    article.dates.extend(opening.dates);
    article.text = opening.text;
}

/// Returns the article that headers describe, without the text below them.
fn of_members(members: Vec<(String, Value)>, reading: &Reading) -> RawArticle {
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
    reading.columns.article(1, "header".into(), members)
}

/// Passes on the articles of a list. If the list was cut, its last article is, too.
fn each(
    entries: Vec<Entry>,
    text: &str,
    cut: Option<Cut>,
    reading: &Reading,
    sink: Sink,
) -> std::io::Result<()> {
    let last = entries.len() - 1;
    for (at, entry) in entries.into_iter().enumerate() {
        let article = of_members(entry.members, reading);
        let body = text[entry.body].trim_matches(['\r', '\n']);
        let read = RawArticle {
            line: entry.line,
            text: body.replace("\r\n", "\n"),
            cut: cut.filter(|_| at == last),
            body_from: Some("text after the headers"),
            ..article
        };
        // The text below front matter is Markdown.
        let read = if text.starts_with("---") { markdown_of(read) } else { read };
        if sink(Ok(read)).is_break() {
            return Ok(());
        }
    }
    match cut {
        Some(_) => Err(Reason::TooLong.because("a list of more than 16 MB: split it").into()),
        None => Ok(()),
    }
}

/// Returns a text without the rule that ends it, as in a list of one article.
fn without_last_rule(text: &str) -> &str {
    let end = text.trim_end().len();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    let last = text[start..end].trim();
    if last.len() >= 10 && is_rule(last) { &text[..start] } else { text }
}

/// Returns a text without the rules, counts and blank lines above it.
fn below_marks(text: &str) -> &str {
    let mut rest = text;
    for line in text.split_inclusive('\n').take(8) {
        let own = line.trim();
        // Front matter starts with a rule, too.
        if !(own.is_empty() || own.len() > 3 && is_rule(own) || is_count(own)) {
            break;
        }
        rest = &rest[line.len()..];
    }
    rest
}

fn markdown_of(mut article: RawArticle) -> RawArticle {
    as_markdown(&mut article);
    RawArticle { may_be_named_by_path: false, ..article }
}

/// Removes the marks of Markdown from the text of an article. A heading at the top is its title, or repeats it.
fn as_markdown(article: &mut RawArticle) {
    let first = article.text.trim_start().lines().next().unwrap_or_default();
    let heading = markdown::heading(first).map(markdown::plain);
    article.text = markdown::plain(&article.text);
    article.may_be_named_by_path = true;
    let Some(heading) = heading else { return };
    let stated = article.headers.iter().find(|header| header.name == "title");
    if stated.is_none_or(|title| title.value.trim() == heading.trim()) {
        let below = article.text.trim_start().split_once('\n').map_or("", |(_, below)| below);
        article.text = below.trim_start_matches(['\r', '\n']).to_string();
    }
    if stated.is_none() {
        article.headers.push(Header { name: "title".into(), value: heading });
    }
}

/// Returns the headers at the start of a text, and the position of the text below them: after a blank line, or after
/// the name of the text, such as `Body:`.
fn headers(text: &str) -> (Vec<(String, Value)>, Option<usize>) {
    let mut found: Vec<(String, Value)> = Vec::new();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').take(MOST).peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        // Some lists have their headers between two rules.
        if line.trim().is_empty() || found.len() >= 2 && is_rule(line) && line.trim().len() >= 3 {
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
    // `Author(s)`
    let name = name.strip_suffix("(s)").unwrap_or(name);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.is_empty()
        && name.len() <= 40
        && name.chars().all(plain)
        && name.split(' ').count() <= 3
        && name.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RawArticle {
        assert!(Headed.recognises("2024-09-14-lamp-lit.md", text));
        let mut found = Vec::new();
        let read = Headed.read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
            found.extend(piece.ok());
            std::ops::ControlFlow::Continue(())
        });
        assert!(read.is_ok());
        found.remove(0)
    }

    fn title(article: &RawArticle) -> Option<&str> {
        let title = article.headers.iter().find(|header| header.name == "title");
        title.map(|title| title.value.as_str())
    }

    #[test]
    fn the_text_below_front_matter_is_markdown() {
        let below = "# Lamp *lit* again\n\nThe lamp on **Skerry Point** was [lit](http://e.example) again.\n";
        let plain = "The lamp on Skerry Point was lit again.";
        for (matter, titled, text) in [
            ("tags: [lamp]\ncreated: 2024-09-14", "Lamp lit again", plain.to_string()),
            ("title: Lamp lit again", "Lamp lit again", plain.to_string()),
            ("title: Ferry late", "Ferry late", format!("Lamp lit again\n\n{plain}")),
        ] {
            let article = read(&format!("---\n{matter}\n---\n{below}"));
            assert_eq!(title(&article), Some(titled), "{matter}");
            assert_eq!(article.text.trim(), text, "{matter}");
        }
        let untitled = read("---\nlayout: post\n---\nThe lamp was lit.\n");
        assert_eq!(title(&untitled), None);
        assert!(untitled.may_be_named_by_path);
        let headed = read("Title: Lamp *lit*\nDate: 2024-09-14\n\nThe *lamp* was lit.\n");
        assert_eq!(headed.text.trim(), "The *lamp* was lit.");
    }
}
