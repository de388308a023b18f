//! Explains how a query is read: what each part finds alone, what its patterns match, and which part is to blame if
//! nothing is found.

use std::fmt;

use crate::analysis::Analyzer;
use crate::answers::info;
use crate::engine::{Expanded, Request, Sort};
use crate::error::Result;
use crate::query::Query;
use crate::query::tree::{DateRange, FilterField, Slot, Tree, Word};
use crate::ranking::WeightedTerm;
use crate::searching::{self, Answer, Ask, Index, Question};

/// Describes the dates that a range covers: `since 2024-05-01`, `on 2024-05-01`.
fn in_words(range: &DateRange) -> String {
    match (range.since, range.until) {
        (Some(first), Some(last)) if first == last => format!("on {first}"),
        (Some(first), Some(last)) => format!("from {first} to {last}"),
        (Some(first), None) => format!("since {first}"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "at any date".into(),
    }
}

/// An explanation of a query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Explanation {
    /// The query as it was read.
    pub query: Query,
    /// The date range of the flags.
    pub when: DateRange,
    /// The number of articles that match.
    pub total: u64,
    /// The terms that expand the query, those with the highest weight first. `None` if it is not expanded.
    pub expanded: Option<Vec<WeightedTerm>>,
    /// The parts of the query, each followed by its own parts.
    pub parts: Vec<Part>,
    /// The part to blame if nothing was found.
    pub blame: Option<String>,
    /// The steps in which the engine executes a search for the query.
    pub plan: Vec<String>,
    /// The notices.
    pub notices: Vec<String>,
}

/// A part of a query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Part {
    /// Its depth in the query.
    pub depth: usize,
    /// How it combines its parts: `all of`, `any of`, `not`, `near`, `times`. Empty if it has none.
    pub joins: &'static str,
    /// The part as it was read.
    pub text: String,
    /// The number of articles that it finds alone, in the whole archive.
    pub articles: u64,
    /// The first words that its patterns match or that its words are inflected to, most articles first.
    pub words: Vec<Expanded>,
    /// The number of these words.
    pub word_count: usize,
}

/// The maximum number of words to show from an expansion.
const SHOWN: usize = 20;

/// The size of the page whose plan is shown. `search` uses the same size by default.
const PAGE: usize = 10;

/// Executes a search. If nothing was found, adds notices that explain why.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn search(index: &Index, ask: &Ask) -> Result<Answer> {
    let mut answer = searching::search(index, ask)?;
    if answer.counts.total == 0 {
        answer.notices.extend(why_nothing(index, &ask.question)?);
    }
    Ok(answer)
}

/// Explains a query. `expand` is the number of terms that expand it, if any.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn explain(index: &Index, question: &Question, expand: Option<usize>) -> Result<Explanation> {
    let answer = searching::search(index, &Ask { expand, ..Ask::of(question.clone(), 0) })?;
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let sort = if read.tree.has_text() { Sort::Relevance } else { Sort::Newest };
    let plan = index.engine.plan(&Request { sort, limit: PAGE, ..read.request() })?;
    let mut parts = Vec::new();
    // The filters of the flags are parts, too. Each part is counted in the whole archive, so that its words need the
    // stems of every language.
    let tree = question.filtered(&read.in_every_language().query.tree);
    let resolved = index.resolved(tree.clone())?;
    take_apart(index, &tree, &resolved, 0, &mut analyzer, &mut parts)?;
    let blame = match answer.counts.total {
        0 => blame(index, &resolved, &tree, &answer.when)?.map(|blame| blame.to_string()),
        _ => None,
    };
    Ok(Explanation {
        total: answer.counts.total,
        query: answer.query,
        when: answer.when,
        expanded: answer.expanded,
        parts,
        blame,
        plan,
        notices: answer.notices,
    })
}

fn take_apart(
    index: &Index,
    tree: &Tree,
    resolved: &Tree,
    depth: usize,
    analyzer: &mut Analyzer,
    parts: &mut Vec<Part>,
) -> Result<()> {
    let (joins, inner): (_, Vec<(&Tree, &Tree)>) = match (tree, resolved) {
        (Tree::And(trees), Tree::And(resolved)) => ("all of", trees.iter().zip(resolved).collect()),
        (Tree::Or(trees), Tree::Or(resolved)) => ("any of", trees.iter().zip(resolved).collect()),
        (Tree::Not(tree), Tree::Not(resolved)) => ("not", vec![(tree, resolved)]),
        (Tree::Near(near), _) => {
            ("near", vec![(&near.left, &near.left), (&near.right, &near.right)])
        }
        (Tree::AtLeast(_, tree), _) => ("times", vec![(tree, tree)]),
        _ => ("", Vec::new()),
    };
    let mut words = Vec::new();
    if let Tree::Text(text) = tree {
        let lists_words = index.engine.capabilities().lists_words;
        for slot in &text.slots {
            // The rest of the explanation does not depend on the words of a pattern.
            if !lists_words && matches!(slot.word, Word::Pattern(_)) {
                continue;
            }
            let found = index.engine.expansions(slot, analyzer)?;
            // A word that is found only as it was typed explains nothing.
            let is_typed = |word: &str| {
                text.text.split_whitespace().any(|typed| typed.eq_ignore_ascii_case(word))
            };
            let as_typed = matches!(slot.word, Word::Stems(_))
                && found.iter().all(|expanded| is_typed(&expanded.word));
            words.extend(found.into_iter().filter(|_| !as_typed));
        }
    }
    let word_count = words.len();
    words.truncate(SHOWN);
    let text = match tree {
        Tree::All => "every article".to_string(),
        tree => tree.to_string(),
    };
    let articles = index.count(resolved)?;
    parts.push(Part { depth, joins, text, articles, words, word_count });
    for (tree, resolved) in inner {
        take_apart(index, tree, resolved, depth + 1, analyzer, parts)?;
    }
    Ok(())
}

/// The part of a query without which there would be matches.
enum Blame {
    /// The date range, and the number of articles that match without it.
    Dates(DateRange, u64),
    /// A part that no article has.
    Part(String),
    /// The parts before a part, and the part, where no article matches both.
    Together(String, String),
}

impl fmt::Display for Blame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Blame::Dates(_, count) => {
                let matching = searching::articles_match(*count);
                write!(f, "no match is within the dates; without them, {matching}")
            }
            Blame::Part(part) => write!(f, "no article matches {part}"),
            Blame::Together(before, part) => {
                write!(f, "no article matches both {before} and {part}")
            }
        }
    }
}

/// The maximum number of clauses of a query for which a search without matches is explained.
const CLAUSES: usize = 16;

/// Returns notices that explain why a question finds nothing: the part to blame, and if it is the dates, the days that
/// the archive covers and the number of articles that match without the dates. Returns no notices for a query of more
/// than 16 clauses.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn why_nothing(index: &Index, question: &Question) -> Result<Vec<String>> {
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let tree = question.filtered(&read.in_every_language().query.tree);
    if tree.clauses() > CLAUSES || read.within.is_empty() || index.engine.total() == 0 {
        return Ok(Vec::new());
    }
    let resolved = index.resolved(tree.clone())?;
    let mut notices = Vec::new();
    match blame(index, &resolved, &tree, &read.when)? {
        Some(Blame::Dates(range, count)) => {
            notices.push(format!(
                "no match {}; without the dates, {}",
                in_words(&range),
                searching::articles_match(count)
            ));
            if let Some((first, last)) = info::days(index)? {
                notices.push(format!("the archive covers {first} to {last}"));
            }
        }
        Some(Blame::Together(before, part)) => {
            notices.push(format!("no article matches both {before} and {part}"));
        }
        // The notices of the query report what was ignored.
        Some(Blame::Part(part)) if part == Tree::Nothing.to_string() => {}
        // Every search already reports words and values that no article has.
        Some(Blame::Part(part)) if !reported(&tree, &part) => {
            notices.push(match part.strip_prefix("NOT ") {
                Some(excluded) => match excluded.strip_suffix(":*") {
                    Some(header) => format!("every article has {}", with_article(header)),
                    None => format!("every article has {excluded}"),
                },
                None => format!("no article has {part}"),
            });
        }
        Some(Blame::Part(_)) | None => {}
    }
    Ok(notices)
}

/// Returns the name of a header that articles have, with its article.
fn with_article(header: &str) -> String {
    match header {
        "lang" => "a language".to_string(),
        "agency" => "an agency".to_string(),
        header => format!("a {header}"),
    }
}

/// Returns whether a part is a word or a header value, for which there is a separate notice.
fn reported(tree: &Tree, part: &str) -> bool {
    match tree {
        Tree::And(trees) | Tree::Or(trees) => trees.iter().any(|tree| reported(tree, part)),
        Tree::Near(near) => {
            reported(&near.left, part) || !near.how.negated && reported(&near.right, part)
        }
        Tree::AtLeast(_, tree) => reported(tree, part),
        Tree::Text(text) => match text.slots.as_slice() {
            [Slot { word: Word::Pattern(_), .. }] => false,
            [_] => !text.quoted && tree.to_string() == part,
            _ => false,
        },
        Tree::Filter(filter) => {
            let has_notice = filter.field.may_be_absent() || filter.field == FilterField::Path;
            has_notice && tree.to_string() == part
        }
        _ => false,
    }
}

/// Returns the text of a part for a sentence, in parentheses if it has an operator.
fn operand(tree: &Tree) -> String {
    match tree {
        Tree::And(_) | Tree::Or(_) => format!("({tree})"),
        tree => tree.to_string(),
    }
}

/// Returns the innermost operand of a proximity or frequency condition that no article has.
fn missing(index: &Index, tree: &Tree) -> Result<Option<String>> {
    let sides = match tree {
        Tree::Near(near) => vec![near.left.as_ref(), near.right.as_ref()],
        Tree::AtLeast(_, tree) => vec![tree.as_ref()],
        _ => Vec::new(),
    };
    for side in sides {
        if index.count(side)? == 0 {
            return Ok(missing(index, side)?.or_else(|| Some(side.to_string())));
        }
    }
    Ok(None)
}

/// Returns the part of a query without which there would be matches.
fn blame(index: &Index, resolved: &Tree, shown: &Tree, when: &DateRange) -> Result<Option<Blame>> {
    let mut within = *when;
    let undated = resolved.clone().hoist_dates(&mut within);
    if !within.is_open() {
        let count = index.count(&undated)?;
        if count > 0 {
            return Ok(Some(Blame::Dates(within, count)));
        }
    }
    let (Tree::And(parts), Tree::And(shown)) = (resolved, shown) else {
        let part = missing(index, resolved)?.unwrap_or_else(|| shown.to_string());
        return Ok(Some(Blame::Part(part)));
    };
    for (part, shown) in parts.iter().zip(shown) {
        if index.count(part)? == 0 {
            let part = missing(index, part)?.unwrap_or_else(|| shown.to_string());
            return Ok(Some(Blame::Part(part)));
        }
    }
    let mut before = Tree::All;
    let mut read = Tree::All;
    for (part, shown) in parts.iter().zip(shown) {
        let joined = before.clone().and(part.clone());
        if index.count(&joined)? == 0 {
            return Ok(Some(Blame::Together(operand(&read), operand(shown))));
        }
        before = joined;
        read = read.and(shown.clone());
    }
    Ok(None)
}
