//! Ranges of the term dictionaries of a snapshot.

use std::collections::BTreeSet;

use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};
use tantivy_fst::Automaton;

use super::beginnings_automaton::BeginningsAutomaton;
use super::commit::Snapshot;
use super::folded_automaton::FoldedAutomaton;
use crate::analysis::stem_check::{EnglishBeginnings, first_letters, is_in, united};
use crate::analysis::{Language, fold};
use crate::engine::Budget;
use crate::engine::embedded::schema::token_encoding::{IN_CAPITALS, MARK};
use crate::packing::utf8;
use crate::query::pattern::Compiled;

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

/// Returns the ranges of the printed forms that may have one of the given stems: those that begin with certain characters
/// ([`first_letters`]). If a stem may come from a form with any beginning, returns the range of all forms.
fn ranges_near<'s>(languages: &[Language], stems: impl Iterator<Item = &'s str>) -> Vec<TermRange> {
    let mut stems: Vec<&str> = stems.collect();
    // The ranges depend only on the first characters.
    stems.sort_unstable();
    stems.dedup_by_key(|stem| stem.chars().next());
    let (mut characters, mut beginnings) = (Vec::new(), Vec::new());
    for stem in stems {
        let Some(letters) = first_letters(languages, stem) else {
            return vec![(String::new(), None)];
        };
        characters.extend(letters.characters);
        beginnings.extend(letters.others);
    }
    let characters = united(characters);
    beginnings.sort_unstable();
    beginnings.dedup();
    beginnings.retain(|beginning| !beginning.starts_with(|first| is_in(&characters, first)));
    let beginnings = beginnings.into_iter().map(|beginning| (beginning.clone(), beginning));
    let characters = characters.into_iter().map(|(first, last)| (first.into(), last.into()));
    let mut ranges = Vec::new();
    for (first, last) in characters.chain(beginnings) {
        // A form in a title in capitals is folded.
        ranges.push((format!("{IN_CAPITALS}{first}"), end_of(&format!("{IN_CAPITALS}{last}"))));
        ranges.push((first, end_of(&last)));
    }
    ranges
}

/// Visits each stem in the index that a pattern matches.
pub fn each_matching_stem(
    snapshot: &Snapshot,
    pattern: &Compiled,
    visit: &mut dyn FnMut(&str),
) -> tantivy::Result<()> {
    each_kept(snapshot, snapshot.fields.text, pattern, &mut |term| {
        if !term.starts_with(MARK) && pattern.matches(term) {
            visit(term);
        }
    })
}

/// Visits each surface form in the index whose folded form a pattern matches, as [`each_form_near`] does.
pub fn each_matching_form(
    snapshot: &Snapshot,
    pattern: &Compiled,
    visit: &mut dyn FnMut(&str, &str),
) -> tantivy::Result<()> {
    let mut folded = String::new();
    each_kept(snapshot, snapshot.fields.forms, pattern, &mut |form| {
        let Some(bare) = as_printed(form) else { return };
        folded.clear();
        fold::fold(bare, &mut folded);
        if pattern.matches(&folded) {
            visit(form, bare);
        }
    })
}

/// Visits each term of a field that the automaton of a pattern keeps.
fn each_kept(
    snapshot: &Snapshot,
    field: Field,
    pattern: &Compiled,
    visit: &mut dyn FnMut(&str),
) -> tantivy::Result<()> {
    let mut visited = 0;
    for segment in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        let stream = index.terms().search(FoldedAutomaton::new(pattern)).into_stream()?;
        if !each_of(snapshot, stream, &mut visited, &mut |term, _| visit(term))? {
            return Ok(());
        }
    }
    Ok(())
}

/// Visits each term of a stream, with its document frequency. Returns `false` if the search's budget is spent.
fn each_of<A: Automaton>(
    snapshot: &Snapshot,
    mut stream: TermStreamer<A>,
    visited: &mut u64,
    visit: &mut dyn FnMut(&str, u32),
) -> tantivy::Result<bool>
where
    A::State: Clone,
{
    while stream.advance() {
        *visited += 1;
        if visited.is_multiple_of(Budget::EVERY) && snapshot.budget.is_spent() {
            return Ok(false);
        }
        visit(utf8(stream.key())?, stream.value().doc_freq);
    }
    Ok(true)
}

/// Returns a surface form as it is printed, or `None` for a marker. A form in a title in capitals is folded, because
/// nothing else is known about it.
fn as_printed(form: &str) -> Option<&str> {
    form.strip_prefix(IN_CAPITALS).or_else(|| (!form.starts_with(MARK)).then_some(form))
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

/// Visits each surface form that may have one of some stems in some languages, as it is indexed and as it is printed. A
/// form is visited once per segment that lists it.
pub fn each_form_near<'s>(
    snapshot: &Snapshot,
    languages: &[Language],
    stems: impl Iterator<Item = &'s str> + Clone,
    visit: &mut dyn FnMut(&str, &str),
) -> tantivy::Result<()> {
    let field = snapshot.fields.forms;
    let visit: &mut dyn FnMut(&str, u32) = &mut |form, _| {
        if let Some(bare) = as_printed(form) {
            visit(form, bare);
        }
    };
    let Some(beginnings) = EnglishBeginnings::of(languages, stems.clone()) else {
        return each_term(snapshot, field, &ranges_near(languages, stems), visit);
    };
    let mut visited = 0;
    for segment in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        let automaton = BeginningsAutomaton(&beginnings);
        let stream = index.terms().search(automaton).into_stream()?;
        if !each_of(snapshot, stream, &mut visited, visit)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Visits each term of a field in some ranges, with its document frequency in a segment. A term is visited once per
/// segment that has it. Stops when the search's budget is spent.
pub fn each_term(
    snapshot: &Snapshot,
    field: Field,
    ranges: &[TermRange],
    visit: &mut dyn FnMut(&str, u32),
) -> tantivy::Result<()> {
    let mut visited = 0;
    for segment in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        let terms: &TermDictionary = index.terms();
        for (from, to) in ranges {
            let mut range = terms.range().ge(from);
            if let Some(to) = to {
                range = range.lt(to);
            }
            if !each_of(snapshot, range.into_stream()?, &mut visited, visit)? {
                return Ok(());
            }
        }
    }
    Ok(())
}
