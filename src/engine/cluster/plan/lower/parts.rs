//! Lowers positional trees in the title and in the body.

use super::bounds::{Lowered, Lowering};
use crate::engine::cluster::queries::boolean::none;
use crate::engine::cluster::queries::intervals::{Part, query};
use crate::query::tree::{Near, Reach, Tree};

impl Lowering<'_> {
    /// Lowers a positional tree of which an article needs `least` spans that share no word.
    pub fn in_parts(&mut self, tree: &Tree, least: u32) -> Lowered {
        if least > 1 {
            return self.at_least(tree, least);
        }
        Lowered::any_of(Part::BOTH.into_iter().map(|part| self.in_part(tree, part)).collect())
    }

    /// Lowers a positional tree in one part of an article.
    pub fn in_part(&mut self, tree: &Tree, part: Part) -> Lowered {
        match tree {
            Tree::Or(trees) => {
                Lowered::any_of(trees.iter().map(|tree| self.in_part(tree, part)).collect())
            }
            Tree::Near(near) => match near.how.reach {
                Reach::Words(words) if near.how.negated => self.not_near(near, words, part),
                _ => self.by_intervals(tree, part),
            },
            tree => self.by_intervals(tree, part),
        }
    }

    fn by_intervals(&mut self, tree: &Tree, part: Part) -> Lowered {
        let Some(source) = self.source(tree, part) else { return Lowered::exact(none()) };
        let found = query(part, source.rule);
        if source.exact {
            return Lowered::exact(found);
        }
        let lower = if source.sound { found } else { none() };
        Lowered { upper: self.candidates_in(tree, part), lower: Some(lower) }
    }

    /// Returns the intervals of a proximity operator as a query, if they are exact.
    pub fn exact_near(&mut self, near: &Near, part: Part) -> Option<serde_json::Value> {
        let source = self.near(near, part).filter(|source| source.exact)?;
        Some(query(part, source.rule))
    }
}
