//! The flags `--fields` and `--excel`. They are the same in every command that prints a list.

use std::io::Write;

use dateline::error::{Error, Result};
use dateline::page::csv::MARK;

use super::output;

/// The flag `--fields`.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// The fields to print, in this order (csv, json and jsonl): key,date,title
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    fields: Option<Vec<String>>,
}

impl Fields {
    /// Returns the chosen fields, if any.
    ///
    /// # Errors
    ///
    /// Returns an error if a field is not in `known`, or if the output format has no fields to choose from.
    pub fn among(&self, known: &[&str], has_fields: bool) -> Result<Option<Vec<String>>> {
        let formats = "--fields applies to csv, json and jsonl only";
        let Some(fields) = &self.fields else { return Ok(None) };
        match has_fields {
            true => chosen(fields, known).map(Some),
            false => Err(Error::usage(formats).hint("use --output csv, json or jsonl")),
        }
    }
}

/// The flag `--fields` of a command that prints text or JSON only.
#[derive(Debug, clap::Args)]
pub struct JsonFields {
    /// The fields to print, in this order (with --json): key,date,title
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    fields: Option<Vec<String>>,
}

impl JsonFields {
    /// Returns the chosen fields, if any.
    ///
    /// # Errors
    ///
    /// Returns an error if a field is not in `known`, or if the output is text.
    pub fn among(&self, known: &[&str], is_json: bool) -> Result<Option<Vec<String>>> {
        let Some(fields) = &self.fields else { return Ok(None) };
        match is_json {
            true => chosen(fields, known).map(Some),
            false => Err(Error::usage("--fields applies to JSON only").hint("add --json")),
        }
    }
}

fn chosen(fields: &[String], known: &[&str]) -> Result<Vec<String>> {
    let named = |field: &String| match field.trim() {
        // The column of CSV has only the first of the snippets.
        "snippet" if known.contains(&"snippets") => "snippets".to_string(),
        field => field.to_string(),
    };
    let fields: Vec<String> = fields.iter().map(named).collect();
    match fields.iter().find(|field| !known.contains(&field.as_str())) {
        Some(unknown) => Err(Error::usage(format!("unknown field {unknown:?}"))
            .hint(format!("fields are {}", known.join(", ")))),
        None => Ok(fields),
    }
}

/// The flag `--excel`.
#[derive(Debug, clap::Args)]
pub struct Excel {
    /// Begin CSV with a byte-order mark so that Excel reads it as UTF-8
    #[arg(long)]
    excel: bool,
}

impl Excel {
    /// Returns whether the flag was given.
    ///
    /// # Errors
    ///
    /// Returns an error if the flag was given with a format other than CSV.
    pub fn wanted(&self, is_csv: bool) -> Result<bool> {
        if self.excel && !is_csv {
            return Err(Error::usage("--excel applies to csv only").hint("add --output csv"));
        }
        Ok(self.excel)
    }

    /// Writes a byte-order mark if the flag was given.
    ///
    /// # Errors
    ///
    /// Returns an error if the flag was given with a format other than CSV, or if writing fails.
    pub fn begin(&self, is_csv: bool, out: &mut dyn Write) -> Result<()> {
        match self.wanted(is_csv)? {
            true => out.write_all(MARK.as_bytes()).map_err(output),
            false => Ok(()),
        }
    }
}
