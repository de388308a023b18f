//! The terms that a search was expanded by, and those that similar articles were found by.

use serde_json::{Value, json};

use super::escape::terminal;
use crate::ranking::WeightedTerm;

/// The number of terms that are listed for people.
const LISTED: usize = 10;

/// Returns terms as a list of objects. The weights of all terms add up to 1.
pub fn json(terms: &[WeightedTerm]) -> Value {
    let term = |term: &WeightedTerm| {
        let weight = (term.share * 1e6).round() / 1e6;
        json!({"term": term.term, "word": term.form, "weight": weight})
    };
    terms.iter().map(term).collect()
}

/// Lists the first terms, as they are printed.
pub fn list(terms: &[WeightedTerm]) -> String {
    let first = terms.iter().take(LISTED).map(|term| terminal(&term.form, false).into_owned());
    let list = first.collect::<Vec<_>>().join(", ");
    match terms.len().saturating_sub(LISTED) {
        0 => list,
        more => format!("{list}, and {more} more"),
    }
}

/// Lists all terms with their weights, one per line.
pub fn table(terms: &[WeightedTerm]) -> String {
    let line =
        |term: &WeightedTerm| format!("  {:.4}  {}\n", term.share, terminal(&term.form, false));
    terms.iter().map(line).collect()
}
