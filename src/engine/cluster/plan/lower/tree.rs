//! Lowers the nodes of a tree that match articles.

use serde_json::{Value, json};

use super::bounds::{Lowered, Lowering};
use super::words::{each_stems, part_words};
use crate::analysis::{Language, Languages, Stem};
use crate::engine::cluster::queries::boolean::{all, boosted, none, silent, term};
use crate::engine::cluster::queries::date::date;
use crate::engine::cluster::queries::header::header;
use crate::engine::cluster::queries::intervals::Part;
use crate::engine::cluster::queries::keys::keys;
use crate::engine::cluster::queries::language::in_languages;
use crate::engine::cluster::queries::pattern;
use crate::engine::cluster::schema::names::{FLAG, WORDS};
use crate::query::tree::{Slot, Text, Tree, Word, Zone};

/// Lowers a tree for an index with these languages. `expands` is whether patterns within phrases may be expanded.
pub fn lower(tree: &Tree, languages: &[Language], expands: bool) -> Lowered {
    Lowering { languages, within: None, expands }.node(tree)
}

impl Lowering<'_> {
    fn node(&mut self, tree: &Tree) -> Lowered {
        match tree {
            Tree::All => Lowered::exact(silent(all())),
            Tree::Nothing => Lowered::exact(none()),
            Tree::Text(text) => self.text(text),
            Tree::Near(_) => self.positional(tree, 1),
            Tree::AtLeast(count, tree) => self.positional(tree, *count),
            Tree::Filter(filter) => Lowered::exact(silent(header(filter))),
            Tree::Date(range) => Lowered::exact(silent(date(range))),
            Tree::Flag(flag) => Lowered::exact(silent(term(FLAG, flag.names().1))),
            Tree::Length(least, most) => {
                let range = json!({"gte": least, "lte": most});
                Lowered::exact(silent(json!({"range": {WORDS: range}})))
            }
            Tree::Keys(wanted) => {
                Lowered::exact(silent(keys(wanted.0.iter().map(|(key, _)| key.as_str()))))
            }
            Tree::Not(_) => self.conjunction(std::slice::from_ref(tree)),
            Tree::And(trees) => self.conjunction(trees),
            Tree::Or(trees) => Lowered::any_of(trees.iter().map(|tree| self.node(tree)).collect()),
        }
    }

    fn conjunction(&mut self, trees: &[Tree]) -> Lowered {
        let (mut required, mut excluded) = (Vec::new(), Vec::new());
        for tree in trees {
            match tree {
                Tree::Not(tree) => excluded.push(self.node(tree)),
                tree => required.push(self.node(tree)),
            }
        }
        Lowered::all_of(required, excluded)
    }

    /// Lowers a word or a phrase, without intervals if that is possible.
    fn text(&mut self, text: &Text) -> Lowered {
        if text.slots.is_empty() {
            return Lowered::exact(none());
        }
        let whole = !text.zone.lead && text.zone.first.is_none();
        if whole && text.capitals.is_none() {
            let simple = match text.slots.as_slice() {
                [Slot { word: Word::Stems(stems), .. }] if text.slop == 0 => {
                    Some(self.word(stems, text.zone))
                }
                [Slot { word: Word::Pattern(wanted), .. }] if text.slop == 0 => {
                    let parts = Part::of(text.zone).into_iter();
                    let queries = parts.map(|part| pattern::pattern(wanted, part.forms()));
                    queries.collect::<Option<Vec<_>>>().map(any)
                }
                _ => phrase(text),
            };
            if let Some(query) = simple {
                return Lowered::exact(boosted(query, text.boost));
            }
        }
        let lowered = self.positional(&Tree::Text(text.clone()), 1);
        lowered.map(|query| boosted(query, text.boost))
    }

    /// Returns the query of a word in any inflection. It is scored by BM25F, with the weight of titles and the length
    /// of each article as in the embedded engine.
    fn word(&self, stems: &[Stem], zone: Zone) -> Value {
        let queries = stems.iter().map(|stem| {
            let query = match Part::of(zone).as_slice() {
                [] => none(),
                [part] => term(part.stems(), &stem.term),
                _ => {
                    let title = format!("title^{}", crate::ranking::TITLE);
                    let level = format!("level^{}", crate::ranking::LEVEL);
                    json!({"combined_fields": {"query": stem.term, "fields": [title, "body", level]}})
                }
            };
            in_languages(query, stem.languages, self.languages)
        });
        any(queries.collect())
    }

    /// Lowers a positional tree: for each group of languages in which its words have the same stems.
    fn positional(&mut self, tree: &Tree, least: u32) -> Lowered {
        let mut depends = false;
        each_stems(tree, &mut |stems| depends |= !stems.iter().all(Stem::is_of_any));
        if !depends {
            return self.in_parts(tree, least);
        }
        // Which stems belong to the languages of each group.
        let mut groups: Vec<(Vec<bool>, Languages, Language)> = Vec::new();
        for language in self.languages {
            let mut active = Vec::new();
            each_stems(tree, &mut |stems| {
                active.extend(stems.iter().map(|stem| stem.languages.contains(*language)));
            });
            match groups.iter_mut().find(|group| group.0 == active) {
                Some(group) => group.1 = group.1.or((*language).into()),
                None => groups.push((active, (*language).into(), *language)),
            }
        }
        let parts = groups.into_iter().map(|(_, languages, first)| {
            self.within = Some(first);
            let lowered = self.in_parts(tree, least);
            self.within = None;
            lowered.map(|query| in_languages(query, languages, self.languages))
        });
        Lowered::any_of(parts.collect())
    }
}

fn any(queries: Vec<Value>) -> Value {
    crate::engine::cluster::queries::boolean::any_of(queries)
}

/// Returns the query of a phrase of words whose stems belong to every language. Returns `None` for other texts. Lucene
/// matches phrases with slop as we do if no word occurs in them twice.
fn phrase(text: &Text) -> Option<Value> {
    let stems = |slot: &Slot| match &slot.word {
        Word::Stems(stems) if Stem::alone(stems).is_some() => Some(stems[0].term.clone()),
        _ => None,
    };
    let stems = text.slots.iter().map(stems).collect::<Option<Vec<_>>>()?;
    let different = (0..stems.len()).all(|at| !stems[..at].contains(&stems[at]));
    if text.slop > 0 && !different {
        return None;
    }
    let words = part_words(text, None);
    let phrase = |part: Part| json!({"match_phrase": {part.stems(): {"query": words, "analyzer": "tokens", "slop": text.slop}}});
    Some(any(Part::of(text.zone).into_iter().map(phrase).collect()))
}
