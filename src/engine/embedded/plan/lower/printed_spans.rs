//! Bounds for positional nodes with words that depend on their surface form, such as `oil w/5 price*`.
//!
//! The index has positions of stems only. Which forms of a stem an article lists nearly always tells whether all
//! occurrences of the stem are what the query asks for, so that few articles have to be read.

use std::collections::BTreeMap;

use tantivy::query::{AllQuery, Occur, Query};

use super::bounds::Lowering;
use crate::analysis::{Language, Languages, MAX_WORD, Stem, fold};
use crate::engine::embedded::queries::boolean::{one_or, silent};
use crate::engine::embedded::queries::language::in_languages;
use crate::engine::embedded::queries::span::SpanQuery;
use crate::engine::embedded::queries::span_term::{Bound, SpanTerm, StemForms};
use crate::engine::embedded::snapshot::term_dictionary::{
    each_form_near, each_matching_form, each_matching_stem,
};
use crate::query::pattern::Compiled;
use crate::query::tree::{Pattern, Text, Tree, Word};

/// The maximum number of stems of a word, and of their forms. Each needs a cursor. With more, articles are read.
const MAX_STEMS: usize = 1_000;
const MAX_FORMS: usize = 8_000;

/// The language whose articles are decided by the forms that they list. In other languages, the stem of a word may depend
/// on its accents, which a title in capitals does not have.
const LANGUAGE: [Language; 1] = [Language::ENGLISH];

/// The bounds of a positional node. Neither has scores.
pub struct SpanBounds {
    /// Matches at least what the node matches.
    pub possible: Box<dyn Query>,
    /// Matches at most what the node matches.
    pub certain: Box<dyn Query>,
}

/// The stems of a word, with their forms.
type Forms = BTreeMap<String, StemForms>;

impl Lowering<'_> {
    /// Returns the bounds of a positional node. Returns `None` if the index knows nothing of its words.
    pub fn span_bounds(&mut self, tree: &Tree) -> tantivy::Result<Option<SpanBounds>> {
        let languages = self.snapshot.languages()?;
        if has_negation(tree) || !languages.contains(&Language::ENGLISH) {
            return Ok(None);
        }
        let mut failure = None;
        let (fields, limits) = (self.snapshot.fields, self.limits);
        let spans = SpanQuery::of(fields, tree, 1, limits, &mut |text, slot| {
            self.span_terms(text, &slot.word).unwrap_or_else(|error| {
                failure = Some(error);
                None
            })
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        let Some(spans) = spans else { return Ok(None) };
        let others = languages.iter().filter(|language| **language != Language::ENGLISH);
        let others = others.fold(Languages::default(), |all, language| all.or((*language).into()));
        let possible = Box::new(spans.bounded(Bound::Possible));
        let certain = Box::new(spans.bounded(Bound::Certain));
        Ok(Some(match others == Languages::default() {
            true => SpanBounds { possible: silent(possible), certain },
            false => {
                let undecided = in_languages(silent(Box::new(AllQuery)), others);
                SpanBounds {
                    possible: silent(one_or(vec![
                        (Occur::Should, possible),
                        (Occur::Should, undecided),
                    ])),
                    certain: in_languages(certain, Language::ENGLISH.into()),
                }
            }
        }))
    }

    /// Returns the stems of a word, with their forms if it depends on them. Returns `None` if there are too many.
    fn span_terms(&mut self, text: &Text, word: &Word) -> tantivy::Result<Option<Vec<SpanTerm>>> {
        if text.capitals.is_some() {
            return Ok(None);
        }
        let forms = match word {
            Word::Stems(stems) => {
                let plain = |stem: &Stem| SpanTerm { stem: stem.clone(), forms: None };
                return Ok(Some(stems.iter().map(plain).collect()));
            }
            // A longer form is truncated in the index.
            Word::Exact(form, _) if form.len() >= MAX_WORD => None,
            Word::Exact(form, _) => Some(self.forms_of_exact(form)?),
            Word::Pattern(pattern) => self.forms_of_pattern(pattern)?,
        };
        let Some(mut forms) = forms else { return Ok(None) };
        let mut count = 0;
        for of_stem in forms.values_mut() {
            for forms in [&mut of_stem.asked, &mut of_stem.others] {
                // Each segment may have the form.
                forms.sort_unstable();
                forms.dedup();
                count += forms.len();
            }
        }
        // A longer word is truncated, so its form is not known.
        let is_long = forms.keys().any(|stem| stem.len() >= MAX_WORD);
        let terms = forms.into_iter();
        let terms =
            terms.map(|(stem, forms)| SpanTerm { stem: Stem::of_any(stem), forms: Some(forms) });
        Ok((count <= MAX_FORMS && !is_long).then(|| terms.collect()))
    }

    fn forms_of_exact(&mut self, form: &str) -> tantivy::Result<Forms> {
        let stem = self.analyzer.term(Language::ENGLISH, form).to_string();
        let of_stem = StemForms {
            is_stem: stem == form,
            unlisted_in_titles: !form.contains(char::is_lowercase),
            folded: false,
            asked: vec![form.to_string()],
            others: Vec::new(),
        };
        let mut forms = Forms::from([(stem, of_stem)]);
        self.add_others(&mut forms, &mut |listed, _| listed == form)?;
        Ok(forms)
    }

    fn forms_of_pattern(&mut self, pattern: &Pattern) -> tantivy::Result<Option<Forms>> {
        let pattern = Compiled::new(pattern);
        let mut forms = Forms::new();
        each_matching_stem(self.snapshot, &pattern, &mut |stem| {
            let of_stem = forms.entry(stem.to_string()).or_default();
            (of_stem.is_stem, of_stem.unlisted_in_titles) = (true, true);
        })?;
        each_matching_form(self.snapshot, &pattern, &mut |form, bare| {
            let stem = self.analyzer.term(Language::ENGLISH, bare);
            forms.entry(stem.to_string()).or_default().asked.push(form.to_string());
        })?;
        if forms.len() > MAX_STEMS {
            return Ok(None);
        }
        forms.values_mut().for_each(|of_stem| of_stem.folded = true);
        let mut folded = String::new();
        self.add_others(&mut forms, &mut |_, bare| {
            folded.clear();
            fold::fold(bare, &mut folded);
            pattern.matches(&folded)
        })?;
        Ok(Some(forms))
    }

    /// Adds the forms that the word is not to each of their stems.
    fn add_others(
        &mut self,
        forms: &mut Forms,
        is_asked_for: &mut dyn FnMut(&str, &str) -> bool,
    ) -> tantivy::Result<()> {
        let stems: Vec<String> = forms.keys().cloned().collect();
        each_form_near(
            self.snapshot,
            &LANGUAGE,
            stems.iter().map(String::as_str),
            &mut |form, bare| {
                if is_asked_for(form, bare) {
                    return;
                }
                let stem = self.analyzer.term(Language::ENGLISH, bare);
                if let Some(of_stem) = forms.get_mut(stem) {
                    of_stem.others.push(form.to_string());
                }
            },
        )
    }
}

/// Returns whether a positional node asks for the absence of something. More positions may then mean fewer spans.
fn has_negation(tree: &Tree) -> bool {
    match tree {
        Tree::Near(near) => {
            near.how.negated || has_negation(&near.left) || has_negation(&near.right)
        }
        Tree::Or(trees) => trees.iter().any(has_negation),
        _ => false,
    }
}
