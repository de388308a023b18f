//! The flags that expand a query.

use dateline::ranking::expansion::{MOST, TERMS};

/// The flags that expand a query.
#[derive(Debug, clap::Args)]
pub struct Expanding {
    /// Also rank by words from the best articles, so that articles about the same thing in other words rank higher
    #[arg(long)]
    expand: bool,
    /// The number of words to expand with [default: 50]
    #[arg(long, value_name = "N", requires = "expand", value_parser = terms)]
    expand_terms: Option<usize>,
}

impl Expanding {
    /// Returns the number of terms to expand with, if the query is to be expanded.
    pub fn terms(&self) -> Option<usize> {
        self.expand.then(|| self.expand_terms.unwrap_or(TERMS))
    }
}

fn terms(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=MOST) => Ok(number),
        _ => Err(format!("write a number from 1 to {MOST}")),
    }
}
