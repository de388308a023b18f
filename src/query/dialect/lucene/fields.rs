//! The fields, numbers and regular expressions of Lucene queries.

use crate::query::date_clause::DateField;
use crate::query::dialect::builder::fault;
use crate::query::dialect::token::Span;
use crate::query::fields::Field;
use crate::query::reading::Fault;
use crate::query::tree::{FilterField, Flag, Tree, Zone};
use crate::query::words;

/// Returns the number of edits of a fuzzy term: 2 by default, otherwise the number, or derived from a similarity below
/// 1 (Lucene's `FuzzyQuery.floatToEdits`).
pub fn edits(number: Option<f32>, term: &str) -> u32 {
    match number {
        None => 2,
        Some(number) if number >= 1.0 => (number as u32).min(2),
        Some(0.0) => 0,
        Some(similarity) => (((1.0 - similarity) * term.chars().count() as f32) as u32).min(2),
    }
}

/// Returns a range of numbers as dateline writes it.
///
/// # Errors
///
/// Returns a fault if the text is not such a range.
pub fn lengths(range: &str, span: Span) -> Result<String, Fault> {
    let wrong = || fault(span, "not a range of numbers", "write words:[100 TO 500]");
    let inner = &range[1..range.len() - 1];
    let (least, most) = inner.split_once(" TO ").ok_or_else(wrong)?;
    let read = |text: &str, is_excluded: bool, step: i64| match text.trim() {
        "*" => Some(String::new()),
        text => {
            let number: i64 = text.parse::<u32>().ok()?.into();
            Some((number + if is_excluded { step } else { 0 }).to_string())
        }
    };
    let least = read(least, range.starts_with('{'), 1).ok_or_else(wrong)?;
    let most = read(most, range.ends_with('}'), -1).ok_or_else(wrong)?;
    Ok(format!("{least}..{most}"))
}

/// Returns the field with this name in dateline, or in the mappings of news collections.
pub fn field(name: &str) -> Option<Field> {
    let name = name.to_lowercase();
    Field::named(&name).or_else(|| {
        Some(match name.as_str() {
            "article_title" => Field::Zone(Zone::TITLE),
            "text" | "content" | "text_content" => Field::Zone(Zone::BODY),
            "publisher" | "media_name" | "canonical_domain" => Field::Filter(FilterField::Source),
            "tags" | "keywords" => Field::Filter(FilterField::Topic),
            "publication_date" | "publish_date" | "published" => Field::Date(DateField::Range),
            _ => return None,
        })
    })
}

/// Returns a tree that matches articles that have a field.
pub fn present(field: Field) -> Tree {
    match field {
        Field::Zone(zone) => Tree::Text(words::any_word()).within(zone),
        Field::Filter(field) => field.absent().without(),
        Field::Date(_) => Tree::Flag(Flag::Undated).without(),
        Field::Length => Tree::Length(1, u32::MAX),
    }
}

/// Returns whether a regular expression has operators that only Lucene has, or cannot match a single word.
pub fn is_lucene_only(regex: &str) -> bool {
    let mut escaped = false;
    let has_operator = regex.chars().any(|c| {
        let found = !escaped && "~#@&<>\"".contains(c);
        escaped = c == '\\' && !escaped;
        found
    });
    has_operator || regex.is_empty() || regex.contains(char::is_whitespace)
}
