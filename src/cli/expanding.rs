//! The flags that expand a query.

use dateline::error::{Error, Result};
use dateline::ranking::expansion::{MOST, TERMS};

/// The flags that expand a query.
#[derive(Debug, clap::Args)]
pub struct Expanding {
    /// Also rank by words from the best articles, so that articles about the same thing in other words rank higher
    #[arg(long)]
    expand: bool,
    /// The number of words to expand with [default: 50]
    #[arg(long, value_name = "N", value_parser = terms)]
    expand_terms: Option<usize>,
}

impl Expanding {
    /// Returns the number of terms to expand with, if the query is to be expanded.
    ///
    /// # Errors
    ///
    /// If a number is given for a query that is not expanded.
    pub fn terms(&self) -> Result<Option<usize>> {
        if self.expand_terms.is_some() && !self.expand {
            return Err(Error::usage("--expand-terms has no effect without --expand")
                .hint("add --expand, or leave out --expand-terms"));
        }
        Ok(self.expand.then(|| self.expand_terms.unwrap_or(TERMS)))
    }
}

fn terms(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=MOST) => Ok(number),
        _ => Err(format!("write a number from 1 to {MOST}")),
    }
}
