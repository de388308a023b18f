//! Prints an answer that is a list, in the format that the flags choose.

use std::io::{self, BufWriter, Write};

use dateline::error::Result;
use dateline::page::list::Listed;

use super::fields::Excel;
use super::{Common, List, Output, output, stdout_style};

/// The flags that choose how a list is printed.
#[derive(Debug, clap::Args)]
pub struct Listing {
    #[command(flatten)]
    output: Output<List>,
    #[command(flatten)]
    excel: Excel,
}

impl Listing {
    /// Returns the chosen format.
    pub fn format(&self) -> List {
        self.output.format()
    }

    /// Checks the flags before anything is searched.
    ///
    /// # Errors
    ///
    /// Fails if CSV for Excel is wanted in another format.
    pub fn check(&self) -> Result<()> {
        self.excel.wanted(self.format() == List::Csv).map(|_| ())
    }

    /// Prints an answer on standard output.
    ///
    /// # Errors
    ///
    /// As for [`print`].
    pub fn print(&self, answer: &dyn Listed, common: &Common) -> Result<()> {
        print(answer, self.format(), &self.excel, common)
    }
}

/// Prints an answer on standard output.
///
/// # Errors
///
/// Fails if CSV for Excel is wanted in another format, or if writing fails.
pub fn print(answer: &dyn Listed, format: List, excel: &Excel, common: &Common) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    excel.begin(format == List::Csv, &mut out)?;
    let written = match format {
        List::Text => answer.text(stdout_style(common), &mut out),
        List::Json => writeln!(out, "{}", answer.json()),
        List::Jsonl => answer.jsonl(&mut out),
        List::Csv => answer.csv(&mut out),
    };
    written.and_then(|()| out.flush()).map_err(output)
}
