//! Ranges of the term dictionaries of a snapshot.

use std::collections::BTreeSet;

use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::commit::Snapshot;
use crate::engine::embedded::schema::token_encoding::{IN_CAPITALS, MARK};
use crate::packing::utf8;

/// The number of terms between two checks of the budget.
const OFTEN: u32 = 1 << 10;

/// A half-open range of terms: the first term, and the end if there is one.
pub type TermRange = (String, Option<String>);

/// Returns the values of a header field that a wildcard pattern matches.
pub fn values(snapshot: &Snapshot, field: Field, wild: &[char]) -> tantivy::Result<Vec<String>> {
    let mut found = BTreeSet::new();
    each_term(snapshot, field, &[(String::new(), None)], &mut |value, _| {
        if crate::query::pattern::wild(wild, value) {
            found.insert(value.to_string());
        }
    })?;
    Ok(found.into_iter().collect())
}

/// Returns the range of folded terms with a prefix.
pub fn ranges_folded(prefix: &str) -> Vec<TermRange> {
    vec![(prefix.to_string(), end_of(prefix))]
}

/// Returns the ranges of printed forms whose folded form may begin with `initial`: those that begin with it in either
/// case, and those that begin with a non-ASCII character, which may fold to anything.
pub fn ranges_printed(initial: &str) -> Vec<TermRange> {
    let Some(c) = initial.chars().next().filter(char::is_ascii) else {
        return vec![(String::new(), None)];
    };
    let mut ranges = vec![("\u{80}".to_string(), None)];
    let marked = format!("{IN_CAPITALS}{c}");
    let upper = c.to_ascii_uppercase().to_string();
    for prefix in [c.to_string(), marked] {
        ranges.push((prefix.clone(), end_of(&prefix)));
    }
    if !c.is_ascii_uppercase() && upper != initial {
        ranges.push((upper.clone(), end_of(&upper)));
    }
    ranges
}

/// Returns the first string after all strings with a prefix. Returns `None` if the prefix is empty.
fn end_of(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        if let Some(next) = (last as u32 + 1..=char::MAX as u32).find_map(char::from_u32) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// Visits each surface form in some ranges, as it is indexed and as it is printed. A form in a title in capitals is
/// folded, because nothing else is known about it.
pub fn each_form(
    snapshot: &Snapshot,
    ranges: &[TermRange],
    visit: &mut dyn FnMut(&str, &str),
) -> tantivy::Result<()> {
    each_term(snapshot, snapshot.fields.forms, ranges, &mut |form, _| match form
        .strip_prefix(IN_CAPITALS)
    {
        None if form.starts_with(MARK) => {}
        bare => visit(form, bare.unwrap_or(form)),
    })
}

/// Visits each term of a field in some ranges, with its document frequency in a segment. A term is visited once per
/// segment that has it. Stops when the search's budget is spent.
pub fn each_term(
    snapshot: &Snapshot,
    field: Field,
    ranges: &[TermRange],
    visit: &mut dyn FnMut(&str, u32),
) -> tantivy::Result<()> {
    let mut visited = 0_u32;
    for segment in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        let terms: &TermDictionary = index.terms();
        for (from, to) in ranges {
            let mut range = terms.range().ge(from);
            if let Some(to) = to {
                range = range.lt(to);
            }
            let mut stream = range.into_stream()?;
            while stream.advance() {
                visited += 1;
                if visited.is_multiple_of(OFTEN) && snapshot.budget.is_spent() {
                    return Ok(());
                }
                visit(utf8(stream.key())?, stream.value().doc_freq);
            }
        }
    }
    Ok(())
}
