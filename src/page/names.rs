//! Names in articles, as aligned text, JSON and CSV.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::{cell, terminal};
use super::facets::{column, padded};
use super::flow::flow;
use super::json as shapes;
use super::style::{Role, Style};
use super::terms::{COUNTS, SCORE};
use super::width::columns;
use super::with_hits::{self, WithHits};
use crate::answers::faceted::{Faceted, NAME};
use crate::answers::names::{Name, Names};
use crate::searching::grouped;

/// Writes one line per name, with the query to go on with.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn text(found: &Names, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let foot =
        format!("{} of {}", crate::searching::articles(found.total), grouped(found.articles));
    if found.names.is_empty() {
        let unread: u64 = found.unsupported.values().sum();
        let text = match unread > 0 && unread == found.examined {
            true => format!("names are not found in the language of these articles: {foot}"),
            false => format!("no name is typical of these articles: {foot}"),
        };
        return writeln!(out, "{}", style.paint(Role::Dim, &text));
    }
    let shown = |name: &Name| terminal(&name.name, false).into_owned();
    let width = found.names.iter().map(|name| columns(&shown(name))).max().unwrap_or(0).max(4);
    // The names are sorted by score, so the scores are left out if they do not fit.
    let scored = !style.terminal || width + COUNTS + SCORE <= style.width;
    let used = width + COUNTS + if scored { SCORE } else { 0 } + 2;
    let mut head = format!("{:<width$} {:>8} {:>8}", "name", "articles", "all");
    if scored {
        head.push_str(&format!(" {:>8}", "LL"));
    }
    let queries = || found.names.iter().map(|name| columns(&terminal(&name.query, false)));
    // Queries that do not fit are printed below their names.
    let beside = !style.terminal || queries().all(|query| used + query <= style.width);
    if beside {
        head.push_str("  query");
    }
    writeln!(out, "{}", style.paint(Role::Dim, &head))?;
    for name in &found.names {
        let text = shown(name);
        let blank = " ".repeat(width - columns(&text));
        let text = style.paint(Role::Mark, &text);
        let query = terminal(&name.query, false);
        let (part, all, score) = (grouped(name.articles), grouped(name.all), name.score);
        let score = if scored { format!(" {score:>8.1}") } else { String::new() };
        let query = if beside { query } else { flow(&query, 2, 2, style).into() };
        let between = if beside { "" } else { "\n" };
        writeln!(out, "{text}{blank} {part:>8} {all:>8}{score}{between}  {query}")?;
    }
    writeln!(out, "\n{}", style.paint(Role::Dim, &foot))
}

/// Returns a name as an object.
fn object(name: &Name) -> Value {
    json!({
        "name": name.name,
        "variants": name.variants,
        "query": name.query,
        "articles": name.articles,
        "all": name.all,
        "log_likelihood": (name.score * 1e4).round() / 1e4,
    })
}

/// Returns all names as one object.
pub fn json(found: &Names) -> Value {
    json!({
        "version": shapes::VERSION,
        "query": shapes::query(&found.read.query, &found.read.when, &found.notices),
        "total": found.total,
        "articles": found.articles,
        "examined": found.examined,
        "unsupported": found.unsupported,
        "names": found.names.iter().map(object).collect::<Value>(),
    })
}

/// Returns an answer to a search as one object. Names are a facet of it.
pub fn faceted(found: &Faceted) -> WithHits<'_> {
    let mut answer = with_hits::answer(&found.answer);
    let object = answer.object();
    if let Some(names) = &found.names {
        let value = |name: &Name| json!({"value": name.name, "count": name.articles, "all": name.all, "query": name.query});
        object["facets"][NAME] = names.names.iter().map(value).collect();
        object["names"] = json!({"examined": names.examined, "unsupported": names.unsupported});
    }
    answer
}

/// Writes names as a facet: one line per name, with its count and its query.
pub fn facet(found: &Names, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let widest = column(found.names.iter().map(|name| name.name.as_str()));
    writeln!(out, "{}", style.paint(Role::Heading, NAME))?;
    for name in &found.names {
        let query = style.paint(Role::Dim, &terminal(&name.query, false));
        writeln!(out, "  {}  {:>8}  {query}", padded(&name.name, widest), grouped(name.articles))?;
    }
    writeln!(out)
}

/// Writes one line with an object per name.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn jsonl(found: &Names, out: &mut dyn Write) -> io::Result<()> {
    found.names.iter().try_for_each(|name| writeln!(out, "{}", object(name)))
}

/// Writes one row per name.
///
/// # Errors
///
/// Fails if `out` fails.
pub fn csv(found: &Names, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = super::csv::writer(out);
    let head = ["name", "articles", "all", "log_likelihood", "query", "variants"];
    writer.write_record(head).map_err(super::csv::cause)?;
    for name in &found.names {
        let cells = [
            cell(&name.name).into_owned(),
            name.articles.to_string(),
            name.all.to_string(),
            format!("{:.4}", name.score),
            cell(&name.query).into_owned(),
            cell(&name.variants.join("; ")).into_owned(),
        ];
        writer.write_record(&cells).map_err(super::csv::cause)?;
    }
    writer.flush()
}
