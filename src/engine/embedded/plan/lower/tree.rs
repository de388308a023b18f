//! Lowers a tree to tantivy's queries.
//!
//! Every node has an exact upper and lower bound (`engine/bounds.rs`).

use tantivy::Term;
use tantivy::query::{AllQuery, EmptyQuery, Occur, PhraseQuery, Query};

use super::bounds::{Lowered, Lowering};
use super::plain::any_stem;
use super::printed_spans::SpanBounds;
use crate::analysis::{Analyzer, Stem};
use crate::engine::embedded::queries::boolean::{all_of, boosted, constant, one_or, silent, term};
use crate::engine::embedded::queries::date::DateQuery;
use crate::engine::embedded::queries::keys::KeysQuery;
use crate::engine::embedded::queries::length::LengthQuery;
use crate::engine::embedded::queries::span::{SpanLimits, SpanQuery};
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::scoring_terms::plain_word;
use crate::query::tree::{Pattern, Slot, Text, Tree, Word, Zone};

/// Lowers a tree to the terms of a snapshot.
pub fn lower(
    tree: &Tree,
    snapshot: &Snapshot,
    analyzer: &mut Analyzer,
    limits: &SpanLimits,
) -> tantivy::Result<Lowered> {
    Lowering { snapshot, analyzer, limits }.node(tree)
}

impl Lowering<'_> {
    fn node(&mut self, tree: &Tree) -> tantivy::Result<Lowered> {
        let fields = &self.snapshot.fields;
        Ok(match tree {
            Tree::All => Lowered::exact(silent(Box::new(AllQuery))),
            Tree::Nothing => Lowered::exact(Box::new(EmptyQuery)),
            Tree::Text(text) => self.text(text)?,
            Tree::Near(_) => self.spans(tree, 1)?,
            Tree::AtLeast(count, tree) => self.spans(tree, *count)?,
            Tree::Filter(filter) => Lowered::exact(silent(self.header(filter)?)),
            Tree::Date(range) => Lowered::exact(Box::new(DateQuery(*range))),
            Tree::Flag(flag) => Lowered::exact(silent(term(fields.flag, flag.names().1))),
            Tree::Length(least, most) => {
                Lowered::exact(Box::new(LengthQuery::of_body(*least, *most)))
            }
            Tree::Keys(keys) => {
                Lowered::exact(silent(Box::new(KeysQuery::of(self.snapshot, keys)?)))
            }
            Tree::Not(_) => self.conjunction(std::slice::from_ref(tree))?,
            Tree::And(trees) => self.conjunction(trees)?,
            Tree::Or(trees) => match trees.iter().map(plain_word).collect::<Option<Vec<_>>>() {
                // A flat disjunction, which tantivy prunes.
                Some(words) => {
                    let words = words.into_iter();
                    let words =
                        words.flat_map(|(stems, boost)| any_stem(fields.text, stems, boost));
                    Lowered::exact(one_or(words.collect()))
                }
                None => {
                    let parts =
                        trees.iter().map(|tree| self.node(tree)).collect::<tantivy::Result<_>>()?;
                    Lowered::any_of(parts)
                }
            },
        })
    }

    fn conjunction(&mut self, trees: &[Tree]) -> tantivy::Result<Lowered> {
        let (mut required, mut excluded) = (Vec::new(), Vec::new());
        for tree in trees {
            match tree {
                Tree::Not(tree) => excluded.push(self.node(tree)?),
                tree => required.push(self.node(tree)?),
            }
        }
        Ok(Lowered::all_of(required, excluded))
    }

    fn text(&mut self, text: &Text) -> tantivy::Result<Lowered> {
        if let Some(has_words) = any_word(text) {
            return Ok(Lowered::exact(has_words));
        }
        let field = self.snapshot.fields.text;
        let plain = |slot: &Slot| match &slot.word {
            Word::Stems(stems) if text.capitals.is_none() => Some(stems.clone()),
            _ => None,
        };
        let anywhere = text.zone == Zone::ANY && text.slop == 0;
        let Some(stems) = text.slots.iter().map(plain).collect::<Option<Vec<_>>>() else {
            return match text.slots.as_slice() {
                [slot] if anywhere => self.word(slot, text),
                _ => self.some_words(text),
            };
        };
        let alone = stems.iter().map(|stems| Stem::alone(stems)).collect::<Option<Vec<_>>>();
        Ok(Lowered::exact(match (stems.as_slice(), alone) {
            ([], _) => Box::new(EmptyQuery),
            ([stems], _) if anywhere => one_or(any_stem(field, stems, text.boost).collect()),
            (_, Some(alone)) if anywhere => {
                let terms = text.slots.iter().zip(alone).map(|(slot, stem)| {
                    (slot.at as usize, Term::from_field_text(field, &stem.term))
                });
                boosted(Box::new(PhraseQuery::new_with_offset(terms.collect())), text.boost)
            }
            _ => match self.spanning(&Tree::Text(text.clone()), 1) {
                Some(spans) => Box::new(spans),
                None => Box::new(EmptyQuery),
            },
        }))
    }

    fn spanning(&self, tree: &Tree, least: u32) -> Option<SpanQuery> {
        SpanQuery::new(self.snapshot.fields, tree, least, self.limits)
    }

    /// Lowers a positional node. It is exact if all words are plain.
    fn spans(&mut self, tree: &Tree, least: u32) -> tantivy::Result<Lowered> {
        match self.spanning(tree, least) {
            Some(spans) => Ok(Lowered::exact(Box::new(spans))),
            None => {
                let upper = self.candidates(tree)?;
                let bounds = if least == 1 { self.span_bounds(tree)? } else { None };
                Ok(within(upper, bounds))
            }
        }
    }

    /// Returns the upper bound of a positional node.
    fn candidates(&mut self, tree: &Tree) -> tantivy::Result<Box<dyn Query>> {
        Ok(match tree {
            Tree::Near(near) if near.how.negated => self.candidates(&near.left)?,
            Tree::Near(near) => {
                if let Some(spans) = self.spanning(tree, 1) {
                    return Ok(Box::new(spans));
                }
                all_of(vec![
                    (Occur::Must, self.candidates(&near.left)?),
                    (Occur::Must, self.candidates(&near.right)?),
                ])
            }
            Tree::Or(trees) => {
                let mut any = Vec::with_capacity(trees.len());
                for tree in trees {
                    any.push((Occur::Should, self.candidates(tree)?));
                }
                one_or(any)
            }
            tree => self.node(tree)?.upper,
        })
    }

    /// Lowers a phrase with a word that depends on its surface form, or such a word in a part of the article.
    fn some_words(&mut self, text: &Text) -> tantivy::Result<Lowered> {
        let mut all = Vec::with_capacity(text.slots.len());
        for slot in &text.slots {
            all.push((Occur::Must, self.word(slot, text)?.upper));
        }
        let bounds = self.span_bounds(&Tree::Text(text.clone()))?;
        Ok(within(all_of(all), bounds))
    }
}

/// Returns the bounds of a positional node whose words an article has to have to match. The words decide its score.
fn within(words: Box<dyn Query>, bounds: Option<SpanBounds>) -> Lowered {
    match bounds {
        Some(SpanBounds { possible, certain }) => {
            let upper = all_of(vec![(Occur::Must, words), (Occur::Must, possible)]);
            Lowered { upper, lower: Some(certain) }
        }
        None => Lowered::at_most(words),
    }
}

/// Returns the query for an asterisk alone: articles with any word in a zone. Returns `None` for all other texts.
fn any_word(text: &Text) -> Option<Box<dyn Query>> {
    let [Slot { word: Word::Pattern(Pattern::Wild(pattern)), .. }] = text.slots.as_slice() else {
        return None;
    };
    let Zone { title, body, lead, first } = text.zone;
    let is_any = !pattern.is_empty() && pattern.chars().all(|c| c == '*');
    // Where the lead ends is not in the columns.
    if !is_any || text.capitals.is_some() || text.slop > 0 || lead || first == Some(0) {
        return None;
    }
    let mut has_words: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    if title {
        has_words.push((Occur::Should, Box::new(LengthQuery::of_title(1, u32::MAX))));
    }
    if body {
        has_words.push((Occur::Should, Box::new(LengthQuery::of_body(1, u32::MAX))));
    }
    Some(boosted(constant(one_or(has_words)), text.boost))
}
