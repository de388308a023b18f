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
        let Some(fields) = &self.fields else { return Ok(None) };
        let fields: Vec<String> = fields.iter().map(|field| field.trim().to_string()).collect();
        if !has_fields {
            return Err(Error::usage("--fields applies to csv, json and jsonl only")
                .hint("use --output csv, json or jsonl"));
        }
        match fields.iter().find(|field| !known.contains(&field.as_str())) {
            Some(unknown) => Err(Error::usage(format!("unknown field {unknown:?}"))
                .hint(format!("fields are {}", known.join(", ")))),
            None => Ok(Some(fields)),
        }
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
