//! Expansion: finds the words of the index that match a pattern, an exact form, or a way of printing.
//!
//! Expansion reads the term dictionaries. The query in `queries/surface_form` then finds the articles.

use std::collections::BTreeMap;

use crate::analysis::stem_check::possible_languages;
use crate::analysis::{Analyzer, Language, Languages, Stem, fold};
use crate::engine::embedded::queries::surface_form::{
    Doubtful, Expansion, IndexedForm, Titles, has_capitals,
};
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::embedded::snapshot::term_dictionary::{
    each_form_near, each_matching_form, each_matching_stem,
};
use crate::matching::is_printed;
use crate::query::pattern::Compiled;
use crate::query::tree::{Capitals, Pattern};

/// Returns the words that a pattern matches. With `capitals`, returns only those printed that way.
pub fn pattern(
    snapshot: &Snapshot,
    pattern: &Pattern,
    capitals: Option<Capitals>,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let languages = snapshot.languages()?;
    let compiled = Compiled::new(pattern);
    let mut found = Expansion::default();
    // The stems, each with those of its forms that the pattern does not match.
    let mut stems: Others = BTreeMap::new();
    each_matching_stem(snapshot, &compiled, &mut |stem| {
        stems.entry(stem.to_string()).or_default();
    })?;
    let titles = match capitals {
        None => Titles::Perhaps {
            all_listed: *languages == [Language::ENGLISH]
                && stems.keys().all(|stem| stem.is_ascii()),
        },
        Some(Capitals::None) => Titles::Never,
        Some(_) => Titles::Alone,
    };
    if titles == Titles::Alone {
        // A word in a title in capitals is not listed if the body prints it, too.
        each_matching_form(snapshot, &compiled, &mut |_, bare| {
            let with_stems = analyzer.stems(languages, bare).into_iter();
            stems.extend(with_stems.map(|stem| (stem.term, Vec::new())));
        })?;
    }
    each_matching_form(snapshot, &compiled, &mut |form, bare| {
        let in_capitals = form.len() != bare.len();
        let printed = match capitals {
            None => true,
            Some(Capitals::None) => !in_capitals && is_printed(bare, Capitals::None),
            Some(capitals) => in_capitals || is_printed(bare, capitals),
        };
        if printed {
            found.forms.push((form.to_string(), Languages::ALL));
        // In a title in capitals, a form that fits is in capitals, even if it is printed otherwise elsewhere.
        } else if titles != Titles::Alone {
            add_other(&mut stems, languages, form, bare, analyzer);
        }
    })?;
    let mut folded = String::new();
    let mut fits = |form: &str| {
        folded.clear();
        fold::fold(form, &mut folded);
        compiled.matches(&folded)
    };
    if !stems.is_empty() {
        let keys: Vec<String> = stems.keys().cloned().collect();
        each_form_near(snapshot, languages, keys.iter().map(String::as_str), &mut |form, bare| {
            if !fits(bare) {
                add_other(&mut stems, languages, form, bare, analyzer);
            }
        })?;
    }
    found.titles = titles;
    for (stem, others) in stems {
        if found.titles == Titles::Alone && !has_capitals(&stem) {
            continue;
        }
        let all_fit = others.is_empty() && fits(&stem);
        let stem = Stem::of_any(stem);
        match all_fit && found.titles != Titles::Never {
            true => found.sure.push(stem),
            false => found.doubtful.push(Doubtful { stem, others }),
        }
    }
    Ok(found)
}

/// Forms that the query does not ask for, by stem.
type Others = BTreeMap<String, Vec<IndexedForm>>;

/// Adds a form that the query does not ask for to each of its stems.
fn add_other(
    stems: &mut Others,
    languages: &[Language],
    form: &str,
    bare: &str,
    analyzer: &mut Analyzer,
) {
    // A form that is its own stem does not count: an article lists it only if it also prints another form of the stem.
    if stems.len() > FEW && *languages == [Language::ENGLISH] {
        let stem = analyzer.term(Language::ENGLISH, bare);
        if let Some(others) = stems.get_mut(stem).filter(|_| stem != form) {
            others.push((form.to_string(), Languages::ALL));
        }
        return;
    }
    if stems.len() > FEW {
        let known = stems.keys().map(String::as_str);
        let near = possible_languages(languages, bare, known);
        let near: Vec<Language> =
            languages.iter().copied().filter(|language| near.contains(*language)).collect();
        for stem in analyzer.stems(&near, bare) {
            if let Some(others) = stems.get_mut(&stem.term).filter(|_| stem.term != form) {
                // `stem.languages` may mean all languages in `near`, which are not all languages of the index.
                let of = near.iter().filter(|language| stem.languages.contains(**language));
                let of = of.fold(Languages::default(), |all, language| all.or((*language).into()));
                others.push((form.to_string(), of.of_all(languages)));
            }
        }
        return;
    }
    for (stem, others) in stems.iter_mut().filter(|(stem, _)| *stem != form) {
        list(others, form, having(bare, stem, languages, analyzer));
    }
}

/// Adds a form with the languages it counts in, if there are any.
fn list(listed: &mut Vec<IndexedForm>, form: &str, languages: Languages) {
    if languages != Languages::default() {
        listed.push((form.to_string(), languages));
    }
}

/// The maximum number of stems that are compared one by one. For more, the stems of each form are looked up.
const FEW: usize = 4;

/// Returns the languages of the index in which a form has a certain stem.
fn having(form: &str, stem: &str, languages: &[Language], analyzer: &mut Analyzer) -> Languages {
    let near = possible_languages(languages, form, std::iter::once(stem));
    let has = languages
        .iter()
        .filter(|language| near.contains(**language) && analyzer.has_term(**language, form, stem));
    let having = has.fold(Languages::default(), |all, language| all.or((*language).into()));
    having.of_all(languages)
}

/// Returns the languages in which a form has one of the given stems and in which the query asks for that stem.
fn having_one_of(
    form: &str,
    stems: &[Stem],
    languages: &[Language],
    analyzer: &mut Analyzer,
) -> Languages {
    stems.iter().fold(Languages::default(), |all, stem| {
        all.or(having(form, &stem.term, languages, analyzer).and(stem.languages))
    })
}

fn terms(stems: &[Stem]) -> impl Iterator<Item = &str> + Clone {
    stems.iter().map(|stem| stem.term.as_str())
}

/// Returns the forms of the given stems, divided into those that the query asks for and the others.
fn forms_of(
    snapshot: &Snapshot,
    stems: &[Stem],
    is_asked_for: impl Fn(&str, bool) -> bool,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let languages = snapshot.languages()?;
    let mut found = Expansion::default();
    let mut others: Others = stems.iter().map(|stem| (stem.term.clone(), Vec::new())).collect();
    each_form_near(snapshot, languages, terms(stems), &mut |form, bare| {
        if !is_asked_for(bare, form.len() != bare.len()) {
            add_other(&mut others, languages, form, bare, analyzer);
        } else {
            list(&mut found.forms, form, having_one_of(bare, stems, languages, analyzer));
        }
    })?;
    let doubtful = stems.iter().map(|stem| Doubtful {
        stem: stem.clone(),
        others: others.remove(&stem.term).unwrap_or_default(),
    });
    found.doubtful = doubtful.collect();
    Ok(found)
}

/// Returns the forms of the given stems that are printed in a certain way.
pub fn printed(
    snapshot: &Snapshot,
    stems: &[Stem],
    capitals: Capitals,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    if capitals == Capitals::None {
        let is_asked_for =
            |form: &str, in_capitals: bool| !in_capitals && is_printed(form, capitals);
        let found = forms_of(snapshot, stems, is_asked_for, analyzer)?;
        return Ok(Expansion { titles: Titles::Never, ..found });
    }
    // Words in a title in capitals are printed in capitals. All others are listed.
    let sure = stems.iter().filter(|stem| has_capitals(&stem.term)).cloned().collect();
    let mut found = Expansion { sure, titles: Titles::Alone, ..Expansion::default() };
    let languages = snapshot.languages()?;
    each_form_near(snapshot, languages, terms(stems), &mut |form, bare| {
        if form.len() != bare.len() || is_printed(bare, capitals) {
            list(&mut found.forms, form, having_one_of(bare, stems, languages, analyzer));
        }
    })?;
    Ok(found)
}

/// Returns the expansion of a form that is its own stem.
pub fn own_stem(
    snapshot: &Snapshot,
    form: &str,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let stem = [Stem::of_any(form)];
    let is_asked_for = |bare: &str, in_capitals: bool| bare == form && !in_capitals;
    let mut found = forms_of(snapshot, &stem, is_asked_for, analyzer)?;
    // An article that lists the form prints it, even if the form has a different stem in the article's language.
    found.forms.iter_mut().for_each(|(_, languages)| *languages = Languages::ALL);
    Ok(Expansion { titles: Titles::Never, ..found })
}
