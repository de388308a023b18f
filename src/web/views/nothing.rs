//! What a page that found nothing says: what is to blame, and which nearby searches find something.

use super::address::Address;
use super::{articles, shown};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::searching::suggest;
use crate::searching::{self, Ask, Index, Question, with_words};

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
    let unknown = suggest::unknown(index, &read, &mut analyzer)?;
    let has_similar = unknown.iter().any(|unknown| unknown.nearest.is_some());
    // Words that are similar to none are left out, with the fields before them.
    let corrected = with_words(&question.query, |word| {
        let unknown = unknown.iter().find(|unknown| unknown.word == word)?;
        Some(unknown.nearest.clone().unwrap_or_default())
    });
    let is_dangling = |word: &&str| word.ends_with(':') || ["\"\"", "()", "-"].contains(word);
    let words = corrected.split_whitespace().filter(|word| !is_dangling(word));
    let corrected = words.collect::<Vec<_>>().join(" ");
    if !corrected.is_empty() && corrected != question.query.trim() {
        let text = match has_similar {
            true => format!("Did you mean {}?", shown(&corrected)),
            false => format!("Without the unknown words: {}", shown(&corrected)),
        };
        let question = Question { query: corrected.clone(), ..question.clone() };
        offer(&text, question, Address { query: corrected, offset: 0, ..address.clone() })?;
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
    if !address.any && address.dialect.is_empty() && address.query.split_whitespace().count() > 1 {
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
