//! What a page that found nothing says: what is to blame, and which nearby searches find something.

use super::address::Address;
use super::{articles, shown};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::searching::suggest::{self, Unknown};
use crate::searching::{self, Ask, Index, Question};

/// A search that finds something.
pub struct Nearby {
    /// What it is.
    pub text: String,
    /// How many articles it finds.
    pub count: String,
    /// Its page.
    pub link: String,
}

/// Returns searches near one that found nothing, each with the number of articles that it finds.
pub fn nearby(index: &Index, question: &Question, address: &Address) -> Result<Vec<Nearby>> {
    let mut found = Vec::new();
    let mut offer = |text: &str, question: Question, address: Address| -> Result<()> {
        let answer = searching::search(index, &Ask::of(question, 0))?;
        if answer.counts.total > 0 {
            let count = articles(answer.counts.total);
            found.push(Nearby { text: text.to_string(), count, link: address.page() });
        }
        Ok(())
    };
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let mut corrected = question.query.clone();
    let mut label = "Did you mean";
    for Unknown { word, nearest } in suggest::unknown(index, &read.query.tree, &mut analyzer)? {
        label = if nearest.is_some() { label } else { "Only" };
        corrected = corrected.replace(&word, &nearest.unwrap_or_default());
    }
    let corrected = corrected.trim();
    if !corrected.is_empty() && corrected != question.query.trim() {
        let query = corrected.to_string();
        let end = if label == "Only" { "" } else { "?" };
        offer(
            &format!("{label} {}{end}", shown(corrected)),
            Question { query: query.clone(), ..question.clone() },
            Address { query, offset: 0, ..address.clone() },
        )?;
    }
    let whole = address.with_dates("", "");
    let has_dates = !(address.since.is_empty() && address.until.is_empty());
    if has_dates {
        offer("The same search in all dates", question.clone().of_all_dates(), whole.clone())?;
    }
    if address.is_filtered() {
        let bare = Question {
            sources: Vec::new(),
            langs: Vec::new(),
            only: Vec::new(),
            without: Vec::new(),
            ..question.clone()
        };
        let open = Address {
            sources: Vec::new(),
            langs: Vec::new(),
            only: Vec::new(),
            without: Vec::new(),
            offset: 0,
            ..address.clone()
        };
        offer("The same search without the filters", bare.clone(), open.clone())?;
        if has_dates {
            offer("Neither dates nor filters", bare.of_all_dates(), open.with_dates("", ""))?;
        }
    }
    if !address.any && address.query.split_whitespace().count() > 1 {
        let any = Question { any: true, ..question.clone() };
        offer(
            "Any of the words",
            any.clone(),
            Address { any: true, offset: 0, ..address.clone() },
        )?;
        if has_dates {
            offer(
                "Any of the words, in all dates",
                any.of_all_dates(),
                Address { any: true, ..whole },
            )?;
        }
    }
    Ok(found)
}
