//! The names beside the results: people, places and organizations, each with a search that is narrowed to it.

use std::cmp::Reverse;
use std::time::Instant;

use super::address::Address;
use super::{articles, number, shown};
use crate::answers::names::{self, Names, Wanted};
use crate::engine::Budget;
use crate::error::{Kind, Result};
use crate::searching::{Answer, Index, Question};
use crate::web::limits::Limits;

/// The names shown.
const SHOWN: usize = 12;

/// The number of matching articles that are read to find names.
const EXAMINED: usize = 2_000;

/// The names beside the results. They take longer than everything else on the page, so it shows them on request.
pub enum Section {
    /// The page that shows them.
    Offered(String),
    /// The names.
    Shown(List),
}

/// A list of names, with notes.
pub struct List {
    /// The names, those in the most articles first.
    pub entries: Vec<Entry>,
    /// Notes on articles that the names are not taken from, or on why the list is empty.
    pub notes: Vec<String>,
    /// The page without them.
    pub hide: String,
}

/// A name.
pub struct Entry {
    /// The name.
    pub text: String,
    /// The number of matching articles that its query finds, with commas.
    pub count: String,
    /// The page of these articles.
    pub link: String,
}

impl Section {
    /// Returns the names of an answer's articles if the page asks for them. They get half of the time of a request, and
    /// if that is not enough, the page appears without them.
    pub fn of(
        index: &Index,
        question: &Question,
        answer: &Answer,
        address: &Address,
        limits: &Limits,
    ) -> Result<Section> {
        if !address.names {
            return Ok(Section::Offered(format!("{}#names", address.with_names(true).page())));
        }
        let hide = address.with_names(false).page();
        let began = Instant::now();
        let bounded = index.within(&Budget::until(began + limits.time / 2));
        let wanted =
            Wanted { limit: SHOWN, examined: EXAMINED.min(limits.examined), ..Wanted::default() };
        let found = match names::names(&bounded, question, &wanted) {
            Err(error) if error.kind == Kind::Timeout && began.elapsed() >= limits.time / 2 => {
                let late = "Finding names takes too long for so many articles. Narrow the search.";
                let list = List { entries: Vec::new(), notes: vec![late.into()], hide };
                return Ok(Section::Shown(list));
            }
            found => found?,
        };
        // The most typical names, in the order of other facets.
        let mut sorted = found.names.clone();
        sorted.sort_by_key(|name| Reverse(name.articles));
        let entries = sorted.iter().map(|name| Entry {
            text: shown(&name.name),
            count: number(name.articles),
            link: address.narrowed(&answer.query.tree.to_string(), &name.query).page(),
        });
        Ok(Section::Shown(List { entries: entries.collect(), notes: notes(&found), hide }))
    }
}

/// Returns notes on the articles that the names are not taken from.
fn notes(found: &Names) -> Vec<String> {
    let mut notes = Vec::new();
    if found.examined < found.total {
        let (read, all) = (number(found.examined), articles(found.total));
        notes.push(format!(
            "Names were looked for in {read} of {all}. The counts cover all of them."
        ));
    }
    let unsupported: u64 = found.unsupported.values().sum();
    if unsupported > 0 {
        let languages = found.unsupported.keys().map(|code| {
            crate::analysis::codes::name_of(code).unwrap_or_else(|| (*code).to_string())
        });
        notes.push(format!(
            "Not from {} in languages that do not mark names by capitals: {}.",
            articles(unsupported),
            languages.collect::<Vec<_>>().join(", ")
        ));
    }
    if found.names.is_empty() {
        notes.push("No name occurs in several of these articles more often than in others.".into());
    }
    notes
}
