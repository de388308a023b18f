//! The explanation of a query: for people, with aligned counts and indented parts, and as JSON.

use serde_json::{Value, json};

use super::escape::terminal;
use super::flow::flow;
use super::style::{Role, Style};
use super::{expansion, json, line};
use crate::answers::explain::Explanation;
use crate::searching::{articles, grouped};

/// Formats the parts of a query with the number of articles that each finds. With `plan`, adds the engine's plan.
pub fn text(explanation: &Explanation, plan: bool, style: Style) -> String {
    let mut out = String::new();
    let read_as = explanation.query.tree.to_string();
    let shown = if read_as.is_empty() { "every article".to_string() } else { read_as };
    let label = |name: &str| style.paint(Role::Dim, &format!("{name:<8}"));
    let shown = flow(&terminal(&shown, false), 8, 8, style);
    line(&mut out, format_args!("{}{shown}", label("read as")));
    if !explanation.when.is_open() {
        line(&mut out, format_args!("{}{}", label("dates"), explanation.when));
    }
    let total = articles(explanation.total);
    line(&mut out, format_args!("{}{}\n", label("finds"), style.paint(Role::Heading, &total)));
    let counts = explanation.parts.iter().map(|part| grouped(part.articles).len());
    let width = counts.max().unwrap_or(1);
    for part in &explanation.parts {
        let indent = "  ".repeat(part.depth);
        let text = match part.joins {
            "" | "near" | "times" => {
                let used = width + 2 + indent.len();
                flow(&terminal(&part.text, false), used, used + 2, style)
            }
            joins => style.paint(Role::Dim, joins),
        };
        line(&mut out, format_args!("{:>width$}  {indent}{text}", grouped(part.articles)));
        if part.words.is_empty() {
            continue;
        }
        let words: Vec<String> = part
            .words
            .iter()
            .map(|word| format!("{} {}", terminal(&word.word, false), grouped(word.articles)))
            .collect();
        let more = match part.word_count - part.words.len() {
            0 => String::new(),
            more => format!(", and {} more", grouped(more as u64)),
        };
        let used = width + 2 + indent.len() + 4;
        let words = flow(&format!("{}{more}", words.join(", ")), used, used, style);
        let forms = format!("{indent}  = {words}");
        line(&mut out, format_args!("{:>width$}  {}", "", style.paint(Role::Dim, &forms)));
    }
    if let Some(terms) = &explanation.expanded {
        line(&mut out, format_args!("\n{}", style.paint(Role::Dim, "also ranked by")));
        out.push_str(&expansion::table(terms));
    }
    if plan {
        line(&mut out, format_args!("\n{}", style.paint(Role::Dim, "plan")));
        for step in &explanation.plan {
            line(&mut out, format_args!("  {}", terminal(step, false)));
        }
    }
    if let Some(blame) = &explanation.blame {
        let blame = format!("nothing is found, because {}", terminal(blame, false));
        let blame = flow(&blame, 0, 2, style);
        line(&mut out, format_args!("\n{}", style.paint(Role::Note, &blame)));
    }
    out
}

/// Returns an explanation as one object.
pub fn json(explanation: &Explanation) -> Value {
    let parts: Vec<Value> = explanation
        .parts
        .iter()
        .map(|part| {
            let words: Vec<Value> = part
                .words
                .iter()
                .map(|word| json!({"word": word.word, "count": word.articles}))
                .collect();
            json!({
                "depth": part.depth,
                "joins": part.joins,
                "clause": part.text,
                "count": part.articles,
                "expansions": words,
                "expansions_total": part.word_count,
            })
        })
        .collect();
    json!({
        "version": json::VERSION,
        "query": json::asked(
            &explanation.query,
            &explanation.when,
            &explanation.notices,
            explanation.expanded.as_deref(),
        ),
        "total": explanation.total,
        "clauses": parts,
        "killed_by": explanation.blame,
    })
}
