//! Comparisons of dates and lengths, as the press databases write them: `date aft 1/31/2020`, `length > 1200`.

use super::builder::{Builder, fault};
use super::token::{Raw, RawKind, Span};
use crate::query::date_clause::DateField;
use crate::query::reading::Fault;
use crate::query::tree::Tree;

/// The maximum number of words of a date: `january 31, 2020`.
const WORDS: usize = 3;

/// The maximum number of words, parentheses and signs of comparisons in parentheses.
const PARTS: usize = 40;

/// Returns the field that means the comparison of a word or a sign for dates.
fn comparison(text: &str) -> Option<DateField> {
    Some(match text.to_ascii_lowercase().as_str() {
        ">" | "aft" | "after" => DateField::After,
        "<" | "bef" | "before" => DateField::Before,
        ">=" | "geq" => DateField::Since,
        "<=" | "leq" => DateField::Until,
        "=" | "is" | "on" => DateField::Range,
        _ => return None,
    })
}

/// Returns how dateline writes a comparison of lengths.
fn sign(how: DateField) -> &'static str {
    match how {
        DateField::After => ">",
        DateField::Since => ">=",
        DateField::Before => "<",
        DateField::Until => "<=",
        DateField::Range => "",
    }
}

/// Reads the comparison that `next` starts with, or several within parentheses. `rest` is the text directly after the
/// name that is compared. Returns the byte offset of the end, too, or `None` if there is no comparison.
///
/// # Errors
///
/// Returns a fault if something is not compared with a date or a number.
pub fn compared(
    rest: Option<Raw>,
    next: &[Raw],
    is_length: bool,
    builder: &Builder,
) -> Result<Option<(Tree, usize)>, Fault> {
    let is_group = rest.is_none() && next.first().is_some_and(|raw| raw.kind == RawKind::Open);
    let count = match is_group {
        true => {
            let Some(count) = length_of_group(next) else { return Ok(None) };
            count
        }
        false => next.len().min(WORDS + 1),
    };
    let mut words: Vec<Raw> =
        rest.iter().chain(&next[..count]).copied().flat_map(divided).collect();
    let end = words.last().map_or(0, |last| last.span.1);
    words.reverse();
    let mut tree: Option<Tree> = None;
    loop {
        if is_group {
            skip(&mut words, |word| word.kind != RawKind::Word || word.is("and"));
        }
        let Some(first) = words.pop() else { break };
        let Some(how) = comparison(first.text) else {
            let hint = "write date aft 1/31/2020, or length > 1200";
            match tree {
                Some(_) => return Err(fault(first.span, "not a comparison", hint)),
                None => return Ok(None),
            }
        };
        if is_group {
            skip(&mut words, |word| word.kind == RawKind::Open);
        }
        let one = match is_length {
            true => {
                let value = words.pop();
                let span = (first.span.0, value.map_or(first.span.1, |value| value.span.1));
                let number = value.map_or("", |value| value.text);
                builder.length(&format!("{}{number}", sign(how)), span)?
            }
            false => dated(how, &mut words, first.span, builder)?,
        };
        tree = Some(tree.map_or(Tree::All, |tree| tree).and(one));
        if !is_group {
            break;
        }
    }
    let until = words.last().map_or(end, |word| word.span.0);
    Ok(tree.map(|tree| (tree, until)))
}

fn skip(words: &mut Vec<Raw>, is: impl Fn(&Raw) -> bool) {
    while words.last().is_some_and(&is) {
        words.pop();
    }
}

/// Returns the number of parts of a group that is short enough for comparisons.
fn length_of_group(next: &[Raw]) -> Option<usize> {
    let mut depth = 0;
    for (at, raw) in next.iter().take(PARTS).enumerate() {
        match raw.kind {
            RawKind::Open => depth += 1,
            RawKind::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Separates a comparison from the value: `>1200`.
fn divided(raw: Raw) -> Vec<Raw> {
    let signs = raw.text.len() - raw.text.trim_start_matches(['<', '>', '=']).len();
    match raw.kind == RawKind::Word && signs > 0 && signs < raw.text.len() {
        true => {
            let (sign, value) = raw.split(signs);
            vec![sign, value]
        }
        false => vec![raw],
    }
}

/// Reads the date that a list of words starts with. The first word comes last. Takes the words of the date away.
///
/// # Errors
///
/// Returns a fault if there is no date.
pub fn dated(
    how: DateField,
    words: &mut Vec<Raw>,
    before: Span,
    builder: &Builder,
) -> Result<Tree, Fault> {
    let of_date = |raw: &&Raw| matches!(raw.kind, RawKind::Word | RawKind::Phrase);
    let next: Vec<Raw> = words.iter().rev().take(WORDS).take_while(of_date).copied().collect();
    let read = |count: usize| {
        let text: Vec<&str> = next[..count].iter().map(|raw| raw.text).collect();
        let end = next[..count].last().map_or(before.1, |last| last.span.1);
        builder.date(how, &text.join(" "), (before.0, end))
    };
    // The longest text that is a date. `january 31, 2020 and oil` starts with one of three words.
    for count in (2..=next.len()).rev() {
        if let Ok(tree) = read(count) {
            words.truncate(words.len() - count);
            return Ok(tree);
        }
    }
    let count = next.len().min(1);
    let tree = read(count)?;
    words.truncate(words.len() - count);
    Ok(tree)
}
