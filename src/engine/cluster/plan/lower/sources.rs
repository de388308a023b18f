//! The intervals of positional trees in a part of an article.

use serde_json::Value;

use super::bounds::Lowering;
use crate::engine::cluster::queries::intervals::{Part, any_of};
use crate::query::tree::Tree;

/// The intervals of a positional tree.
///
/// Lucene's intervals are minimal: of two that contain one another, only the narrower one is found. Our spans are all
/// choices of words. The two find the same articles unless something is asked of the spans, such as to be near another.
#[derive(Debug, Clone)]
pub struct Source {
    /// The rule.
    pub rule: Value,
    /// The number of positions of every interval, if they all have the same.
    pub width: Option<u32>,
    /// Whether the rule has an interval in exactly the articles in which the tree has a span.
    pub exact: bool,
    /// Whether every interval is a span of the tree, so that the rule is a lower bound.
    pub sound: bool,
    /// Whether the intervals are all spans of the tree, and not only the minimal ones.
    pub flat: bool,
}

impl Lowering<'_> {
    /// Returns the intervals of a positional tree in a part. Returns `None` if no article can have any.
    pub fn source(&mut self, tree: &Tree, part: Part) -> Option<Source> {
        match tree {
            Tree::Text(text) => self.sequence(text, part),
            Tree::Near(near) => self.near(near, part),
            Tree::Or(trees) => {
                let sources: Vec<Source> =
                    trees.iter().filter_map(|tree| self.source(tree, part)).collect();
                let first = sources.first()?;
                let same = |source: &Source| source.width.is_some() && source.width == first.width;
                let width = first.width.filter(|_| sources.iter().all(same));
                let flat = sources.iter().all(|source| source.flat);
                Some(Source {
                    width,
                    exact: sources.iter().all(|source| source.exact),
                    sound: sources.iter().all(|source| source.sound),
                    flat: flat && (width.is_some() || sources.len() == 1),
                    rule: any_of(sources.into_iter().map(|source| source.rule).collect()),
                })
            }
            _ => None,
        }
    }

    /// Returns the alternatives of an operand. They are combined one by one, so that none hides another.
    pub fn alternatives(&mut self, tree: &Tree, part: Part) -> Vec<Source> {
        match tree {
            Tree::Or(trees) => {
                trees.iter().flat_map(|tree| self.alternatives(tree, part)).collect()
            }
            tree => self.source(tree, part).into_iter().collect(),
        }
    }
}
