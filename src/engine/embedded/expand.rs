//! Which words of the index a pattern, an exact form or a way of printing means.
//!
//! [`super::printed`] finds the articles; here its words are found, in the dictionaries of the index.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermSetQuery;

use super::printed::{Doubtful, Expansion, Listed, Titles, has_capitals};
use super::reader::Reader;
use super::terms::{each_form, each_term, ranges_folded, ranges_printed};
use super::tokens::{IN_CAPITALS, MARK};
use crate::analysis::{Analyzer, Language, Languages, Stem, fold};
use crate::engine::Expanded;
use crate::matching::is_printed;
use crate::query::pattern::Compiled;
use crate::query::tree::{Capitals, Pattern};

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
    // Stems, and forms of theirs that the pattern does not hold of.
    let mut stems: Others = BTreeMap::new();
    each_term(reader, reader.fields.text, &ranges_folded(&beginning), &mut |term, _| {
        if !term.starts_with(MARK) && compiled.matches(term) {
            stems.entry(term.to_string()).or_default();
        }
    })?;
    let initial: String = beginning.chars().take(1).collect();
    let forms = ranges_printed(&initial);
    let titles = match capitals {
        None => Titles::Perhaps {
            all_listed: *languages == [Language::ENGLISH]
                && stems.keys().all(|stem| stem.is_ascii()),
        },
        Some(Capitals::None) => Titles::Never,
        Some(_) => Titles::Alone,
    };
    let mut folded = String::new();
    let mut fits = |form: &str| {
        folded.clear();
        fold::fold(form, &mut folded);
        compiled.matches(&folded)
    };
    if titles == Titles::Alone {
        // What such a title has is not listed if the text has it in small letters.
        each_form(reader, &forms, &mut |_, bare| {
            if fits(bare) {
                let with_stems = analyzer.stems(languages, bare).into_iter();
                stems.extend(with_stems.map(|stem| (stem.term, Vec::new())));
            }
        })?;
    }
    each_form(reader, &forms, &mut |form, bare| {
        let in_capitals = form.len() != bare.len();
        let fits = fits(bare);
        let printed = match capitals {
            None => true,
            Some(Capitals::None) => !in_capitals && is_printed(bare, Capitals::None),
            Some(capitals) => in_capitals || is_printed(bare, capitals),
        };
        if fits && printed {
            found.forms.push((form.to_string(), Languages::ALL));
        // In a title in capitals a form that fits is printed so, whatever it is like elsewhere.
        } else if !fits || titles != Titles::Alone {
            add_other(&mut stems, languages, form, bare, analyzer);
        }
    })?;
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

/// Forms that are not asked for, by their stem.
type Others = BTreeMap<String, Vec<Listed>>;

/// A form that is none of those asked for is one of the others of the stems it has.
fn add_other(
    stems: &mut Others,
    languages: &[Language],
    form: &str,
    bare: &str,
    analyzer: &mut Analyzer,
) {
    // What is its own stem is listed where the stem is printed otherwise too.
    if stems.len() > FEW {
        for stem in analyzer.stems(languages, bare) {
            if let Some(others) = stems.get_mut(&stem.term).filter(|_| stem.term != form) {
                others.push((form.to_string(), stem.languages));
            }
        }
        return;
    }
    for (stem, others) in stems.iter_mut().filter(|(stem, _)| *stem != form) {
        list(others, form, having(bare, stem, languages, analyzer));
    }
}

/// Lists a form for the languages it counts in, if there are any.
fn list(listed: &mut Vec<Listed>, form: &str, languages: Languages) {
    if languages != Languages::default() {
        listed.push((form.to_string(), languages));
    }
}

/// Stems that are asked for one by one: of more, the stems of a form are looked up.
const FEW: usize = 4;

/// The languages of an index in which a form has a stem.
fn having(form: &str, stem: &str, languages: &[Language], analyzer: &mut Analyzer) -> Languages {
    let has = languages.iter().filter(|language| analyzer.has_term(**language, form, stem));
    let having = has.fold(Languages::default(), |all, language| all.or((*language).into()));
    having.of_all(languages)
}

/// The languages in which a form has one of some stems that is asked for there.
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

/// Tells each listed form that may have one of some stems, as it is listed and as it is printed.
fn each_form_near(
    reader: &Reader,
    stems: &[Stem],
    tell: &mut dyn FnMut(&str, &str),
) -> tantivy::Result<()> {
    let initials: BTreeSet<String> =
        stems.iter().map(|stem| stem.term.chars().take(1).collect()).collect();
    initials.iter().try_for_each(|initial| each_form(reader, &ranges_printed(initial), tell))
}

/// The forms of some stems that are asked for, and all others.
fn forms_of(
    reader: &Reader,
    stems: &[Stem],
    is_asked_for: impl Fn(&str, bool) -> bool,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let languages = reader.languages_of_terms()?;
    let mut found = Expansion::default();
    let mut others: Others = stems.iter().map(|stem| (stem.term.clone(), Vec::new())).collect();
    each_form_near(reader, stems, &mut |form, bare| {
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

/// The printed forms of some stems that are printed in a way.
pub fn printed(
    reader: &Reader,
    stems: &[Stem],
    capitals: Capitals,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    if capitals == Capitals::None {
        let is_asked_for =
            |form: &str, in_capitals: bool| !in_capitals && is_printed(form, capitals);
        let found = forms_of(reader, stems, is_asked_for, analyzer)?;
        return Ok(Expansion { titles: Titles::Never, ..found });
    }
    // What stands in a title all in capitals is printed in capitals; all else is listed.
    let sure = stems.iter().filter(|stem| has_capitals(&stem.term)).cloned().collect();
    let mut found = Expansion { sure, titles: Titles::Alone, ..Expansion::default() };
    let languages = reader.languages_of_terms()?;
    each_form_near(reader, stems, &mut |form, bare| {
        if form.len() != bare.len() || is_printed(bare, capitals) {
            list(&mut found.forms, form, having_one_of(bare, stems, languages, analyzer));
        }
    })?;
    Ok(found)
}

/// A form that is its own stem.
pub fn own_stem(
    reader: &Reader,
    form: &str,
    analyzer: &mut Analyzer,
) -> tantivy::Result<Expansion> {
    let stem = [Stem::of_any(form)];
    let is_asked_for = |bare: &str, in_capitals: bool| bare == form && !in_capitals;
    let mut found = forms_of(reader, &stem, is_asked_for, analyzer)?;
    // Whoever lists it prints it, whatever its stem is there.
    found.forms.iter_mut().for_each(|(_, languages)| *languages = Languages::ALL);
    Ok(Expansion { titles: Titles::Never, ..found })
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
    for (form, _) in &found.forms {
        let mut word = String::new();
        fold::fold(form.strip_prefix(IN_CAPITALS).unwrap_or(form), &mut word);
        words.entry(word).or_default().push(Term::from_field_text(reader.fields.forms, form));
    }
    let stems = found.doubtful.iter().map(|doubtful| &doubtful.stem);
    for Stem { term, .. } in found.sure.iter().chain(stems) {
        if words.contains_key(term) || Stem::is_among(term, &analyzer.stems(languages, term)) {
            // Whoever prints the word has its stem.
            words.insert(term.clone(), vec![Term::from_field_text(reader.fields.text, term)]);
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
