//! The vocabulary of a snapshot: the words that are most similar to one, and those that match a pattern.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::Term;

use super::unions::Unions;
use crate::analysis::stem_check::possible_languages;
use crate::analysis::{Analyzer, Stem, fold};
use crate::engine::Expanded;
use crate::engine::embedded::schema::token_encoding::IN_CAPITALS;
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::term_dictionary::{
    each_form_near, each_matching_form, each_matching_stem,
};
use crate::query::pattern::Compiled;
use crate::query::tree::{Pattern, Slot, Word};

/// Returns the indexed word most similar to one that is not in the index. Prefers the fewest edits, then the same first
/// letter, then the most articles.
pub fn similar(
    snapshot: &Snapshot,
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
    let initial = folded.chars().next();
    let found = matching(snapshot, &Pattern::Fuzzy(folded.clone(), farthest))?;
    let near = Compiled::new(&Pattern::Fuzzy(folded, 1));
    let words = counted(snapshot, &found, analyzer)?;
    let rank = |word: &Expanded| (!near.matches(&word.word), word.word.chars().next() != initial);
    let Some(best) = words.iter().map(rank).min() else { return Ok(None) };
    // Of equals, the first has the most articles.
    let mut printed = None;
    for Expanded { word, .. } in words.into_iter().filter(|word| rank(word) == best) {
        let forms = match found.terms.contains(&word) {
            true => printed_forms(snapshot, &word, analyzer)?,
            false => return Ok(Some(word)),
        };
        if forms.contains(&word) {
            return Ok(Some(word));
        }
        printed = printed.or(forms.into_iter().next());
    }
    Ok(printed)
}

/// Returns the words that articles print and that have a stem, most frequent first.
fn printed_forms(
    snapshot: &Snapshot,
    stem: &str,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<String>> {
    let found = inflections(snapshot, &[Stem::of_any(stem)], analyzer)?;
    Ok(found.into_iter().map(|found| found.word).collect())
}

/// The terms of the index that match a pattern.
struct Matching {
    /// The surface forms, as they are indexed.
    forms: Vec<String>,
    /// The terms, which may be stems that are not words.
    terms: BTreeSet<String>,
}

/// Collects the terms that match a pattern. Unlike
/// [`expand::pattern`](crate::engine::embedded::plan::lower::expand::pattern), it does not ask which other forms have
/// the same stems, because nothing is searched for.
fn matching(snapshot: &Snapshot, pattern: &Pattern) -> tantivy::Result<Matching> {
    let compiled = Compiled::new(pattern);
    let mut found = Matching { forms: Vec::new(), terms: BTreeSet::new() };
    each_matching_stem(snapshot, &compiled, &mut |stem| {
        found.terms.insert(stem.to_string());
    })?;
    each_matching_form(snapshot, &compiled, &mut |form, _| found.forms.push(form.to_string()))?;
    Ok(found)
}

/// Returns the folded words of some terms with their document frequencies, most frequent first. A stem counts as a
/// word if it is its own stem; whether an article prints it is not checked.
fn counted(
    snapshot: &Snapshot,
    found: &Matching,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<Expanded>> {
    let languages = snapshot.languages()?;
    let mut words: BTreeMap<String, Vec<Term>> = BTreeMap::new();
    for form in &found.forms {
        let mut word = String::new();
        fold::fold(form.strip_prefix(IN_CAPITALS).unwrap_or(form), &mut word);
        words.entry(word).or_default().push(Term::from_field_text(snapshot.fields.forms, form));
    }
    for term in &found.terms {
        if words.contains_key(term) || Stem::is_among(term, &analyzer.stems(languages, term)) {
            // Every article that prints the word has its stem.
            words.insert(term.clone(), vec![Term::from_field_text(snapshot.fields.text, term)]);
        }
    }
    let (mut counted, mut unions) = (Vec::with_capacity(words.len()), Unions::of(snapshot));
    for (word, terms) in words {
        if snapshot.budget.is_spent() {
            break;
        }
        let articles = match terms.as_slice() {
            [term] => snapshot.searcher.doc_freq(term)?,
            terms => unions.count(terms)?,
        };
        counted.push(Expanded { word, articles });
    }
    most_frequent_first(&mut counted);
    Ok(counted)
}

/// Returns the terms among `stems` that no article prints: every article that has one lists other forms of it.
fn unprinted(
    snapshot: &Snapshot,
    stems: &BTreeSet<String>,
    analyzer: &mut Analyzer,
) -> tantivy::Result<BTreeSet<String>> {
    let languages = snapshot.languages()?;
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut listed = BTreeSet::new();
    each_form_near(snapshot, languages, stems.iter().map(String::as_str), &mut |form, bare| {
        let mut word = String::new();
        fold::fold(bare, &mut word);
        for stem in analyzer.stems(languages, bare) {
            if stem.term == word {
                listed.insert(word.clone());
            } else if stems.contains(&stem.term) {
                forms.entry(stem.term).or_default().insert(form.to_string());
            }
        }
    })?;
    let (mut unprinted, mut unions) = (BTreeSet::new(), Unions::of(snapshot));
    forms.retain(|stem, _| !listed.contains(stem));
    for (stem, forms) in forms {
        if snapshot.budget.is_spent() {
            break;
        }
        let having = Term::from_field_text(snapshot.fields.text, &stem);
        if listing(&mut unions, &having, forms.iter())? >= snapshot.searcher.doc_freq(&having)? {
            unprinted.insert(stem);
        }
    }
    Ok(unprinted)
}

/// Returns the number of articles that have a stem and list one of some forms. In another language, an article may
/// print a form that has another stem there.
fn listing<'f>(
    unions: &mut Unions,
    having: &Term,
    forms: impl Iterator<Item = &'f String>,
) -> tantivy::Result<u64> {
    let field = unions.snapshot().fields.forms;
    let terms: Vec<Term> = forms.map(|form| Term::from_field_text(field, form)).collect();
    unions.count_with(having, &terms)
}

/// Returns the inflections of a word that articles print, most frequent first.
fn inflections(
    snapshot: &Snapshot,
    stems: &[Stem],
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<Expanded>> {
    let languages = snapshot.languages()?;
    let (mut articles, mut unions) = (BTreeMap::<String, u64>::new(), Unions::of(snapshot));
    for stem in stems {
        let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        each_form_near(
            snapshot,
            languages,
            std::iter::once(stem.term.as_str()),
            &mut |form, bare| {
                let near = possible_languages(languages, bare, std::iter::once(stem.term.as_str()));
                let near = near.and(stem.languages);
                let mut asked = languages.iter().filter(|language| near.contains(**language));
                if asked.any(|language| analyzer.has_term(*language, bare, &stem.term)) {
                    let mut word = String::new();
                    fold::fold(bare, &mut word);
                    words.entry(word).or_default().insert(form.to_string());
                }
            },
        )?;
        let having = Term::from_field_text(snapshot.fields.text, &stem.term);
        // An article that prints no form but the stem itself lists none.
        let having_articles = snapshot.searcher.doc_freq(&having)?;
        let listed = listing(&mut unions, &having, words.values().flatten())?;
        words.entry(stem.term.clone()).or_default();
        for (word, forms) in &words {
            if snapshot.budget.is_spent() {
                break;
            }
            let mut found = listing(&mut unions, &having, forms.iter())?;
            if *word == stem.term {
                found += having_articles.saturating_sub(listed);
            }
            let known = articles.entry(word.clone()).or_default();
            *known = found.max(*known);
        }
    }
    let found = articles.into_iter().filter(|(_, articles)| *articles > 0);
    let mut found: Vec<Expanded> =
        found.map(|(word, articles)| Expanded { word, articles }).collect();
    most_frequent_first(&mut found);
    Ok(found)
}

fn most_frequent_first(words: &mut [Expanded]) {
    words.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
}

/// Returns the words that a pattern matches, or the inflections of a word, most frequent first. An exact form has no
/// expansions.
pub fn expansions(
    snapshot: &Snapshot,
    slot: &Slot,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Vec<Expanded>> {
    match &slot.word {
        Word::Pattern(pattern) => {
            let found = matching(snapshot, pattern)?;
            let mut words = counted(snapshot, &found, analyzer)?;
            let unprinted = unprinted(snapshot, &found.terms, analyzer)?;
            words.retain(|found| !unprinted.contains(&found.word));
            Ok(words)
        }
        Word::Stems(stems) => inflections(snapshot, stems, analyzer),
        Word::Exact(..) => Ok(Vec::new()),
    }
}
