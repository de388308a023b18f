//! Saved searches and what they found, for people.

use std::io::{self, Write};

use crate::page::escape::terminal;
use crate::page::style::{Role, Style};
use crate::page::{heading, text};
use crate::searching::{articles, grouped};
use crate::snippet::Part;
use crate::watching::{Delivery, Find, Named, Waiting};

/// The maximum number of searches that a line names.
const NAMED: usize = 10;

/// Returns one line that says how much is new for a search: `grain: 3 new articles`.
pub fn title(delivery: &Delivery) -> String {
    let new = match delivery.total {
        1 => "1 new article".to_string(),
        total => format!("{} new articles", grouped(total)),
    };
    let corrections = match delivery.corrections {
        0 => String::new(),
        1 => ", 1 of them a correction".to_string(),
        count => format!(", {} of them corrections", grouped(count)),
    };
    format!("{}: {new}{corrections}", terminal(&delivery.name, false))
}

/// Returns a notice about corrections that were left out.
pub fn left_out(name: &str, count: u64) -> String {
    format!("{name}: {} left out; pass --updates to include corrections", corrections(count))
}

/// Returns a number of corrections with its noun.
fn corrections(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "correction" } else { "corrections" })
}

/// Returns a notice about searches that are run for the first time.
pub fn new_searches(names: &[String]) -> String {
    let mut named: Vec<String> = names.iter().take(NAMED).cloned().collect();
    if names.len() > NAMED {
        named.push(others((names.len() - NAMED) as u64));
    }
    let searches = if names.len() == 1 { "search" } else { "searches" };
    let named = named.join(", ");
    format!(
        "new {searches}: {named}; articles that are already in the archive count as already seen"
    )
}

/// Returns a number of other searches with its noun.
fn others(count: u64) -> String {
    format!("{} other {}", grouped(count), if count == 1 { "search" } else { "searches" })
}

/// Writes the line above the articles of a delivery.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn begin(delivery: &Delivery, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", style.paint(Role::Heading, &title(delivery)))
}

/// Writes an article of a delivery.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn find(
    mut find: Find,
    delivery: &Delivery,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if find.is_correction {
        let shown = &mut find.shown;
        if shown.title.is_empty() {
            shown.title = vec![Part { text: heading(&shown.found.article), mark: false }];
        }
        shown.title.insert(0, Part { text: "Correction: ".into(), mark: false });
    }
    let indent = delivery.total.to_string().len() + 2;
    text::hit(&find.shown, indent, style, out)
}

/// Returns the line that ends an indexing run: `watch: 3 new for grain, 1 for salt`. `None` if nothing is new.
pub fn after_indexing(waiting: &[Waiting]) -> Option<String> {
    let mut parts = Vec::new();
    for search in waiting {
        let Some(new) = search.new.filter(|new| *new > 0) else { continue };
        let word = if parts.is_empty() { " new" } else { "" };
        parts.push(format!("{}{word} for {}", grouped(new), terminal(&search.name, false)));
    }
    let rest = parts.len().saturating_sub(NAMED);
    parts.truncate(NAMED);
    if rest > 0 {
        parts.push(format!("and for {}", others(rest as u64)));
    }
    (!parts.is_empty()).then(|| format!("watch: {}\n", parts.join(", ")))
}

/// Formats a search that was saved.
pub fn saved(name: &str, total: u64) -> String {
    let matching = match total {
        0 => "no article matches now".to_string(),
        1 => "the 1 article that matches now counts as already seen".to_string(),
        total => {
            format!("the {} that match now count as already seen", articles(total))
        }
    };
    format!("{}: saved; {matching}\n", terminal(name, false))
}

/// Formats the list of saved searches.
pub fn list(waiting: &[Waiting], style: Style) -> String {
    let mut out = String::new();
    for search in waiting {
        let name = style.paint(Role::Heading, &terminal(&search.name, false));
        let query = match search.search.query.as_str() {
            "" => "every article".to_string(),
            query => terminal(query, false).into_owned(),
        };
        out.push_str(&format!("{name}: {query}\n"));
        let filters = search.search.filters();
        let filters: Vec<String> = filters
            .iter()
            .map(|(name, value)| format!("{name} {}", terminal(value, false)))
            .collect();
        let mut facts = vec![state(search)];
        facts.extend((!filters.is_empty()).then(|| filters.join(", ")));
        for fact in facts {
            out.push_str(&format!("  {}\n", style.paint(Role::Dim, &fact)));
        }
    }
    out
}

fn state(search: &Waiting) -> String {
    if let Some(problem) = &search.problem {
        return terminal(problem, false).into_owned();
    }
    let mut state = match search.new {
        None => {
            "not run yet; articles that are in the archive at the first run count as already seen"
                .to_string()
        }
        Some(new) => format!("{} new", grouped(new)),
    };
    if search.corrections > 0 {
        state.push_str(&format!(", {}", corrections(search.corrections)));
    }
    if search.unfinished {
        state.push_str(", a delivery was interrupted and will be repeated");
    }
    state
}

/// Formats a search that was removed.
pub fn removed(named: &Named) -> String {
    format!("{}: removed\n", terminal(&named.name, false))
}
