//! Whole articles as rows of an export: JSON Lines, JSON, CSV, BibTeX, CSL-JSON, plain text and the wire form.

use std::io;

use chrono::Datelike;
use serde_json::{Map, Value, json};

use super::csv::flat;
use super::escape::{cell, terminal};
use super::json::chosen;
use super::{heading, json as shapes};
use crate::answers::export::Form;
use crate::article::{Article, Precision};
use crate::searching::Found;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The JSON object of `show`, one per line.
    Jsonl,
    /// One array with the JSON objects of `show`.
    Json,
    /// One row per article, for programs.
    Csv,
    /// CSV with a byte-order mark, which lets Excel recognize UTF-8.
    Excel,
    /// BibTeX entries.
    Bibtex,
    /// Citation Style Language items (CSL-JSON 1.0).
    Csl,
    /// Headers and text, for people.
    Text,
    /// The wire form. Indexing it gives the same articles again.
    Wire,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 8] = [
        Format::Jsonl,
        Format::Json,
        Format::Csv,
        Format::Excel,
        Format::Bibtex,
        Format::Csl,
        Format::Text,
        Format::Wire,
    ];

    /// Returns the format with this name, if any.
    pub fn named(name: &str) -> Option<&'static dyn Form> {
        let at = Self::ALL.iter().position(|format| format.name() == name)?;
        Some(&Self::ALL[at])
    }

    /// Returns the format for a file that Excel may open.
    pub fn for_excel(self) -> Format {
        if self == Format::Csv { Format::Excel } else { self }
    }

    /// Returns whether the format has this name.
    pub fn is(self, name: &str) -> bool {
        self.name() == name
    }

    /// Returns whether the format has fields to choose from.
    pub fn has_fields(self) -> bool {
        matches!(self, Format::Jsonl | Format::Json | Format::Csv | Format::Excel)
    }

    /// Returns whether each article is written to a separate file.
    pub fn is_folder(self) -> bool {
        matches!(self, Format::Text | Format::Wire)
    }
}

/// The default columns of CSV.
const COLUMNS: [&str; 16] = [
    "key",
    "id",
    "date",
    "date_precision",
    "source",
    "agency",
    "dateline",
    "byline",
    "section",
    "topics",
    "title",
    "lang",
    "url",
    "path",
    "copies",
    "body",
];

impl Form for Format {
    fn name(&self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Excel => "excel",
            Format::Bibtex => "bibtex",
            Format::Csl => "csl",
            Format::Text => "text",
            Format::Wire => "wire",
        }
    }

    fn head(&self, fields: Option<&[String]>) -> io::Result<Vec<u8>> {
        Ok(match self {
            Format::Csv => record(columns(fields))?,
            Format::Excel => {
                let mut head = super::csv::MARK.as_bytes().to_vec();
                head.extend(record(columns(fields))?);
                head
            }
            Format::Csl | Format::Json => b"[\n".to_vec(),
            _ => Vec::new(),
        })
    }

    fn between(&self, rows: u64) -> &'static [u8] {
        match self {
            Format::Csl | Format::Json if rows > 0 => b",\n",
            Format::Bibtex if rows > 0 => b"\n",
            _ => b"",
        }
    }

    fn row(&self, found: &Found, fields: Option<&[String]>) -> io::Result<Vec<u8>> {
        Ok(match self {
            Format::Jsonl => match fields {
                None => shapes::article_line(found)?,
                Some(fields) => {
                    format!("{}\n", chosen(&shapes::article(found)?, fields)).into_bytes()
                }
            },
            Format::Json => {
                let object = shapes::article(found)?;
                match fields {
                    Some(fields) => chosen(&object, fields).to_string().into_bytes(),
                    None => object.to_string().into_bytes(),
                }
            }
            Format::Csv | Format::Excel => {
                let object = shapes::article(found)?;
                record(columns(fields).map(|column| flat(&object[column])))?
            }
            Format::Bibtex => bibtex(found).into_bytes(),
            Format::Csl => csl(found).to_string().into_bytes(),
            Format::Text => text(&found.article).into_bytes(),
            Format::Wire => wire(&found.article).into_bytes(),
        })
    }

    fn tail(&self, rows: u64) -> &'static [u8] {
        match self {
            Format::Csl | Format::Json if rows > 0 => b"\n]\n",
            Format::Csl | Format::Json => b"]\n",
            _ => b"",
        }
    }
}

fn columns(fields: Option<&[String]>) -> impl Iterator<Item = &str> {
    let own = fields.is_none().then_some(COLUMNS).into_iter().flatten();
    own.chain(fields.unwrap_or_default().iter().map(String::as_str))
}

/// Formats a row in the format of RFC 4180, safe for spreadsheets.
fn record<T: AsRef<str>>(cells: impl Iterator<Item = T>) -> io::Result<Vec<u8>> {
    super::csv::row(cells.map(|text| cell(text.as_ref()).into_owned()))
}

/// Returns the year, month and day of an article, as far as they are known.
fn parts(article: &Article) -> Vec<u32> {
    let Some(date) = article.date else { return Vec::new() };
    let day = date.first_day();
    let known = match date.precision {
        Precision::Year => 1,
        Precision::Month => 2,
        _ => 3,
    };
    let parts = [day.year().unsigned_abs(), day.month(), day.day()];
    parts[..known].to_vec()
}

/// Returns a CSL-JSON item (<https://docs.citationstyles.org/en/stable/specification.html>).
fn csl(found: &Found) -> Value {
    let article = &found.article;
    let mut item = Map::new();
    item.insert("id".into(), article.key.clone().into());
    item.insert("type".into(), "article-newspaper".into());
    item.insert("title".into(), heading(article).into());
    let names = [
        ("container-title", &article.source),
        ("publisher-place", &article.dateline),
        ("language", &article.lang),
        ("URL", &article.url),
        ("number", &article.id),
    ];
    for (name, value) in names {
        if let Some(value) = value {
            item.insert(name.into(), value.clone().into());
        }
    }
    if !article.byline.is_empty() {
        let author = |name: &String| json!({"literal": name});
        item.insert("author".into(), article.byline.iter().map(author).collect());
    }
    if let Some(section) = &article.section {
        item.insert("section".into(), section.clone().into());
    }
    if !article.topics.is_empty() {
        item.insert("keyword".into(), article.topics.join(", ").into());
    }
    let parts = parts(article);
    if !parts.is_empty() {
        item.insert("issued".into(), json!({"date-parts": [parts]}));
    }
    Value::Object(item)
}

/// Returns a BibTeX entry.
fn bibtex(found: &Found) -> String {
    let article = &found.article;
    let key: String = article
        .key
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
        .collect();
    let mut entry = format!("@article{{{key},\n");
    let mut line = |name: &str, value: &str| {
        entry.push_str(&format!("  {name} = {{{}}},\n", latex(value)));
    };
    line("title", &heading(article));
    if !article.byline.is_empty() {
        line("author", &article.byline.join(" and "));
    }
    for (name, value) in
        [("journal", &article.source), ("address", &article.dateline), ("url", &article.url)]
    {
        if let Some(value) = value {
            line(name, value);
        }
    }
    for (name, part) in ["year", "month", "day"].iter().zip(parts(article)) {
        line(name, &part.to_string());
    }
    if let Some(id) = &article.id {
        line("number", id);
    }
    if !article.topics.is_empty() {
        line("keywords", &article.topics.join(", "));
    }
    entry.push_str("}\n");
    entry
}

/// Escapes text for BibTeX, as one line.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in terminal(text, false).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            // BibTeX counts braces even if a backslash precedes them.
            '{' => out.push_str("\\textbraceleft "),
            '}' => out.push_str("\\textbraceright "),
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn text(article: &Article) -> String {
    let mut out = format!("{}\n", terminal(&heading(article), false));
    let date = article.date.map(|date| date.to_string());
    let byline = (!article.byline.is_empty()).then(|| article.byline.join(", "));
    let facts: Vec<String> = [&date, &byline, &article.source, &article.agency, &article.dateline]
        .into_iter()
        .flatten()
        .map(|fact| terminal(fact, false).into_owned())
        .collect();
    if !facts.is_empty() {
        out.push_str(&format!("{}\n", facts.join(" · ")));
    }
    out.push_str(&format!("\n{}\n", terminal(&article.body, true)));
    out
}

/// Returns an article in the wire form that `docs/formats.md` describes. The wire form has no language, and only a
/// credit in the text can state the source. An id that would not be recognized (without a digit, with white space, or
/// over 64 characters) is left out.
fn wire(article: &Article) -> String {
    let is_id = |id: &&String| {
        id.chars().count() <= 64
            && id.contains(|c: char| c.is_ascii_digit())
            && !id.contains(char::is_whitespace)
    };
    // An invalid date keeps an undated article undated.
    let date = article.date.map_or_else(|| "0000-00-00".to_string(), |date| date.to_string());
    let id = article.id.as_ref().filter(is_id).map_or(String::new(), |id| format!(" {id}"));
    let title = article.title.as_deref().unwrap_or_default();
    let title: Vec<&str> = title.split_whitespace().collect();
    // If the body is empty, the article may have consisted of a credit only. Writing the credit keeps the source.
    let credit = article.source.as_ref().filter(|_| !article.flags.source_inherited);
    let credit = credit.filter(|_| article.body.is_empty());
    let credit = credit.map_or(String::new(), |source| format!("({source})"));
    let body = article.body.trim_end_matches('\n').replace('\0', "\u{fffd}");
    format!(" date {date}{id}\n{}\n{credit}{body}\n", title.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_sees_no_commands() {
        assert_eq!(
            latex("50% of \\$ & {x}_1~^"),
            "50\\% of \\textbackslash{}\\$ \\& \\textbraceleft x\\textbraceright \\_1\\textasciitilde{}\\textasciicircum{}"
        );
    }
}
