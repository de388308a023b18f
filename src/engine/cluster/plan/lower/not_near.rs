//! `a not w/n b`: span queries can express a minimum distance in words.

use serde_json::{Value, json};

use super::bounds::{Lowered, Lowering};
use super::words::{active, may_share};
use crate::engine::cluster::queries::boolean::none;
use crate::engine::cluster::queries::intervals::Part;
use crate::engine::cluster::queries::pattern;
use crate::query::tree::{Near, Text, Tree, Word};

impl Lowering<'_> {
    /// Lowers the left operand where the right one is not within a number of words.
    pub fn not_near(&mut self, near: &Near, words: u32, part: Part) -> Lowered {
        if self.source(&near.left, part).is_none() {
            return Lowered::exact(none());
        }
        if self.source(&near.right, part).is_none() {
            return self.in_part(&near.left, part);
        }
        let spans = (self.spans(&near.left, part), self.spans(&near.right, part));
        match spans {
            (Some(kept), Some(avoided)) if !may_share(&near.left, &near.right) => {
                let before = if near.how.ordered { 0 } else { words };
                let apart =
                    json!({"include": kept, "exclude": avoided, "pre": before, "post": words});
                Lowered::exact(json!({"span_not": apart}))
            }
            _ => Lowered::at_most(self.candidates_in(&near.left, part)),
        }
    }

    /// Returns the span query of a positional tree. Returns `None` if it has none.
    fn spans(&self, tree: &Tree, part: Part) -> Option<Value> {
        match tree {
            Tree::Or(trees) => {
                let spans = trees.iter().map(|tree| self.spans(tree, part));
                Some(json!({"span_or": {"clauses": spans.collect::<Option<Vec<_>>>()?}}))
            }
            Tree::Text(text) => self.phrase_spans(text, part),
            _ => None,
        }
    }

    fn phrase_spans(&self, text: &Text, part: Part) -> Option<Value> {
        let whole = !text.zone.lead && text.zone.first.is_none();
        if text.slop > 0
            || text.capitals.is_some()
            || !whole
            || !Part::of(text.zone).contains(&part)
        {
            return None;
        }
        let mut clauses = Vec::with_capacity(text.slots.len());
        for (number, slot) in text.slots.iter().enumerate() {
            if slot.at != number as u32 {
                return None;
            }
            clauses.push(match &slot.word {
                Word::Stems(stems) => {
                    let stems = active(stems, self.within);
                    let term = |term: &str| json!({"span_term": {part.stems(): term}});
                    match stems.as_slice() {
                        [] => return None,
                        [stem] => term(&stem.term),
                        stems => {
                            let stems = stems.iter().map(|stem| term(&stem.term));
                            json!({"span_or": {"clauses": stems.collect::<Vec<_>>()}})
                        }
                    }
                }
                Word::Pattern(wanted) if self.expands => {
                    let query = pattern::pattern(wanted, part.forms())?;
                    let spans = json!({"span_multi": {"match": query}});
                    json!({"field_masking_span": {"field": part.stems(), "query": spans}})
                }
                Word::Pattern(_) | Word::Exact(..) => return None,
            });
        }
        Some(match clauses.len() {
            1 => clauses.remove(0),
            _ => json!({"span_near": {"clauses": clauses, "slop": 0, "in_order": true}}),
        })
    }
}
