//! Totals over the paragraphs in each element of a page.

use super::blocks::{Block, Form};
use super::passage;
use super::prose;
use super::tree::Tree;

/// Totals over the paragraphs in an element.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    /// The weight of the running text.
    pub mass: f64,
    /// The number of bytes of text.
    pub length: usize,
    /// The number of bytes of text within links.
    pub linked: usize,
    /// The number of headings that are links. Each of them belongs to another article.
    pub linked_headings: usize,
    /// The number of paragraphs of running text.
    pub paragraphs: usize,
    /// The number of fields and buttons of forms.
    pub controls: usize,
    /// The index of the first block.
    pub first: Option<usize>,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.mass += other.mass;
        self.length += other.length;
        self.linked += other.linked;
        self.linked_headings += other.linked_headings;
        self.paragraphs += other.paragraphs;
        self.controls += other.controls;
        self.first = self.first.into_iter().chain(other.first).min();
    }

    /// Returns whether the element holds running text, as opposed to a list of other articles.
    pub fn is_text(&self) -> bool {
        self.mass > 0.0 && !self.is_list()
    }

    /// Returns whether the element is a list of other articles.
    pub fn is_list(&self) -> bool {
        self.linked_headings > 0 || self.linked * 4 > self.length
    }
}

/// Returns the totals of each element. `least` is the minimum length of running text.
pub fn of(tree: &Tree, blocks: &[Block], least: usize) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); tree.nodes.len()];
    for (at, block) in blocks.iter().enumerate() {
        let mass = passage::weight(block, least);
        let is_linked = block.linked * 10 > block.text.len() * 8;
        sums[block.node].add(Sum {
            mass,
            length: block.text.len(),
            linked: block.linked,
            linked_headings: usize::from(block.form == Form::Heading && is_linked),
            paragraphs: usize::from(mass > 0.0),
            controls: 0,
            first: Some(at),
        });
    }
    for id in (1..sums.len()).rev() {
        sums[id].controls += usize::from(tree.element(id).is_some_and(prose::is_control));
        let own = sums[id];
        sums[tree.nodes[id].parent as usize].add(own);
    }
    sums
}
