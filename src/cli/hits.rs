//! The flags that decide how hits are written, and writing them.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use serde_json::Value;

use dateline::error::Result;
use dateline::page::style::Style;
use dateline::page::with_hits::WithHits;
use dateline::page::{csv, json, trec};
use dateline::searching::Shown;

use super::fields::{Excel, Fields};
use super::{Common, Output, output, stdout_style};

/// The formats of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Formats {
    Text,
    Json,
    Jsonl,
    Csv,
    Trec,
}

impl super::format::Formats for Formats {
    const JSON: Formats = Formats::Json;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Id,
    Key,
}

/// The flags that decide how hits are written.
#[derive(Debug, clap::Args)]
pub struct HitOutput {
    #[command(flatten)]
    output: Output<Formats>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    excel: Excel,
    /// The query number to write in a TREC run
    #[arg(long, value_name = "QID", default_value = "1", allow_hyphen_values = true)]
    qid: String,
    /// Whether a TREC run names articles by id or by key
    #[arg(long, value_name = "WHAT", default_value = "id")]
    by: By,
}

impl HitOutput {
    /// Returns the format.
    pub fn format(&self) -> Formats {
        self.output.format()
    }

    /// Writes an answer to standard output: `hits`, and around them `text` for people, or `json` as one object with the
    /// member `hits`.
    pub fn write<'a>(
        &self,
        common: &Common,
        hits: &[Shown],
        text: impl FnOnce(Style, &mut dyn Write) -> io::Result<()>,
        json: impl FnOnce() -> WithHits<'a>,
    ) -> Result<()> {
        let format = self.format();
        let has_fields = matches!(format, Formats::Json | Formats::Jsonl | Formats::Csv);
        let fields = self.fields.among(&json::HIT_FIELDS, has_fields)?;
        let chosen = |hit: Value| match &fields {
            Some(fields) => json::chosen(&hit, fields),
            None => hit,
        };
        let mut out = BufWriter::new(io::stdout().lock());
        self.excel.begin(format == Formats::Csv, &mut out)?;
        let written = match format {
            Formats::Text => text(stdout_style(common), &mut out),
            Formats::Json => {
                serde_json::to_writer(&mut out, &json().with_fields(fields.as_deref()))
                    .map_err(io::Error::from)
                    .and_then(|()| writeln!(out))
            }
            Formats::Jsonl => {
                hits.iter().try_for_each(|hit| writeln!(out, "{}", chosen(json::hit(hit)?)))
            }
            Formats::Csv => csv::hits(hits, fields.as_deref(), &mut out),
            Formats::Trec => {
                let by = if self.by == By::Id { trec::By::Id } else { trec::By::Key };
                trec::hits(hits, &self.qid, by, &mut out)
            }
        };
        written.and_then(|()| out.flush()).map_err(output)
    }
}
