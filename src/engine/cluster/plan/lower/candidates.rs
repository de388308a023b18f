//! Upper bounds of positional trees that are not exact.

use serde_json::Value;

use super::bounds::Lowering;
use crate::engine::cluster::queries::boolean::{all_of, any_of, none};
use crate::engine::cluster::queries::intervals::{Part, query};
use crate::engine::cluster::queries::pattern;
use crate::query::tree::{Slot, Text, Tree, Word, Zone};

impl Lowering<'_> {
    /// Returns a query for all articles in which a positional tree may have a span.
    pub fn candidates(&mut self, tree: &Tree) -> Value {
        any_of(Part::BOTH.into_iter().map(|part| self.candidates_in(tree, part)).collect())
    }

    /// Returns a query for all articles in whose title or body a positional tree may have a span.
    pub fn candidates_in(&mut self, tree: &Tree, part: Part) -> Value {
        match tree {
            Tree::Near(near) if near.how.negated => self.candidates_in(&near.left, part),
            Tree::Near(near) => match self.exact_near(near, part) {
                Some(query) => query,
                None => all_of(
                    vec![
                        self.candidates_in(&near.left, part),
                        self.candidates_in(&near.right, part),
                    ],
                    vec![],
                ),
            },
            Tree::Or(trees) => {
                any_of(trees.iter().map(|tree| self.candidates_in(tree, part)).collect())
            }
            Tree::Text(text) => self.words_of(text, part),
            _ => none(),
        }
    }

    /// Returns a query for the articles that have all words of a phrase in a part.
    fn words_of(&mut self, text: &Text, part: Part) -> Value {
        if text.slop == 0
            && let Some(source) = self.sequence(text, part)
            && source.exact
        {
            return query(part, source.rule);
        }
        let mut words = Vec::with_capacity(text.slots.len());
        for slot in &text.slots {
            words.push(match &slot.word {
                Word::Pattern(_) if !Part::of(text.zone).contains(&part) => none(),
                Word::Pattern(wanted) => pattern::pattern(wanted, part.forms())
                    .unwrap_or_else(|| pattern::any_word(part.forms())),
                word => {
                    let slots = vec![Slot { at: 0, word: word.clone() }];
                    // A longer phrase may begin before the limit at which one word of it ends.
                    let zone = Zone { first: None, ..text.zone };
                    let alone = Text { slots, slop: 0, zone, ..text.clone() };
                    let source = self.sequence(&alone, part);
                    source.map_or_else(none, |source| query(part, source.rule))
                }
            });
        }
        all_of(words, vec![])
    }
}
