//! Whole articles as the rows of an export: JSON Lines, CSV, BibTeX, CSL-JSON, plain text, the wire form.

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

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The object of `show` a line.
    Jsonl,
    /// One array of the objects of `show`.
    Json,
    /// One row per article, for programs.
    Csv,
    /// CSV with a byte-order mark, by which Excel recognizes UTF-8.
    Excel,
    /// Entries for LaTeX.
    Bibtex,
    /// Citation Style Language items (CSL-JSON 1.0).
    Csl,
    /// Headers and text for people.
    Text,
    /// The form this project began with; indexing it gives the articles again.
    Wire,
}

impl Format {
    /// All of them.
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

    /// The form of this name.
    pub fn named(name: &str) -> Option<&'static dyn Form> {
        let at = Self::ALL.iter().position(|format| format.name() == name)?;
        Some(&Self::ALL[at])
    }

    /// Returns the format for a file that Excel may open.
    pub fn for_excel(self) -> Format {
        if self == Format::Csv { Format::Excel } else { self }
    }

    /// Whether this is its name.
    pub fn is(self, name: &str) -> bool {
        self.name() == name
    }

    /// Returns whether the format has fields to choose from.
    pub fn has_fields(self) -> bool {
        matches!(self, Format::Jsonl | Format::Json | Format::Csv | Format::Excel)
    }

    /// Whether each article is a file of its own.
    pub fn is_folder(self) -> bool {
        matches!(self, Format::Text | Format::Wire)
    }
}

/// The columns of CSV, unless others are asked for.
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

/// A row as RFC 4180 has it, safe for spreadsheets.
fn record<T: AsRef<str>>(cells: impl Iterator<Item = T>) -> io::Result<Vec<u8>> {
    super::csv::row(cells.map(|text| cell(text.as_ref()).into_owned()))
}

/// Year, month and day as far as they are known.
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

/// An item of CSL-JSON (<https://docs.citationstyles.org/en/stable/specification.html>).
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

/// An entry of BibTeX.
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

/// Text for BibTeX: one line, LaTeX's own characters escaped.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in terminal(text, false).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            // BibTeX counts braces before LaTeX sees what stands before them.
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

/// The wire form, as `docs/formats.md` has it: it knows a source only by the credit in the text, and no language. What is no id by its rules (no digit, white space, over 64
/// characters) stays away.
fn wire(article: &Article) -> String {
    let is_id = |id: &&String| {
        id.chars().count() <= 64
            && id.contains(|c: char| c.is_ascii_digit())
            && !id.contains(char::is_whitespace)
    };
    // A date that cannot be read leaves an article undated.
    let date = article.date.map_or_else(|| "0000-00-00".to_string(), |date| date.to_string());
    let id = article.id.as_ref().filter(is_id).map_or(String::new(), |id| format!(" {id}"));
    let title = article.title.as_deref().unwrap_or_default();
    let title: Vec<&str> = title.split_whitespace().collect();
    // A body that was nothing but a credit is none; the credit says the source again.
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
