//! The terms of the index, told one by one: those of a field in some ranges.

use std::collections::BTreeSet;

use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::reader::Reader;
use super::tokens::{IN_CAPITALS, MARK};
use crate::packing::utf8;

/// Values of a field of headers that wildcards hold of.
pub fn values(reader: &Reader, field: Field, wild: &[char]) -> tantivy::Result<Vec<String>> {
    let mut found = BTreeSet::new();
    each_term(reader, field, &[(String::new(), None)], &mut |value, _| {
        if crate::query::pattern::wild(wild, value) {
            found.insert(value.to_string());
        }
    })?;
    Ok(found.into_iter().collect())
}

/// Ranges of terms: a first one, and the one behind the last.
pub type Range = (String, Option<String>);

/// Folded terms with a beginning.
pub fn ranges_folded(beginning: &str) -> Vec<Range> {
    vec![(beginning.to_string(), behind(beginning))]
}

/// Printed forms whose folded form has an initial: in both cases, and all those whose first letter
/// is none of ASCII, which may fold to anything.
pub fn ranges_printed(initial: &str) -> Vec<Range> {
    let Some(c) = initial.chars().next().filter(char::is_ascii) else {
        return vec![(String::new(), None)];
    };
    let mut ranges = vec![("\u{80}".to_string(), None)];
    let marked = format!("{IN_CAPITALS}{c}");
    let upper = c.to_ascii_uppercase().to_string();
    for beginning in [c.to_string(), marked] {
        ranges.push((beginning.clone(), behind(&beginning)));
    }
    if !c.is_ascii_uppercase() && upper != initial {
        ranges.push((upper.clone(), behind(&upper)));
    }
    ranges
}

/// The first text behind all those with a beginning; None for an empty one.
fn behind(beginning: &str) -> Option<String> {
    let mut chars: Vec<char> = beginning.chars().collect();
    while let Some(last) = chars.pop() {
        if let Some(next) = (last as u32 + 1..=char::MAX as u32).find_map(char::from_u32) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// Tells each printed form in some ranges, as it is listed and as it is printed, folded where that is all that
/// is known of it.
pub fn each_form(
    reader: &Reader,
    ranges: &[Range],
    tell: &mut dyn FnMut(&str, &str),
) -> tantivy::Result<()> {
    each_term(reader, reader.fields.forms, ranges, &mut |form, _| match form
        .strip_prefix(IN_CAPITALS)
    {
        None if form.starts_with(MARK) => {}
        bare => tell(form, bare.unwrap_or(form)),
    })
}

/// Tells each term of a field in some ranges, with its documents in a segment.
pub fn each_term(
    reader: &Reader,
    field: Field,
    ranges: &[Range],
    tell: &mut dyn FnMut(&str, u32),
) -> tantivy::Result<()> {
    for segment in reader.segments() {
        let index = segment.inverted_index(field)?;
        let terms: &TermDictionary = index.terms();
        for (from, to) in ranges {
            let mut range = terms.range().ge(from);
            if let Some(to) = to {
                range = range.lt(to);
            }
            let mut stream = range.into_stream()?;
            while stream.advance() {
                tell(utf8(stream.key())?, stream.value().doc_freq);
            }
        }
    }
    Ok(())
}
