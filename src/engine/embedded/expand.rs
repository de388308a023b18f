//! Which words of the index a pattern, an exact form or a way of printing means.
//!
//! The index keeps stems with positions (field `text`) and, for each article, the printed forms that
//! differ from their stem, and the stem where it is printed as it is too (field `forms`). What depends on
//! the printed form is therefore known from two sides: articles that list a form that fits have it for
//! certain; articles that have the stem may have it, where the form is its own stem. Of titles all in capitals only folded forms that
//! stand nowhere else in the article are listed, behind [`IN_CAPITALS`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermSetQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::reader::Reader;
use super::tokens::{IN_CAPITALS, MARK};
use crate::analysis::{Analyzer, Language, fold};
use crate::engine::Expanded;
use crate::matching::is_printed;
use crate::query::pattern::Compiled;
use crate::query::tree::{Capitals, Pattern};

/// Words of the index, as terms of its two fields.
#[derive(Debug, Default)]
pub struct Expansion {
    /// Terms of `forms`: an article that has one of them matches.
    pub forms: Vec<String>,
    /// Terms of `text`: an article that has one of them matches.
    pub sure: Vec<String>,
    /// Terms of `text`: an article that has one of them may match.
    pub unsure: Vec<String>,
}

/// The words a pattern holds of.
pub fn pattern(
    reader: &Reader,
    pattern: &Pattern,
    capitals: Option<Capitals>,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let languages = reader.languages_of_terms()?;
    let compiled = Compiled::new(pattern);
    let beginning = compiled.literal_beginning();
    let mut found = Expansion::default();
    let mut stems = BTreeSet::new();
    each_term(reader, reader.fields.text, &ranges_folded(&beginning), &mut |term, _| {
        if !term.starts_with(MARK) && compiled.matches(term) {
            stems.insert(term.to_string());
        }
    })?;
    // Stems of which another form is known that does not fit.
    let mut doubtful = BTreeSet::new();
    let mut folded = String::new();
    let initial: String = beginning.chars().take(1).collect();
    each_term(reader, reader.fields.forms, &ranges_printed(&initial), &mut |form, _| {
        let (form, in_capitals) = match form.strip_prefix(IN_CAPITALS) {
            Some(form) => (form, true),
            None if form.starts_with(MARK) => return,
            None => (form, false),
        };
        folded.clear();
        fold::fold(form, &mut folded);
        let fits = compiled.matches(&folded);
        if fits {
            let printed = match capitals {
                None => true,
                Some(Capitals::None) => !in_capitals && is_printed(form, Capitals::None),
                Some(capitals) => in_capitals || is_printed(form, capitals),
            };
            if printed {
                let mark = if in_capitals { IN_CAPITALS } else { "" };
                found.forms.push(format!("{mark}{form}"));
            }
        } else {
            for stem in analyzer.terms(languages, form) {
                if stems.contains(&stem) {
                    doubtful.insert(stem);
                }
            }
        }
    })?;
    for stem in stems {
        match doubtful.contains(&stem) || capitals.is_some() {
            true => found.unsure.push(stem),
            false => found.sure.push(stem),
        }
    }
    Ok(found)
}

/// The printed forms of some stems that are printed in a way.
pub fn printed(
    reader: &Reader,
    stems: &[String],
    capitals: Capitals,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let languages = reader.languages_of_terms()?;
    let mut found = Expansion { unsure: stems.to_vec(), ..Expansion::default() };
    let initials: BTreeSet<String> =
        stems.iter().map(|stem| stem.chars().take(1).collect()).collect();
    let wanted: FxHashSet<&str> = stems.iter().map(String::as_str).collect();
    for initial in initials {
        each_term(reader, reader.fields.forms, &ranges_printed(&initial), &mut |form, _| {
            let (bare, in_capitals) = match form.strip_prefix(IN_CAPITALS) {
                Some(bare) => (bare, true),
                None => (form, false),
            };
            let fits = match in_capitals {
                true => capitals != Capitals::None,
                false => !form.starts_with(MARK) && is_printed(form, capitals),
            };
            if fits
                && analyzer.terms(languages, bare).iter().any(|stem| wanted.contains(stem.as_str()))
            {
                found.forms.push(form.to_string());
            }
        })?;
    }
    Ok(found)
}

/// Printed forms that have a stem without being it.
#[derive(Debug, Default)]
pub struct Others {
    /// In every language of the index.
    pub always: Vec<String>,
    /// In some of them.
    pub sometimes: Vec<String>,
}

/// The printed forms of a stem besides itself. An article that has the stem and lists none of them prints it
/// as it is.
pub fn others(reader: &Reader, stem: &str, analyzer: &mut Analyzer) -> tantivy::Result<Others> {
    let mut languages = reader.languages_of_terms()?.to_vec();
    let default = Language::of_script(stem);
    if !languages.contains(&default) {
        languages.push(default);
    }
    let mut found = Others::default();
    let initial: String = stem.chars().take(1).collect();
    each_term(reader, reader.fields.forms, &ranges_printed(&initial), &mut |form, _| {
        if form == stem || form.starts_with(MARK) {
            return;
        }
        let has = languages.iter().filter(|of| analyzer.has_term(**of, form, stem)).count();
        match has {
            0 => {}
            all if all == languages.len() => found.always.push(form.to_string()),
            _ => found.sometimes.push(form.to_string()),
        }
    })?;
    Ok(found)
}

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

/// The word closest to one that is not in the index: the fewer letters differ the better, then the
/// more articles.
pub fn similar(
    reader: &Reader,
    word: &str,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Option<String>> {
    let mut folded = String::new();
    fold::fold(word, &mut folded);
    let farthest = match folded.chars().count() {
        0..=3 => return Ok(None),
        4..=5 => 1,
        _ => 2,
    };
    for distance in 1..=farthest {
        let found = pattern(reader, &Pattern::Fuzzy(folded.clone(), distance), None, analyzer)?;
        let words = counted(reader, &found, analyzer)?;
        if let Some(best) = words.into_iter().next() {
            return Ok(Some(best.word));
        }
    }
    Ok(None)
}

/// The words of an expansion, folded, each with its articles; the most articles first. A stem is a word
/// where it is its own stem.
pub fn counted(
    reader: &Reader,
    found: &Expansion,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<Expanded>> {
    let languages = reader.languages_of_terms()?;
    let mut words: BTreeMap<String, Vec<Term>> = BTreeMap::new();
    for form in &found.forms {
        let mut word = String::new();
        fold::fold(form.strip_prefix(IN_CAPITALS).unwrap_or(form), &mut word);
        words.entry(word).or_default().push(Term::from_field_text(reader.fields.forms, form));
    }
    for stem in found.sure.iter().chain(&found.unsure) {
        if words.contains_key(stem) || analyzer.terms(languages, stem).contains(stem) {
            // Whoever prints the word has its stem.
            words.insert(stem.clone(), vec![Term::from_field_text(reader.fields.text, stem)]);
        }
    }
    let mut counted = Vec::with_capacity(words.len());
    for (word, terms) in words {
        let articles = match terms.as_slice() {
            [term] => reader.searcher.doc_freq(term)?,
            _ => reader.searcher.search(&TermSetQuery::new(terms), &Count)? as u64,
        };
        counted.push(Expanded { word, articles });
    }
    counted.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
    Ok(counted)
}

/// Ranges of terms: a first one, and the one behind the last.
type Range = (String, Option<String>);

/// Folded terms with a beginning.
fn ranges_folded(beginning: &str) -> Vec<Range> {
    vec![(beginning.to_string(), behind(beginning))]
}

/// Printed forms whose folded form has an initial: in both cases, and all those whose first letter
/// is none of ASCII, which may fold to anything.
fn ranges_printed(initial: &str) -> Vec<Range> {
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

/// Tells each term of a field in some ranges, with its documents in a segment.
fn each_term(
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
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    tell(term, stream.value().doc_freq);
                }
            }
        }
    }
    Ok(())
}
