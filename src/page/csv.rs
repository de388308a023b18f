//! CSV (RFC 4180): a header row, then one row per hit. Cells are made safe for spreadsheets.

use std::io::{self, Write};

use serde_json::Value;

use super::escape::cell;
use super::{copies, path};
use crate::searching::Shown;

const COLUMNS: [&str; 16] = [
    "rank",
    "key",
    "score",
    "id",
    "date",
    "date_precision",
    "source",
    "agency",
    "dateline",
    "title",
    "lang",
    "path",
    "copies",
    "byline",
    "section",
    "topics",
];

/// The byte-order mark, by which Excel recognizes UTF-8.
pub const MARK: &str = "\u{feff}";

/// Writes hits. With `fields`, writes only these columns, in this order.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn hits(hits: &[Shown], fields: Option<&[String]>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = writer(out);
    if let Some(fields) = fields {
        writer.write_record(fields).map_err(cause)?;
        for hit in hits {
            let object = super::json::hit(hit)?;
            let cells = fields.iter().map(|field| match field.as_str() {
                "snippets" => snippets(hit),
                field => flat(&object[field]),
            });
            writer.write_record(cells.map(|text| cell(&text).into_owned())).map_err(cause)?;
        }
        return writer.flush();
    }
    writer.write_record(COLUMNS.iter().chain(&["snippet"])).map_err(cause)?;
    for hit in hits {
        let row = hit_row(hit);
        writer.write_record(row.iter().map(|text| cell(text).into_owned())).map_err(cause)?;
    }
    writer.flush()
}

/// Returns a writer of rows in the format of RFC 4180.
pub fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

/// Formats one row.
///
/// # Errors
///
/// Fails if the cells cannot be written as CSV.
pub fn row<T: AsRef<[u8]>>(cells: impl IntoIterator<Item = T>) -> io::Result<Vec<u8>> {
    let mut writer = writer(Vec::new());
    writer.write_record(cells).map_err(cause)?;
    writer.into_inner().map_err(|error| error.into_error())
}

/// Returns the underlying I/O error, so that a closed pipe can be distinguished from a failure.
pub fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Formats a member of a JSON object as a cell. A list of strings is joined with semicolons.
pub fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) if values.iter().all(Value::is_string) => {
            values.iter().map(flat).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

fn snippets(hit: &Shown) -> String {
    let texts: Vec<String> = hit
        .passages
        .iter()
        .map(|passage| passage.parts.iter().map(|part| part.text.as_str()).collect())
        .collect();
    texts.join(" … ")
}

fn hit_row(hit: &Shown) -> Vec<String> {
    let article = &hit.found.article;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        hit.rank.to_string(),
        article.key.clone(),
        hit.score.map_or(String::new(), |score| format!("{score:.6}")),
        text(&article.id),
        article.date.map_or(String::new(), |date| date.to_string()),
        article.date.map_or("", |date| date.precision.name()).to_string(),
        text(&article.source),
        text(&article.agency),
        text(&article.dateline),
        text(&article.title),
        text(&article.lang),
        path(&hit.found).to_string(),
        copies(&hit.found).to_string(),
        article.byline.join("; "),
        text(&article.section),
        article.topics.join("; "),
        snippets(hit),
    ]
}
